using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MemoryRegions.Tests.Lifecycle;

/// <summary>Where the traces are.</summary>
internal static class TraceData
{
    private static readonly string s_root = Path.Combine(AppContext.BaseDirectory, "Data", "lifecycle");

    /// <summary>The files of a folder, relative to the data.</summary>
    internal static IReadOnlyList<object[]> Files(string folder) => Directory.GetFiles(Path.Combine(s_root, folder), "*.txt")
        .Order(StringComparer.Ordinal)
        .Select(path => new object[] { Path.GetRelativePath(s_root, path).Replace('\\', '/') })
        .ToList();

    internal static string PathOf(string file) => Path.Combine(s_root, file);
}
