using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis;
using Xunit;

namespace MemoryRegions.CodeFixes.Tests;

public class BrokenSamplesTests
{
    [Fact]
    public async Task One_run_leaves_nothing_to_repair()
    {
        using var workspace = new AdhocWorkspace();
        Project broken = Repairs.Load(workspace, Directory.GetFiles(Path.Combine(Repository.Root, "samples", "BrokenDevices"), "*.cs")
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file)))
            .Append(("Usings.cs", "global using System;")));
        Assert.NotEmpty(await Repairs.FindAsync(broken));

        Project repaired = await Repairs.ApplyAsync(broken);
        Assert.Empty(await Repairs.FindAsync(repaired));
        Compilation compilation = (await repaired.GetCompilationAsync())!;
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
    }
}
