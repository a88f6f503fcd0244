namespace MemoryRegions;

/// <summary>An event that a write to a device's register stands for (QEMU's <c>MemoryRegionIoeventfd</c>). Equal if all parts are.</summary>
/// <param name="Offset">The offset in the region in bytes; as a listener sees it, the address in the address space.</param>
/// <param name="Size">The size of the write in bytes; 0 for any.</param>
/// <param name="Value">The value that is written, as the device means it; <see langword="null"/> for any.</param>
/// <param name="Signal">What the write does instead of calling the device. Runs on the thread that writes, without any lock.</param>
public readonly record struct EventNotifier(ulong Offset, int Size, ulong? Value, Action Signal) : IComparable<EventNotifier>
{
    /// <summary>Compares by offset, then size, then value (<c>memory_region_ioeventfd_before</c>).</summary>
    /// <param name="other">The other one.</param>
    /// <returns>Less than 0 if this one is before the other, 0 if none is before the other.</returns>
    public int CompareTo(EventNotifier other)
    {
        int order = Offset.CompareTo(other.Offset);
        order = order != 0 ? order : Size.CompareTo(other.Size);
        order = order != 0 ? order : Value.HasValue.CompareTo(other.Value.HasValue);
        return order != 0 ? order : Value.GetValueOrDefault().CompareTo(other.Value.GetValueOrDefault());
    }

    /// <summary>Whether one is before the other.</summary>
    public static bool operator <(EventNotifier left, EventNotifier right) => left.CompareTo(right) < 0;

    /// <summary>Whether one is after the other.</summary>
    public static bool operator >(EventNotifier left, EventNotifier right) => left.CompareTo(right) > 0;

    /// <summary>Whether one is not after the other.</summary>
    public static bool operator <=(EventNotifier left, EventNotifier right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one is not before the other.</summary>
    public static bool operator >=(EventNotifier left, EventNotifier right) => left.CompareTo(right) >= 0;
}
