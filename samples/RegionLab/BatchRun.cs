using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace MemoryRegions.RegionLab;

/// <summary>Checks a file, or all files of a directory, and counts.</summary>
internal static class BatchRun
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(1);

    /// <summary>Runs a check on each file.</summary>
    /// <param name="path">A file or a directory; of a directory, the files <c>*.txt</c> below it.</param>
    /// <param name="check">Returns the first difference, or <see langword="null"/> if there is none.</param>
    /// <param name="output">Where differences and the result go.</param>
    /// <param name="progress">Where progress goes on long runs.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="InputException">There is nothing to check.</exception>
    internal static int Run(string path, Func<string, string?> check, TextWriter output, TextWriter progress)
    {
        IReadOnlyList<string> files = FilesOf(path);
        int passed = 0;
        int failed = 0;
        TimeSpan reported = TimeSpan.Zero;
        var clock = Stopwatch.StartNew();
        foreach (string file in files)
        {
            string? difference;
            try
            {
                difference = check(file);
            }
            catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
            {
                difference = e.Message;
            }

            if (difference is null)
            {
                passed++;
            }
            else
            {
                failed++;
                output.WriteLine(difference);
            }

            if (clock.Elapsed - reported >= s_progressInterval && passed + failed < files.Count)
            {
                reported = clock.Elapsed;
                progress.WriteLine($"... {passed + failed} of {files.Count}");
            }
        }

        output.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    private static IReadOnlyList<string> FilesOf(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new InputException(path, 0, "there is no such file or directory");
        }

        string[] files = Directory.GetFiles(path, "*.txt", SearchOption.AllDirectories);
        return files.Length == 0
            ? throw new InputException(path, 0, "there is no file *.txt in the directory")
            : [.. files.Order(StringComparer.Ordinal)];
    }
}
