using System.IO;
using System.Linq;
using MemoryRegions.RegionLab.Mtree;
using MemoryRegions.RegionLab.Tests.Support;
using Xunit;

namespace MemoryRegions.RegionLab.Tests.Mtree;

/// <summary>Boards that are rebuilt from what QEMU printed show and print the same.</summary>
public class BoardTests
{
    [Fact]
    public void All_the_boards_are_here() => Assert.Equal(50, BoardData.Files.Count());

    [Theory]
    [MemberData(nameof(BoardData.Files), MemberType = typeof(BoardData))]
    public void Flat_views_are_those_of_QEMU(string file) => Assert.Null(MtreeCheck.FindDifference(BoardData.PathOf(file)));

    [Theory]
    [MemberData(nameof(BoardData.Files), MemberType = typeof(BoardData))]
    public void Printed_text_is_that_of_QEMU_to_the_byte(string file)
    {
        Lab lab = Lab.Run("print", BoardData.PathOf(file));

        Assert.Equal(0, lab.ExitCode);
        Assert.Equal(File.ReadAllText(BoardData.PathOf(file)), lab.Output);
    }

    [Theory]
    [InlineData("  00000000fed00000-00000000fed003ff (prio 0, i/o): hpet owner", "  00000000fed00000-00000000fed007ff (prio 0, i/o): hpet owner")]
    [InlineData("(prio 0, rom): pc.bios @0000000000020000 parent", "(prio 0, rom): pc.bios @0000000000020008 parent")]
    [InlineData("  00000000000c0000-00000000000dffff (prio 1, rom): pc.rom parent", "  00000000000c0000-00000000000dffff (prio 1, ram): pc.rom parent")]
    [InlineData(" AS \"memory\", root: system\n AS \"cpu-memory-0\", root: system\n", " AS \"cpu-memory-0\", root: system\n AS \"memory\", root: system\n", true)]
    [InlineData(" Root memory region: system\n", " Root memory region: memory\n")]
    [InlineData("  No rendered FlatView\n", "  0000000000000000-0000000007ffffff (prio 0, ram): pc.ram owner:{obj path=/objects/pc.ram}\n")]
    public void Views_that_do_not_fit_the_trees_are_a_difference(string right, string wrong, bool isOnlyOrder = false)
    {
        string text = File.ReadAllText(BoardData.PathOf("x86_64-pc.txt"));
        int views = text.IndexOf("FlatView #", StringComparison.Ordinal);
        int place = text.IndexOf(right, views, StringComparison.Ordinal);
        Assert.True(place > 0);
        using var folder = new TemporaryFolder();
        string file = folder.Write("board.txt", text[..place] + wrong + text[(place + right.Length)..]);

        Lab lab = Lab.Run("mtree", file);

        // The order of the spaces that share a view is theirs, not the board's.
        Assert.Equal(isOnlyOrder ? 0 : 1, lab.ExitCode);
        Assert.EndsWith(isOnlyOrder ? "1 passed, 0 failed\n" : "0 passed, 1 failed\n", lab.Output, StringComparison.Ordinal);
        if (!isOnlyOrder)
        {
            int line = text[..place].Count(c => c == '\n') + 1;
            Assert.Contains($"{file}:{line}: the flat views differ", lab.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("(prio 1, i/o): alias pam-pci @pci 00000000000c0000", "(prio -1, i/o): alias pam-pci @pci 00000000000c0000")]
    [InlineData("(prio 0, ram): alias ram-below-4g @pc.ram 0000000000000000", "(prio 0, ram): alias ram-below-4g @pc.ram 0000000000001000")]
    [InlineData("hpet owner:{dev path=/machine/unattached/device[9]}", "hpet [disabled] owner:{dev path=/machine/unattached/device[9]}")]
    public void Trees_that_do_not_fit_the_views_are_a_difference(string right, string wrong)
    {
        string text = File.ReadAllText(BoardData.PathOf("x86_64-pc.txt"));
        int views = text.IndexOf("FlatView #", StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        string file = folder.Write("board.txt", text[..views].Replace(right, wrong, StringComparison.Ordinal) + text[views..]);

        Assert.Equal(1, Lab.Run("mtree", file).ExitCode);
    }

    [Fact]
    public void Printing_does_not_repeat_what_the_file_says_of_the_views()
    {
        string text = File.ReadAllText(BoardData.PathOf("x86_64-pc.txt"));
        int views = text.IndexOf("FlatView #", StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        string file = folder.Write(
            "board.txt", text[..views] + text[views..].Replace("00000000fed003ff (prio 0, i/o): hpet", "00000000fed007ff (prio 0, i/o): hpet", StringComparison.Ordinal));

        Assert.Equal(text, Lab.Run("print", file).Output);
    }
}
