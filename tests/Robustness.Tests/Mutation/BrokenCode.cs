using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemoryRegions.Robustness.Tests.Mutation;

/// <summary>
/// The corpus of broken files, the same in every run. Each is in a namespace of its own, so that one compilation can hold many, and
/// mutants of a sample still see the other samples.
/// </summary>
internal static class BrokenCode
{
    public const int Count = 2000;

    private const int Seed = 20_260_401;

    /// <summary>Samples are ten times as long as snippets: one mutant in eight is one of theirs.</summary>
    private const int SampleShare = 8;

    private const string Prelude = """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading.Tasks;
        global using MemoryRegions;
        global using MemoryRegions.Contracts;

        """;

    private static readonly Lazy<string>[] s_files = [.. Enumerable.Range(0, Count).Select(number => new Lazy<string>(() => Generate(number)))];

    /// <summary>What every compilation of mutants refers to.</summary>
    public static ImmutableArray<MetadataReference> References { get; } =
    [
        .. Toolset.Platform.Where(reference => Path.GetFileName(reference.Display!).StartsWith("System.", StringComparison.Ordinal)),
        Toolset.Runtime,
        SourceProject.At(Path.Combine("samples", "Devices", "Devices.csproj")).Compile().WithReferences(
            [.. Toolset.Platform, Toolset.Runtime]).ToMetadataReference(),
        SourceProject.At(Path.Combine("samples", "BrokenDevices", "BrokenDevices.csproj")).Compile().WithReferences(
            [.. Toolset.Platform, Toolset.Runtime]).ToMetadataReference(),
    ];

    /// <summary>The path of a mutant tells its number.</summary>
    public static string PathOf(int number) => $"Mutant{number:D4}.cs";

    public static string TextOf(int number) => s_files[number].Value;

    public static CSharpCompilation Compile(IReadOnlyList<int> numbers)
    {
        return CSharpCompilation.Create(
            "Mutants",
            Sources(numbers).Select(file => CSharpSyntaxTree.ParseText(file.Text, Toolset.ParseOptions, file.Path)),
            References,
            Toolset.CompilationOptions);
    }

    public static Project CreateProject(AdhocWorkspace workspace, IReadOnlyList<int> numbers)
    {
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Mutants",
            "Mutants",
            LanguageNames.CSharp,
            compilationOptions: Toolset.CompilationOptions,
            parseOptions: Toolset.ParseOptions,
            metadataReferences: References));
        foreach ((string path, string text) in Sources(numbers))
        {
            project = project.AddDocument(path, text, filePath: path).Project;
        }

        return project;
    }

    /// <summary>The mutants, and what their code needs besides.</summary>
    private static IEnumerable<(string Path, string Text)> Sources(IReadOnlyList<int> numbers) =>
        numbers.Select(number => (PathOf(number), TextOf(number))).Prepend(("Leases.cs", Seeds.Leases)).Prepend(("Prelude.cs", Prelude));

    private static string Generate(int number)
    {
        // A generator for each: a mutant can be made again without those before it.
        var random = new Random(Seed + number);
        bool isSample = number % SampleShare == 0;
        IReadOnlyList<string> seeds = isSample ? Seeds.Samples : Seeds.Snippets;
        string seed = seeds[random.Next(seeds.Count)];
        string placed = isSample
            ? Seeds.NamespaceOf().Replace(seed, $"namespace $1.Mutant{number};", 1)
            : $"namespace Mutant{number};\n\nusing System.Diagnostics;\nusing System.Diagnostics.CodeAnalysis;\nusing Leases;\n\n{seed}";
        return new Mutator(random).Mutate(placed);
    }
}
