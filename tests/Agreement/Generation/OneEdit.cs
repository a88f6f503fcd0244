using System;
using System.Collections.Immutable;
using System.Linq;
using MemoryRegions.Agreement.Execution;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <summary>Changes one thing: what is forgotten, done too often, too early, or in the wrong way.</summary>
internal static class OneEdit
{
    /// <summary>A change of a statement in its block.</summary>
    private delegate ImmutableArray<Statement> Edit(ImmutableArray<Statement> statements, int index);

    public static DeviceProgram Of(DeviceProgram program, Focus focus, Random random)
    {
        Block body = program.Body;
        for (int attempt = 0; attempt < 4; attempt++)
        {
            int form = focus switch
            {
                Focus.Lengths when random.Next(4) > 0 => OneOf(random, 8, 10, 11, 14, 14),
                Focus.Transactions when random.Next(2) > 0 => 12,
                Focus.Throws when random.Next(4) > 0 => random.Next(5, 8),
                Focus.Directions when random.Next(3) > 0 => 13,
                _ => random.Next(16),
            };
            Block? changed = form switch
            {
                < 4 => Releasing(body, random),
                4 => LeaveEarly(body, random),
                5 => Change(body, random, (list, i) => list[i] is Try { Handler: null, Finally: not null }, Unprotect),
                6 => Change(body, random, (list, i) => list[i] is UsingDeclaration, ReleaseLater),
                7 => Change(body, random, (list, i) => list[i] is Acquire or UsingDeclaration, (list, i) => list.Insert(i + 1, new Work())),
                8 or 9 => Change(body, random, (list, i) => IsTest(list[i]), Untest),
                10 => Reaching(program, random),
                11 => Misfitting(program, random),
                12 => Suspending(program, random),
                13 => Change(body, random, (list, i) => list[i] is MapFor { IsRight: true }, (list, i) => list.SetItem(i, (MapFor)list[i] with { IsRight = false })),
                14 => Change(body, random, NeedsAll, Weaken),
                _ => Overwriting(program, random),
            };
            if (changed is not null)
            {
                return program with { Body = changed };
            }
        }

        return program with { Body = Releasing(body, random) ?? LeaveEarly(body, random) };
    }

    private static int OneOf(Random random, params int[] numbers) => numbers[random.Next(numbers.Length)];

    private static Block? Releasing(Block body, Random random)
    {
        int form = random.Next(7);
        return Change(body, random, (list, i) => list[i] is Release or CallHelper or CallDecider, (list, i) => form switch
        {
            0 or 1 => list.RemoveAt(i),
            2 => list.SetItem(i, new If(new Free(), new Block([list[i]]), null)),
            3 or 4 when list[i] is Release { Kind: ResourceKind.Mapping } of => list.Insert(i + 1, new Use(of.Variable, of.Kind)),

            // What is counted may be released twice, for all that the analyzers can see.
            _ => list[i] is Release { Kind: ResourceKind.Reference or ResourceKind.Listener } ? list.RemoveAt(i) : list.Insert(i + 1, list[i]),
        });
    }

    /// <summary>What a finally region did is done on the way.</summary>
    private static ImmutableArray<Statement> Unprotect(ImmutableArray<Statement> statements, int index)
    {
        var protection = (Try)statements[index];
        return statements.SetItem(index, new Nested(protection.Body)).Insert(index + 1, new Nested(protection.Finally!));
    }

    /// <summary>No <c>using</c>: the end of the block releases.</summary>
    private static ImmutableArray<Statement> ReleaseLater(ImmutableArray<Statement> statements, int index)
    {
        var declaration = (UsingDeclaration)statements[index];
        int end = statements[^1] is Jump or Label ? statements.Length - 1 : statements.Length;
        return statements
            .Insert(end, new Release(declaration.Variable, declaration.Value.Kind, ReleaseForm.Dispose))
            .SetItem(index, new Acquire(declaration.Variable, declaration.Value));
    }

    private static bool IsTest(Statement statement) => statement is If { Condition: IsNull or IsShort or Not { Operand: IsNull }, Else: null };

    /// <summary>The test of an acquisition is forgotten.</summary>
    private static ImmutableArray<Statement> Untest(ImmutableArray<Statement> statements, int index)
    {
        var test = (If)statements[index];
        return test.Condition is Not ? statements.SetItem(index, new Nested(test.Then)) : statements.RemoveAt(index);
    }

    /// <summary>A test of the length, behind which all that was asked for is used.</summary>
    private static bool NeedsAll(ImmutableArray<Statement> statements, int index)
    {
        return statements[index] is If { Condition: IsShort test, Else: null }
            && new DeviceProgram(string.Empty, new Block(statements.RemoveRange(0, index + 1))).Statements().Any(statement =>
                statement is Use { Form: UseForm.Last or UseForm.Slice } use ? use.Variable == test.Variable
                : statement is Release { Form: ReleaseForm.AsAsked } release && release.Variable == test.Variable);
    }

