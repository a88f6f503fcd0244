using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Tests of an analyzer in one call.</summary>
public class AnalyzerVerifier<TAnalyzer, TTest, TVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TTest : AnalyzerTest<TVerifier>, new()
    where TVerifier : IVerifier, new()
{
    /// <summary>Expects the only diagnostic that the analyzer has.</summary>
    public static DiagnosticResult Diagnostic()
    {
        return FindSingle(_ => true, "'Diagnostic()' can only be used when the analyzer has a single supported diagnostic.");
    }

    public static DiagnosticResult Diagnostic(string diagnosticId)
    {
        return FindSingle(descriptor => descriptor.Id == diagnosticId, "'Diagnostic(string)' can only be used when the analyzer has a single supported diagnostic with the specified ID.");
    }

    public static DiagnosticResult Diagnostic(DiagnosticDescriptor descriptor) => new(descriptor);

    public static Task VerifyAnalyzerAsync(string source, params DiagnosticResult[] expected)
    {
        var test = new TTest { TestCode = source };
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync(CancellationToken.None);
    }

    private static DiagnosticResult FindSingle(Func<DiagnosticDescriptor, bool> filter, string message)
    {
        DiagnosticDescriptor[] candidates = [.. new TAnalyzer().SupportedDiagnostics.Where(filter)];
        return candidates.Length == 1
            ? Diagnostic(candidates[0])
            : throw new InvalidOperationException(message + " Use the 'Diagnostic(DiagnosticDescriptor)' overload to specify the descriptor from which to create the expected result.");
    }
}
