using System.Linq;
using System.Reflection;

namespace MemoryRegions.Analyzers.Rules;

/// <summary>The page of a rule: its section of rules.md in the repository whose URL the build wrote into the assembly.</summary>
internal static class HelpLinks
{
    private static readonly string RulesUrl = typeof(HelpLinks).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(attribute => attribute.Key == "RulesUrl")?.Value ?? string.Empty;

    public static string For(string id) => RulesUrl + "#" + id.ToLowerInvariant();
}
