using MemoryRegions.RegionLab.Mtree;
using MemoryRegions.RegionLab.Tests.Support;
using Xunit;

namespace MemoryRegions.RegionLab.Tests.Mtree;

/// <summary>Texts that are not what QEMU prints are errors that name the line.</summary>
public class BadBoardTests
{
    private const string Owner = "parent:{obj path=/machine/unattached}";

    private const string Good = $$"""
        address-space: memory
          0000000000000000-ffffffffffffffff (prio 0, i/o): system {{Owner}}
            0000000000000000-0000000000000fff (prio 0, ram): alias low @ram 0000000000000000-0000000000000fff {{Owner}}
            0000000000002000-0000000000002fff (prio 0, i/o): uart {{Owner}}

        memory-region: ram
          0000000000000000-0000000000001fff (prio 0, ram): ram {{Owner}}

        FlatView #0
         AS "memory", root: system
         Root memory region: system
          0000000000000000-0000000000000fff (prio 0, ram): ram {{Owner}}
          0000000000002000-0000000000002fff (prio 0, i/o): uart {{Owner}}


        """;

    [Fact]
    public void Good_text_passes() => Assert.Equal(0, Check(Good, "mtree").ExitCode);

    [Theory]
    [InlineData("address-space: memory", "space: memory", 1, "'address-space: ', 'memory-region: ' or 'FlatView #' is expected")]
    [InlineData("(prio 0, i/o): system", "(prio 0, odd): system", 2, "a region is expected")]
    [InlineData("0000000000000000-ffffffffffffffff", "0-ffffffffffffffff", 2, "a region is expected")]
    [InlineData("system parent:{obj path=/machine/unattached}\n  ", "system\n  ", 2, "a region is expected")]
    [InlineData("(prio 0, i/o): system", "(prio 99999999999, i/o): system", 2, "a region is expected")]
    [InlineData("    0000000000002000", "        0000000000002000", 4, "the indentation does not fit")]
    [InlineData("    0000000000002000", "  0000000000002000", 4, "the indentation does not fit")]
    [InlineData("    0000000000002000", "      0000000000002000", 4, "an alias has no subregions")]
    [InlineData("alias low @ram", "alias low @rom", 3, "there is no tree 'memory-region: rom'")]
    [InlineData("memory-region: ram", "memory-region: rum", 7, "the tree of the region rum is expected")]
    [InlineData("uart parent:{obj path=/machine/unattached}\n\nmemory", "uart parent:{obj path=/machine/elsewhere}\n\nmemory", 4, "a region without an owner is a child of")]
    [InlineData("uart parent:{obj path=/machine/unattached}\n\nmemory", "uart owner:{obj path=nowhere}\n\nmemory", 4, "nowhere is not below /machine or /objects")]
    [InlineData("uart parent:{obj path=/machine/unattached}\n\nmemory", "uart owner:{obj type=uart}\n\nmemory", 4, "an owner without a path")]
    [InlineData("FlatView #0", "FlatVue #0", 9, "'address-space: ', 'memory-region: ' or 'FlatView #' is expected")]
    [InlineData(" AS \"memory\", root: system\n", "", 10, "an address space is expected")]
    [InlineData(" AS \"memory\", root", " AS \"cpu\", root", 10, "there is no tree of an address space cpu")]
    [InlineData(" Root memory region: system\n", "", 11, "' Root memory region: ' is expected")]
    [InlineData("  0000000000002000-0000000000002fff (prio 0, i/o): uart parent:{obj path=/machine/unattached}\n\n\n", "  uart\n", 13, "a range of a flat view is expected")]
    public void Bad_line_is_named(string right, string wrong, int line, string message)
    {
        Assert.Contains(right, Good + "\n", StringComparison.Ordinal);

        Lab lab = Check((Good + "\n").Replace(right, wrong, StringComparison.Ordinal), "print");

        Assert.Equal(2, lab.ExitCode);
        Assert.Contains($"board.txt:{line}: {message}", lab.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "there is no region tree")]
    [InlineData("\n\n", 2, "there is no region tree")]
    public void Empty_text_is_an_error(string text, int line, string message)
    {
        InputException e = Assert.Throws<InputException>(() => MtreeParser.Parse("board.txt", text));

        Assert.StartsWith($"board.txt:{line}: {message}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trees_without_views_are_an_error()
    {
        string trees = Good[..Good.IndexOf("FlatView", StringComparison.Ordinal)];

        Assert.Contains("there is no flat view", Assert.Throws<InputException>(() => MtreeParser.Parse("board.txt", trees)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Space_without_a_view_is_an_error()
    {
        string text = Good.Replace("address-space: memory\n", "address-space: memory\naddress-space: other\n", StringComparison.Ordinal);

        Assert.Contains("there is no flat view of the address space other", Check(text, "mtree").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Alias_of_itself_is_an_error()
    {
        string text = Good
            .Replace("(prio 0, ram): ram", "(prio 0, ram): alias ram @ram 0000000000000000-0000000000001fff", StringComparison.Ordinal);

        Assert.Contains("the alias ram shows itself", Check(text, "mtree").Output, StringComparison.Ordinal);
    }

    private static Lab Check(string text, string command)
    {
        using var folder = new TemporaryFolder();
        return Lab.Run(command, folder.Write("board.txt", text));
    }
}
