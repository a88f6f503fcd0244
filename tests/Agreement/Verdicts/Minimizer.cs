using System;
using System.Collections.Generic;
using System.Linq;
using MemoryRegions.Agreement.Generation;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Verdicts;

/// <summary>Looks for the smallest program with a disagreement of the same kind.</summary>
internal static class Minimizer
{
    private const int MaxRounds = 200;

    public static Judgement Minimize(Judge judge, Judgement found)
    {
        HashSet<(Outcome, string)> wanted = [.. found.Findings.Where(IsDisagreement).Select(finding => (finding.Outcome, finding.Rule))];
        return Minimize(judge, found, finding => wanted.Contains((finding.Outcome, finding.Rule)));
    }

    /// <summary>Looks for the smallest program with a finding as it is wanted.</summary>
    public static Judgement Minimize(Judge judge, Judgement found, Predicate<Finding> wanted)
    {
        Judgement smallest = found;
        for (int round = 0; round < MaxRounds; round++)
        {
            if (Smaller(judge, smallest, wanted) is not { } smaller)
            {
                return smallest;
            }

            smallest = smaller;
        }

        return smallest;
    }

    private static Judgement? Smaller(Judge judge, Judgement program, Predicate<Finding> wanted)
    {
        // All candidates in batches: one at a time would cost a compilation each.
        int number = 0;
        foreach (DeviceProgram[] batch in Shrinker.Candidates(program.Source.Program).Select(candidate => candidate with { Name = "C" + number++ }).Chunk(24))
        {
            foreach (Judgement candidate in judge.Of(batch, mayNotCompile: true))
            {
                if (candidate.Findings.Any(finding => wanted(finding)))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    private static bool IsDisagreement(Finding finding) => finding.Outcome is Outcome.Missed or Outcome.FalseAlarm;
}
