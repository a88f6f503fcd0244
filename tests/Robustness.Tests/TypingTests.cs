using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using MemoryRegions.Robustness.Tests.Mutation;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace MemoryRegions.Robustness.Tests;

/// <summary>Code as it looks while it is typed, and code that the compiler refuses but still makes a graph of. Each once made trouble, or could have.</summary>
public class TypingTests
{
    [Theory]
    [InlineData("void M() { for (;;) { using var s = _bus.Take(); try { } finally { continue; } } }")]
    [InlineData("void M() { var s = _bus.Take(); while (true) { try { } finally { try { } finally { break; } } } s.Free(); }")]
    [InlineData("void M() { again: try { } finally { var s = _bus.Take(); goto again; } }")]
    [InlineData("void M() { var s = _bus.Take(); try { } finally { return; } }")]
    [InlineData("void M() { var s = _bus.Take(); try { } catch when (s.")]
    [InlineData("void M() { var s = _bus.")]
    [InlineData("void M() { var s = _bus.Take(); s.Free(")]
    [InlineData("void M() { var s = s.Free(); var t = t; }")]
    [InlineData("void M() { goto nowhere; nowhere2: var s = _bus.Take(); goto nowhere2; }")]
    [InlineData("void M() { void L() { L(); var s = _bus.Take(); } void L() { M(); } L(); }")]
    [InlineData("Bus Bus => Bus; Bus M() => M(); void N() { using (Bus.Take()) using (M().Take()) { yield return 1; } }")]
    [InlineData("class D : D { D() : this() { } } class E : F { } class F : E { void M() { var s = new Bus().Take(); } }")]
    [InlineData("void M(__arglist) { var s = _bus.Take(__arglist(1)); switch (s) { case { Length: > 0 and var x } when x is: } }")]
    public async Task Nothing_throws_and_the_analysis_ends(string members)
    {
        string source = $$"""
            using Leases;

            class C(Machine machine) : Device(machine, "c")
            {
                private readonly Bus _bus = new();

            {{members}}
            }
            """;
        CSharpCompilation compilation = BrokenCode.Compile([]).AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, Toolset.ParseOptions, "Typing.cs"));

        (_, IReadOnlyCollection<string> exceptions) = await Toolset.AnalyzeAsync(compilation).WaitAsync(TimeSpan.FromMinutes(2));

        Assert.True(exceptions.Count == 0, string.Join(Environment.NewLine, exceptions));
    }
}
