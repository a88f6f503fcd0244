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

/// <summary>A region that is created when it is first needed, or in time.</summary>
public sealed record LateRegion(int Number, RegionSort Sort, LatePlace Where) : Element(Number);

/// <summary>A region that is destroyed by hand.</summary>
public sealed record DestroyedRegion(int Number, RegionSort Sort, bool HasOwner, DestroyPlace Where) : Element(Number);

/// <summary>Two links or unlinks that do not fit, or nearly so.</summary>
public sealed record OrderedLinks(int Number, LinkMistake Mistake, bool IsRight) : Element(Number);

public enum RegionSort
{
    Mmio,
    Ram,
    Rom,
    RomDevice,
    Container,
    Alias,
    Iommu,
    Reservation,
}

public enum LinkPlace
{
    Realize,
    Runtime,
    Helper,
    Constructor,
    Reset,
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

    /// <summary>In unrealize, behind a call that may throw, in a finally region.</summary>
    Finally,

    /// <summary>In unrealize, under the condition under which it was linked.</summary>
    UnderTheSameFlag,
    Finalize,

    /// <summary>In unrealize, if it so happens.</summary>
    Sometimes,

    /// <summary>In unrealize, by a helper that may return before.</summary>
    BehindReturn,

    /// <summary>In unrealize, behind a call that may throw, which a handler takes.</summary>
    Caught,

    /// <summary>In unrealize, under a condition under which it was not linked.</summary>
    UnderAFlag,

    /// <summary>When the device is reset, if it is.</summary>
    Reset,
}

public enum ReleasePlace
{
    Never,
    Unrealize,
    Finalize,
    Reset,
}

public enum LatePlace
{
    Realize,
    Runtime,
    Reset,
    Unrealize,
}

public enum DestroyPlace
{
    Runtime,
    Reset,
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

    /// <summary>Linked by the constructor, and again by realize.</summary>
    LinkedAgain,

    /// <summary>Unlinked in unrealize, and before that by a helper.</summary>
    UnlinkedByHelper,
    SubregionOfAlias,
    InsideItself,
}
