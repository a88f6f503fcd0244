namespace MemoryRegions;

/// <summary>An object that does nothing but hold children, such as the machine's <c>unattached</c>.</summary>
internal sealed class ObjectContainer : QomObject
{
    internal ObjectContainer(Machine machine, string name)
        : base(machine, name)
    {
    }
}
