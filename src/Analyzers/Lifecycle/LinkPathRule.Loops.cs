using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <content>Loops over collections of regions: MRL202 where the teardown comes to fewer elements than init did.</content>
internal sealed partial class LinkPathRule
{
    private void CheckLoops(CancellationToken cancellation)
    {
        if (!Family.Model.HasLifecycle(Type) || LivesAsLongAsTheMachine(Type))
        {
            return;
        }

        foreach (LinkFact link in Family.Bodies.Where(IsOwn).SelectMany(static body => body.Links))
        {
            cancellation.ThrowIfCancellationRequested();
            if (link.Elements is not { } linked || !linkOwners.MustBeUndone(link, out _))
            {
                continue;
            }

            List<Fact> unlinks = unlinking.Of(link.Region, link.Container).ToList();
            if (unlinks.Count > 0 && unlinks.All(unlink => IsTeardownOf(unlink, linked.Collection)) && MissedOf(linked, unlinks.Cast<LinkFact>()) is { } missed && _left.Add(link))
            {
                Report(Diagnostic.Create(
                    LinkRules.UnlinkedOnSomePaths,
                    link.Syntax.GetLocation(),
                    unlinks.Select(static unlink => unlink.Syntax.GetLocation()),
                    NameOf(link.Region),
                    Lifecycle.Names.Of(link.Container) ?? "the container",
                    missed + " is not removed at line " + Lifecycle.Names.LineOf(unlinks[0].Syntax)));
            }
        }
    }

    private bool IsTeardownOf(Fact fact, ISymbol collection)
    {
        PhaseMap phases = Family.Phases;
        return fact is LinkFact { Elements: { } elements }
            && SymbolEqualityComparer.Default.Equals(elements.Collection, collection)
            && phases.RunsIn(fact.Node, LifecyclePhase.Unrealize) && !phases.RunsIn(fact.Node, LifecyclePhase.Runtime) && !phases.RunsIn(fact.Node, LifecyclePhase.Finalize);
    }

    /// <summary>The first or the last element, if no loop of the teardown comes to it.</summary>
    private static string? MissedOf(ElementRange linked, IEnumerable<LinkFact> unlinks)
    {
        List<ElementRange> ranges = unlinks.Select(static unlink => unlink.Elements!).ToList();
        if (ranges.All(range => range.First > linked.First))
        {
            return "element " + linked.First;
        }

        return ranges.All(range => range.End.IsLessThan(linked.End) == true) ? "the last element" : null;
    }
}
