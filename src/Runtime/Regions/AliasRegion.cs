using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// A window onto a part of another region, of which it holds no reference: a linked alias must not outlive its target. May be created and
/// destroyed at any time. If the target dies, it shows nothing.
/// </summary>
[Region(RegionKind.Alias)]
public class AliasRegion : MemoryRegion
{
    private readonly MemoryRegion _target;
    private ulong _offset;

    /// <summary>Creates an alias (<c>memory_region_init_alias</c>).</summary>
    /// <param name="owner">The owner, or <see langword="null"/> if the machine keeps the region.</param>
    /// <param name="name">The name.</param>
    /// <param name="target">The region to show.</param>
    /// <param name="offset">Where in the target the window begins, in bytes.</param>
    /// <param name="size">The size of the window in bytes.</param>
    /// <exception cref="MemoryRegionException">The target is finalized or belongs to another machine.</exception>
    public AliasRegion([Owner] QomObject? owner, string name, [RequiresAlive] MemoryRegion target, ulong offset, ulong size)
        : this(owner, name, target, offset, (UInt128)size)
    {
    }

    /// <inheritdoc cref="AliasRegion(QomObject?, string, MemoryRegion, ulong, ulong)"/>
    public AliasRegion([Owner] QomObject? owner, string name, [RequiresAlive] MemoryRegion target, ulong offset, UInt128 size)
        : base(RegionKind.Alias, CheckTarget(owner, target), name, size)
    {
        _target = target;
        _offset = offset;
        Machine? machine = MachineOrNull ?? target.MachineOrNull;
        using TopologyScope scope = TopologyScope.Enter(machine?.Topology);
        target.AddAlias(this);
        if (machine is not null)
        {
            Bind(machine);
            target.Bind(machine);
        }
    }

    /// <summary>The region that is shown.</summary>
    public MemoryRegion Target
    {
        [DoesNotThrow]
        get => _target;
    }

    /// <summary>Where in the target the window begins, in bytes (<c>memory_region_set_alias_offset</c>).</summary>
    /// <exception cref="MemoryRegionException">The region is finalized.</exception>
    public ulong AliasOffset
    {
        [DoesNotThrow]
        get => _offset;
        [RequiresAlive]
        set
        {
            using TopologyScope scope = TopologyScope.Enter(Topology);
            ThrowIfDead();
            if (value != _offset)
            {
                _offset = value;
                Topology?.Update(Enabled);
            }
        }
    }

    /// <inheritdoc/>
    internal override MemoryRegion AliasTarget => _target;

    /// <inheritdoc/>
    private protected override void ReleaseStorage() => _target.RemoveAlias(this);

    // Runs before the base constructor makes the alias a child of its owner: a refused alias must leave nothing behind.
    private static QomObject? CheckTarget(QomObject? owner, MemoryRegion target)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.ThrowIfDead();
        if (owner is not null)
        {
            target.CheckMachine(owner.Machine);
        }

        return owner;
    }
}
