using System.Linq;
using MemoryRegions.Analyzers.Flow;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Rules;

/// <content>MRL501: what must not be done while a resource is held.</content>
internal sealed partial class ResourceReporter
{
    /// <summary>Of two resources that are held the same place tells of one only.</summary>
    private readonly HashSet<SyntaxNode> _suspensions = new();

    private void ReportSuspensions(ObjectHistory history)
    {
        foreach (KeyValuePair<IOperation, Suspension> suspension in history.Suspensions.OrderBy(pair => Start(pair.Key)))
        {
            SyntaxNode place = suspension.Key.Syntax;
            if (!_suspensions.Add(place))
            {
                continue;
            }

            Location site = SiteOf(history);
            report(Diagnostic.Create(
                SuspensionRules.SuspendedWhileHeld,
                place.GetLocation(),
                new[] { site },
                Describe(suspension.Key, suspension.Value),
                history.Tracked.Kind,
                NameOf(history, null),
                Line(site),
                ReleaseName(history)));
        }
    }

    private static string Describe(IOperation operation, Suspension how) => how switch
    {
        Suspension.Await => "'await' may go on on another thread",
        Suspension.Yield => "'yield return' leaves the caller to decide when to go on",
        Suspension.Blocking => "'" + MemberName(operation) + "' blocks",
        _ => "'" + MemberName(operation) + "' must not be called",
    };

    private static string MemberName(IOperation operation)
    {
        return operation is IPropertyReferenceOperation property ? property.Property.Name : CalleeName(operation);
    }
}
