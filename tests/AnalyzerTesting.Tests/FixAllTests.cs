using System.Threading.Tasks;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

public class FixAllTests
{
    private const string One = "class [|BadOne|] { }";
    private const string OneFixed = "class GoodOne { }";

    private const CodeFixTestBehaviors Document = CodeFixTestBehaviors.SkipFixAllInProjectCheck | CodeFixTestBehaviors.SkipFixAllInSolutionCheck;
    private const CodeFixTestBehaviors Project = CodeFixTestBehaviors.SkipFixAllInDocumentCheck | CodeFixTestBehaviors.SkipFixAllInSolutionCheck;
    private const CodeFixTestBehaviors Solution = CodeFixTestBehaviors.SkipFixAllInDocumentCheck | CodeFixTestBehaviors.SkipFixAllInProjectCheck;

    // ScopeFix makes the name of the scope of every "Bad", so that each run is told from the others.
    [Theory]
    [InlineData(CodeFixTestBehaviors.None, "document")]
    [InlineData(CodeFixTestBehaviors.SkipFixAllInDocumentCheck, "project")]
    [InlineData(Solution, "solution")]
    public Task Content_counts(CodeFixTestBehaviors skip, string scope) =>
        Failure.StartsAsync(
            Failure.In("Fix all in " + scope) + "content of '/0/Test0.cs' did not match",
            new CheckFix<ScopeFix>(One, OneFixed) { CodeFixTestBehaviors = skip });

    [Theory]
    [InlineData(Document, "class DocumentOne { }")]
    [InlineData(Project, "class ProjectOne { }")]
    [InlineData(Solution, "class SolutionOne { }")]
    public Task Scope_can_be_checked_alone(CodeFixTestBehaviors skip, string batchFixed) =>
        new CheckFix<ScopeFix>(One, OneFixed) { BatchFixedCode = batchFixed, CodeFixTestBehaviors = skip }.RunAsync();

    [Theory]
    [InlineData(CodeFixTestBehaviors.SkipFixAllInSolutionCheck, "class DocumentOne { }", "project")]
    [InlineData(CodeFixTestBehaviors.SkipFixAllInProjectCheck, "class DocumentOne { }", "solution")]
    [InlineData(CodeFixTestBehaviors.SkipFixAllInDocumentCheck, "class ProjectOne { }", "solution")]
    public Task Scope_that_is_not_skipped_is_checked(CodeFixTestBehaviors skip, string batchFixed, string scope) =>
        Failure.StartsAsync(
            Failure.In("Fix all in " + scope) + "content of '/0/Test0.cs' did not match",
            new CheckFix<ScopeFix>(One, OneFixed) { BatchFixedCode = batchFixed, CodeFixTestBehaviors = skip });

    [Fact]
    public Task All_scopes_can_be_skipped() => new CheckFix<ScopeFix>(One, OneFixed) { CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck }.RunAsync();

    [Fact]
    public Task Provider_without_fix_all_is_not_checked() => new CheckFix<SingleFix>(One, OneFixed) { BatchFixedCode = OneFixed }.RunAsync();

    [Fact]
    public Task Scope_that_is_not_supported_fixes_nothing() =>
        Failure.IsAsync(
            string.Join(System.Environment.NewLine, "Context: Fix all in project", "content of '/0/Test0.cs' did not match. Diff shown with expected as baseline:", "-class DocumentOne { }", "+class BadOne { }", string.Empty),
            new CheckFix<DocumentScopeFix>(One, OneFixed) { BatchFixedCode = "class DocumentOne { }" });

    [Fact]
    public Task Fix_all_without_action_fixes_nothing() =>
        Failure.StartsAsync(Failure.In("Fix all in document") + "content of '/0/Test0.cs' did not match", new CheckFix<NoFixAllActionFix>(One, OneFixed));

