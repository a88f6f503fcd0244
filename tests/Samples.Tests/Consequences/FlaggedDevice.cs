using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>Compiles a device in memory, checks what the analyzers say of it, and plugs it into a machine.</summary>
internal static class FlaggedDevice
{
    private const string Usings = "global using System; global using MemoryRegions; global using MemoryRegions.Contracts;";

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest);

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(Machine).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Every analyzer of the library.</summary>
    internal static ImmutableArray<DiagnosticAnalyzer> CreateAnalyzers() =>
    [
        .. typeof(DeviceLifecycleAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>Makes a device, which the caller holds a reference to, and realizes it.</summary>
    /// <param name="machine">The machine that it is plugged into.</param>
    /// <param name="source">A source with a public class <c>Sample</c>, a device whose constructor takes the machine.</param>
    /// <param name="ids">The rules that report something, each as often as it does.</param>
    internal static async Task<Device> PlugAsync(Machine machine, string source, params string[] ids)
    {
        Device device = await CreateAsync(machine, source, ids);
        device.Realize();
        return device;
    }

    /// <summary>Makes a device, which the caller holds a reference to.</summary>
    internal static async Task<Device> CreateAsync(Machine machine, string source, params string[] ids)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Flagged",
            [CSharpSyntaxTree.ParseText(source, s_options), CSharpSyntaxTree.ParseText(Usings, s_options)],
            s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        ImmutableArray<Diagnostic> reported = await compilation.WithAnalyzers(CreateAnalyzers()).GetAnalyzerDiagnosticsAsync();
        Assert.Equal(ids.Order(), reported.Select(diagnostic => diagnostic.Id).Order());

        using var stream = new MemoryStream();
        Assert.Empty(compilation.Emit(stream).Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        Type type = Assembly.Load(stream.ToArray()).GetType("Sample", throwOnError: true)!;
        try
        {
            return (Device)Activator.CreateInstance(type, machine)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is MemoryRegionException inner)
        {
            throw inner;
        }
    }

    /// <summary>Checks that an action fails as the runtime promises.</summary>
    internal static void Fails(MemoryRegionErrorCode code, string ruleId, Action action)
    {
        MemoryRegionException exception = Assert.Throws<MemoryRegionException>(action);
        Assert.Equal(code, exception.Code);
        Assert.Equal(ruleId, exception.RuleId);
    }

    /// <summary>Unplugs the device and drops the last reference; nothing may be left of it.</summary>
    internal static void GoesWithoutTrace(Machine machine, Device device)
    {
        device.Unparent();
        device.Unref();
        Assert.True(device.IsFinalized);
        Assert.Empty(machine.Diagnostics.FindLeaks());
    }
}
