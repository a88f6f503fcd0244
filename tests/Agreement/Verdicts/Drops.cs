using System.Collections.Generic;
using System.Linq;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Verdicts;

/// <summary>Where references are dropped.</summary>
internal static class Drops
{
    /// <summary>
    /// Whether the body drops the reference. If only handlers do, which may never be entered, or what stands behind a jump, it is as if nobody
    /// did: the body may be a wrapper.
    /// </summary>
    public static bool AreIn(DeviceProgram program, TakeReference take)
    {
        return Counting(program.Body).OfType<Release>().Any(release => release.Variable == take.Variable);
    }

    private static IEnumerable<Statement> Counting(Block block)
    {
        bool isLeft = false;
        foreach (Statement statement in block.Statements)
        {
            isLeft &= statement is not Label;
            if (isLeft)
            {
                continue;
            }

            yield return statement;
            isLeft = statement is Jump;
            foreach (Statement inner in statement.Blocks.Where(inner => statement is not Try { Handler: { } handler } || !ReferenceEquals(inner, handler)).SelectMany(Counting))
            {
                yield return inner;
            }
        }
    }
}
