using System.Linq;
using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>The calls of a family that undo links, or may.</summary>
internal sealed class Unlinking
{
    private readonly TypeFamily _family;
    private readonly OwnerResolver _owners;
    private readonly List<(LinkFact Fact, Slots Region, Slots Container)> _unlinks = [];
    private readonly List<HandoverFact> _handovers = [];

    public Unlinking(TypeFamily family, OwnerResolver owners)
    {
        _family = family;
        _owners = owners;
        foreach (BodyFacts body in family.Bodies)
        {
            foreach (LinkFact unlink in body.Unlinks)
            {
                _unlinks.Add((unlink, Slots.Of(unlink.Region, family), Slots.Of(unlink.Container, family)));
            }

            // Code that cannot be seen may undo a link, but not while the device is being made.
            _handovers.AddRange(body.Handovers.Where(handover => !family.Contains(handover.Method.ContainingType)
                && (family.Phases.RunsIn(handover.Node, LifecyclePhase.Unrealize) || family.Phases.RunsIn(handover.Node, LifecyclePhase.Runtime))));
        }
    }

    /// <summary>The calls that may unlink the region, from the container if that is known.</summary>
    public IEnumerable<Fact> Of(Value region, Value? container)
    {
        Slots regions = Slots.Of(region, _family);
        Slots? containers = container is null ? null : Slots.Of(container, _family);
        foreach ((LinkFact fact, Slots unlinked, Slots from) in _unlinks)
        {
            if (regions.Intersects(unlinked) || (regions.MayEqual(unlinked) && (containers is null || containers.MayEqual(from))))
            {
                yield return fact;
            }
        }

        OwnerSet? places = null;
        foreach (HandoverFact handover in _handovers)
        {
            if (handover.Argument.Kind == ValueKind.This)
            {
                places ??= container is null ? new OwnerSet() : _owners.OwnersOf(container);
                if (handover.Receiver is null or { Kind: not ValueKind.This } && (handover.Receiver is null || Overlaps(_owners.ObjectsOf(handover.Receiver), places)))
                {
                    yield return handover;
                }
            }
            else if (regions.Intersects(Slots.Of(handover.Argument, _family)))
            {
                yield return handover;
            }
        }
    }

    private static bool Overlaps(OwnerSet a, OwnerSet b) => a.IsOpen || b.IsOpen || a.Keys.Overlaps(b.Keys);
}
