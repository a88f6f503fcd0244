using System;
using System.Collections.Immutable;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

/// <summary>The assertions, and the static verifiers.</summary>
public class VerifierTests
{
    private static readonly IVerifier Verifier = new DefaultVerifier();

    public static TheoryData<Action<IVerifier>, string> Failures => new()
    {
        { verifier => verifier.Empty("list", [1]), "'list' is not empty" },
        { verifier => verifier.NotEmpty("list", Array.Empty<int>()), "'list' is empty" },
        { verifier => verifier.Equal(1, 2), "items not equal.  expected:'1' actual:'2'" },
        { verifier => verifier.Equal("a", null, "differ"), "differ" },
        { verifier => verifier.True(false), "Expected value to be 'true' but was 'false'" },
        { verifier => verifier.True(false, "wrong"), "wrong" },
        { verifier => verifier.False(true), "Expected value to be 'false' but was 'true'" },
        { verifier => verifier.False(true, "wrong"), "wrong" },
        { verifier => verifier.Fail(), "Verification failed for an unspecified reason." },
        { verifier => verifier.Fail("reason"), "reason" },
        { verifier => verifier.LanguageIsSupported("F#"), "Unsupported Language: 'F#'" },
        { verifier => verifier.SequenceEqual([1], [2]), "Sequences are not equal" },
        { verifier => verifier.SequenceEqual(["a"], ["A"], StringComparer.Ordinal, "differ"), "differ" },
        { verifier => verifier.EqualOrDiff("a", "b"), string.Join(Environment.NewLine, "Actual and expected values differ. Expected shown in baseline of diff:", "-a", "+b", string.Empty) },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Assertion_fails_with_its_message(Action<IVerifier> assertion, string message)
    {
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => assertion(Verifier)).Message);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void Contexts_come_first_the_outermost_first(Action<IVerifier> assertion, string message)
    {
        IVerifier nested = Verifier.PushContext("outer").PushContext("inner");
        Assert.Equal(Failure.In("outer") + Failure.In("inner") + message, Assert.Throws<InvalidOperationException>(() => assertion(nested)).Message);
    }

    [Fact]
    public void Assertions_that_hold_pass()
    {
        Verifier.Empty("list", Array.Empty<int>());
        Verifier.NotEmpty("list", [1]);
        Verifier.Equal(1, 1);
        Verifier.True(true);
        Verifier.False(false);
        Verifier.LanguageIsSupported(LanguageNames.VisualBasic);
        Verifier.SequenceEqual([1], [1]);
        Verifier.SequenceEqual(["a"], ["A"], StringComparer.OrdinalIgnoreCase);
        Verifier.EqualOrDiff("a", "a");
    }

    [Fact]
    public void Pushed_context_leaves_the_verifier_alone()
    {
        Verifier.PushContext("outer");
        Assert.Equal("reason", Assert.Throws<InvalidOperationException>(() => Verifier.Fail("reason")).Message);
    }

    [Fact]
    public void Own_verifier_must_push_contexts_itself()
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => new OwnVerifier().PushContext("a"));
        Assert.Equal("Custom verifier types must override PushContext", exception.Message);
    }

    [Fact]
    public Task Analyzer_verifier_checks() =>
        CSharpAnalyzerVerifier<BadNameAnalyzer, DefaultVerifier>.VerifyAnalyzerAsync(
            "class {|#0:BadOne|} { }",
            CSharpAnalyzerVerifier<BadNameAnalyzer, DefaultVerifier>.Diagnostic().WithLocation(0).WithArguments("BadOne"));

    [Fact]
    public async Task Analyzer_verifier_fails()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => CSharpAnalyzerVerifier<BadNameAnalyzer, DefaultVerifier>.VerifyAnalyzerAsync("class BadOne { }"));
    }

    [Fact]
    public async Task Code_fix_verifier_checks()
    {
        await CSharpCodeFixVerifier<BadNameAnalyzer, RenameFix, DefaultVerifier>.VerifyCodeFixAsync("class [|BadOne|] { }", "class GoodOne { }");
        DiagnosticResult expected = CSharpCodeFixVerifier<BadNameAnalyzer, RenameFix, DefaultVerifier>.Diagnostic("T001").WithLocation(1, 7).WithArguments("BadOne");
        await CSharpCodeFixVerifier<BadNameAnalyzer, RenameFix, DefaultVerifier>.VerifyCodeFixAsync("class BadOne { }", expected, "class GoodOne { }");
        await CSharpCodeFixVerifier<BadNameAnalyzer, RenameFix, DefaultVerifier>.VerifyCodeFixAsync("class BadOne { }", [expected], "class GoodOne { }");
        await CSharpCodeFixVerifier<BadNameAnalyzer, RenameFix, DefaultVerifier>.VerifyAnalyzerAsync("class BadOne { }", expected);
    }

    [Fact]
    public async Task Code_fix_verifier_fails()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => CSharpCodeFixVerifier<BadNameAnalyzer, RenameFix, DefaultVerifier>.VerifyCodeFixAsync("class [|BadOne|] { }", "class Wrong { }"));
    }

    [Fact]
    public void Diagnostic_of_several_descriptors_must_be_named()
    {
        Assert.StartsWith("'Diagnostic()' can only be used when", Assert.Throws<InvalidOperationException>(() => CSharpAnalyzerVerifier<TwoRulesAnalyzer, DefaultVerifier>.Diagnostic()).Message, StringComparison.Ordinal);
        Assert.StartsWith("'Diagnostic(string)' can only be used when", Assert.Throws<InvalidOperationException>(() => CSharpAnalyzerVerifier<SameIdAnalyzer, DefaultVerifier>.Diagnostic("T001")).Message, StringComparison.Ordinal);
        Assert.Equal(("T002", DiagnosticSeverity.Error), (CSharpAnalyzerVerifier<TwoRulesAnalyzer, DefaultVerifier>.Diagnostic("T002").Id, CSharpAnalyzerVerifier<TwoRulesAnalyzer, DefaultVerifier>.Diagnostic(TwoRulesAnalyzer.Worse).Severity));
    }

#pragma warning disable CS0618 // Obsolete, and present.
    [Fact]
    public async Task Xunit_flavour_checks()
    {
        await Microsoft.CodeAnalysis.CSharp.Testing.XUnit.AnalyzerVerifier<BadNameAnalyzer>.VerifyAnalyzerAsync("class [|BadOne|] { }");
        await Microsoft.CodeAnalysis.CSharp.Testing.XUnit.CodeFixVerifier<BadNameAnalyzer, RenameFix>.VerifyCodeFixAsync("class [|BadOne|] { }", "class GoodOne { }");
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Microsoft.CodeAnalysis.CSharp.Testing.XUnit.CodeFixVerifier<BadNameAnalyzer, RenameFix>.VerifyCodeFixAsync("class [|BadOne|] { }", "class Wrong { }"));
        Assert.StartsWith(Failure.In("Iterative code fix application"), exception.Message, StringComparison.Ordinal);
    }
#pragma warning restore CS0618

    private sealed class OwnVerifier : DefaultVerifier
    {
        public OwnVerifier()
            : base(ImmutableStack<string>.Empty)
        {
        }
    }
}
