using System;
using System.Collections.Immutable;
using System.Linq;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <summary>Changes one thing: a release is forgotten, done sometimes or twice, or the body is left early.</summary>
internal static class OneEdit
{
    public static Block Of(Block body, Random random)
    {
        int releases = new DeviceProgram("P", body).Statements().Count(statement => statement is Release or CallHelper or CallDecider);
        if (releases > 0 && random.Next(3) > 0)
        {
            int edited = random.Next(releases);
            int form = random.Next(5);
            return Change(body, ref edited, release => form switch
            {
                0 or 1 => [],
                2 => [new If(new Free(), new Block([release]), null)],
                3 when release is Release { Kind: ResourceKind.Mapping } of => [release, new Use(of.Variable, of.Kind)],

                // References are counted, so that a second release is not for the analyzers to see.
                _ => release is Release { Kind: ResourceKind.Reference } ? [] : [release, release],
            });
        }

        return LeaveEarly(body, random);
    }

    private static Block Change(Block block, ref int left, Func<Statement, ImmutableArray<Statement>> edit)
    {
        var statements = ImmutableArray.CreateBuilder<Statement>();
        foreach (Statement statement in block.Statements)
        {
            if (statement is Release or CallHelper or CallDecider && left-- == 0)
            {
                statements.AddRange(edit(statement));
                continue;
            }

            var blocks = ImmutableArray.CreateBuilder<Block>();
            foreach (Block inner in statement.Blocks)
            {
                blocks.Add(Change(inner, ref left, edit));
            }

            statements.Add(blocks.Count > 0 ? statement.With(blocks.ToImmutable()) : statement);
        }

        return new Block(statements.ToImmutable());
    }

    private static Block LeaveEarly(Block block, Random random)
    {
        ImmutableArray<Statement> statements = block.Statements;
        int at = random.Next(statements.Length + 1);

        // Further inside, but not where C# forbids to leave.
        if (at < statements.Length && random.Next(3) > 0 && statements[at] is If or Loop or Switch or Using or Nested or TryAcquire)
        {
            ImmutableArray<Block> blocks = statements[at].Blocks;
            int inner = random.Next(blocks.Length);
            return new Block(statements.SetItem(at, statements[at].With(blocks.SetItem(inner, LeaveEarly(blocks[inner], random)))));
        }

        var leave = new Jump(random.Next(2) == 0 ? JumpKind.Return : JumpKind.Throw);
        return new Block(statements.Insert(at, new If(new Free(), new Block([leave]), null)));
    }
}
