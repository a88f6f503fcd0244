using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

/// <summary>What a fixed state inherits, and what its markup means.</summary>
public class StateTests
{
    private static readonly ImmutableArray<string> Fixable = [BadNameAnalyzer.Id];

    private static DiagnosticResult FixableDiagnostic => new DiagnosticResult(BadNameAnalyzer.Rule).WithLocation(1, 1);

    private static DiagnosticResult OtherDiagnostic => DiagnosticResult.CompilerError("CS0246").WithLocation(1, 1);

    [Fact]
    public void Empty_state_inherits_everything()
    {
        SolutionState test = Create("class C { }");
        test.GeneratedSources.Add(("g.cs", "g"));
        test.AdditionalFiles.Add(("a.txt", "a"));
        test.AdditionalFilesFactories.Add(() => [("b.txt", Microsoft.CodeAnalysis.Text.SourceText.From("b"))]);
        test.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true"));
        test.AdditionalReferences.Add(typeof(StateTests).Assembly);
        test.AdditionalProjectReferences.Add("Other");
        test.AdditionalProjects["Other"].Sources.Add("class D { }");
        test.OutputKind = OutputKind.ConsoleApplication;
        test.DocumentationMode = DocumentationMode.None;
        test.ReferenceAssemblies = ReferenceAssemblies.Net.Net80;
        test.ExpectedDiagnostics.AddRange([FixableDiagnostic, OtherDiagnostic]);

        SolutionState result = Inherit(Create(), test);

        Assert.Equal("/0/Test0.cs", Assert.Single(result.Sources).filename);
        Assert.Single(result.GeneratedSources);
        Assert.Equal(["a.txt", "b.txt"], result.AdditionalFiles.Select(file => file.filename));
        Assert.Single(result.AnalyzerConfigFiles);
        Assert.Single(result.AdditionalReferences);
        Assert.Equal(["Other"], result.AdditionalProjectReferences);
        Assert.Single(result.AdditionalProjects["Other"].Sources);
        Assert.Equal((OutputKind.ConsoleApplication, DocumentationMode.None), (result.OutputKind, result.DocumentationMode));
        Assert.Same(ReferenceAssemblies.Net.Net80, result.ReferenceAssemblies);
        Assert.Equal(2, result.ExpectedDiagnostics.Count);
        Assert.Equal(MarkupMode.Allow, result.MarkupHandling);
    }

    [Fact]
    public void State_with_other_contents_inherits_only_what_cannot_be_fixed()
    {
        SolutionState test = Create("class C { }");
        test.ExpectedDiagnostics.AddRange([FixableDiagnostic, OtherDiagnostic]);

        SolutionState result = Inherit(Create("class D { }"), test);

        Assert.Equal(["CS0246"], result.ExpectedDiagnostics.Select(diagnostic => diagnostic.Id));
        Assert.Equal(MarkupMode.IgnoreFixable, result.MarkupHandling);
        Assert.Equal("class D { }", Assert.Single(result.Sources).content.ToString());
    }

    [Fact]
    public void State_with_the_same_contents_inherits_all_diagnostics()
    {
        SolutionState test = Create("class C { }");
        test.ExpectedDiagnostics.AddRange([FixableDiagnostic, OtherDiagnostic]);
        Assert.Equal(2, Inherit(Create("class C { }"), test).ExpectedDiagnostics.Count);
    }

    [Fact]
    public void Explicit_state_inherits_nothing()
    {
        SolutionState test = Create("class C { }");
        test.AdditionalFiles.Add(("a.txt", "a"));
        test.AdditionalProjects["Other"].Sources.Add("class D { }");
        test.ExpectedDiagnostics.Add(OtherDiagnostic);
        SolutionState state = Create("class D { }");
        state.InheritanceMode = StateInheritanceMode.Explicit;

        SolutionState result = Inherit(state, test);

        Assert.Empty(result.AdditionalFiles);
        Assert.Empty(result.AdditionalProjects);
        Assert.Empty(result.ExpectedDiagnostics);
    }

    [Fact]
    public void State_can_inherit_all_diagnostics_with_other_contents()
    {
        SolutionState test = Create("class C { }");
        test.ExpectedDiagnostics.AddRange([FixableDiagnostic, OtherDiagnostic]);
        SolutionState state = Create("class D { }");
        state.InheritanceMode = StateInheritanceMode.AutoInheritAll;
        Assert.Equal(2, Inherit(state, test).ExpectedDiagnostics.Count);
    }

