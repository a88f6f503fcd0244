namespace MemoryRegions;

/// <summary>A run of bytes of RAM: in an array, or at an address outside the managed heap.</summary>
internal readonly unsafe struct RamBytes
{
    private readonly byte[]? _array;

    // The index in the array, or the address.
    private readonly nint _start;

    internal RamBytes(byte[] array, int start, int length)
    {
        _array = array;
        _start = start;
        Length = length;
    }

    internal RamBytes(byte* address, int length)
    {
        _start = (nint)address;
        Length = length;
    }

    internal int Length { get; }

    internal Span<byte> Span => First(Length);

    /// <summary>The first bytes of the run.</summary>
    internal Span<byte> First(int length) => _array is { } array ? array.AsSpan((int)_start, length) : new Span<byte>((void*)_start, length);
}
