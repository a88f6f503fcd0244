namespace MemoryRegions;

/// <summary>An object that does nothing but hold children, such as the machine's <c>unattached</c>.</summary>
internal sealed class ObjectContainer : QomObject
{
    private readonly bool _isTreeRoot;

    internal ObjectContainer(Machine machine, string name, bool isTreeRoot = false)
        : base(machine, name)
    {
        _isTreeRoot = isTreeRoot;
    }

    /// <inheritdoc/>
    internal override bool IsTreeRoot => _isTreeRoot;
}
