using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using MemoryRegions.RegionLab.Mtree;
using MemoryRegions.RegionLab.Tests.Support;
using Xunit;

namespace MemoryRegions.RegionLab.Tests;

/// <summary>The pictures of memory maps show everything, and can be read.</summary>
public class DrawTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Every_range_of_the_system_memory_appears_with_name_and_address()
    {
        MtreeText text = MtreeParser.Read(BoardData.PathOf("x86_64-pc.txt"));
        IReadOnlyList<ViewRange> ranges = text.Views.Single(view => view.Spaces.Any(space => space.Name == "memory")).Ranges;

        List<Label> labels = Labels(Draw("x86_64-pc.txt"));

        Assert.Equal(9, ranges.Count);
        foreach (ViewRange range in ranges)
        {
            // The name and the last address are in the row that begins with the first address.
            Label first = Assert.Single(labels, label => label.Text == range.First.ToString("x16", CultureInfo.InvariantCulture));
            Label last = Assert.Single(labels, label => label.Text == range.Last.ToString("x16", CultureInfo.InvariantCulture));
            string name = range.Offset == 0 ? range.Name : $"{range.Name} + 0x{range.Offset:x}";
            Assert.Single(labels, label => label.Text == name && label.Top > first.Top && label.Bottom < last.Bottom);
        }
    }

    [Theory]
    [MemberData(nameof(BoardData.Files), MemberType = typeof(BoardData))]
    public void No_label_overlaps_another_or_leaves_the_picture(string file)
    {
        XElement svg = Draw(file);
        List<Label> labels = Labels(svg);
        double width = Number(svg, "width");
        double height = Number(svg, "height");

        Assert.NotEmpty(labels);
        Assert.All(labels, label => Assert.True(label.Left >= 0 && label.Top >= 0 && label.Right <= width && label.Bottom <= height, $"{label} leaves the picture"));
        for (int i = 0; i < labels.Count; i++)
        {
            for (int j = i + 1; j < labels.Count; j++)
            {
                Assert.False(labels[i].Overlaps(labels[j]), $"{labels[i]} overlaps {labels[j]}");
            }
        }
    }

    [Fact]
    public void Rows_follow_each_other_without_gap_or_overlap()
    {
        List<(double Top, double Bottom)> rows = Draw("x86_64-pc.txt").Descendants(s_svg + "rect")
            .Where(rect => rect.Attribute("x") is not null && Number(rect, "x") > 100 && Number(rect, "width") > 100)
            .Select(rect => (Number(rect, "y"), Number(rect, "y") + Number(rect, "height")))
            .ToList();

        // Nine ranges, four holes between them and one behind.
        Assert.Equal(14, rows.Count);
        Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.Equal(pair.First.Bottom, pair.Second.Top));
    }

    [Fact]
    public void Other_address_space_can_be_drawn()
    {
        List<Label> labels = Labels(Draw("x86_64-pc.txt", "--space", "I/O"));

        Assert.Contains(labels, label => label.Text == "pci-conf-data");
        Assert.DoesNotContain(labels, label => label.Text == "vga-lowmem");
    }

    [Fact]
    public void Unknown_address_space_is_an_error_that_names_those_there_are()
    {
        using var folder = new TemporaryFolder();

        Lab lab = Lab.Run("draw", BoardData.PathOf("x86_64-pc.txt"), "-o", Path.Combine(folder.Folder, "map.svg"), "--space", "missing");

        Assert.Equal(2, lab.ExitCode);
        Assert.Contains("there is no address space 'missing', but: ", lab.Error, StringComparison.Ordinal);
        Assert.Contains("cpu-smm-0", lab.Error, StringComparison.Ordinal);
    }

    private static XElement Draw(string file, params string[] more)
    {
        using var folder = new TemporaryFolder();
        string map = Path.Combine(folder.Folder, "map.svg");
        Lab lab = Lab.Run(["draw", BoardData.PathOf(file), "-o", map, .. more]);
        Assert.Equal((0, ""), (lab.ExitCode, lab.Error));
        return XDocument.Load(map).Root!;
    }

    private static List<Label> Labels(XElement svg) => svg.Descendants(s_svg + "text").Select(Label.Of).ToList();

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    /// <summary>A text and the room that it takes in a rather wide font.</summary>
    private sealed record Label(string Text, double Left, double Top, double Right, double Bottom)
    {
        internal static Label Of(XElement element)
        {
            double size = Number(element, "font-size");
            double x = Number(element, "x");
            double y = Number(element, "y");
            double width = element.Value.Length * size * 0.62;
            bool endsThere = element.Attribute("text-anchor")?.Value == "end";
            double left = endsThere ? x - width : x;

            // What is above and below the baseline.
            return new Label(element.Value, left, y - (0.78 * size), left + width, y + (0.22 * size));
        }

        internal bool Overlaps(Label other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