    [Fact]
    public void State_that_expects_something_inherits_no_diagnostics()
    {
        SolutionState test = Create("class C { }");
        test.ExpectedDiagnostics.AddRange([FixableDiagnostic, OtherDiagnostic]);
        SolutionState state = Create("class D { }");
        state.ExpectedDiagnostics.Add(FixableDiagnostic);
        Assert.Equal([BadNameAnalyzer.Id], Inherit(state, test).ExpectedDiagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void Additional_project_inherits_by_name()
    {
        SolutionState test = Create("class C { }");
        test.AdditionalProjects["One"].Sources.Add("class D { }");
        test.AdditionalProjects["One"].AdditionalFiles.Add(("a.txt", "a"));
        test.AdditionalProjects["Two"].Sources.Add("class E { }");
        SolutionState state = Create();
        state.AdditionalProjects["One"].Sources.Add("class F { }");

        SolutionState result = Inherit(state, test);

        Assert.Equal("class F { }", Assert.Single(result.AdditionalProjects["One"].Sources).content.ToString());
        Assert.Single(result.AdditionalProjects["One"].AdditionalFiles);
        Assert.Single(result.AdditionalProjects["Two"].Sources);
        Assert.Equal(MarkupMode.IgnoreFixable, result.MarkupHandling);
    }

    [Fact]
    public void Markup_before_inheritance_is_refused()
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => Create("class C { }").WithProcessedMarkup(MarkupOptions.None, null, [], [], "/0/Test0.cs"));
        Assert.Equal("Inheritance processing must complete before markup processing.", exception.Message);
    }

    [Fact]
    public void Inheritance_leaves_the_states_alone()
    {
        SolutionState test = Create("class [|C|] { }");
        SolutionState state = Create();
        Inherit(state, test).WithProcessedMarkup(MarkupOptions.None, BadNameAnalyzer.Rule, [BadNameAnalyzer.Rule], Fixable, "/0/Test0.cs");
        Assert.Empty(state.Sources);
        Assert.Equal("class [|C|] { }", test.Sources[0].content.ToString());
    }

    [Fact]
    public Task Fixable_markup_of_the_fixed_state_is_ignored() =>
        Failure.StartsAsync(
            Failure.In("Diagnostics of fixed state") + Failure.Count(0, 1),
            new TwoRoundsCheck { FixedCode = "class [|BadOne|] { }" });

    [Fact]
    public Task Fixable_markup_of_the_fixed_state_can_be_allowed() =>
        new TwoRoundsCheck { FixedState = { Sources = { "class [|BadOne|] { }" }, MarkupHandling = MarkupMode.Allow } }.RunAsync();

    [Fact]
    public Task Other_markup_of_the_fixed_state_counts() =>
        Failure.StartsAsync(
            Failure.In("Diagnostics of fixed state") + Failure.Count(1, 0),
            new CheckFix<RenameFix>("class [|BadOne|] { }", "class {|CS0246:GoodOne|} { }"));

    [Fact]
    public Task Diagnostics_of_the_test_state_that_cannot_be_fixed_are_expected_in_the_fixed_state() =>
        new CheckFix<RenameFix>("class [|BadOne|] { } class C : {|#0:Missing|} { }", "class GoodOne { } class C : {|#0:Missing|} { }")
        {
            ExpectedDiagnostics = { DiagnosticResult.CompilerError("CS0246").WithLocation(0).WithArguments("Missing") },
        }.RunAsync();

    [Fact]
    public Task Diagnostics_of_the_test_state_that_the_fixed_state_lacks_are_missed() =>
        Failure.StartsAsync(
            Failure.In("Diagnostics of fixed state") + Failure.Count(1, 0),
            new CheckFix<RenameFix>("class [|BadOne|] { } class C : {|#0:GoodOne|} { }", "class GoodOne { } class C : {|#0:GoodOne|} { }")
            {
                ExpectedDiagnostics = { DiagnosticResult.CompilerError("CS0246").WithLocation(0).WithArguments("GoodOne") },
            });

    private static SolutionState Create(string? source = null)
    {
        var state = new SolutionState("TestProject", LanguageNames.CSharp, "/0/Test", "cs");
        if (source is not null)
        {
            state.Sources.Add(source);
        }

        return state;
    }

    private static SolutionState Inherit(SolutionState state, SolutionState test) => state.WithInheritedValuesApplied(test.WithInheritedValuesApplied(null, Fixable), Fixable);

    /// <summary>One round of two, so that the fixed state holds a fixable diagnostic.</summary>
    private sealed class TwoRoundsCheck : CheckFix<TwoRoundsFix>
    {
        public TwoRoundsCheck()
            : base("class [|BadBadOne|] { }")
        {
            CodeFixTestBehaviors = CodeFixTestBehaviors.FixOne | CodeFixTestBehaviors.SkipFixAllCheck;
        }
    }
}
