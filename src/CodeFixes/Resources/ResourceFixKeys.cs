namespace MemoryRegions.CodeFixes.Resources;

/// <summary>The equivalence keys of the fixes of MRL3xx: what Fix All and <c>dotnet format</c> tell fixes apart by.</summary>
public static class ResourceFixKeys
{
    /// <summary>MRL301, MRL302, MRL303: the best repair for each site. A using declaration, else releases on the leaking paths, else try/finally.</summary>
    public const string Release = "MemoryRegions.Resources.Release";

    /// <summary>MRL301, MRL302, MRL303: a using declaration, or a using statement where no declaration is allowed.</summary>
    public const string Using = "MemoryRegions.Resources.Using";

    /// <summary>MRL301, MRL302: a release on every path that leaks.</summary>
    public const string ReleaseOnPaths = "MemoryRegions.Resources.ReleaseOnPaths";

    /// <summary>MRL301, MRL302, MRL303: try/finally with the release in the finally.</summary>
    public const string TryFinally = "MemoryRegions.Resources.TryFinally";

    /// <summary>MRL303: try/catch that releases and throws on, for a resource that is handed on afterwards.</summary>
    public const string TryCatch = "MemoryRegions.Resources.TryCatch";

    /// <summary>MRL304: the second release goes.</summary>
    public const string RemoveSecondRelease = "MemoryRegions.Resources.RemoveSecondRelease";

    /// <summary>MRL310: the resource is released before its variable is overwritten, or put into a variable and released.</summary>
    public const string KeepAndRelease = "MemoryRegions.Resources.KeepAndRelease";
}
