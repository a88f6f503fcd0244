using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MemoryRegions.Agreement.Generation;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Verdicts;

/// <summary>Which acquisitions a line of a body has to do with.</summary>
internal static class Handles
{
    /// <summary>Whether what is used at one of the lines may have been acquired at the given one.</summary>
    public static bool IsAbout(Source source, string lines, int acquisition)
    {
        ILookup<string, int> sites = source.Program.Statements().Select(Holds).OfType<(string Variable, int Site)>().ToLookup(held => held.Variable, held => held.Site);
        ILookup<string, string> others = source.Program.Statements().Select(IsAlso).OfType<(string Variable, string From)>().ToLookup(alias => alias.Variable, alias => alias.From);
        return lines.Split(" from ").Any(line => source.HandleAt.TryGetValue(int.Parse(line, CultureInfo.InvariantCulture), out string? variable)
            && Names(variable, others).SelectMany(name => sites[name]).Any(site => source.LineOfSite[site] == acquisition));
    }

    /// <summary>The variable, and those from which it was copied. A copy stands behind what it copies, so that there are no circles.</summary>
    private static IEnumerable<string> Names(string variable, ILookup<string, string> others)
    {
        return others[variable].SelectMany(other => Names(other, others)).Prepend(variable);
    }

    /// <summary>The variable that a statement puts what it acquires into, and the number of the acquisition.</summary>
    public static (string Variable, int Site)? Holds(Statement statement) => statement switch
    {
        TryAcquire attempt => (attempt.Variable, attempt.Site),
        Acquire acquire => (acquire.Variable, acquire.Value.Site),
        Assign assign => (assign.Variable, assign.Value.Site),
        UsingDeclaration declaration => (declaration.Variable, declaration.Value.Site),
        Using @using => (@using.Variable, @using.Value.Site),
        _ => null,
    };

    private static (string Variable, string From)? IsAlso(Statement statement) => statement switch
    {
        Copy copy => (copy.Variable, copy.From),
        Wrap wrap => (wrap.Variable + ".Handle", wrap.From),
        _ => null,
    };
}
