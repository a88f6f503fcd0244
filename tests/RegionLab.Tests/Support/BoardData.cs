using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MemoryRegions.RegionLab.Tests.Support;

/// <summary>Where the boards are.</summary>
public static class BoardData
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Data", "mtree");

    public static IEnumerable<object[]> Files { get; } =
        Directory.GetFiles(Folder, "*.txt").Select(path => new object[] { Path.GetFileName(path) }).OrderBy(file => (string)file[0], StringComparer.Ordinal).ToList();

    public static string PathOf(string file) => Path.Combine(Folder, file);
}
