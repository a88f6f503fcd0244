using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading.Tasks;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace MemoryRegions.CodeFixes.Tests;

/// <summary>
/// The runtime is the judge: a source that leaks, and what the fix makes of it, are compiled and run. Sources declare
/// <c>static class P { public static string Run(Machine machine); }</c>, which may throw.
/// </summary>
internal static class Running
{
    /// <summary>The fix yields the fixed source; that does what the source did, but leaks nothing.</summary>
    public static async Task SameButWithoutLeaksAsync<TAnalyzer, TCodeFix>(string source, string fixedSource)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new()
    {
        await VerifyFix<TAnalyzer, TCodeFix>.FixesAsync(source, fixedSource);
        (string before, int leaksBefore) = Run(WithoutMarkup(source));
        (string after, int leaksAfter) = Run(fixedSource);
        Assert.Equal(before, after);
        Assert.NotEqual(0, leaksBefore);
        Assert.Equal(0, leaksAfter);
    }

    private static (string Result, int Leaks) Run(string source)
    {
        MetadataReference[] references = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file))];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Program" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(source), CSharpSyntaxTree.ParseText(Prelude.Source)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        image.Position = 0;
        var context = new AssemblyLoadContext(null, isCollectible: true);
        MethodInfo run = context.LoadFromStream(image).GetType("P")!.GetMethod("Run")!;

        var machine = new Machine();
        var ram = new RamRegion(null, "ram", 0x10000);
        machine.SystemMemory.AddSubregion(0, ram);
        string result;
        try
        {
            result = (string)run.Invoke(null, [machine])!;
        }
        catch (TargetInvocationException e)
        {
            result = "threw " + e.InnerException!.GetType().Name + ": " + e.InnerException.Message;
        }

        int leaks = machine.Diagnostics.FindLeaks().Count;
        context.Unload();
        return (result, leaks);
    }

    private static string WithoutMarkup(string source)
    {
        return System.Text.RegularExpressions.Regex.Replace(source, @"\{\|MRL\d+:|\|\}", string.Empty);
    }
}
