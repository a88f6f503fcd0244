using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

public class CompilerDiagnosticTests
{
    private const string UnusedField = "class C { int _f; }";

    [Fact]
    public Task Error_counts() => Failure.StartsAsync(Failure.Count(0, 1), new Check<BadNameAnalyzer>("class C : Missing { }"));

    [Fact]
    public Task Error_can_be_expected() =>
        new Check<BadNameAnalyzer>("class C : Missing { }", DiagnosticResult.CompilerError("CS0246").WithSpan(1, 11, 1, 18).WithArguments("Missing")).RunAsync();

    [Fact]
    public Task Arguments_of_an_error_count() =>
        Failure.StartsAsync(
            "Expected diagnostic message arguments to match",
            new Check<BadNameAnalyzer>("class C : Missing { }", DiagnosticResult.CompilerError("CS0246").WithSpan(1, 11, 1, 18).WithArguments("Other")));

    [Fact]
    public Task Error_does_not_count_if_none_does() => new Check<BadNameAnalyzer>("class C : Missing { }") { CompilerDiagnostics = CompilerDiagnostics.None }.RunAsync();

    [Fact]
    public Task Warning_does_not_count_among_errors() => new Check<BadNameAnalyzer>(UnusedField).RunAsync();

    [Fact]
    public Task Warning_counts_among_warnings() => Failure.StartsAsync(Failure.Count(0, 1), new Check<BadNameAnalyzer>(UnusedField) { CompilerDiagnostics = CompilerDiagnostics.Warnings });

    [Fact]
    public Task Hidden_does_not_count_among_suggestions() =>
        new Check<BadNameAnalyzer>("using System;\nclass C { }") { CompilerDiagnostics = CompilerDiagnostics.Suggestions }.RunAsync();

    [Fact]
    public Task Warning_counts_among_suggestions() =>
        Failure.StartsAsync(Failure.Count(0, 1), new Check<BadNameAnalyzer>(UnusedField) { CompilerDiagnostics = CompilerDiagnostics.Suggestions });

    [Fact]
    public Task Hidden_counts_among_all() =>
        Failure.StartsAsync(Failure.Count(0, 1), new Check<BadNameAnalyzer>("using System;\nclass C { }") { CompilerDiagnostics = CompilerDiagnostics.All });

    [Fact]
    public Task Error_of_an_analyzer_exception_counts() =>
        Failure.StartsAsync(Failure.Count(0, 1) + "// error AD0001: Analyzer 'MemoryRegions.AnalyzerTesting.Tests.ThrowingAnalyzer' threw an exception", new Check<ThrowingAnalyzer>("class BadOne { }"));

    [Fact]
    public Task Analyzer_exception_can_be_expected() =>
        new Check<ThrowingAnalyzer>("class BadOne { }", new DiagnosticResult("AD0001", DiagnosticSeverity.Error).WithNoLocation()).RunAsync();

    [Fact]
    public Task Descriptor_that_is_off_by_default_is_switched_on_at_its_severity() =>
        new Check<OffByDefaultAnalyzer>("class {|#0:BadOne|} { }", new DiagnosticResult(BadNameAnalyzer.Id, DiagnosticSeverity.Info).WithLocation(0)).RunAsync();

    [Fact]
    public Task Disabled_diagnostic_does_not_come() => new Check<BadNameAnalyzer>("class BadOne { }") { DisabledDiagnostics = { BadNameAnalyzer.Id } }.RunAsync();

    [Fact]
    public Task Diagnostic_that_the_source_disables_does_not_come() => new Check<BadNameAnalyzer>("#pragma warning disable T001\nclass BadOne { }").RunAsync();

    [Fact]
    public Task Warning_that_a_provider_fixes_counts_in_a_fix_test() =>
        Failure.StartsAsync(Failure.In("Diagnostics of test state") + Failure.Count(0, 1), new CheckFix<UnusedFieldFix>(UnusedField, "class C { }"));

    [Fact]
    public Task Warning_that_a_provider_fixes_can_be_fixed()
    {
        var test = new CheckFix<UnusedFieldFix>("class C { int {|#0:_f|}; }", "class C { }");
        test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerWarning("CS0169").WithLocation(0));
        return test.RunAsync();
    }

    [Fact]
    public Task Error_in_the_fixed_state_counts()
    {
        // The fixed code is what the fix yields, and does not compile.
        return Failure.StartsAsync(
            Failure.In("Diagnostics of fixed state") + Failure.Count(0, 1) + "// /0/Test0.cs(1,16): error CS0246",
            new CheckFix<BrokenFix>("class [|BadOne|] { }", "class Object : Missing { }") { CodeActionValidationMode = CodeActionValidationMode.None });
    }

    [Fact]
    public Task Error_in_the_fixed_state_can_be_expected() =>
        new CheckFix<BrokenFix>("class [|BadOne|] { }", "class Object : {|CS0246:Missing|} { }") { CodeActionValidationMode = CodeActionValidationMode.None }.RunAsync();
}
