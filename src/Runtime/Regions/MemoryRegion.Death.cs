using System.Collections.Generic;

namespace MemoryRegions;

/// <content>The end of a region.</content>
public abstract partial class MemoryRegion
{
    private List<AliasRegion>? _aliases;

    /// <summary>The aliases that show this region and are alive. Guarded by the lock.</summary>
    internal IReadOnlyList<AliasRegion> Aliases => _aliases ?? (IReadOnlyList<AliasRegion>)[];

    /// <summary>What the region shows, if it is an alias.</summary>
    internal virtual MemoryRegion? AliasTarget => null;

    /// <summary>Notes that an alias shows this region.</summary>
    internal void AddAlias(AliasRegion alias) => (_aliases ??= []).Add(alias);

    /// <summary>Notes that an alias is gone.</summary>
    internal void RemoveAlias(AliasRegion alias) => _aliases?.Remove(alias);

    /// <inheritdoc/>
    private protected override void CheckUnparent() => DeathForecast.ThrowIfDestructionIsUnsafe(this);

    /// <inheritdoc/>
    private protected override bool TryPostponeEnd()
    {
        // Views hold RAM itself, so that it does not come here before they are gone; of other regions they hold the owner.
        if (ViewCount == 0 || Topology is not { } topology || !topology.Readers.AnyActive())
        {
            return false;
        }

        topology.RetireRegion(this);
        return true;
    }

    /// <inheritdoc/>
    private protected override void FinalizeInstance()
    {
        MarkFinalized();
        DisableSilently();
        MachineTopology? topology = Topology;
        topology?.Begin();
        while (SubregionList.Count > 0)
        {
            Unlink(SubregionList[0]);
        }

        // A linked alias may outlive it, and so may the space whose root it is; what they showed has to go from the views.
        bool dangling = ReportDanglingAliases();
        topology?.RequestUpdate(dangling || ViewCount > 0);
        topology?.Commit();
        ReleaseStorage();
        RunOnFinalize();
    }

    /// <summary>Lets go of the memory and of the target.</summary>
    private protected virtual void ReleaseStorage() => Storage?.Release();

    private bool ReportDanglingAliases()
    {
        bool any = false;
        foreach (AliasRegion alias in Aliases)
        {
            if (alias.IsMapped || MachineOrNull?.Topology.SpaceOf(alias) is not null)
            {
                any = true;
                MachineOrNull?.Diagnostics.RaiseDanglingAlias(alias);
            }
        }

        return any;
    }
}
