using System.Collections.Generic;
using Xunit;
using static MemoryRegions.Robustness.Tests.DeepCode;

namespace MemoryRegions.Robustness.Tests;

/// <summary>
/// Expressions as deep and as wide as the compiler accepts, with a resource around them. What leans to the left must do with a small stack;
/// for what is inside one another the compiler itself needs more. (Its analysis of null overflows on chains of calls: it is off there.)
/// A chain of 10,000 calls compiles, but an analyzer that does nothing already ends the compiler: it makes operations of about 5,700 calls
/// on a thread of the pool, and then overflows. Interpolated strings in one another take it twice as long with each two or three levels.
/// </summary>
public class DeepExpressionTests
{
    private static readonly Dictionary<string, DeepBody> s_shapes = new()
    {
        ["sum"] = new(depth => $"int sum = {Repeat("a + ", depth)}a;"),
        ["concatenation"] = new(depth => $"string sum = {Repeat("text0 + ", depth)}text0;", 5_000),
        ["concatenation of lengths"] = new(depth => $"string sum = {Repeat("slot.Length + text0 + ", depth)}text0;", 2_000),
        ["parentheses"] = new(depth => $"int sum = {Repeat("(a + ", depth)}a{Repeat(")", depth)};", 4_000, isNested: true),
        ["and"] = new(depth => $"bool sum = {Each(depth, i => $"a != {i} && ")}b;", 2_000),
        ["or"] = new(depth => $"bool sum = {Each(depth, i => $"a == {i} || ")}b;", 2_000),
        ["condition"] = new(depth => $"if ({Each(depth, i => $"a == {i} || _bus.Ask() && ")}b) _bus.Work();", 1_000),
        ["null tests"] = new(depth => $"if ({Repeat("slot.IsNull || ", depth)}b) _bus.Work();", 1_000),
        ["coalescing"] = new(depth => $"object? sum = {Repeat("null0 ?? ", depth)}null0;", 2_000, isNested: true),
        ["conditional access"] = new(depth => $"object? end = node{Repeat("?.Next", depth)};", 1_000, isNested: true),
        ["conditional expression"] = new(depth => $"int sum = {Each(depth, i => $"a == {i} ? {i} : ")}a;", 2_000, isNested: true),
        ["conditional expressions in arguments"] = new(depth => $"int sum = {Repeat("Math.Abs(b ? ", depth)}a{Repeat(" : 1)", depth)};", 500, isNested: true),
        ["member access"] = new(depth => $"\n#nullable disable\nobject end = node{Repeat(".Self", depth)};", isNested: true),
        ["fluent calls"] = new(depth => $"\n#nullable disable\nint sum = new StringBuilder(){Repeat(".Append(a)", depth)}.Length;", 5_000, isNested: true),
        ["fluent calls with the resource"] = new(depth => $"\n#nullable disable\nint sum = new StringBuilder(){Repeat(".Append(slot.Length)", depth)}.Length;", 2_000, isNested: true),
        ["nested calls"] = new(depth => $"int sum = {Repeat("Math.Abs(", depth)}a{Repeat(")", depth)};", 2_000, isNested: true),
        ["negations"] = new(depth => $"bool sum = {Repeat("!", depth)}b;", 4_000, isNested: true),
        ["casts"] = new(depth => $"int sum = {Repeat("(int)(long)", depth / 2)}a;", 4_000, isNested: true),
        ["chain of assignments"] = new(depth => $"int sum; {Repeat("sum = ", depth)}a;", 4_000, isNested: true),
        ["arguments"] = new(depth => $"int sum = Sum({Repeat("a, ", depth)}a);"),
        ["array"] = new(depth => $"var sum = new[] {{ {Repeat("a, ", depth)} }};"),
        ["array of lengths"] = new(depth => $"var sum = new[] {{ {Repeat("slot.Length, ", depth)} }};"),
        ["nested arrays"] = new(depth => $"object sum = {Repeat("new object[] { ", depth)}a{Repeat(" }", depth)};", 1_000, isNested: true),
        ["collection expression"] = new(depth => $"List<int> sum = [{Repeat("a, ", depth)}a];", 5_000),
        ["collection initialiser"] = new(depth => $"var sum = new List<int> {{ {Repeat("a, ", depth)} }};"),
        ["dictionary initialiser"] = new(depth => $"var sum = new Dictionary<int, int> {{ {Each(depth, i => $"[{i}] = a, ")} }};", 5_000),
        ["nested object initialisers"] = new(depth => $"var sum = {Repeat("new Node { Next = ", depth)}null{Repeat(" }", depth)};", 1_000, isNested: true),
        ["nested member initialisers"] = new(depth => $"var sum = new Node {{ {Repeat("Next = { ", depth)}Number = a{Repeat(" }", depth)} }};", 1_000, isNested: true),
        ["interpolated string"] = new(depth => $"string sum = $\"{Repeat("{a}", depth)}\";", 2_000),
        ["nested interpolated strings"] = new(depth => $"string sum = {Repeat("$\"{", depth)}a{Repeat("}\"", depth)};", 16, isNested: true),
        ["patterns"] = new(depth => $"bool sum = a is {Each(depth, i => $"{i} or ")}-1;", 2_000),
        ["patterns of the length"] = new(depth => $"if (slot.Length is {Each(depth, i => $"{i} or ")}-1) _bus.Work();", 1_000),
        ["nested patterns"] = new(depth => $"bool sum = node is {Repeat("{ Next: ", depth)}{{ }}{Repeat(" }", depth)};", 300, isNested: true),
        ["switch expression"] = new(depth => $"int sum = a switch {{ {Each(depth, i => $"{i} => {i + 1}, ")}_ => 0 }};", 2_000),
        ["nested switch expressions"] = new(depth => $"int sum = {Repeat("a switch { 1 => 2, _ => ", depth)}a{Repeat(" }", depth)};", 200, isNested: true),
        ["throw expressions"] = new(depth => Each(depth, i => $"object o{i} = null0 ?? throw new InvalidOperationException(); "), 500),
        ["query"] = new(depth => $"var sum = from c in text0 {Repeat("where c != 'a' ", depth)}select c;", 500),
        ["wide tuple"] = new(depth => $"var sum = ({Repeat("a, ", depth)}a);", 500),
        ["tuple with the resource"] = new(depth => $"var ({Each(depth, i => $"v{i}, ")}last) = ({Repeat("a, ", depth)}slot);", 500),
        ["concatenation of calls"] = new(depth => $"string sum = {Repeat("text0.Trim() + ", depth)}text0;", 2_000),
        ["interpolated string of lengths"] = new(depth => $"string sum = $\"{Repeat("{slot.Length} ", depth)}\";", 1_000),
        ["arguments that branch"] = new(depth => $"int sum = Sum({Repeat("_bus.Ask() ? 1 : 2, ", depth)}a);", 500),
        ["conditional expression that acquires"] = new(depth => $"using var t = {Each(depth, i => $"a == {i} ? _bus.Take({i}) : ")}_bus.Take(-1);", 200, isNested: true),
        ["switch expression that acquires"] = new(depth => $"using var t = a switch {{ {Each(depth, i => $"{i} => _bus.Take({i}), ")}_ => default }};", 200),
        ["new objects inside one another"] = new(depth => $"object sum = {Repeat("new InvalidOperationException(text0, ", depth)}null{Repeat(")", depth)};", 1_000, isNested: true),
        ["spreads inside one another"] = new(depth => $"List<int> sum = {Repeat("[.. (List<int>)", depth)}[a]{Repeat("]", depth)};", 100, isNested: true),
        ["ranges of ranges"] = new(depth => $"string sum = text0{Repeat("[..]", depth)};", 500, isNested: true),
        ["tuples inside one another"] = new(depth => $"var sum = {Repeat("(", depth)}a{Repeat(", 1)", depth)};", 50, isNested: true),
        ["nested delegates"] = new(depth => $"Func<object> sum = {Repeat("() => (Func<object>)(", depth)}() => 1{Repeat(")", depth)};", 50, isNested: true),
    };

    public static TheoryData<string> Shapes => DeepBody.NamesOf(s_shapes);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Resource_around(string shape) => s_shapes[shape].Check(shape);
}
