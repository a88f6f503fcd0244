using System.Threading.Tasks;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

public class LocationTests
{
    private static DiagnosticResult Bad => new DiagnosticResult(BadNameAnalyzer.Rule).WithArguments("BadOne");

    [Fact]
    public Task Start_line_counts() =>
        Failure.StartsAsync("Expected diagnostic to start on line \"1\" was actually on line \"2\"", new Check<BadNameAnalyzer>("\nclass BadOne { }", Bad.WithLocation(1, 7)));

    [Fact]
    public Task Start_column_counts() =>
        Failure.StartsAsync("Expected diagnostic to start at column \"8\" was actually at column \"7\"", new Check<BadNameAnalyzer>("class BadOne { }", Bad.WithLocation(1, 8)));

    [Fact]
    public Task End_line_counts() =>
        Failure.StartsAsync("Expected diagnostic to end on line \"2\" was actually on line \"1\"", new Check<BadNameAnalyzer>("class BadOne { }", Bad.WithSpan(1, 7, 2, 13)));

    [Fact]
    public Task End_column_counts() =>
        Failure.StartsAsync("Expected diagnostic to end at column \"14\" was actually at column \"13\"", new Check<BadNameAnalyzer>("class BadOne { }", Bad.WithSpan(1, 7, 1, 14)));

    [Fact]
    public Task Message_shows_both_diagnostics() =>
        Failure.IsAsync(
            string.Join(
                System.Environment.NewLine,
                "Expected diagnostic to end at column \"14\" was actually at column \"13\"",
                string.Empty,
                "Expected diagnostic:",
                "    // /0/Test0.cs(1,7,1,14): warning T001: The name 'BadOne' is bad",
                "VerifyCS.Diagnostic().WithSpan(1, 7, 1, 14).WithArguments(\"BadOne\"),",
                string.Empty,
                "Actual diagnostic:",
                "    // /0/Test0.cs(1,7): warning T001: The name 'BadOne' is bad",
                "class {|#0:BadOne|} { }",
                "VerifyCS.Diagnostic().WithLocation(0).WithArguments(\"BadOne\"),",
                string.Empty,
                string.Empty),
            new Check<BadNameAnalyzer>("class BadOne { }", Bad.WithSpan(1, 7, 1, 14)));

    [Fact]
    public Task Line_and_column_do_not_compare_the_end() => new Check<BadNameAnalyzer>("class BadOne { }", Bad.WithLocation(1, 7)).RunAsync();

    [Fact]
    public Task Span_that_fits_passes() => new Check<BadNameAnalyzer>("class BadOne { }", Bad.WithSpan(1, 7, 1, 13)).RunAsync();

    [Fact]
    public Task Markup_key_compares_the_end() =>
        Failure.StartsAsync("Expected diagnostic to end at column \"10\" was actually at column \"13\"", new Check<BadNameAnalyzer>("class {|#0:Bad|}One { }", Bad.WithLocation(0)));

    [Fact]
    public Task Markup_key_can_ignore_the_end() =>
        new Check<BadNameAnalyzer>("class {|#0:Bad|}One { }", Bad.WithLocation(0, DiagnosticLocationOptions.IgnoreLength)).RunAsync();

    [Fact]
    public Task Unnamed_markup_compares_the_end() =>
        Failure.StartsAsync("Expected diagnostic to end at column \"10\" was actually at column \"13\"", new Check<BadNameAnalyzer>("class [|Bad|]One { }"));

    [Fact]
    public Task File_counts() =>
        Failure.StartsAsync(
            "Expected diagnostic to be in file \"Other.cs\" was actually in file \"/0/Test0.cs\"",
            new Check<BadNameAnalyzer>("class BadOne { }", Bad.WithLocation("Other.cs", 1, 7)) { TestState = { Sources = { ("Other.cs", "class C { }") } } });

    [Fact]
    public Task Named_file_can_be_expected() =>
        new Check<BadNameAnalyzer>("class C { }", Bad.WithSpan("Other.cs", 1, 7, 1, 13)) { TestState = { Sources = { ("Other.cs", SourceText.From("class BadOne { }")) } } }.RunAsync();

    [Fact]
    public Task Place_is_expected_where_none_was_asked_for() =>
        Failure.StartsAsync("Expected a project diagnostic with no location:", new Check<BadNameAnalyzer>("class BadOne { }", Bad.WithNoLocation()));

    [Fact]
    public Task No_place_can_be_expected() =>
        new Check<NoLocationAnalyzer>("class C { }", new DiagnosticResult(BadNameAnalyzer.Rule).WithArguments("all")).RunAsync();

    [Fact]
    public Task No_place_is_not_any_place() =>
        Failure.StartsAsync(
            "Expected diagnostic to be in file \"/0/Test0.cs\" was actually in file \"\"",
            new Check<NoLocationAnalyzer>("class C { }", new DiagnosticResult(BadNameAnalyzer.Rule).WithArguments("all").WithLocation(1, 1)));

    [Fact]
    public Task Additional_location_can_be_expected() =>
        new Check<MemberAnalyzer>("class {|#0:BadOne|} { {|#1:int F() => 1;|} }", Bad.WithLocation(0).WithLocation(1)).RunAsync();

    [Fact]
    public Task Additional_location_that_is_missing_is_missed() =>
        Failure.StartsAsync("Expected 1 additional locations but got 0 for Diagnostic:", new Check<MemberAnalyzer>("class BadOne { }", Bad.WithLocation(1, 7).WithLocation(1, 8)));

    [Fact]
    public Task Additional_location_that_was_not_expected_is_too_much() =>
        Failure.StartsAsync("Expected 0 additional locations but got 1 for Diagnostic:", new Check<MemberAnalyzer>("class BadOne { int F() => 1; }", Bad.WithLocation(1, 7)));

    [Fact]
    public Task Place_of_additional_location_counts() =>
        Failure.StartsAsync(
            "Expected diagnostic to start at column \"17\" was actually at column \"16\"",
            new Check<MemberAnalyzer>("class BadOne { int F() => 1; }", Bad.WithLocation(1, 7).WithLocation(1, 17)));

    [Fact]
    public Task Additional_locations_can_be_ignored() =>
        new Check<MemberAnalyzer>("class BadOne { int F() => 1; }", Bad.WithLocation(1, 7).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)).RunAsync();

    [Fact]
    public Task Markup_ignores_additional_locations() => new Check<MemberAnalyzer>("class [|BadOne|] { int F() => 1; }").RunAsync();

    [Fact]
    public Task Markup_key_without_span_is_refused() =>
        Failure.IsAsync("The markup location '#3' was not found in the input.", new Check<BadNameAnalyzer>("class {|#0:BadOne|} { }", Bad.WithLocation(3)));

    [Fact]
    public Task Markup_key_of_two_spans_is_refused() =>
        Failure.IsAsync("Input contains multiple markup locations with key '#0'", new Check<BadNameAnalyzer>("class {|#0:BadOne|} { } {|#0:class|} C { }", Bad.WithLocation(0)));
}