    [Fact]
    public Task Batch_fixed_state_inherits_from_the_fixed_state() =>
        Failure.StartsAsync(
            Failure.In("Fix all in document") + "content of '/0/Test0.cs' did not match. Diff shown with expected as baseline:" + System.Environment.NewLine + "-class GoodOne { }",
            new CheckFix<ScopeFix>(One, OneFixed));

    [Fact]
    public Task Diagnostics_of_the_batch_fixed_state_count() =>
        Failure.StartsAsync(
            Failure.In("Diagnostics of batch fixed state") + Failure.Count(0, 1),
            new CheckFix<ScopeFix>("class [|BadOne|] { } class DocumentOne { }", "class GoodOne { } class DocumentOne { }")
            {
                BatchFixedCode = "class DocumentOne { } class DocumentOne { }",
                CodeFixTestBehaviors = Document,
            });

    [Fact]
    public Task Diagnostics_of_the_batch_fixed_state_do_not_count_without_fix_all() =>
        new CheckFix<ScopeFix>(One, OneFixed) { BatchFixedCode = "class C : Missing { }", CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck }.RunAsync();

    [Fact]
    public Task Batch_fixed_code_alone_is_checked() =>
        Failure.StartsAsync(
            Failure.In("Iterative code fix application") + "content of '/0/Test0.cs' did not match",
            new CheckFix<RenameFix>(One) { BatchFixedCode = "class GoodOne { }" });

    [Fact]
    public Task Fix_all_in_project_reaches_all_documents() =>
        new CheckFix<ScopeFix>(One)
        {
            TestState = { Sources = { "class [|BadTwo|] { }" } },
            FixedState = { Sources = { OneFixed, "class GoodTwo { }" } },
            BatchFixedState = { Sources = { "class ProjectOne { }", "class ProjectTwo { }" } },
            CodeFixTestBehaviors = Project,
        }.RunAsync();

    [Fact]
    public Task Fix_all_in_solution_reaches_all_projects() =>
        new CheckFix<ScopeFix>(One)
        {
            TestState = { AdditionalProjects = { ["Other"] = { Sources = { "class [|BadTwo|] { }" } } } },
            FixedState = { Sources = { OneFixed }, AdditionalProjects = { ["Other"] = { Sources = { "class GoodTwo { }" } } } },
            BatchFixedState = { Sources = { "class SolutionOne { }" }, AdditionalProjects = { ["Other"] = { Sources = { "class SolutionTwo { }" } } } },
            CodeFixTestBehaviors = Solution,
        }.RunAsync();

    [Fact]
    public Task Fix_all_in_project_takes_a_round_per_project() =>
        new CheckFix<RenameFix>(One)
        {
            TestState = { AdditionalProjects = { ["Other"] = { Sources = { "class [|BadTwo|] { }" } } } },
            FixedState = { Sources = { OneFixed }, AdditionalProjects = { ["Other"] = { Sources = { "class GoodTwo { }" } } } },
        }.RunAsync();

    [Fact]
    public Task Content_of_additional_project_counts() =>
        Failure.StartsAsync(
            Failure.In("Iterative code fix application") + "content of '/Other/Test0.cs' did not match",
            new CheckFix<RenameFix>(One)
            {
                TestState = { AdditionalProjects = { ["Other"] = { Sources = { "class [|BadTwo|] { }" } } } },
                FixedState = { Sources = { OneFixed } },
            });

    [Theory]
    [InlineData(null, "T001T002")]
    [InlineData("T002", "T001")]
    public Task Fix_all_may_fix_what_is_not_disabled(string? disabled, string ids)
    {
        var test = new TwoRulesCheck
        {
            TestCode = "class {|T001:BadOne|} { }",
            FixedCode = OneFixed,
            BatchFixedCode = "class " + ids + " { }",
        };
        test.DisabledDiagnostics.AddRange(disabled is null ? [] : [disabled]);
        return test.RunAsync();
    }

    private sealed class TwoRulesCheck : Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixTest<TwoRulesAnalyzer, IdsFix, DefaultVerifier>;
}
