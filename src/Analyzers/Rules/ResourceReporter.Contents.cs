using System.Linq;
using MemoryRegions.Analyzers.Flow;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Rules;

/// <content>MRL312, and MRL306 of releases that claim more than was written: what is done with the content.</content>
internal sealed partial class ResourceReporter
{
    private void ReportContents(ObjectHistory history)
    {
        if (history.Tracked.Access is null)
        {
            return;
        }

        if (!ReportUsesAgainstDirection(history))
        {
            ReportClaims(history);
        }
    }

    /// <summary>The acquisition is the one cause of all of them.</summary>
    private bool ReportUsesAgainstDirection(ObjectHistory history)
    {
        List<KeyValuePair<IOperation, ContentUse>> uses = history.ContentUses
            .Where(use => use.Value is ContentUse.ReadAgainst or ContentUse.WrittenAgainst)
            .OrderBy(use => Start(use.Key))
            .ToList();
        if (uses.Count == 0)
        {
            return false;
        }

        bool writes = uses[0].Value == ContentUse.WrittenAgainst;
        Location site = SiteOf(history);
        report(Diagnostic.Create(
            ResourceRules.UsedAgainstDirection,
            uses[0].Key.Syntax.GetLocation(),
            uses.Skip(1).Select(use => use.Key.Syntax.GetLocation()).Prepend(site),
            history.Tracked.Kind,
            NameOf(history, null),
            writes ? "written" : "read",
            Line(site),
            writes ? "for reading" : "for writing",
            writes ? "what is written may be lost" : "what it holds is not defined",
            writes ? "acquire it for writing" : "acquire it for reading"));
        return true;
    }

    private void ReportClaims(ObjectHistory history)
    {
        foreach (KeyValuePair<IOperation, IOperation?> claim in history.Claims.OrderBy(claim => Start(claim.Key)))
        {
            if (claim.Value is not { } written || history.Misreleases.ContainsKey(claim.Key))
            {
                continue;
            }

            string amount = written is IInvocationOperation { Parent: ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local.Name: var name } } } ? name : written.Syntax.ToString();
            Location where = written.Syntax.GetLocation();
            report(Diagnostic.Create(
                ResourceRules.Misreleased,
                claim.Key.Syntax.GetLocation(),
                new[] { where },
                history.Tracked.Kind,
                NameOf(history, null),
                "as if more was written than was: line " + Line(where) + " wrote '" + amount + "'; pass that"));
        }
    }
}
