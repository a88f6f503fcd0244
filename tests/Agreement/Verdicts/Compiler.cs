using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using MemoryRegions.Agreement.Generation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.Agreement.Verdicts;

/// <summary>Compiles batches of programs: all of a batch into one assembly, since most of the cost is per assembly.</summary>
internal static class Compiler
{
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Latest);

    // The warnings of programs that are written by dice are not of interest.
    private static readonly CSharpCompilation s_base = CSharpCompilation.Create(
        "Programs",
        references: References(),
        options: new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Debug,
            nullableContextOptions: NullableContextOptions.Enable,
            concurrentBuild: false,
            metadataImportOptions: MetadataImportOptions.Public,
            specificDiagnosticOptions: [new("MRL901", ReportDiagnostic.Warn)]));

    private static int s_number;

    public static IEnumerable<MetadataReference> MetadataReferences => s_base.References;

    public static CSharpCompilationOptions Options => s_base.Options;

    public static CSharpParseOptions ParseOptions => s_parse;

    public static CSharpCompilation Compile(IEnumerable<Source> sources) => Compile(sources.Select(source => (source.Program.Name, source.Text)));

    public static CSharpCompilation Compile(IEnumerable<(string Name, string Text)> sources)
    {
        // A name of its own, so that no two batches are taken for one.
        return s_base.WithAssemblyName("Programs" + System.Threading.Interlocked.Increment(ref s_number)).AddSyntaxTrees(sources.Select(Parse));
    }

    /// <summary>The assembly and its symbols, or the errors.</summary>
    public static ImmutableArray<Diagnostic> Emit(CSharpCompilation compilation, Stream image, Stream symbols)
    {
        EmitResult result = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        image.Position = 0;
        symbols.Position = 0;
        return result.Success ? [] : [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
    }

    private static SyntaxTree Parse((string Name, string Text) source)
    {
        return CSharpSyntaxTree.ParseText(SourceText.From(source.Text, System.Text.Encoding.UTF8), s_parse, source.Name + ".cs");
    }

    private static ImmutableArray<MetadataReference> References()
    {
        return [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(IsOfUse)
            .Select(file => MetadataReference.CreateFromFile(file))];
    }

    private static bool IsOfUse(string file)
    {
        string name = Path.GetFileName(file);
        return name is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "System.Collections.dll" or "System.Threading.dll" or "System.Linq.dll" or "System.Memory.dll"
            || (name.StartsWith("MemoryRegions", StringComparison.Ordinal) && !name.Contains("Analyzers", StringComparison.Ordinal) && !name.Contains("CodeFixes", StringComparison.Ordinal));
    }
}
