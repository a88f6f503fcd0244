using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The reference assemblies on this machine: those of the running SDK, else those that this process runs on.</summary>
internal static class ReferencePack
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> Loaded = new(Load, LazyThreadSafetyMode.ExecutionAndPublication);

    internal static ImmutableArray<MetadataReference> References => Loaded.Value;

    private static ImmutableArray<MetadataReference> Load()
    {
        string? folder = FindFolder();
        string[] files = folder is null ? FindImplementation() : Directory.GetFiles(folder, "*.dll");
        return [.. files.Order(StringComparer.Ordinal).Select(file => MetadataReference.CreateFromFile(file))];
    }

    // <dotnet>/shared/Microsoft.NETCore.App/<version> is where this process runs;
    // <dotnet>/packs/Microsoft.NETCore.App.Ref/<version>/ref/net<major>.<minor> is what it was compiled against.
    private static string? FindFolder()
    {
        string? runtime = Path.GetDirectoryName(typeof(object).Assembly.Location);
        if (string.IsNullOrEmpty(runtime))
        {
            return null;
        }

        string packs = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        string framework = $"net{Environment.Version.Major}.{Environment.Version.Minor}";
        return Directory.Exists(packs)
            ? Directory.GetDirectories(packs).Order(StringComparer.Ordinal).Select(pack => Path.Combine(pack, "ref", framework)).LastOrDefault(Directory.Exists)
            : null;
    }

    private static string[] FindImplementation()
    {
        string trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? string.Empty;
        string? folder = Path.GetDirectoryName(typeof(object).Assembly.Location);
        return [.. trusted.Split(Path.PathSeparator).Where(file => Path.GetDirectoryName(file) == folder)];
    }
}
