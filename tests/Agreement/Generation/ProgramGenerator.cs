using System;
using System.Collections.Generic;
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

    public static DeviceProgram Create(int seed, int number)
    {
        var random = new Random(Mix(seed, number));
        return new DeviceProgram("P" + number, BodyGenerator.Body(random));
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
