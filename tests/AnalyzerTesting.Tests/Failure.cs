using System;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

/// <summary>The message of a check that must fail.</summary>
internal static class Failure
{
    internal static async Task<string> MessageAsync<TVerifier>(AnalyzerTest<TVerifier> test)
        where TVerifier : IVerifier, new()
    {
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => test.RunAsync());
        return exception.Message;
    }

    /// <summary>Runs a test that must fail with exactly this message.</summary>
    internal static async Task IsAsync<TVerifier>(string expected, AnalyzerTest<TVerifier> test)
        where TVerifier : IVerifier, new()
    {
        Assert.Equal(expected, await MessageAsync(test));
    }

    /// <summary>Runs a test that must fail with a message that starts so: the rest lists the diagnostics.</summary>
    internal static async Task StartsAsync<TVerifier>(string expected, AnalyzerTest<TVerifier> test)
        where TVerifier : IVerifier, new()
    {
        Assert.StartsWith(expected, await MessageAsync(test), StringComparison.Ordinal);
    }

    /// <summary>A context line.</summary>
    internal static string In(string context) => "Context: " + context + Environment.NewLine;

    /// <summary>The first line about a wrong number of diagnostics.</summary>
    internal static string Count(int expected, int actual) => $"Mismatch between number of diagnostics returned, expected \"{expected}\" actual \"{actual}\"\r\n\r\nDiagnostics:\r\n";
}

/// <summary>Short names for the tests here.</summary>
internal class Check<TAnalyzer> : CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
    where TAnalyzer : Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer, new()
{
    public Check(string source, params DiagnosticResult[] expected)
    {
        TestCode = source;
        ExpectedDiagnostics.AddRange(expected);
    }
}

internal class CheckFix<TCodeFix> : CSharpCodeFixTest<BadNameAnalyzer, TCodeFix, DefaultVerifier>
    where TCodeFix : Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider, new()
{
    public CheckFix(string source, string? fixedSource = null)
    {
        TestCode = source;
        if (fixedSource is not null)
        {
            FixedCode = fixedSource;
        }
    }
}
