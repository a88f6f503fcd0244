namespace MemoryRegions.Contracts;

/// <summary>
/// The device lives as long as its machine (a board device): it cannot be unplugged, so that what it links or maps need not be undone.
/// </summary>
/// <remarks>The runtime enforces it: to unrealize or unparent such a device before its machine dies throws.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public sealed class MachineLifetimeAttribute : Attribute;
