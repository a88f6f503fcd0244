using System.Threading.Tasks;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

public class ActionSelectionTests
{
    private const string Bad = "class [|BadOne|] { }";
    private const string Good = "class GoodOne { }";
    private const string Fair = "class FairOne { }";

    private static readonly string Iterative = Failure.In("Iterative code fix application");

    [Fact]
    public Task First_action_is_applied() => new CheckFix<TwoChoicesFix>(Bad, Good).RunAsync();

    [Fact]
    public Task Index_chooses() => new CheckFix<TwoChoicesFix>(Bad, Fair) { CodeActionIndex = 1 }.RunAsync();

    [Fact]
    public Task Key_chooses() => new CheckFix<TwoChoicesFix>(Bad, Fair) { CodeActionEquivalenceKey = "fair" }.RunAsync();

    [Fact]
    public Task Key_that_no_action_has_chooses_none() =>
        Failure.StartsAsync(Iterative + "content of '/0/Test0.cs' did not match", new CheckFix<TwoChoicesFix>(Bad, Fair) { CodeActionEquivalenceKey = "other" });

    [Fact]
    public Task Index_beyond_the_actions_chooses_none() =>
        Failure.StartsAsync(Iterative + "content of '/0/Test0.cs' did not match", new CheckFix<TwoChoicesFix>(Bad, Fair) { CodeActionIndex = 2 });

    [Fact]
    public Task Index_and_key_of_one_action_choose_it() => new CheckFix<TwoChoicesFix>(Bad, Fair) { CodeActionIndex = 1, CodeActionEquivalenceKey = "fair" }.RunAsync();

    [Fact]
    public Task Index_and_key_of_two_actions_fail() =>
        Failure.IsAsync(
            Iterative + "The code action equivalence key and index must be consistent when both are specified.",
            new CheckFix<TwoChoicesFix>(Bad, Fair) { CodeActionIndex = 0, CodeActionEquivalenceKey = "fair" });

    [Fact]
    public Task Index_beyond_the_actions_fails_together_with_a_key() =>
        Failure.IsAsync(
            Iterative + "Expected to find a code action at index '2', but only '2' code actions were found.",
            new CheckFix<TwoChoicesFix>(Bad, Fair) { CodeActionIndex = 2, CodeActionEquivalenceKey = "fair" });

    [Fact]
    public Task Nested_action_is_found() => new CheckFix<NestedFix>(Bad, Fair) { CodeActionEquivalenceKey = "fair" }.RunAsync();

    [Fact]
    public Task Own_verifier_can_fail_the_test() =>
        Failure.IsAsync(Iterative + "title", new CheckFix<TwoChoicesFix>(Bad, Fair)
        {
            CodeActionEquivalenceKey = "fair",
            CodeActionVerifier = (action, verifier) => verifier.Equal("good", action.Title, "title"),
        });

    [Fact]
    public Task Obsolete_names_mean_the_same()
    {
#pragma warning disable CS0618 // They are the point.
        var test = new CheckFix<TwoChoicesFix>(Bad, Fair) { CodeFixIndex = 1, CodeFixEquivalenceKey = "fair", CodeFixValidationMode = CodeFixValidationMode.Full };
        Assert.Equal((1, "fair", CodeFixValidationMode.Full), (test.CodeFixIndex!.Value, test.CodeFixEquivalenceKey, test.CodeFixValidationMode));
#pragma warning restore CS0618
        Assert.Equal((1, "fair", CodeActionValidationMode.Full), (test.CodeActionIndex!.Value, test.CodeActionEquivalenceKey, test.CodeActionValidationMode));
        return test.RunAsync();
    }

    [Fact]
    public Task Fix_of_a_diagnostic_that_belongs_to_the_compilation_fails() =>
        Failure.IsAsync("Code fix is attempting to provide a fix for a non-local analyzer diagnostic", new NonLocalCheck { TestCode = Bad, FixedCode = Good });

    [Fact]
    public Task Fix_of_a_diagnostic_that_belongs_to_the_compilation_can_be_accepted() =>
        new NonLocalCheck { TestCode = Bad, FixedCode = Good, CodeFixTestBehaviors = CodeFixTestBehaviors.SkipLocalDiagnosticCheck }.RunAsync();

    private sealed class NonLocalCheck : Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixTest<CompilationEndAnalyzer, RenameFix, DefaultVerifier>;
}
