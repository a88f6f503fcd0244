using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <summary>Makes programs smaller by one step. Not all candidates compile: those are passed over.</summary>
internal static class Shrinker
{
    public static IEnumerable<DeviceProgram> Candidates(DeviceProgram program)
    {
        if (!program.Contracts.IsEmpty)
        {
            return program.Contracts.Where(_ => program.Contracts.Length > 1).Select(member => program with { Contracts = program.Contracts.Remove(member) });
        }

        return program.IsLife
            ? program.Elements.Where(_ => program.Elements.Length > 1).Select(element => program with { Elements = program.Elements.Remove(element) })
            : Smaller(program.Body).Select(body => program with { Body = body });
    }

    private static IEnumerable<Block> Smaller(Block block)
    {
        ImmutableArray<Statement> statements = block.Statements;

        // Large steps first: half of the statements.
        if (statements.Length > 3)
        {
            yield return new Block(statements.RemoveRange(0, statements.Length / 2));
            yield return new Block(statements.RemoveRange(statements.Length / 2, statements.Length - (statements.Length / 2)));
        }

        for (int i = 0; i < statements.Length; i++)
        {
            yield return new Block(statements.RemoveAt(i));
        }

        for (int i = 0; i < statements.Length; i++)
        {
            foreach (Block inner in statements[i].Blocks)
            {
                yield return new Block(statements.RemoveAt(i).InsertRange(i, inner.Statements));
            }

            foreach (Statement smaller in Smaller(statements[i]))
            {
                yield return new Block(statements.SetItem(i, smaller));
            }
        }
    }

    private static IEnumerable<Statement> Smaller(Statement statement)
    {
        switch (statement)
        {
            case If { Else: not null } @if:
                yield return @if with { Else = null };
                break;
            case If { Condition: Both both } @if:
                yield return @if with { Condition = both.Left };
                yield return @if with { Condition = both.Right };
                break;
            case If { Condition: not Free } @if:
                yield return @if with { Condition = new Free() };
                break;
            case Try { Handler: not null, Finally: not null } @try:
                yield return @try with { Finally = null };
                yield return @try with { Handler = null, Catch = null };
                break;
            case Switch { Sections.Length: > 1 } @switch:
                yield return @switch with { Sections = @switch.Sections.RemoveAt(0) };
                break;
            case Release { Kind: ResourceKind.Mapping, Form: ReleaseForm.WithLength or ReleaseForm.ByOwner } release:
                yield return release with { Form = ReleaseForm.Plain };
                break;
            case Loop { Form: not LoopForm.For } loop:
                yield return loop with { Form = LoopForm.For };
                break;
            case TryAcquire { Else: not null } attempt:
                yield return attempt with { Else = null };
                break;
        }

        ImmutableArray<Block> blocks = statement.Blocks;
        for (int i = 0; i < blocks.Length; i++)
        {
            foreach (Block smaller in Smaller(blocks[i]))
            {
                yield return statement.With(blocks.SetItem(i, smaller));
            }
        }
    }
}
