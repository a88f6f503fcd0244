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
    private readonly Dictionary<ISymbol, List<int>> _bySymbol = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CreationFact, List<int>> _byCreation = [];
    private readonly List<int> _open = [];

    public Unlinking(TypeFamily family, OwnerResolver owners)
    {
        _family = family;
        _owners = owners;
        foreach (BodyFacts body in family.Bodies)
        {
            foreach (LinkFact unlink in body.Unlinks)
            {
                Add(unlink);
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
        foreach (int index in CandidatesFor(regions))
        {
            (LinkFact fact, Slots unlinked, Slots from) = _unlinks[index];
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

    private void Add(LinkFact unlink)
    {
        int index = _unlinks.Count;
        Slots region = Slots.Of(unlink.Region, _family);
        _unlinks.Add((unlink, region, Slots.Of(unlink.Container, _family)));
        if (region.IsOpen)
        {
            _open.Add(index);
        }

        foreach (ISymbol symbol in region.Symbols)
        {
            if (!_bySymbol.TryGetValue(symbol, out List<int>? indices))
            {
                _bySymbol.Add(symbol, indices = []);
            }

            indices.Add(index);
        }

        foreach (CreationFact creation in region.Creations)
        {
            if (!_byCreation.TryGetValue(creation, out List<int>? indices))
            {
                _byCreation.Add(creation, indices = []);
            }

            indices.Add(index);
        }
    }

    /// <summary>The calls that have something in common with the region, in the order of the source.</summary>
    private IEnumerable<int> CandidatesFor(Slots regions)
    {
        if (regions.IsOpen)
        {
            return Enumerable.Range(0, _unlinks.Count);
        }

        var candidates = new SortedSet<int>(_open);
        foreach (ISymbol symbol in regions.Symbols)
        {
            if (_bySymbol.TryGetValue(symbol, out List<int>? indices))
            {
                candidates.UnionWith(indices);
            }
        }

        foreach (CreationFact creation in regions.Creations)
        {
            if (_byCreation.TryGetValue(creation, out List<int>? indices))
            {
                candidates.UnionWith(indices);
            }
        }

        return candidates;
    }

    private static bool Overlaps(OwnerSet a, OwnerSet b) => a.IsOpen || b.IsOpen || a.Keys.Overlaps(b.Keys);
}
