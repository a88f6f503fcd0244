using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using MemoryRegions.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;

namespace MemoryRegions.Testing;

/// <summary>What the tests of this project have in common: references, options, files.</summary>
internal static class TestSetup
{
    internal static readonly Lazy<ImmutableArray<MetadataReference>> References = new(LoadReferences);

    /// <summary>
    /// Rules that every acquisition would have to satisfy by lines that have nothing to do with what is tested: off, unless a test clears its
    /// <c>DisabledDiagnostics</c>.
    /// </summary>
    internal static readonly string[] OnlyInTheirOwnTests = ["MRL307", "MRL308"];

    /// <summary>
    /// Gives every project of the test the base library and the MemoryRegions runtime, both from this machine: the test library
    /// itself would download a reference package, and version 1.1.2 knows none for .NET 10.
    /// </summary>
    internal static void AddReferences<TVerifier>(AnalyzerTest<TVerifier> test)
        where TVerifier : IVerifier, new()
    {
        test.ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        test.SolutionTransforms.Add((solution, _) => solution.ProjectIds.Aggregate(solution, (current, id) => current.AddMetadataReferences(id, References.Value)));
    }

    internal static CompilationOptions EnableNullable(CompilationOptions options) => ((CSharpCompilationOptions)options).WithNullableContextOptions(NullableContextOptions.Enable);

    internal static ParseOptions UseLatestLanguage(ParseOptions options) => ((CSharpParseOptions)options).WithLanguageVersion(LanguageVersion.Latest);

    /// <summary>Adds the second source and the <c>.editorconfig</c>. They come last, so that the first source stays <c>/0/Test0.cs</c>.</summary>
    internal static void AddFiles(SolutionState state, bool withPrelude, string? editorConfig)
    {
        AddPreludeIfChanged(state, withPrelude);
        if (editorConfig is not null)
        {
            state.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n\n[*.cs]\n" + editorConfig + "\n"));
        }
    }

    /// <summary>A state that sets no source inherits the second one along with the first.</summary>
    internal static void AddPreludeIfChanged(SolutionState state, bool withPrelude)
    {
        if (withPrelude && state.Sources.Count > 0)
        {
            state.Sources.Add((Prelude.Path, Prelude.Source));
        }
    }

    private static ImmutableArray<MetadataReference> LoadReferences()
    {
        string runtime = typeof(AcquiresAttribute).Assembly.Location;
        return [.. FindBaseLibrary().Where(file => Path.GetFileName(file) != Path.GetFileName(runtime)).Append(runtime).Select(file => MetadataReference.CreateFromFile(file))];
    }

    // <dotnet>/shared/Microsoft.NETCore.App/<version> is where this process runs,
    // <dotnet>/packs/Microsoft.NETCore.App.Ref/<version>/ref/net10.0 what the SDK compiles against.
    private static string[] FindBaseLibrary()
    {
        string implementation = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string packs = Path.GetFullPath(Path.Combine(implementation, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        string framework = $"net{Environment.Version.Major}.{Environment.Version.Minor}";
        string? folder = Directory.Exists(packs)
            ? Directory.GetDirectories(packs).Order(StringComparer.Ordinal).Select(pack => Path.Combine(pack, "ref", framework)).LastOrDefault(Directory.Exists)
            : null;
        if (folder is not null)
        {
            return Directory.GetFiles(folder, "*.dll");
        }

        string trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? string.Empty;
        return [.. trusted.Split(Path.PathSeparator).Where(file => Path.GetDirectoryName(file) == implementation)];
    }
}
