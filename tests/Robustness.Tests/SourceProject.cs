using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.Robustness.Tests;

/// <summary>A project of this repository, as far as its sources and references go.</summary>
internal sealed class SourceProject
{
    private static readonly Dictionary<string, SourceProject> s_projects = new(StringComparer.Ordinal);

    private readonly XDocument _file;
    private readonly string _path;
    private CSharpCompilation? _compilation;

    private SourceProject(string path)
    {
        _path = path;
        _file = XDocument.Load(path);
    }

    /// <summary>Those that have sources of their own.</summary>
    public static IEnumerable<string> Paths => new[] { "src", "samples", "tests", "benchmarks" }
        .Select(folder => Path.Combine(Repository.Root, folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories))
        .Where(path => !path.EndsWith(".Latest.csproj", StringComparison.Ordinal) && !path.Split(Path.DirectorySeparatorChar).Contains("obj"))
        .Where(path => Sources(Path.GetDirectoryName(path)!).Any())
        .Select(path => Path.GetRelativePath(Repository.Root, path))
        .Order(StringComparer.Ordinal);

    /// <summary>The project file at a path below the root of the repository.</summary>
    public static SourceProject At(string path)
    {
        lock (s_projects)
        {
            if (!s_projects.TryGetValue(path, out SourceProject? project))
            {
                s_projects.Add(path, project = new SourceProject(Path.Combine(Repository.Root, path)));
            }

            return project;
        }
    }

    /// <summary>Its sources, beside the sources of the projects that it refers to: as in an IDE.</summary>
    public CSharpCompilation Compile()
    {
        lock (this)
        {
            return _compilation ??= CSharpCompilation.Create(Path.GetFileNameWithoutExtension(_path), Trees(), References(), Toolset.CompilationOptions.WithOutputKind(Kind()));
        }
    }

    private OutputKind Kind() => _file.Descendants("OutputType").Any(type => type.Value == "Exe") ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;

    private List<SyntaxTree> Trees()
    {
        string folder = Path.GetDirectoryName(_path)!;
        IEnumerable<string> files = Sources(folder).Concat(Included("Compile").Select(path => Path.GetFullPath(Path.Combine(folder, path))));
        string generated = string.Concat(Included("Using").Select(name => $"global using {name};\n"))
            + string.Concat(Included("InternalsVisibleTo").Select(name => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{name}\")]\n"));
        return
        [
            .. files.Select(path => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(path)), Toolset.ParseOptions, path)),
            CSharpSyntaxTree.ParseText(generated, Toolset.ParseOptions, "Generated.g.cs"),
        ];
    }

    private List<MetadataReference> References()
    {
        var references = new List<MetadataReference>(Toolset.Platform);
        foreach (SourceProject project in Referenced([]))
        {
            references.Add(project.Compile().ToMetadataReference());
        }

        return references;
    }

    /// <summary>The projects referred to, also through others.</summary>
    private HashSet<SourceProject> Referenced(HashSet<SourceProject> found)
    {
        IEnumerable<string> paths = _file.Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => reference.Attribute("Include")!.Value.Replace("$(RepositoryRoot)", Repository.Root + "/", StringComparison.Ordinal).Replace('\\', '/'))
            .Select(path => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(_path)!, path))));
        if (_file.Descendants("UsesAnalyzerTesting").Any())
        {
            paths = paths.Append(Path.Combine("tests", "AnalyzerTesting", "MemoryRegions.AnalyzerTesting.csproj"));
        }

        foreach (string path in paths)
        {
            SourceProject project = At(path);
            if (found.Add(project))
            {
                project.Referenced(found);
            }
        }

        return found;
    }

    private IEnumerable<string> Included(string item) => _file.Descendants(item)
        .Select(element => ((string?)element.Attribute("Include"))?.Replace('\\', '/'))
        .OfType<string>();

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(path => Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
        .Order(StringComparer.Ordinal);
}
