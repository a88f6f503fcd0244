using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL111;

public class Diagnostics
{
    [Fact]
    public Task Teardown_that_never_calls_its_base_is_reported() => Verify<BaseCallAnalyzer>.ReportsAsync(Card("""
            protected override void {|#0:OnUnrealize|}() => Console.WriteLine("gone");
        """).Replace("void OnUnrealize() => Machine", "void {|#1:OnUnrealize|}() => Machine"),
        Verify<BaseCallAnalyzer>.Expect("MRL111").WithLocation(0).WithLocation(1).WithArguments(
            "OnUnrealize",
            "Function.OnUnrealize",
            "never calls it",
            "call 'base.OnUnrealize()' last"));

    [Fact]
    public Task Realize_that_calls_its_base_on_some_paths_is_reported() => Verify<BaseCallAnalyzer>.ReportsAsync(Card("""
            protected override void {|#0:OnRealize|}()
            {
                if (Name == "none")
                {
                    return;
                }

                base.OnRealize();
            }
        """).Replace("void OnRealize() => Machine", "void {|#1:OnRealize|}() => Machine"),
        Verify<BaseCallAnalyzer>.Expect("MRL111").WithLocation(0).WithLocation(1).WithArguments(
            "OnRealize",
            "Function.OnRealize",
            "does not call it on every path",
            "call 'base.OnRealize()' first"));

    [Theory]
    [InlineData("protected override void {|MRL111:OnReset|}() { }")]
    [InlineData("protected override void {|MRL111:OnUnrealize|}() { base.OnReset(); }")]
    [InlineData("protected override void {|MRL111:OnUnrealize|}() { while (Name.Length > 100) { base.OnUnrealize(); } }")]
    [InlineData("protected override void {|MRL111:OnUnrealize|}() { switch (Name) { case \"a\": base.OnUnrealize(); break; default: break; } }")]
    [InlineData("protected override void {|MRL111:OnUnrealize|}() { try { if (Name.Length > 3) { return; } } finally { Console.WriteLine(); } base.OnUnrealize(); }")]
    [InlineData("protected override void {|MRL111:OnUnrealize|}() { OnUnrealizeOther(); } private void OnUnrealizeOther() { }")]
    public Task Path_without_the_call_is_reported(string members) => Verify<BaseCallAnalyzer>.ReportsAsync(Card(members));

    [Fact]
    public Task Base_that_passes_the_call_on_is_looked_through() => Verify<BaseCallAnalyzer>.ReportsAsync(Card("""
            protected override void OnUnrealize() { base.OnUnrealize(); }
        """) + """

        class Special : Card
        {
            public Special(Machine machine) : base(machine) { }

            protected override void {|MRL111:OnUnrealize|}() => Console.WriteLine();
        }
        """);

    [Fact]
    public Task Base_of_another_assembly_says_so_by_its_contract()
    {
        var test = new Verify<BaseCallAnalyzer>
        {
            TestCode = """
                class Card : Library.Function
                {
                    public Card(Machine machine) : base(machine) { }

                    protected override void {|MRL111:OnRealize|}() { }

                    protected override void {|MRL111:Quiesce|}() { }

                    protected override void OnUnrealize() { }
                }
                """,
            TestState =
            {
                AdditionalProjects =
                {
                    ["Library"] =
                    {
                        Sources =
                        {
                            """
                            using MemoryRegions;
                            using MemoryRegions.Contracts;

                            namespace Library
                            {
                                public class Function : Device
                                {
                                    public Function(Machine machine) : base(machine) { }

                                    [RequiresBaseCall]
                                    protected override void OnRealize() => System.Console.WriteLine();

                                    [LifecyclePhase(LifecyclePhase.Runtime), RequiresBaseCall]
                                    protected virtual void Quiesce() { }

                                    protected override void OnUnrealize() => System.Console.WriteLine();
                                }
                            }
                            """,
                        },
                    },
                },
                AdditionalProjectReferences = { "Library" },
            },
        };
        foreach (Microsoft.CodeAnalysis.MetadataReference reference in test.TestState.AdditionalReferences)
        {
            test.TestState.AdditionalProjects["Library"].AdditionalReferences.Add(reference);
        }

        return test.RunAsync();
    }

    private static string Card(string members) => $$"""
        abstract class Function : Device
        {
            private readonly MmioRegion _config;

            protected Function(Machine machine) : base(machine) => _config = new MmioRegion(this, "config", 256, null, null);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0, _config);

            protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_config);

            protected override void OnReset() => _config.Enabled = true;
        }

        class Card : Function
        {
            public Card(Machine machine) : base(machine) { }

        {{members}}
        }
        """;
}
