using System;
using System.Collections.Generic;
using Xunit;

namespace MemoryRegions.Robustness.Tests;

/// <summary>A method that leaks a slot around something deep.</summary>
/// <param name="write">Writes the statements, as deep as they are to be.</param>
/// <param name="depth">How deep at most.</param>
/// <param name="isNested">It is inside one another: the compiler needs more stack for it.</param>
internal sealed class DeepBody(Func<int, string> write, int depth = DeepCode.Most, bool isNested = false)
{
    /// <summary>The modifiers and the result of the method.</summary>
    public string Result { get; init; } = "void";

    /// <summary>What is deep does not keep the leak from being found, or it is admitted that it does.</summary>
    public void Check(string shape)
    {
        string[] ids = DeepCode.Analyze(shape, Source, depth, isNested);
        Assert.True(ids is ["MRL301"] or ["MRL901"] or ["MRL302"] or ["MRL301", "MRL901"], $"'{shape}': {string.Join(", ", ids)}");
    }

    public static TheoryData<string> NamesOf(Dictionary<string, DeepBody> shapes) => new(shapes.Keys);

    private string Source(int count) => $$"""
        using System.Linq;
        using System.Text;
        using Leases;

        class Node
        {
            public Node? Next { get; set; }
            public Node Self => this;
            public int Number;
        }

        class C(Machine machine) : Device(machine, "c")
        {
            private readonly Bus _bus = new();
            private static void Run(Action action) => action();
            private static int Sum(params int[] numbers) => numbers.Length;

            {{Result}} M(int a, string text0, object? null0, Node node, bool b)
            {
                var slot = _bus.Take();
                {{write(count)}}
                _bus.Work();
            }
        }
        """;
}
