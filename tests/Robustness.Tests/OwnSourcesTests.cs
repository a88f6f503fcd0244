using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace MemoryRegions.Robustness.Tests;

/// <summary>The analyzers over everything that this repository consists of.</summary>
public class OwnSourcesTests
{
    public static TheoryData<string> Projects() => [.. SourceProject.Paths];

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task No_analyzer_throws(string project)
    {
        Compilation compilation = SourceProject.At(project).Compile();

        // Source generators do not run here: they would write what stands behind the partial methods.
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic is { Severity: DiagnosticSeverity.Error, Id: not "CS8795" }));

        (_, IReadOnlyCollection<string> exceptions) = await Toolset.AnalyzeAsync(compilation);

        Assert.True(exceptions.Count == 0, string.Join(Environment.NewLine, exceptions));
    }

    [Fact]
    public void All_parts_of_the_repository_are_among_them()
    {
        string[] folders = ["src/Runtime", "src/Analyzers", "src/CodeFixes", "samples/Devices", "samples/BrokenDevices", "tests/Analyzers.Tests"];
        Assert.All(folders, folder => Assert.Contains(SourceProject.Paths, path => path.Replace('\\', '/').StartsWith(folder + "/", StringComparison.Ordinal)));
    }
}
