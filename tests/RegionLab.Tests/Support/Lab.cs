using System.IO;

namespace MemoryRegions.RegionLab.Tests.Support;

/// <summary>Runs the program, and keeps what it printed.</summary>
internal sealed record Lab(int ExitCode, string Output, string Error)
{
    internal static Lab Run(params string[] args)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        int exitCode = CommandLine.Run(args, output, error);
        return new Lab(exitCode, output.ToString(), error.ToString());
    }
}

/// <summary>A directory that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Folder { get; } = Directory.CreateTempSubdirectory("regionlab").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    internal string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
