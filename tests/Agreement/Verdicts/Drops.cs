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
        var counting = new List<Statement>();
        Collect(program.Body, counting);
        return counting.OfType<Release>().Any(release => release.Variable == take.Variable);
    }

    /// <summary>Collects the statements that count. True if the end of the block is not reached.</summary>
    private static bool Collect(Block block, List<Statement> counting)
    {
        bool isLeft = false;
        foreach (Statement statement in block.Statements)
        {
            isLeft &= statement is not Label;
            if (!isLeft)
            {
                counting.Add(statement);
                isLeft = Leaves(statement, counting);
            }
        }

        return isLeft;
    }

    private static bool Leaves(Statement statement, List<Statement> counting)
    {
        bool[] ends = [.. statement.Blocks.Where(inner => statement is not Try { Handler: { } handler } || !ReferenceEquals(inner, handler)).Select(inner => Collect(inner, counting))];
        return statement switch
        {
            Jump => true,
            If { Else: not null } or Nested or Using => ends.All(static end => end),
            Loop { Form: LoopForm.DoWhile } loop => ends[0]
                && !new DeviceProgram(string.Empty, loop.Body).Statements().Any(static inner => inner is Jump { Kind: JumpKind.Break or JumpKind.Continue }),
            _ => false,
        };
    }
}
