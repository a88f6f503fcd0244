using System.Collections.Immutable;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

public class IterationTests
{
    private const string One = "class [|BadOne|] { }";
    private const string OneFixed = "class GoodOne { }";
    private const string Two = "class [|BadOne|] { } class [|BadTwo|] { }";
    private const string TwoFixed = "class GoodOne { } class GoodTwo { }";
    private const CodeFixTestBehaviors OneByOne = CodeFixTestBehaviors.SkipFixAllCheck;

    private static readonly string Iterative = Failure.In("Iterative code fix application");

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    [InlineData(-3)]
    [InlineData(null)]
    public Task Expected_count_passes(int? count) => new CheckFix<RenameFix>(Two, TwoFixed) { NumberOfIncrementalIterations = count }.RunAsync();

    [Fact]
    public Task More_rounds_than_exactly_expected_fail() =>
        Failure.StartsAsync(Iterative + "Expected '1' iterations but found '2' iterations.", new CheckFix<RenameFix>(Two, TwoFixed) { NumberOfIncrementalIterations = 1 });

    [Fact]
    public Task Fewer_rounds_than_exactly_expected_fail() =>
        Failure.IsAsync(Iterative + "Expected '3' iterations but found '2' iterations.", new CheckFix<RenameFix>(Two, TwoFixed) { NumberOfIncrementalIterations = 3 });

    [Fact]
    public Task More_rounds_than_allowed_fail() =>
        Failure.IsAsync(
            Iterative + "The upper limit for the number of code fix iterations was exceeded",
            new CheckFix<RenameFix>(Two + " class [|BadThree|] { }", TwoFixed + " class GoodThree { }") { NumberOfIncrementalIterations = -2 });

    [Fact]
    public Task At_most_one_is_taken_as_exactly_one() =>
        Failure.IsAsync(Iterative + "Expected '1' iterations but found '2' iterations.", new CheckFix<RenameFix>(Two, TwoFixed) { NumberOfIncrementalIterations = -1 });

    [Fact]
    public Task More_rounds_than_diagnostics_fail() =>
        Failure.IsAsync(Iterative + "Expected '1' iterations but found '2' iterations.", new CheckFix<TwoRoundsFix>("class [|BadBadOne|] { }", OneFixed));

    [Fact]
    public Task More_rounds_than_diagnostics_can_be_expected() =>
        new CheckFix<TwoRoundsFix>("class [|BadBadOne|] { }", OneFixed) { NumberOfIncrementalIterations = 2, NumberOfFixAllIterations = 2 }.RunAsync();

    [Fact]
    public Task Fix_that_never_ends_is_stopped() =>
        Failure.StartsAsync(Iterative + "content of '/0/Test0.cs' did not match", new CheckFix<EndlessFix>(One, OneFixed) { NumberOfIncrementalIterations = -3 });

    [Fact]
    public Task Limit_is_checked_after_the_content() =>
        Failure.IsAsync(
            Iterative + "The upper limit for the number of code fix iterations was exceeded",
            new CheckFix<EndlessFix>(One, "class BadOneXXXX { }") { NumberOfIncrementalIterations = -3, CodeFixTestBehaviors = OneByOne });

    [Fact]
    public Task Fix_where_none_is_expected_fails() =>
        Failure.StartsAsync(Iterative + "content of '/0/Test0.cs' did not match", new CheckFix<RenameFix>(One, One) { NumberOfIncrementalIterations = 0 });

    [Fact]
    public Task Same_code_expects_no_fix() => new CheckFix<NothingFix>(One, One).RunAsync();

    [Fact]
    public Task Fix_that_changes_nothing_is_a_fix() =>
        Failure.IsAsync(Iterative + "Expected '0' iterations but found '1' iterations.", new CheckFix<NoChangeFix>(One, One));

    [Fact]
    public Task Fix_that_changes_nothing_can_be_expected() =>
        new CheckFix<NoChangeFix>(One, One) { NumberOfIncrementalIterations = 1, NumberOfFixAllIterations = 1 }.RunAsync();

    [Fact]
    public Task Fix_that_leaves_the_diagnostics_is_applied_once() =>
        new CheckFix<UselessFix>(One) { FixedState = { Sources = { One + " class X { }" }, MarkupHandling = MarkupMode.Allow } }.RunAsync();

