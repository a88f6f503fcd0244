using Xunit;

namespace MemoryRegions.Tests.Support;

/// <summary>Checks of errors.</summary>
public static class Misuse
{
    /// <summary>The action is refused with the given code, and the compile-time rule that it names.</summary>
    public static MemoryRegionException IsRefused(MemoryRegionErrorCode code, string? ruleId, Action action)
    {
        MemoryRegionException e = Assert.Throws<MemoryRegionException>(action);
        Assert.Equal(code, e.Code);
        Assert.Equal(ruleId, e.RuleId);
        Assert.NotEmpty(e.ObjectPath);
        Assert.StartsWith(e.ObjectPath, e.Message, StringComparison.Ordinal);
        return e;
    }
}
