using System.Collections.Generic;
using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <content>Links between containers and subregions.</content>
public abstract partial class MemoryRegion
{
    private QomObject? _linkTarget;

    /// <summary>The region into which this one is linked, or <see langword="null"/>.</summary>
    [LinkContainer]
    public MemoryRegion? Container
    {
        [DoesNotThrow]
        get;
        private set;
    }

    /// <summary>Whether the region is linked into a container. Says nothing about whether a guest can see it.</summary>
    [TestsLink]
    public bool IsMapped
    {
        [DoesNotThrow]
        get => Container is not null;
    }

    /// <summary>The subregions, front to back: by descending priority, and of equals the one added last first. A copy.</summary>
    public IReadOnlyList<MemoryRegion> Subregions
    {
        get
        {
            using TopologyScope scope = TopologyScope.Enter(Topology);
            return SubregionList.ToArray();
        }
    }

    /// <summary>The subregions, front to back. Guarded by the lock.</summary>
    internal List<MemoryRegion> SubregionList { get; } = [];

    /// <summary>What the link into the container holds a reference to; <see langword="null"/> if nothing.</summary>
    internal QomObject? LinkTarget => _linkTarget;

    /// <summary>Where the link was made, if acquisitions are tracked.</summary>
    internal string? LinkStack { get; private set; }

    /// <summary>
    /// Links a region into this one (<c>memory_region_add_subregion_overlap</c>). The link references the subregion if both have the same owner;
    /// otherwise it takes the policy reference, which keeps the owner of a subregion alive that is neither RAM nor ROM.
    /// </summary>
    /// <param name="offset">Where it begins in this region, in bytes. What reaches beyond this region's size cannot be seen.</param>
    /// <param name="subregion">The region; it must not be linked anywhere.</param>
    /// <param name="priority">Higher is in front; of equals, the one that was added last is.</param>
    /// <exception cref="MemoryRegionException">
    /// One of the two is finalized, this is an alias, the subregion is linked already or contains this region, or they belong to different
    /// machines.
    /// </exception>
    [RequiresAlive]
    public void AddSubregion(ulong offset, [Links, RequiresAlive] MemoryRegion subregion, int priority = 0)
    {
        ArgumentNullException.ThrowIfNull(subregion);
        using TopologyScope scope = TopologyScope.Enter(Topology ?? subregion.Topology);
        ThrowIfDead();
        subregion.ThrowIfDead();
        CheckNewSubregion(subregion);
        Machine? machine = MachineOrNull ?? subregion.MachineOrNull;
        if (machine is not null)
        {
            machine.ThrowIfDisposed();
            CheckMachine(machine);
            subregion.CheckMachine(machine);
        }

        QomObject? target = subregion.Owner == Owner ? subregion : subregion.PolicyTarget;
        if (target is not null && !target.TryObjectRef())
        {
            throw subregion.Error(MemoryRegionErrorCode.ObjectFinalized, "the owner of the region is finalized", "MRL106");
        }

        if (machine is not null)
        {
            Bind(machine);
            subregion.Bind(machine);
        }

        subregion._linkTarget = target;
        subregion.LinkStack = machine?.Registry.CaptureStack();
        subregion.Container = this;
        subregion.SetPlace(offset, priority);
        InsertSubregion(subregion);
        Topology?.Update(Enabled && subregion.Enabled);
    }

    /// <summary>Unlinks a region from this one, which drops the reference of the link (<c>memory_region_del_subregion</c>).</summary>
    /// <param name="subregion">A region that is linked into this one.</param>
    /// <exception cref="MemoryRegionException">The region is not linked into this one, or this one is finalized.</exception>
    [DoesNotThrow]
    [RequiresAlive]
    public void DelSubregion([Unlinks] MemoryRegion subregion)
    {
        ArgumentNullException.ThrowIfNull(subregion);
        using TopologyScope scope = TopologyScope.Enter(Topology);
        if (subregion.Container != this)
        {
            // What is gone has let go of its subregions already.
            ThrowIfDead();
            throw subregion.Container is { } other
                ? subregion.Error(MemoryRegionErrorCode.LinkedElsewhere, $"the region is linked into {other.Path}, not into {Path}", "MRL205")
                : subregion.Error(MemoryRegionErrorCode.NotLinked, $"the region is not linked into {Path}", "MRL206");
        }

        Unlink(subregion);
    }

    /// <summary>Whether the subregion tree of this region, through aliases too, contains the given one. Call under the lock.</summary>
    internal bool Reaches(MemoryRegion region)
    {
        if (this == region)
        {
            return true;
        }

        if (SubregionList.Count == 0 && AliasTarget is null)
        {
            return false;
        }

        // Upwards from the other end: chains of containers and of aliases are short, trees are not.
        var seen = new HashSet<MemoryRegion> { region };
        var pending = new Stack<MemoryRegion>();
        pending.Push(region);
        while (pending.TryPop(out MemoryRegion? next))
        {
            if (next == this)
            {
                return true;
            }

            if (next.Container is { } container && seen.Add(container))
            {
                pending.Push(container);
            }

            foreach (AliasRegion alias in next.Aliases)
            {
                if (seen.Add(alias))
                {
                    pending.Push(alias);
                }
            }
        }

        return false;
    }

    private void CheckNewSubregion(MemoryRegion subregion)
    {
        if (Kind == RegionKind.Alias)
        {
            throw Error(MemoryRegionErrorCode.SubregionOfAlias, "an alias has no subregions", "MRL208");
        }

        if (subregion.Container is { } container)
        {
            throw subregion.Error(MemoryRegionErrorCode.AlreadyLinked, $"the region is linked into {container.Path} already", "MRL207");
        }

        if (subregion.Reaches(this))
        {
            throw subregion.Error(MemoryRegionErrorCode.RegionInsideItself, $"the region contains {Path}, and would be inside itself", "MRL208");
        }
    }

    /// <summary>Puts a subregion in front of the first one whose priority is not higher.</summary>
    private void InsertSubregion(MemoryRegion subregion)
    {
        int low = 0;
        int high = SubregionList.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (SubregionList[middle].Priority > subregion.Priority)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        SubregionList.Insert(low, subregion);
    }

    /// <summary>Moves the region to where its address and priority put it. The link and its reference stay.</summary>
    private void Relink()
    {
        if (Container is { } container)
        {
            container.SubregionList.Remove(this);
            container.InsertSubregion(this);
            Topology?.Update(container.Enabled && Enabled);
        }
    }

    private void Unlink(MemoryRegion subregion)
    {
        MachineTopology? topology = Topology;
        topology?.Begin();

        // Decided before the reference goes: the subregion may die of it, and a dead region is not enabled.
        bool visible = Enabled && subregion.Enabled;
        subregion.Container = null;
        subregion.LinkStack = null;
        SubregionList.Remove(subregion);
        QomObject? target = subregion._linkTarget;
        subregion._linkTarget = null;
        topology?.RequestUpdate(visible);
        target?.ObjectUnref();
        topology?.Commit();
    }
}
