using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using MemoryRegions.Agreement.Generation;
using MemoryRegions.Agreement.Model;
using MemoryRegions.Agreement.Verdicts;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Agreement.Tests;

/// <summary>What the comparison lets pass, and what rules.md says of it.</summary>
public class LimitsTests
{
    [Fact]
    public void Every_limit_has_a_row_in_the_table()
    {
        string table = File.ReadAllText(Path.Combine(Repository.Root, "rules.md")).Split("\n## Limits\n")[1];
        string[] documented = [.. table.Split('\n').Where(row => row.StartsWith("| [")).SelectMany(row => Regex.Matches(row.Split('|')[1], @"\[(MRL\d+)\]").Select(match => match.Groups[1].Value))];
        string[] limits = [.. Enumerable.Range(0, 4000).SelectMany(number => Limits.Of(ProgramGenerator.Create(1, number))).Distinct().Order()];
        Assert.NotEmpty(limits);
        Assert.All(limits, rule => Assert.Contains(rule, documented));
    }

    [Fact]
    public void A_limit_leaves_a_link_of_its_own_and_no_other()
    {
        var program = new DeviceProgram("P", Block.Empty)
        {
            Elements =
            [
                new LinkedRegion(0, RegionSort.Mmio, LinkPlace.Realize, LinkTarget.Bus, UnlinkPlace.Reset),
                new LinkedRegion(1, RegionSort.Mmio, LinkPlace.Realize, LinkTarget.Bus, UnlinkPlace.Unrealize),
            ],
        };
        Assert.True(Limits.Leaves(program, LifeEmitter.LinkSite(0)));
        Assert.False(Limits.Leaves(program, LifeEmitter.LinkSite(1)));
    }
}
