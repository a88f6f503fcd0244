namespace MemoryRegions.Analyzers.Rules;

/// <summary>The categories of the rules, one for each band of ids.</summary>
internal static class RuleCategories
{
    /// <summary>MRL1xx: creation and destruction of regions.</summary>
    public const string Lifecycle = "MemoryRegions.Lifecycle";

    /// <summary>MRL2xx: links between regions of different owners.</summary>
    public const string Links = "MemoryRegions.Links";

    /// <summary>MRL3xx: resources that are acquired and released.</summary>
    public const string Resources = "MemoryRegions.Resources";

    /// <summary>MRL6xx: what the contracts themselves say.</summary>
    public const string Contracts = "MemoryRegions.Contracts";

    /// <summary>MRL9xx: notes on the analysis itself.</summary>
    public const string Analysis = "MemoryRegions.Analysis";
}
