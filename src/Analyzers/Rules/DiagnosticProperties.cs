namespace MemoryRegions.Analyzers.Rules;

/// <summary>The keys under which diagnostics carry what their code fixes need to know.</summary>
internal static class DiagnosticProperties
{
    /// <summary>MRL201, MRL202, MRL103: an expression that names the region in every instance member of the type.</summary>
    public const string Region = "Region";

    /// <summary>MRL201, MRL103: present if <see cref="Region"/> names a collection that holds the region.</summary>
    public const string RegionIsCollection = "RegionIsCollection";

    /// <summary>MRL201, MRL103: present if <see cref="Region"/> (or an element of the collection) may be null.</summary>
    public const string RegionMayBeNull = "RegionMayBeNull";

    /// <summary>MRL201, MRL202, MRL205, MRL103: an expression that names the container in every instance member of the type, and always the same one.</summary>
    public const string Container = "Container";

    /// <summary>MRL201, MRL202: present if the region may not be linked when the device is torn down.</summary>
    public const string IsConditional = "IsConditional";

    /// <summary>MRL103, MRL104: what to do with the call that destroys the region: <see cref="Remove"/> or <see cref="Unlink"/>.</summary>
    public const string Cure = "Cure";

    public const string Remove = "Remove";

    public const string Unlink = "Unlink";

    /// <summary>MRL111: present if the call belongs at the end of the method.</summary>
    public const string IsLast = "IsLast";

    /// <summary>MRL101: the name of the member that the new region is stored in.</summary>
    public const string Member = "Member";

    /// <summary>MRL309: the name of the member that keeps the resource, if the type of the warning itself has it.</summary>
    public const string Holder = "Holder";

    /// <summary>MRL309: the kind of the resource.</summary>
    public const string Kind = "Kind";

    /// <summary>MRL101: present if init runs the code too, so that the region has to exist by then.</summary>
    public const string AlsoInit = "AlsoInit";
}
