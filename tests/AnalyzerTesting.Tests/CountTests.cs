using System;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

public class CountTests
{
    private static readonly string NewLine = Environment.NewLine;

    [Fact]
    public Task Diagnostic_that_does_not_come_is_missed() =>
        Failure.IsAsync(
            "Mismatch between number of diagnostics returned, expected \"1\" actual \"0\"\r\n\r\nDiagnostics:\r\n    NONE.\r\n",
            new Check<BadNameAnalyzer>("class [|Fine|] { }"));

    [Fact]
    public Task Diagnostic_that_is_not_expected_is_listed_as_the_line_that_would_expect_it() =>
        Failure.IsAsync(
            Failure.Count(0, 1)
                + "// /0/Test0.cs(1,7): warning T001: The name 'BadOne' is bad" + NewLine
                + "class {|#0:BadOne|} { }" + NewLine
                + "VerifyCS.Diagnostic().WithLocation(0).WithArguments(\"BadOne\")," + NewLine
                + "\r\n",
            new Check<BadNameAnalyzer>("class BadOne { }"));

    [Fact]
    public Task Diagnostics_are_listed_in_the_order_of_their_places() =>
        Failure.IsAsync(
            Failure.Count(1, 2)
                + "// /0/Test0.cs(1,7): warning T001: The name 'BadOne' is bad" + NewLine
                + "class {|#0:BadOne|} { } class BadVery { }" + NewLine
                + "VerifyCS.Diagnostic(TwoRulesAnalyzer.T001).WithLocation(0).WithArguments(\"BadOne\")," + NewLine
                + "// /0/Test0.cs(1,24): error T002: The name 'BadVery' is very bad" + NewLine
                + "class BadOne { } class {|#1:BadVery|} { }" + NewLine
                + "VerifyCS.Diagnostic(TwoRulesAnalyzer.T002).WithLocation(1).WithArguments(\"BadVery\")," + NewLine
                + "\r\n",
            new Check<TwoRulesAnalyzer>("class {|T001:BadOne|} { } class BadVery { }"));

    [Fact]
    public Task Diagnostic_of_several_lines_is_marked_on_its_first() =>
        Failure.StartsAsync(
            Failure.Count(0, 1)
                + "// /0/Test0.cs(1,22): error CS0029: Cannot implicitly convert type 'string' to 'int'" + NewLine
                + "class C { int F() => {|#0:\"a\"|}" + NewLine
                + "DiagnosticResult.CompilerError(\"CS0029\").WithLocation(0)",
            new Check<BadNameAnalyzer>("class C { int F() => \"a\"\n + \"b\"; }"));

    [Fact]
    public Task Diagnostic_without_a_place_is_listed_without() =>
        Failure.IsAsync(
            Failure.Count(0, 1)
                + "// warning T001: The name 'all' is bad" + NewLine
                + "VerifyCS.Diagnostic(NoLocationAnalyzer.T001).WithLocation(0).WithArguments(\"all\")," + NewLine
                + "\r\n",
            new Check<NoLocationAnalyzer>("class C { }"));

    [Fact]
    public Task Diagnostic_of_the_compiler_is_listed_as_such() =>
        Failure.StartsAsync(
            Failure.Count(0, 1)
                + "// /0/Test0.cs(1,11): error CS0246: The type or namespace name 'Missing' could not be found (are you missing a using directive or an assembly reference?)" + NewLine
                + "class C : {|#0:Missing|} { }" + NewLine
                + "DiagnosticResult.CompilerError(\"CS0246\").WithLocation(0).WithArguments(\"Missing\")," + NewLine,
            new Check<BadNameAnalyzer>("class C : Missing { }"));

    [Fact]
    public Task Warning_of_the_compiler_is_listed_as_such() =>
        Failure.StartsAsync(
            Failure.Count(0, 1)
                + "// /0/Test0.cs(1,15): warning CS0169: The field 'C._f' is never used" + NewLine
                + "class C { int {|#0:_f|}; }" + NewLine
                + "DiagnosticResult.CompilerWarning(\"CS0169\").WithLocation(0)",
            new Check<BadNameAnalyzer>("class C { int _f; }") { CompilerDiagnostics = CompilerDiagnostics.Warnings });

    [Fact]
    public async Task No_source_at_all_is_refused()
    {
        var test = new Check<BadNameAnalyzer>("class C { }");
        test.TestState.Sources.Clear();
        await Failure.IsAsync("'TestState.Sources' is empty", test);
    }

    [Fact]
    public async Task Fix_test_without_source_is_refused()
    {
        var test = new CheckFix<RenameFix>("class C { }");
        test.TestState.Sources.Clear();
        await Failure.IsAsync("'TestState.Sources' is empty", test);
    }
}
