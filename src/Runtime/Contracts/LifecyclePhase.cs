namespace MemoryRegions.Contracts;

/// <summary>The phases in the life of a device's code.</summary>
public enum LifecyclePhase
{
    /// <summary>Constructors, field initialisers and realize: regions are created, linked and mapped here.</summary>
    Init = 0,

    /// <summary>Everything that runs while the machine does: MMIO callbacks, event handlers, timers, reset, public members.</summary>
    Runtime = 1,

    /// <summary>The teardown of realize: what realize linked, mapped and registered is undone here.</summary>
    Unrealize = 2,

    /// <summary>After the last reference is gone: the object's own regions and children are released already.</summary>
    Finalize = 3,
}
