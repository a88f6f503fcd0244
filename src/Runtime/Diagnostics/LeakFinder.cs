using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions;

/// <summary>Looks for what is still held. Under the lock.</summary>
internal sealed partial class LeakFinder
{
    private readonly List<QomObject> _objects;
    private readonly List<Leak> _leaks = [];
    private readonly Machine _machine;
    private readonly HashSet<QomObject> _reached = [];
    private readonly MachineTopology _topology;

    internal LeakFinder(Machine machine)
    {
        _machine = machine;
        _topology = machine.Topology;
        _objects = machine.Registry.Snapshot();
    }

    internal IReadOnlyList<Leak> Find()
    {
        FindTransactions();
        FindMappings();
        FindSections();
        FindReferences();
        FindSpaces();
        FindRegistrations();
        FindCaches();
        ReachFromHolders();
        FindLinks();
        FindCycles();
        FindDanglingAliases();
        return _leaks;
    }

    private static string PathOf(MemoryRegion? region) => region?.Path ?? "(unassigned)";

    private void Add(LeakKind kind, string path, string holder, string description, string ruleId, string? stack) =>
        _leaks.Add(new Leak(kind, path, holder, description, ruleId, stack));

    private void FindTransactions()
    {
        foreach (OpenTransaction transaction in _topology.OpenTransactions)
        {
            Add(LeakKind.Transaction, _machine.Path, "the program", $"A transaction of {_machine.Path} is not committed.", "MRL301", transaction.Stack);
        }
    }

    private void FindMappings()
    {
        foreach (MappingSlot slot in _topology.Mappings.Snapshot().Where(slot => slot.IsInUse))
        {
            string path = PathOf(slot.Region);
            string space = slot.Space?.Name ?? string.Empty;
            Add(
                LeakKind.Mapping,
                path,
                space,
                $"0x{slot.Length:x} bytes at 0x{slot.Address:x} of the address space {space} ({path}) are not unmapped.",
                "MRL301",
                slot.Stack);
        }
    }

    private void FindSections()
    {
        foreach (SectionSlot slot in _topology.Sections.Snapshot().Where(slot => slot.IsInUse))
        {
            string path = PathOf(slot.Region);
            Add(LeakKind.Section, path, "the program", $"A section of {path} that was found is not dropped.", "MRL301", slot.Stack);
        }
    }

    private void FindReferences()
    {
        foreach (QomObject o in _objects)
        {
            int count = o.ExplicitReferences;
            IReadOnlyList<string> stacks = count == 0 ? [] : _machine.Registry.ReferenceStacks(o);
            for (int i = 0; i < count; i++)
            {
                Add(LeakKind.Reference, o.Path, "the program", $"A reference to {o.Path} is not dropped.", "MRL301", i < stacks.Count ? stacks[i] : null);
            }
        }
    }

    private void FindSpaces()
    {
        foreach (AddressSpace space in _topology.Spaces)
        {
            if (space != _machine.Memory && space != _machine.Io)
            {
                string path = PathOf(space.RootOrNull);
                Add(LeakKind.AddressSpace, path, space.Name, $"The address space {space.Name} of {path} is not disposed.", "MRL301", space.AcquisitionStack);
            }
        }
    }

    /// <summary>Marks what is alive for a reason: the tree of the machine, what the program holds, and what that holds in turn.</summary>
    private void ReachFromHolders()
    {
        if (!_machine.IsFinalized)
        {
            Reach(_machine);
        }

        foreach (QomObject o in _objects)
        {
            if (o is MemoryRegion region)
            {
                if (region.ExplicitReferences > 0)
                {
                    Reach(region.PolicyTarget);
                }

                if (region.HeldByMachine)
                {
                    Reach(region);
                }
            }
            else if (o.ExplicitReferences > 0 || o.CreatorReferenceHeld)
            {
                Reach(o);
            }
        }

        foreach (AddressSpace space in _topology.Spaces)
        {
            Reach(space.RootOrNull?.PolicyTarget);
            foreach (FlatRange range in space.CurrentView)
            {
                Reach(range.Region.PolicyTarget);
            }
        }

        foreach (MappingSlot slot in _topology.Mappings.Snapshot().Where(slot => slot.IsInUse))
        {
            Reach(slot.Region?.PolicyTarget);
        }

        foreach (SectionSlot slot in _topology.Sections.Snapshot().Where(slot => slot.IsInUse))
        {
            Reach(slot.Region?.PolicyTarget);
        }

        _topology.Caches.ForEach(cache => Reach(cache.Region?.PolicyTarget));
    }

