using System.Collections.Generic;
using Xunit;
using static MemoryRegions.Robustness.Tests.DeepCode;

namespace MemoryRegions.Robustness.Tests;

/// <summary>
/// Statements as deep and as many as the compiler accepts, with a resource around them: the analyzers neither overflow the stack nor take
/// forever, and what is not beyond their budget they still see.
/// </summary>
public class DeepStatementTests
{
    /// <summary>
    /// Nested statements have as many levels as the compiler survives, or binds in reasonable time: of 8,000 nested ifs it overflows, of 5,000
    /// with an analyzer that does nothing.
    /// </summary>
    private static readonly Dictionary<string, DeepBody> s_shapes = new()
    {
        ["else if"] = new(depth => Each(depth, i => $"if (a == {i}) _bus.Work(); else ") + "_bus.Work();", 2_000, isNested: true),
        ["else if that acquires"] = new(depth => Each(depth, i => $"if (a == {i}) {{ var t = _bus.Take({i}); t.Free(); }} else ") + "_bus.Work();", 1_000, isNested: true),
        ["nested if"] = new(depth => $"{Repeat("if (_bus.Ask()) { ", depth)}_bus.Work();{Repeat(" }", depth)}", 2_000, isNested: true),
        ["nested lambdas"] = new(depth => $"{Repeat("Run(() => { ", depth)}_bus.Work();{Repeat(" });", depth)}", 50, isNested: true),
        ["nested local functions"] = new(depth => $"{Each(depth, i => $"void L{i}() {{ ")}_bus.Work();{Each(depth, i => $" }} L{depth - 1 - i}();")}", 100, isNested: true),
        ["nested catch"] = new(depth => $"{Repeat("try { ", depth)}_bus.Work();{Repeat(" } catch (InvalidOperationException) { _bus.Work(); }", depth)}", 200, isNested: true),
        ["nested finally"] = new(depth => $"{Repeat("try { ", depth)}_bus.Work();{Repeat(" } finally { _bus.Work(); }", depth)}", 200, isNested: true),
        ["finally inside finally"] = new(depth => $"{Repeat("try { _bus.Work(); } finally { ", depth)}_bus.Work();{Repeat(" }", depth)}", 200, isNested: true),
        ["nested filters"] = new(depth => $"{Repeat("try { ", depth)}_bus.Work();{Repeat(" } catch (InvalidOperationException) when (_bus.Ask()) { _bus.Work(); }", depth)}", 100, isNested: true),
        ["nested blocks"] = new(depth => $"{Repeat("{ ", depth)}_bus.Work();{Repeat(" }", depth)}", 1_000, isNested: true),
        ["nested foreach"] = new(depth => $"{Each(depth, i => $"foreach (char c{i} in text0) {{ ")}_bus.Work();{Repeat(" }", depth)}", 100, isNested: true),
        ["nested for"] = new(depth => $"{Each(depth, i => $"for (int i{i} = 0; i{i} < a; i{i}++) {{ ")}_bus.Work();{Repeat(" }", depth)}", 200, isNested: true),
        ["nested while"] = new(depth => $"{Repeat("while (_bus.Ask()) { ", depth)}_bus.Work();{Repeat(" }", depth)}", 200, isNested: true),
        ["nested using"] = new(depth => $"{Each(depth, i => $"using (var r{i} = new System.IO.StringReader(text0)) {{ ")}_bus.Work();{Repeat(" }", depth)}", 100, isNested: true),
        ["using of slots"] = new(depth => Each(depth, i => $"using var s{i} = _bus.Take({i}); "), 100, isNested: true),
        ["nested lock"] = new(depth => $"{Repeat("lock (node) { ", depth)}_bus.Work();{Repeat(" }", depth)}", 100, isNested: true),
        ["nested switch"] = new(depth => $"{Repeat("switch (a) { case 1: ", depth)}_bus.Work();{Repeat(" break; }", depth)}", 200, isNested: true),
        ["statements in a row"] = new(depth => Repeat("_bus.Work(); ", depth)),
        ["branches in a row"] = new(depth => Each(depth / 2, i => $"if (a == {i}) _bus.Work(); ")),
        ["branches on the resource"] = new(depth => Repeat("if (slot.IsNull) _bus.Work(); ", depth / 2)),
        ["early throws in a row"] = new(depth => Each(depth / 10, i => $"if (a == {i}) {{ slot.Free(); throw new InvalidOperationException(); }} ")),
        ["early releases in a row"] = new(depth => Each(depth / 10, i => $"if (a == {i}) {{ slot.Free(); return; }} ")),
        ["loops in a row"] = new(depth => Repeat("while (_bus.Ask()) { if (b) break; } ", depth / 10)),
        ["tries in a row"] = new(depth => Repeat("try { _bus.Work(); } catch (InvalidOperationException) { } ", depth / 10)),
        ["switch sections"] = new(depth => $"switch (a) {{ {Each(depth / 10, i => $"case {i}: _bus.Work(); break; ")}}}"),
        ["flags"] = new(depth => Each(depth / 10, i => $"bool f{i} = _bus.Ask(); if (f{i}) _bus.Work(); ")),
        ["flags of constants"] = new(depth => $"{Each(depth / 10, i => $"bool f{i} = false; if (a == {i}) f{i} = true; ")}{Each(depth / 10, i => $"if (f{i}) _bus.Work(); ")}"),
        ["labels"] = new(depth => Each(depth / 10, i => $"l{i}: if (_bus.Ask()) goto l{i * 7 % (depth / 10)}; ")),
        ["copies of the resource"] = new(depth => $"var s0 = slot; {Each(depth / 10, i => $"var s{i + 1} = s{i}; ")}"),
        ["many resources"] = new(depth => Each(depth / 5, i => $"var s{i} = _bus.Take({i}); s{i}.Free(); ")),
        ["resource in a variable used by everything"] = new(depth => $"var t = _bus.Take(); {Repeat("t.Free(); t = _bus.Take(); ", depth / 10)} t.Free();"),
        ["locals"] = new(depth => Each(depth / 2, i => $"int v{i} = a + {i}; ")),
        ["cases"] = new(depth => $"switch (a) {{ {Each(depth / 2, i => $"case {i}: ")} _bus.Work(); break; }}"),
        ["resources that stay"] = new(depth => Each(depth / 100, i => $"var s{i} = _bus.Take({i}); ")),
        ["gotos to one label"] = new(depth => $"{Repeat("if (_bus.Ask()) goto end; ", depth / 10)}end: _bus.Work();"),
        ["nested using of slots"] = new(depth => $"{Each(depth, i => $"using (_bus.Take({i})) {{ ")}_bus.Work();{Repeat(" }", depth)}", 100, isNested: true),
        ["nested finally that releases"] = new(depth => $"{Each(depth, i => $"var s{i} = _bus.Take({i}); try {{ ")}_bus.Work();{Each(depth, i => $" }} finally {{ s{depth - 1 - i}.Free(); }}")}", 50, isNested: true),
        ["nested lambdas that acquire"] = new(depth => $"{Each(depth, i => $"Run(() => {{ using var s{i} = _bus.Take({i}); ")}_bus.Work();{Repeat(" });", depth)}", 20, isNested: true),
        ["nested do"] = new(depth => $"{Repeat("do { ", depth)}_bus.Work();{Repeat(" } while (_bus.Ask());", depth)}", 200, isNested: true),
        ["nested checked"] = new(depth => $"{Repeat("checked { ", depth)}_bus.Work();{Repeat(" }", depth)}", 500, isNested: true),
        ["lambdas in a row"] = new(depth => Repeat("Run(() => _bus.Work()); ", depth / 10)),
        ["lambdas in variables"] = new(depth => Each(depth / 10, i => $"Action a{i} = () => _bus.Work(); a{i}(); ")),
        ["local functions that call the next"] = new(depth => $"{Each(depth / 10, i => $"void L{i}() => L{i + 1}(); ")}void L{depth / 10}() {{ }} L0();"),
        ["local functions that call all"] = new(depth => $"{Each(depth / 100, i => $"void L{i}() {{ {Each(depth / 100, j => $"L{j}(); ")}}} ")}L0();"),
        ["awaits in a row"] = new(depth => Repeat("await Task.Yield(); ", depth / 20)) { Result = "async Task" },
        ["yields in a row"] = new(depth => Repeat("yield return a; ", depth / 10)) { Result = "IEnumerable<int>" },
    };

    public static TheoryData<string> Shapes => DeepBody.NamesOf(s_shapes);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Resource_around(string shape) => s_shapes[shape].Check(shape);
}
