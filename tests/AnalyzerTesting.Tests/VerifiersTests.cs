using System;
using System.Threading.Tasks;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

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
}
