namespace MemoryRegions.Agreement.Model;

/// <summary>An element with one mistake, or without it.</summary>
public abstract record Story(int Number, bool IsRight) : Element(Number);

/// <summary>Realize links a region, and may then throw; what is right links later, or unlinks before it throws.</summary>
public sealed record FailingRealize(int Number, RegionSort Sort, FailureForm Form, bool IsRight) : Story(Number, IsRight);

/// <summary>A region is unlinked from another container than the one that it is in.</summary>
public sealed record WrongContainer(int Number, RegionSort Sort, ContainerPair Pair, bool IsRight) : Story(Number, IsRight);

/// <summary>A region is created where one is.</summary>
public sealed record Recreation(int Number, RegionSort Sort, RecreationPlace Where, RecreationGuard Guard, bool IsRight) : Story(Number, IsRight);

/// <summary>The callbacks of a region are those of the device, and the region belongs to nobody.</summary>
public sealed record ForeignCallbacks(int Number, CallbackForm Form, bool IsRight) : Story(Number, IsRight);

/// <summary>The root of an address space is destroyed before that is disposed.</summary>
public sealed record DestroyedRoot(int Number, RegionSort Sort, bool IsAtRuntime, bool IsRight) : Story(Number, IsRight);

/// <summary>A region is used after it was destroyed.</summary>
public sealed record UseAfterDestruction(int Number, RegionSort Sort, UsePlace Where, RegionUse Use, bool IsRight) : Story(Number, IsRight);

/// <summary>A region is destroyed while it is linked, or still shown.</summary>
public sealed record DestroyedWhileLinked(int Number, RegionSort Sort, LinkedForm Form, bool IsRight) : Story(Number, IsRight);

/// <summary>A linked alias outlives what it shows.</summary>
public sealed record OutlivedTarget(int Number, RegionSort Sort, TargetForm Form, bool IsRight) : Story(Number, IsRight);

/// <summary>A reference is taken on an alias that shows a region of somebody else.</summary>
public sealed record AliasReference(int Number, bool IsOwnAlias, bool IsRight) : Story(Number, IsRight);

/// <summary>A base class that does something in a life-cycle method, which the device overrides.</summary>
public sealed record BaseClass(int Number, BaseMethod Method, BaseCallForm Form, bool IsRight) : Story(Number, IsRight);

/// <summary>A listener, or an address space, that lives as long as the device is realized.</summary>
public sealed record Registration(int Number, bool IsListener, bool IsRight) : Story(Number, IsRight);

public enum FailureForm
{
    /// <summary>Under a condition.</summary>
    Throw,

    /// <summary>In a helper.</summary>
    Helper,

    /// <summary>A handler passes on what a call has thrown.</summary>
    Rethrow,
}

public enum ContainerPair
{
    SystemAndIo,
    OwnAndOwn,
    OwnAndSystem,
    OwnAndBus,
    TwoOfTheBus,
}

public enum RecreationPlace
{
    Realize,

    /// <summary>By the constructor, and by realize.</summary>
    Init,
    Reset,

    /// <summary>In the callback of a region of the device.</summary>
    Callback,
}

/// <summary>What is right about it.</summary>
public enum RecreationGuard
{
    /// <summary>The one before is destroyed.</summary>
    Destroyed,

    /// <summary>It is created if there is none.</summary>
    Missing,

    /// <summary>As above, in one expression.</summary>
    Coalesced,
}

public enum CallbackForm
{
    Method,
    Lambda,
    Operations,
    RomDevice,
    MachineOwned,

    /// <summary>Of the machine, with a callback that needs no device.</summary>
    Static,
}

public enum UsePlace
{
    /// <summary>A local of the runtime code.</summary>
    Local,

    /// <summary>The same, which is destroyed on some paths.</summary>
    Sometimes,

    /// <summary>A field, which is set anew each time.</summary>
    Field,

    /// <summary>In finalize, when all is gone.</summary>
    Finalize,
}

public enum RegionUse
{
    Enable,
    Resize,
    Link,
    Alias,
    Find,
}

public enum LinkedForm
{
    /// <summary>In unrealize, before it is unlinked.</summary>
    Unrealize,

    /// <summary>While the machine runs.</summary>
    Runtime,

    /// <summary>By the method that has linked it.</summary>
    Local,

    /// <summary>In the transaction that unlinks it.</summary>
    Transaction,
}

public enum TargetForm
{
    /// <summary>The target is destroyed in unrealize, before the alias is unlinked.</summary>
    Unrealize,

    /// <summary>The target is destroyed while the machine runs.</summary>
    Runtime,

    /// <summary>The child that owns the target is unplugged while the machine runs.</summary>
    Child,

    /// <summary>The alias belongs to the bus.</summary>
    OfTheBus,

    /// <summary>The alias belongs to nobody.</summary>
    OfNobody,
}

public enum BaseMethod
{
    Realize,
    Unrealize,
    Reset,
    Finalize,
}

public enum BaseCallForm
{
    /// <summary>Never called, or simply.</summary>
    Plain,

    /// <summary>Called on some paths, or on both branches.</summary>
    Branch,

    /// <summary>Never called, or nothing that the base class would do.</summary>
    Empty,
}
