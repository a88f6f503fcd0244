using System;
using System.Threading.Tasks;
using MemoryRegions.AnalyzerTesting.Tests;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.Verifiers.Tests;

/// <summary>The helpers of tests/Verifiers.</summary>
public class VerifiersTests
{
    [Fact]
    public Task Source_without_diagnostics_is_silent() => Verify<BadNameAnalyzer>.SilentAsync("class Fine { }");

    [Fact]
    public Task Markup_expects_a_diagnostic() => Verify<BadNameAnalyzer>.SilentAsync("class {|T001:BadOne|} { }");

    [Fact]
    public Task Expectation_takes_its_message_from_the_descriptor() =>
        Verify<BadNameAnalyzer>.ReportsAsync("class {|#0:BadOne|} { }", Verify<BadNameAnalyzer>.Expect("T001").WithLocation(0).WithArguments("BadOne"));

    [Fact]
    public Task Fix_is_applied_one_by_one_and_in_batches() =>
        VerifyFix<BadNameAnalyzer, RenameFix>.FixesAsync("class [|BadOne|] { } class [|BadTwo|] { }", "class GoodOne { } class GoodTwo { }", RenameFix.Key);

    [Fact]
    public Task Sources_see_the_prelude_and_the_runtime() => Verify<BadNameAnalyzer>.SilentAsync("""
        [HasLifecycle]
        class Device { List<Task>? _tasks; void M([Releases("x")] IDisposable d) { } }
        """);

    [Fact]
    public async Task Sources_without_the_prelude_see_no_usings()
    {
        var test = new Verify<BadNameAnalyzer> { TestCode = "class C { List<int> x; }", WithPrelude = false };
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.RunAsync());
    }

    [Fact]
    public Task Editor_config_reaches_the_analyzer() => new Verify<BadNameAnalyzer>
    {
        TestCode = "class BadOne { }",
        EditorConfig = "dotnet_diagnostic.T001.severity = none",
    }.RunAsync();

    [Fact]
    public Task Fixed_state_may_differ_from_the_batch_fixed_state() => new VerifyFix<BadNameAnalyzer, RenameFix>
    {
        TestCode = "class [|BadOne|] { }",
        FixedCode = "class GoodOne { }",
        BatchFixedCode = "class GoodOne { }",
        EquivalenceKey = RenameFix.Key,
        Iterations = 1,
    }.RunAsync();

    [Fact]
    public Task Source_that_is_not_fixable_is_left_alone() => VerifyFix<BadNameAnalyzer, NothingFix>.NotOfferedAsync("class [|BadOne|] { }");

    [Fact]
    public Task Additional_project_sees_the_runtime() => new Verify<BadNameAnalyzer>
    {
        TestCode = "class C : Library.Base { }",
        TestState =
        {
            AdditionalProjects = { ["Library"] = { Sources = { "namespace Library { [MemoryRegions.Contracts.HasLifecycle] public class Base { } }" } } },
            AdditionalProjectReferences = { "Library" },
        },
    }.RunAsync();

    [Fact]
    public async Task Other_analyzers_run_besides()
    {
        var test = new Verify<EmptyDiagnosticAnalyzer> { TestCode = "class BadOne { }", OtherAnalyzers = { new BadNameAnalyzer() } };
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.RunAsync());
    }

    public sealed class NothingFix : RenameFix
    {
        protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name)
        {
        }
    }
}
