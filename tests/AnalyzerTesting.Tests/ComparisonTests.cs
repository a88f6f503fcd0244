using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

/// <summary>Id, severity, message, arguments, suppression, and the test's own verifier.</summary>
public class ComparisonTests
{
    private const string Source = "class {|#0:BadOne|} { }";

    private static DiagnosticResult Bad => new DiagnosticResult(BadNameAnalyzer.Rule).WithLocation(0);

    [Fact]
    public Task Id_counts() =>
        Failure.StartsAsync("Expected diagnostic id to be \"T009\" was \"T001\"", new Check<BadNameAnalyzer>(Source, DiagnosticResult.CompilerWarning("T009").WithLocation(0)));

    [Fact]
    public Task Severity_counts() =>
        Failure.StartsAsync(
            "Expected diagnostic severity to be \"Error\" was \"Warning\"",
            new Check<BadNameAnalyzer>(Source, Bad.WithArguments("BadOne").WithSeverity(DiagnosticSeverity.Error)));

    [Fact]
    public Task Severity_can_be_ignored() =>
        new Check<BadNameAnalyzer>(Source, Bad.WithArguments("BadOne").WithSeverity(DiagnosticSeverity.Error).WithOptions(DiagnosticOptions.IgnoreSeverity)).RunAsync();

    [Fact]
    public Task Markup_ignores_the_severity() =>
        new Check<BadNameAnalyzer>("class [|BadOne|] { }") { TestState = { AnalyzerConfigFiles = { ("/.editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.T001.severity = suggestion\n") } } }.RunAsync();

    [Fact]
    public Task Message_counts() =>
        Failure.StartsAsync(
            "Expected diagnostic message to be \"The name 'BadTwo' is bad\" was \"The name 'BadOne' is bad\"",
            new Check<BadNameAnalyzer>(Source, Bad.WithMessage("The name 'BadTwo' is bad")));

    [Fact]
    public Task Message_made_of_format_and_arguments_counts() =>
        Failure.StartsAsync(
            "Expected diagnostic message to be \"The name 'BadTwo' is bad\" was \"The name 'BadOne' is bad\"",
            new Check<BadNameAnalyzer>(Source, Bad.WithArguments("BadTwo")));

    [Fact]
    public Task Message_without_its_arguments_is_the_format() =>
        Failure.StartsAsync(
            "Expected diagnostic message to be \"The name '{0}' is bad\" was \"The name 'BadOne' is bad\"",
            new Check<BadNameAnalyzer>(Source, Bad));

    [Fact]
    public Task Message_format_can_be_replaced() => new Check<BadNameAnalyzer>(Source, Bad.WithMessageFormat("The name '{0}' {1}").WithArguments("BadOne", "is bad")).RunAsync();

    [Fact]
    public Task Message_can_be_left_open() => new Check<BadNameAnalyzer>(Source, Bad.WithMessage(null)).RunAsync();

    [Fact]
    public Task Arguments_alone_count() =>
        Failure.StartsAsync("Expected diagnostic message arguments to match", new Check<BadNameAnalyzer>(Source, Bad.WithMessage(null).WithArguments("BadTwo")));

    [Fact]
    public Task Number_of_arguments_counts() =>
        Failure.StartsAsync("Expected diagnostic message arguments to match", new Check<BadNameAnalyzer>(Source, Bad.WithMessage(null).WithArguments("BadOne", "more")));

    [Fact]
    public Task Arguments_alone_that_fit_pass() => new Check<BadNameAnalyzer>(Source, Bad.WithMessage(null).WithArguments("BadOne")).RunAsync();

    [Fact]
    public Task Suppression_counts() =>
        Failure.StartsAsync("Expected diagnostic suppression state to match", new Check<BadNameAnalyzer>(Source, Bad.WithArguments("BadOne").WithIsSuppressed(true)));

    [Fact]
    public Task Diagnostic_that_is_not_suppressed_can_be_expected() =>
        new Check<BadNameAnalyzer>(Source, Bad.WithArguments("BadOne").WithIsSuppressed(false)).RunAsync();

    [Fact]
    public Task Diagnostic_that_a_suppressor_suppresses_stays_visible() =>
        new SuppressorCheck("class {|#0:BadButFine|} { }", Bad.WithArguments("BadButFine").WithIsSuppressed(true)).RunAsync();

    [Fact]
    public Task Diagnostic_that_a_suppressor_suppresses_is_not_one_that_stands() =>
        Failure.StartsAsync(
            "Expected diagnostic suppression state to match",
            new SuppressorCheck("class {|#0:BadButFine|} { }", Bad.WithArguments("BadButFine").WithIsSuppressed(false)));

    [Fact]
    public async Task Own_verifier_is_called_with_both()
    {
        bool called = false;
        var test = new Check<BadNameAnalyzer>(Source, Bad.WithArguments("BadOne"))
        {
            DiagnosticVerifier = (actual, expected, verifier) =>
            {
                Assert.Equal((BadNameAnalyzer.Id, BadNameAnalyzer.Id), (actual.Id, expected.Id));
                called = true;
            },
        };
        await test.RunAsync();
        Assert.True(called);
    }

    [Fact]
    public Task Own_verifier_can_fail_the_test() =>
        Failure.IsAsync("no link", new Check<BadNameAnalyzer>(Source, Bad.WithArguments("BadOne"))
        {
            DiagnosticVerifier = (actual, _, verifier) => verifier.True(actual.Descriptor.HelpLinkUri.Length > 0, "no link"),
        });

    [Fact]
    public Task Expectations_may_stand_in_any_order() =>
        new Check<TwoRulesAnalyzer>(
            "class {|#0:BadOne|} { } class {|#1:BadVery|} { }",
            new DiagnosticResult(TwoRulesAnalyzer.Worse).WithLocation(1).WithArguments("BadVery"),
            Bad.WithArguments("BadOne")).RunAsync();

    private sealed class SuppressorCheck(string source, params DiagnosticResult[] expected) : Check<BadNameAnalyzer>(source, expected)
    {
        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() =>
            [new BadNameAnalyzer(), new BadNameSuppressor()];
    }
}
