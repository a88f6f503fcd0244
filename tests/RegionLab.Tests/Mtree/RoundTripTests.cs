using System.IO;
using System.Linq;
using MemoryRegions.RegionLab.Tests.Support;
using Xunit;

namespace MemoryRegions.RegionLab.Tests.Mtree;

/// <summary>Random machines, printed as QEMU would, are rebuilt from the text so that they show and print the same.</summary>
public class RoundTripTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_machine_is_rebuilt_from_its_text(int block)
    {
        const int Size = 100;
        for (int seed = block * Size; seed < (block + 1) * Size; seed++)
        {
            string text = Print(seed);
            using var folder = new TemporaryFolder();
            string file = folder.Write("board.txt", text);

            string? difference = Lab.Run("mtree", file).Output is "1 passed, 0 failed\n" ? null : Lab.Run("mtree", file).Output;
            Assert.True(difference is null, $"seed {seed}: {difference}\n{text}");
            string printed = Lab.Run("print", file).Output;
            Assert.True(text == printed, $"seed {seed}: {FirstDifference(text, printed)}\n{text}");
        }
    }

    private static string FirstDifference(string expected, string actual) =>
        expected.Split('\n').Zip(actual.Split('\n')).Where(pair => pair.First != pair.Second).Select(pair => $"\n{pair.First}\n{pair.Second}").FirstOrDefault("the length");

    private static string Print(int seed)
    {
        using Machine machine = RandomMachine.Build(new Random(seed), out AddressSpace[] spaces);
        var output = new StringWriter();
        var writer = new MtreeWriter(machine) { ShowOwners = true, ShowDisabled = true };
        writer.WriteTrees(output, spaces);
        writer.WriteFlatViews(output, spaces.Reverse().ToList());
        return output.ToString();
    }
}
