using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.Samples.Tests;

/// <summary>Compiles the broken samples in memory.</summary>
internal static class BrokenDevices
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest);

    private static readonly string s_repositoryRoot = typeof(BrokenDevices).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>Compiles them.</summary>
    /// <param name="runtimeIsProject">Whether the runtime library is referenced as another compilation (as in a workspace) or as an assembly.</param>
    internal static CSharpCompilation Compile(bool runtimeIsProject)
    {
        // What this process itself runs on.
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        List<MetadataReference> references =
        [
            .. platform.Split(Path.PathSeparator)
                .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
        references.Add(runtimeIsProject
            ? Compile("MemoryRegions", Path.Combine("src", "Runtime"), references).ToMetadataReference()
            : MetadataReference.CreateFromFile(typeof(Machine).Assembly.Location));
        return Compile("MemoryRegions.Samples.BrokenDevices", Path.Combine("samples", "BrokenDevices"), references);
    }

    private static CSharpCompilation Compile(string name, string folder, IEnumerable<MetadataReference> references)
    {
        // The project file of the samples adds the global using; the runtime has one of its own, and another does no harm.
        string root = Path.Combine(s_repositoryRoot, folder);
        IEnumerable<SyntaxTree> trees = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(path => Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(path => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(path)), s_options, Path.GetFileName(path)))
            .Append(CSharpSyntaxTree.ParseText("global using System;", s_options));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.Create(name, trees, references, options);
    }
}
