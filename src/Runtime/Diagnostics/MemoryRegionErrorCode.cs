namespace MemoryRegions;

/// <summary>What a <see cref="MemoryRegionException"/> complains about. Codes never change meaning.</summary>
public enum MemoryRegionErrorCode
{
    /// <summary>The object is finalized, or is being finalized.</summary>
    ObjectFinalized = 1,

    /// <summary>The region is linked into a container already.</summary>
    AlreadyLinked = 2,

    /// <summary>The region is not linked into any container.</summary>
    NotLinked = 3,

    /// <summary>The region is linked, but into another container.</summary>
    LinkedElsewhere = 4,

    /// <summary>An alias cannot have subregions.</summary>
    SubregionOfAlias = 5,

    /// <summary>A region would contain itself, directly or through an alias.</summary>
    RegionInsideItself = 6,

    /// <summary>The region would be destroyed while a container of another owner links it.</summary>
    DestroyedWhileLinked = 7,

    /// <summary>The region would be destroyed while it is the root of an address space.</summary>
    DestroyedWhileRoot = 8,

    /// <summary>The region would be destroyed while the flat view in force still shows it (inside an open transaction).</summary>
    DestroyedWhileVisible = 9,

    /// <summary>The region would be destroyed while it is mapped, and its mapping does not keep it alive.</summary>
    DestroyedWhileMapped = 10,

    /// <summary>The region would be destroyed while a linked alias shows it.</summary>
    DestroyedWhileAliased = 11,

    /// <summary>The resource is not held: it was released already, or was never acquired.</summary>
    NotHeld = 12,

    /// <summary>More bytes are given back than were mapped.</summary>
    LengthOutOfRange = 13,

    /// <summary>The mapping belongs to another address space.</summary>
    WrongAddressSpace = 14,

    /// <summary>The address space is disposed.</summary>
    AddressSpaceDisposed = 15,

    /// <summary>The machine is disposed.</summary>
    MachineDisposed = 16,

    /// <summary>The objects belong to different machines.</summary>
    DifferentMachines = 17,

    /// <summary>The region has no owner and is not part of a machine yet.</summary>
    NotInMachine = 18,

    /// <summary>A device that lives as long as its machine cannot be unplugged.</summary>
    MachineLifetime = 19,

    /// <summary>The device was realized already; a device is realized at most once.</summary>
    AlreadyRealized = 20,

    /// <summary>The object has a parent already.</summary>
    AlreadyParented = 21,

    /// <summary>The parent has a child of that name already.</summary>
    DuplicateName = 22,

    /// <summary>An object would become its own ancestor.</summary>
    ObjectInsideItself = 23,

    /// <summary>The size or offset is outside what the region can have.</summary>
    SizeOutOfRange = 24,

    /// <summary>A transaction can be committed only by the thread that began it.</summary>
    WrongThread = 25,

    /// <summary>The listener or notifier is registered already.</summary>
    AlreadyRegistered = 26,

    /// <summary>The operation is not for this kind of region.</summary>
    WrongKind = 27,
}