    [Fact]
    public Task One_fix_can_be_applied() =>
        new CheckFix<RenameFix>(Two) { FixedState = { Sources = { "class GoodOne { } class {|T001:BadTwo|} { }" }, MarkupHandling = MarkupMode.Allow }, CodeFixTestBehaviors = CodeFixTestBehaviors.FixOne | OneByOne }.RunAsync();

    [Fact]
    public Task All_fixes_are_applied_unless_one_was_asked_for() =>
        Failure.StartsAsync(
            Iterative + "content of '/0/Test0.cs' did not match",
            new CheckFix<RenameFix>(Two) { FixedState = { Sources = { "class GoodOne { } class {|T001:BadTwo|} { }" }, MarkupHandling = MarkupMode.Allow }, CodeFixTestBehaviors = OneByOne });

    [Fact]
    public Task Diagnostic_to_fix_can_be_chosen() =>
        new LastCheck(Two) { FixedState = { Sources = { "class {|T001:BadOne|} { } class GoodTwo { }" }, MarkupHandling = MarkupMode.Allow }, CodeFixTestBehaviors = CodeFixTestBehaviors.FixOne | OneByOne }.RunAsync();

    [Theory]
    [InlineData("document")]
    [InlineData("project")]
    [InlineData("solution")]
    public Task Fix_all_counts_its_rounds(string scope) =>
        Failure.IsAsync(Failure.In("Fix all in " + scope) + "Expected '1' iterations but found '2' iterations.", new CheckFix<TwoRoundsFix>("class [|BadBadOne|] { }", OneFixed)
        {
            NumberOfIncrementalIterations = 2,
            NumberOfFixAllInDocumentIterations = scope == "document" ? 1 : 2,
            NumberOfFixAllInProjectIterations = scope == "project" ? 1 : 2,
            NumberOfFixAllIterations = scope == "solution" ? 1 : 2,
        });

    [Theory]
    [InlineData("document", CodeFixTestBehaviors.None)]
    [InlineData("project", CodeFixTestBehaviors.SkipFixAllInDocumentCheck)]
    [InlineData("solution", CodeFixTestBehaviors.SkipFixAllInDocumentCheck | CodeFixTestBehaviors.SkipFixAllInProjectCheck)]
    public Task Fix_all_takes_one_round_unless_said_otherwise(string scope, CodeFixTestBehaviors skip) =>
        Failure.IsAsync(
            Failure.In("Fix all in " + scope) + "Expected '1' iterations but found '2' iterations.",
            new CheckFix<TwoRoundsFix>("class [|BadBadOne|] { }", OneFixed) { NumberOfIncrementalIterations = 2, CodeFixTestBehaviors = skip });

    [Fact]
    public Task Fix_all_that_never_ends_is_stopped() =>
        Failure.StartsAsync(
            Failure.In("Fix all in document") + "content of '/0/Test0.cs' did not match",
            new CheckFix<EndlessInBatchesFix>(One, OneFixed) { NumberOfFixAllIterations = -2 });

    [Fact]
    public Task Limit_of_fix_all_is_checked_after_the_content() =>
        Failure.IsAsync(
            Failure.In("Fix all in document") + "The upper limit for the number of fix all iterations was exceeded",
            new CheckFix<EndlessInBatchesFix>(One, OneFixed) { BatchFixedCode = "class BadBadBadBadOne { }", NumberOfFixAllIterations = -2 });

    [Fact]
    public Task Fix_all_in_document_takes_a_round_per_document() =>
        new CheckFix<RenameFix>(One) { TestState = { Sources = { "class [|BadTwo|] { }" } }, FixedState = { Sources = { OneFixed, "class GoodTwo { }" } } }.RunAsync();

    [Fact]
    public Task Fix_all_in_document_takes_no_more_rounds() =>
        Failure.IsAsync(
            Failure.In("Fix all in document") + "Expected '1' iterations but found '2' iterations.",
            new CheckFix<RenameFix>(One) { TestState = { Sources = { "class [|BadTwo|] { }" } }, FixedState = { Sources = { OneFixed, "class GoodTwo { }" } }, NumberOfFixAllIterations = 1 });

    private sealed class LastCheck(string source) : CheckFix<RenameFix>(source)
    {
        protected override Diagnostic? TrySelectDiagnosticToFix(ImmutableArray<Diagnostic> fixableDiagnostics) => fixableDiagnostics[^1];
    }
}
