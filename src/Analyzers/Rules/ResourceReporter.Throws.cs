using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Rules;

/// <content>MRL303: what is released on every path, unless a call throws.</content>
internal sealed partial class ResourceReporter
{
    private void ReportThrows(ObjectHistory history)
    {
        // What leaks without that has been reported, and its repair may well repair this.
        if (history.Throws.Count == 0 || history.Leaks.Count > 0 || history.Losses.Count > 0 || (history.Tracked.IsCounted && history.Releases.Count == 0))
        {
            return;
        }

        IOperation call = history.Throws.OrderBy(Start).First();
        report(Diagnostic.Create(
            ResourceRules.NotReleasedOnThrow,
            SiteOf(history),
            new[] { call.Syntax.GetLocation() },
            history.Tracked.Kind,
            NameOf(history, null),
            HappeningAt(call),
            Line(call.Syntax.GetLocation()),
            CureOf(history)));
    }

    private string CureOf(ObjectHistory history)
    {
        string release = ReleaseName(history);
        return history.IsGiven || history.IsReturned ? "call " + release + " in a catch that throws on"
            : HasUsing(history.Tracked) ? "use 'using', or call " + release + " in a finally"
            : "call " + release + " in a finally";
    }

    /// <summary>The handle can stand in a <c>using</c>, which releases it.</summary>
    private bool HasUsing(TrackedObject tracked)
    {
        for (ITypeSymbol? type = tracked.Type; type is not null; type = type.BaseType)
        {
            foreach (ISymbol member in type.GetMembers("Dispose"))
            {
                if (member is IMethodSymbol { Parameters.IsEmpty: true } dispose && contracts.Of(dispose).ReceiverReleases?.Kind == tracked.Kind)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string HappeningAt(IOperation operation)
    {
        return operation.Kind == OperationKind.YieldReturn ? "the caller stops after 'yield return'" : "'" + ThrowerName(operation) + "' throws";
    }

    private static string ThrowerName(IOperation call) => call switch
    {
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { IsImplicit: false } instance } => instance.Syntax.ToString(),
        IPropertyReferenceOperation { Instance: { } instance } => instance.Syntax + "[]",
        IAwaitOperation => "await",
        _ => CalleeName(call),
    };
}
