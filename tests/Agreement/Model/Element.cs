namespace MemoryRegions.Agreement.Model;

/// <summary>
/// A part of a device: its fields, and what it does in each phase of the device's life. Elements of one device do not know each other.
/// </summary>
/// <param name="Number">Makes the names of the element its own.</param>
public abstract record Element(int Number);

/// <summary>A region that is linked into a container, and perhaps unlinked.</summary>
public sealed record LinkedRegion(int Number, RegionSort Sort, LinkPlace Where, LinkTarget Into, UnlinkPlace Unlink) : Element(Number);

/// <summary>A mapping that a field keeps.</summary>
public sealed record KeptMapping(int Number, bool IsMappedInRealize, ReleasePlace Release) : Element(Number);

/// <summary>A region that is created when it is first needed, or (<paramref name="InRealize"/>) in time.</summary>
public sealed record LateRegion(int Number, RegionSort Sort, bool InRealize) : Element(Number);

/// <summary>A region that is destroyed by hand.</summary>
public sealed record DestroyedRegion(int Number, RegionSort Sort, bool HasOwner, DestroyPlace Where) : Element(Number);

/// <summary>Two links or unlinks that do not fit, or nearly so.</summary>
public sealed record OrderedLinks(int Number, LinkMistake Mistake, bool IsRight) : Element(Number);

/// <summary>Realize may throw here.</summary>
public sealed record FailingRealize(int Number) : Element(Number);

public enum RegionSort
{
    Mmio,
    Ram,
    Rom,
    RomDevice,
    Container,
}

public enum LinkPlace
{
    Realize,
    Runtime,
    Helper,
}

public enum LinkTarget
{
    /// <summary>The container of a bus.</summary>
    Bus,

    /// <summary>The memory of the machine, which has no owner.</summary>
    System,

    /// <summary>A container of the device itself.</summary>
    Own,
}

public enum UnlinkPlace
{
    Never,
    Unrealize,

    /// <summary>In unrealize, through the container that it is in, if it is.</summary>
    UnrealizeIfLinked,

    /// <summary>In unrealize, by a helper.</summary>
    Helper,
    Finalize,
}

public enum ReleasePlace
{
    Never,
    Unrealize,
    Finalize,
    Reset,
}

public enum DestroyPlace
{
    Runtime,
    Unrealize,

    /// <summary>In unrealize, after it was unlinked.</summary>
    Unlinked,

    /// <summary>In unrealize, before it is unlinked.</summary>
    BeforeUnlink,
    Finalize,
}

public enum LinkMistake
{
    LinkedTwice,
    UnlinkedTwice,
    SubregionOfAlias,
    InsideItself,
}