    /// <summary>It is only tested whether there is anything.</summary>
    private static ImmutableArray<Statement> Weaken(ImmutableArray<Statement> statements, int index)
    {
        var test = (If)statements[index];
        return statements.SetItem(index, test with { Condition = new IsNull(((IsShort)test.Condition).Variable, NullTest.IsNull) });
    }

    /// <summary>More of the bytes is used than is known to be there.</summary>
    private static Block? Reaching(DeviceProgram program, Random random)
    {
        ImmutableHashSet<string> asked = [.. program.Statements().OfType<Acquire>().Where(acquire => acquire.Value.Length != AskedLength.Free).Select(acquire => acquire.Variable)];
        return Change(
            program.Body,
            random,
            (list, i) => list[i] is Use { Kind: ResourceKind.Mapping },
            (list, i) => list.SetItem(i, (Use)list[i] with { Form = asked.Contains(((Use)list[i]).Variable) && random.Next(3) > 0 ? UseForm.Last : UseForm.First }));
    }

    /// <summary>A release by another address space, or of more than there is.</summary>
    private static Block? Misfitting(DeviceProgram program, Random random)
    {
        ImmutableHashSet<string> known = [.. program.Statements().OfType<Acquire>()
            .Where(acquire => acquire.Value is { Kind: ResourceKind.Mapping, ByHelper: false, Length: AskedLength.Constant } && !acquire.ByOut)
            .Select(acquire => acquire.Variable)];
        known = known.Except(program.Statements().OfType<Assign>().Select(assign => assign.Variable));
        ReleaseForm form = random.Next(2) == 0 ? ReleaseForm.TooMuch : ReleaseForm.ByOther;
        return Change(
            program.Body,
            random,
            (list, i) => list[i] is Release release && known.Contains(release.Variable),
            (list, i) => list.SetItem(i, (Release)list[i] with { Form = form }));
    }

    /// <summary>Something waits while a transaction is open.</summary>
    private static Block? Suspending(DeviceProgram program, Random random)
    {
        bool waits = program.Shape == BodyShape.Method || random.Next(2) == 0;
        return Change(
            program.Body,
            random,
            (list, i) => list[i] is Acquire { Value.Kind: ResourceKind.Transaction } or UsingDeclaration { Value.Kind: ResourceKind.Transaction } && (waits || list == program.Body.Statements),
            (list, i) => list.Insert(i + 1, new Pause(waits)));
    }

    /// <summary>What was just acquired is overwritten.</summary>
    private static Block? Overwriting(DeviceProgram program, Random random)
    {
        int site = Enumerable.Range(0, Bench.MaxSites).First(number => !Sites(program).Contains(number));
        return Change(
            program.Body,
            random,
            (list, i) => list[i] is Acquire or Assign,
            (list, i) => list.Insert(i + 1, list[i] is Acquire acquire
                ? new Assign(acquire.Variable, acquire.Value with { Site = site })
                : (Assign)list[i] with { Value = ((Assign)list[i]).Value with { Site = site } }));
    }

    private static ImmutableHashSet<int> Sites(DeviceProgram program) => [.. program.Statements().Select(statement => statement switch
    {
        Acquire acquire => acquire.Value.Site,
        Assign assign => assign.Value.Site,
        Discard discard => discard.Value.Site,
        UsingDeclaration declaration => declaration.Value.Site,
        Using @using => @using.Value.Site,
        FillArray fill => fill.Value.Site,
        TryAcquire attempt => attempt.Site,
        TakeReference take => take.Site,
        MapFor directed => directed.Site,
        _ => -1,
    })];

    /// <summary>One of the statements that are meant is changed; null if there is none.</summary>
    private static Block? Change(Block block, Random random, Func<ImmutableArray<Statement>, int, bool> isMeant, Edit edit)
    {
        int count = Count(block);
        if (count == 0)
        {
            return null;
        }

        int left = random.Next(count);
        return In(block);

        int Count(Block inner)
        {
            return Enumerable.Range(0, inner.Statements.Length).Sum(i => (isMeant(inner.Statements, i) ? 1 : 0) + inner.Statements[i].Blocks.Sum(Count));
        }

        Block In(Block inner)
        {
            ImmutableArray<Statement> statements = inner.Statements;
            for (int i = 0; i < statements.Length && left >= 0; i++)
            {
                if (isMeant(inner.Statements, i) && left-- == 0)
                {
                    return new Block(edit(statements, i));
                }

                if (statements[i].Blocks is { Length: > 0 } blocks)
                {
                    statements = statements.SetItem(i, statements[i].With([.. blocks.Select(In)]));
                }
            }

            return new Block(statements);
        }
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
