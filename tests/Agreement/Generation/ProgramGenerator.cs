using System;
using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <summary>Random programs, by seed and number: the same pair yields the same program.</summary>
internal static class ProgramGenerator
{
    /// <summary>The programs as FsCheck sees them, with their shrinking.</summary>
    public static Arbitrary<DeviceProgram> Arbitrary { get; } = Arb.From(
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from number in Gen.Choose(0, 1_000_000)
        select Create(seed, number),
        Shrinker.Candidates);

    /// <summary>
    /// The program of a number. Programs with odd numbers are one edit away from the one before, which is right unless it is one of those
    /// that forget much.
    /// </summary>
    public static DeviceProgram Create(int seed, int number, ProgramKind? only = null)
    {
        var random = new Random(Mix(seed, number & ~1));
        Random? edit = (number & 1) == 0 ? null : new Random(Mix(seed, number));
        ProgramKind kind = AnyKind(random);
        var program = new DeviceProgram("P" + number, Block.Empty);
        return (only ?? kind) switch
        {
            ProgramKind.Kept => program with { Elements = Pair(KeepGenerator.Create, KeepGenerator.Edit) },
            ProgramKind.Contracts => program with { Contracts = Pair(ContractGenerator.Create, ContractGenerator.Edit) },
            ProgramKind.Life => program with { Elements = Pair(LifeGenerator.Create, LifeGenerator.Edit) },
            _ => WithBody(program, random, edit),
        };

        ImmutableArray<T> Pair<T>(Func<Random, ImmutableArray<T>> create, Func<ImmutableArray<T>, Random, ImmutableArray<T>> change)
        {
            ImmutableArray<T> right = create(random);
            return edit is null ? right : change(right, edit);
        }
    }

    private static ProgramKind AnyKind(Random random) => random.Next(30) switch
    {
        < 2 => ProgramKind.Kept,
        < 4 => ProgramKind.Contracts,
        _ => random.Next(5) < 2 ? ProgramKind.Life : ProgramKind.Body,
    };

    private static DeviceProgram WithBody(DeviceProgram program, Random random, Random? edit)
    {
        double sloppiness = random.Next(10) switch
        {
            < 6 => 0,
            < 8 => 0.08,
            _ => 0.3,
        };
        BodyShape shape = random.Next(12) switch
        {
            < 2 => BodyShape.Async,
            2 => BodyShape.Iterator,
            _ => BodyShape.Method,
        };
        bool local = random.Next(4) == 0;
        Focus focus = random.Next(16) switch
        {
            < 4 => Focus.Lengths,
            4 => Focus.Transactions,
            5 => Focus.Throws,
            6 => Focus.Directions,
            _ => Focus.None,
        };
        Block body = BodyGenerator.Body(random, sloppiness, focus, pauses: shape != BodyShape.Method);
        body = shape == BodyShape.Iterator || (shape == BodyShape.Async && random.Next(4) == 0) ? new Block(body.Statements.Insert(0, new Pause())) : body;
        program = program with { Body = body, Shape = shape, HasLocalHelpers = local };
        return edit is null ? program : OneEdit.Of(program, focus, edit);
    }

    /// <summary>Spreads neighbouring numbers (the finaliser of splitmix64).</summary>
    private static int Mix(int seed, int number)
    {
        ulong z = unchecked(((ulong)(uint)seed << 32) + ((ulong)(uint)number * 0x9e37_79b9_7f4a_7c15));
        z = unchecked((z ^ (z >> 30)) * 0xbf58_476d_1ce4_e5b9);
        z = unchecked((z ^ (z >> 27)) * 0x94d0_49bb_1331_11eb);
        return (int)((z ^ (z >> 31)) & int.MaxValue);
    }
}
