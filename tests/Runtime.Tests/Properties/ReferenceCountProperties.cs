using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using MemoryRegions.RegionLab.Replay;
using Xunit;

namespace MemoryRegions.Tests.Properties;

/// <summary>
/// After every operation of a random script the reference counts are what a recount from scratch says, whether the operation was carried out
/// or refused; a refused one has changed nothing.
/// </summary>
public class ReferenceCountProperties
{
    private const int Cases = 3000;

    [Fact]
    public void Counts_are_what_a_recount_says_after_every_operation()
    {
        int done = 0;
        int refused = 0;
        int finalized = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Cases).WithQuietOnSuccess(true),
            Prop.ForAll(Scripts(), script =>
            {
                var interpreter = new TraceInterpreter();
                var words = new ScriptWriter(interpreter);
                foreach (ScriptChoice choice in script)
                {
                    string[] operation = words.Write(choice);
                    bool isRefused = RunAndCheck(interpreter, operation, words.ToString());
                    done += isRefused ? 0 : 1;
                    refused += isRefused ? 1 : 0;
                }

                interpreter.CommitAll();
                Assert.True(ReferenceRecount.FindError(interpreter) is not { } error, $"at the end: {ReferenceRecount.FindError(interpreter)}\n{words}");
                finalized += interpreter.Owners.Concat(interpreter.Regions).Count(o => o.IsFinalized);
                interpreter.Machine.Dispose();
            }));

        // The generator makes what the property is about.
        Assert.True(done > 10 * Cases, $"{done} operations were carried out");
        Assert.True(refused > Cases / 10, $"{refused} operations were refused");
        Assert.True(finalized > Cases, $"{finalized} objects were finalized");
    }

    /// <summary>Found by the property: nothing visible changes by the removal, so that nothing rendered the view anew.</summary>
    [Fact]
    public void Root_that_dies_by_its_removal_from_a_disabled_container_leaves_its_view()
    {
        const string Script = """
            owner A
            mmio A m 0x10000
            mmio A c 0x10000
            add c m 0x2000 0
            unparent m
            enable c 0
            space S m
            del c m
            """;
        var interpreter = new TraceInterpreter();
        foreach (string line in Script.Split('\n'))
        {
            Assert.False(RunAndCheck(interpreter, line.Trim().Split(' '), line), line);
        }

        interpreter.Machine.Dispose();
    }

    private static bool RunAndCheck(TraceInterpreter interpreter, string[] operation, string script)
    {
        string before = TraceComparison.ActualReferences(interpreter);
        bool isRefused = false;
        try
        {
            interpreter.Run(operation);
        }
        catch (MemoryRegionException)
        {
            isRefused = true;
            Assert.True(interpreter.Output.Count == 0, $"refused, but: {string.Join(", ", interpreter.Output)}\n{script}");
            string after = TraceComparison.ActualReferences(interpreter);
            Assert.True(before == after, $"refused, but\n{before}\n{after}\n{script}");
        }

        string? error = ReferenceRecount.FindError(interpreter);
        Assert.True(error is null, $"{error}\n{script}");
        return isRefused;
    }

    private static Arbitrary<ScriptChoice[]> Scripts() => Arb.From(
        from count in Gen.Choose(8, 70)
        from choices in Gen.ArrayOf(
            from operation in Gen.Choose(0, 9999)
            from a in Gen.Choose(0, 99)
            from b in Gen.Choose(0, 99)
            from c in Gen.Choose(0, 99)
            select new ScriptChoice(operation, a, b, c),
            count)
        select choices,
        Shrink);

    private static IEnumerable<ScriptChoice[]> Shrink(ScriptChoice[] script)
    {
        for (int length = script.Length / 2; length > 0; length /= 2)
        {
            for (int start = 0; start + length <= script.Length; start += length)
            {
                yield return script.Where((_, index) => index < start || index >= start + length).ToArray();
            }
        }
    }
}
