using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.Testing;

namespace MemoryRegions.Testing;

/// <summary>
/// Rules that advise, and have something to say of nearly all code that is as short as that of tests. Tests of other rules do not listen to
/// them: only those that name such a rule, or ask for all.
/// </summary>
public static class Advice
{
    public static IReadOnlyList<string> Rules { get; } = ["MRL303", "MRL601"];

    internal static IEnumerable<string> RulesNotIn(SolutionState state, bool withAll)
    {
        return withAll ? [] : Rules.Where(id => !state.ExpectedDiagnostics.Any(expected => expected.Id == id)
            && !state.Sources.Any(source => source.content.ToString().Contains(id, System.StringComparison.Ordinal)));
    }
}
