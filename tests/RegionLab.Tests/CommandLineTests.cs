using System.IO;
using MemoryRegions.RegionLab.Tests.Support;
using Xunit;

namespace MemoryRegions.RegionLab.Tests;

/// <summary>Exit codes, and errors that say what is wrong and where.</summary>
public class CommandLineTests
{
    private const string Trace = "> owner A\n= A:1 |\n";

    [Fact]
    public void Directory_of_boards_passes()
    {
        Lab lab = Lab.Run("mtree", BoardData.Folder);

        Assert.Equal(0, lab.ExitCode);
        Assert.Equal("50 passed, 0 failed\n", lab.Output);
    }

    [Fact]
    public void Directory_of_traces_counts_and_shows_the_first_difference_of_each()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.txt", Trace);
        string b = folder.Write("b.txt", Trace.Replace("A:1", "A:2", StringComparison.Ordinal) + Trace);
        string c = folder.Write("c.txt", "> frobnicate\n= |\n");

        Lab lab = Lab.Run("replay", folder.Folder);

        Assert.Equal(1, lab.ExitCode);
        Assert.Contains($"{b}:1: owner A: the trace differs", lab.Output, StringComparison.Ordinal);
        Assert.Contains("  expected: = A:2 | ", lab.Output, StringComparison.Ordinal);
        Assert.Contains("  actual:   = A:1 | ", lab.Output, StringComparison.Ordinal);
        Assert.Contains($"{c}:1: there is no operation 'frobnicate'", lab.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 passed, 2 failed\n", lab.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Trace_that_is_right_passes()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(0, Lab.Run("replay", folder.Write("a.txt", Trace)).ExitCode);
    }

    [Theory]
    [InlineData]
    [InlineData("mtree")]
    [InlineData("print")]
    [InlineData("draw", "x")]
    [InlineData("draw", "x", "-x", "y")]
    [InlineData("frobnicate", "x")]
    public void Wrong_command_is_answered_with_the_usage(params string[] args)
    {
        Lab lab = Lab.Run(args);

        Assert.Equal(2, lab.ExitCode);
        Assert.StartsWith("usage: regionlab", lab.Error, StringComparison.Ordinal);
        Assert.Empty(lab.Output);
    }

    [Theory]
    [InlineData("mtree")]
    [InlineData("print")]
    [InlineData("replay")]
    public void Missing_file_is_named(string command)
    {
        string missing = Path.Combine(BoardData.Folder, "missing.txt");

        Lab lab = Lab.Run(command, missing);

        Assert.Equal(2, lab.ExitCode);
        Assert.Contains("missing.txt", lab.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Directory_without_files_is_an_error()
    {
        using var folder = new TemporaryFolder();

        Lab lab = Lab.Run("mtree", folder.Folder);

        Assert.Equal(2, lab.ExitCode);
        Assert.Contains("there is no file *.txt", lab.Error, StringComparison.Ordinal);
    }
}