    private void Reach(QomObject? start)
    {
        var pending = new Stack<QomObject>();
        Visit(start);
        while (pending.TryPop(out QomObject? next))
        {
            foreach (QomObject held in HeldBy(next))
            {
                Visit(held);
            }
        }

        void Visit(QomObject? o)
        {
            if (o is not null && o.IsAlive && _reached.Add(o))
            {
                pending.Push(o);
            }
        }
    }

    private static IEnumerable<QomObject> HeldBy(QomObject o)
    {
        foreach (QomObject child in o.Children)
        {
            yield return child;
        }

        if (o is MemoryRegion region)
        {
            foreach (MemoryRegion subregion in region.SubregionList)
            {
                if (subregion.LinkTarget is { } target)
                {
                    yield return target;
                }
            }
        }
    }

    /// <summary>Links across owners whose subregion's owner is gone as far as the program is concerned.</summary>
    private void FindLinks()
    {
        foreach (MemoryRegion region in _objects.OfType<MemoryRegion>())
        {
            if (region.Container is not { } container || region.Owner is not { } owner || owner == container.Owner)
            {
                continue;
            }

            // A cycle says more about it, and a container of an ancestor goes together with what is in it.
            if (IsGone(owner) && _reached.Contains(container) && !IsAncestor(container.Owner, owner))
            {
                Add(
                    LeakKind.Link,
                    region.Path,
                    container.Path,
                    $"{region.Path} is still linked into {container.Path}, but its owner {owner.Path} is unplugged.",
                    "MRL201",
                    region.LinkStack);
            }
        }
    }

    /// <summary>Whether an object is finalized, unplugged, or dropped by the program.</summary>
    private static bool IsGone(QomObject o)
    {
        for (QomObject? next = o; next is not null; next = next.Parent)
        {
            if (!next.IsAlive || next is Device { IsUnplugged: true })
            {
                return true;
            }

            if (next.Parent is null)
            {
                return next is not Machine && !next.CreatorReferenceHeld && next.ExplicitReferences == 0;
            }
        }

        return false;
    }

    private static bool IsAncestor(QomObject? ancestor, QomObject o)
    {
        for (QomObject? next = o; next is not null; next = next.Parent)
        {
            if (next == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What nothing reaches is alive only because it holds itself.</summary>
    private void FindCycles()
    {
        var left = _objects.Where(o => o.IsAlive && !_reached.Contains(o)).ToHashSet();
        foreach (QomObject o in _objects)
        {
            if (!left.Contains(o) || FindPathBack(o) is not { } path)
            {
                continue;
            }

            string text = string.Join(" -> ", path.Append(o).Select(p => p.Path));
            string? stack = path.OfType<MemoryRegion>().SelectMany(c => c.SubregionList).Select(s => s.LinkStack).FirstOrDefault(s => s is not null);
            Add(LeakKind.Cycle, o.Path, path[^1].Path, $"These objects keep each other alive: {text}.", "MRL201", stack);
            left.ExceptWith(path);

            // The rest of the island hangs on the cycle.
            Reach(o);
            left.ExceptWith(_reached);
        }
    }

    /// <summary>The shortest way from an object back to itself along what holds what, or <see langword="null"/>.</summary>
    private static List<QomObject>? FindPathBack(QomObject start)
    {
        var cameFrom = new Dictionary<QomObject, QomObject?> { [start] = null };
        var pending = new Queue<QomObject>([start]);
        while (pending.TryDequeue(out QomObject? next))
        {
            foreach (QomObject held in HeldBy(next))
            {
                if (held == start)
                {
                    var path = new List<QomObject>();
                    for (QomObject? o = next; o is not null; o = cameFrom[o])
                    {
                        path.Add(o);
                    }

                    path.Reverse();
                    return path;
                }

                if (cameFrom.TryAdd(held, next))
                {
                    pending.Enqueue(held);
                }
            }
        }

        return null;
    }

    private void FindDanglingAliases()
    {
        foreach (AliasRegion alias in _objects.OfType<AliasRegion>())
        {
            bool shown = alias.IsMapped || _topology.SpaceOf(alias) is not null;
            if (shown && alias.IsAlive && !alias.Target.IsAlive)
            {
                Add(
                    LeakKind.DanglingAlias,
                    alias.Path,
                    alias.Container?.Path ?? "the program",
                    $"The target {alias.Target.Name} of the linked alias {alias.Path} is destroyed.",
                    "MRL209",
                    alias.LinkStack);
            }
        }
    }
}
