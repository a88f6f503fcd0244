using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Threading.Tasks;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace MemoryRegions.CodeFixes.Tests.RandomPrograms;

/// <summary>Random programs, before and after their repair, on many paths: the runtime tells whether the repair was right.</summary>
public class RandomProgramsTests
{
    private const int Programs = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Repaired_programs_do_what_they_did_and_leak_nothing(int seed)
    {
        var source = new StringBuilder("public static class P\n{\n");
        for (int i = 0; i < Programs; i++)
        {
            source.Append(new ProgramGenerator((seed * 1000) + i).Method("M" + i));
        }

        using var workspace = new AdhocWorkspace();
        Project broken = Repairs.Load(workspace, [("P.cs", source.Append("}\n").ToString()), ("Prelude.cs", Prelude.Source)]);
        Project repaired = await Repairs.ApplyAsync(broken);
        string text = (await repaired.Documents.First().GetTextAsync()).ToString();
        Assert.True((await Repairs.FindAsync(repaired)).IsEmpty, string.Join("\n", await Repairs.FindAsync(repaired)) + "\n" + text);

        Type before = await CompileAsync(broken), after = await CompileAsync(repaired);
        bool anyLeak = false;
        for (int i = 0; i < Programs; i++)
        {
            for (int path = 0; path < 256; path++)
            {
                (string expected, int leaks) = Run(before, "M" + i, path);
                (string actual, int left) = Run(after, "M" + i, path);
                anyLeak |= leaks > 0;

                // A program that releases twice stops there; repaired, it goes on.
                bool misused = expected.EndsWith(nameof(MemoryRegionException), StringComparison.Ordinal);
                Assert.True(misused || actual == expected, $"M{i}, path {path}: {expected} became {actual}\n{text}");
                Assert.False(actual.EndsWith(nameof(MemoryRegionException), StringComparison.Ordinal), $"M{i}, path {path}: {actual}\n{text}");
                Assert.True(left == 0, $"M{i}, path {path}: leaks {left}\n{text}");
            }
        }

        Assert.True(anyLeak);
    }

    private static async Task<Type> CompileAsync(Project project)
    {
        using var image = new MemoryStream();
        EmitResult result = (await project.GetCompilationAsync())!.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image).GetType("P")!;
    }

    private static (string Result, int Leaks) Run(Type type, string method, int path)
    {
        var machine = new Machine();
        machine.SystemMemory.AddSubregion(0, new RamRegion(null, "ram", 0x1000));
        var log = new List<string>();
        Func<int, bool> decide = number => ((path >> number) & 1) != 0;
        string result;
        try
        {
            result = type.GetMethod(method)!.Invoke(null, [machine.Memory, decide, log])!.ToString()!;
        }
        catch (TargetInvocationException e)
        {
            result = e.InnerException is MemoryRegionException ? nameof(MemoryRegionException) : e.InnerException!.Message;
        }

        return (string.Join(",", log) + "=" + result, machine.Diagnostics.FindLeaks().Count);
    }
}
