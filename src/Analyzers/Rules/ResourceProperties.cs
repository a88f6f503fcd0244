namespace MemoryRegions.Analyzers.Rules;

/// <summary>The properties by which diagnostics of MRL3xx tell the code fixes what they need.</summary>
internal static class ResourceProperties
{
    /// <summary>The name of the method that releases the object, to be called on it without arguments.</summary>
    public const string ReleaseMethod = "Release";

    /// <summary>The variable that holds the object; absent if it is in none.</summary>
    public const string Variable = "Variable";
}
