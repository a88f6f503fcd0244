using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace MemoryRegions;

/// <summary>
/// The bytes behind RAM. Managed memory can outlive the region in a span without ever pointing to what is freed; foreign memory is let go
/// when the region is finalized. Growing leaves what is there where it is, so that mappings stay valid.
/// </summary>
internal sealed unsafe class RamStorage
{
    private readonly Lock _growth = new();
    private readonly UInt128 _maxCapacity = MemoryRegion.MaxSize;
    private volatile RamExtent[] _extents = [];
    private UInt128 _capacity;

    // The first extent, if it is one array, from its beginning.
    private byte[]? _first;
    private MemoryHandle _pin;
    private MemoryMappedViewAccessor? _view;
    private SafeMemoryMappedViewHandle? _viewHandle;
    private volatile bool _released;
    private DirtyMemory? _dirty;

    /// <summary>Managed memory that reads as 0.</summary>
    internal RamStorage(UInt128 size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MemoryRegion.MaxSize);
        Grow(size);
    }

    /// <summary>Managed memory that can grow up to a maximum.</summary>
    internal RamStorage(UInt128 size, UInt128 maxSize)
        : this(size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxSize, MemoryRegion.MaxSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, maxSize);
        _maxCapacity = maxSize;
    }

    /// <summary>The caller's memory, which is pinned if it is not an array.</summary>
    internal RamStorage(Memory<byte> memory)
    {
        _maxCapacity = _capacity = (UInt128)memory.Length;
        if (memory.Length == 0)
        {
            return;
        }

        if (MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> array))
        {
            _extents = [new RamExtent(array)];
            return;
        }

        _pin = memory.Pin();
        _extents = [new RamExtent((byte*)_pin.Pointer, (ulong)memory.Length)];
    }

    /// <summary>A part of a memory-mapped file.</summary>
    internal RamStorage(MemoryMappedFile file, ulong offset, ulong size, bool isPrivate)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, (ulong)long.MaxValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, (ulong)long.MaxValue - size);
        _maxCapacity = _capacity = size;
        _view = file.CreateViewAccessor(
            (long)offset, (long)size, isPrivate ? MemoryMappedFileAccess.CopyOnWrite : MemoryMappedFileAccess.ReadWrite);
        _viewHandle = _view.SafeMemoryMappedViewHandle;
        byte* address = null;
        _viewHandle.AcquirePointer(ref address);

        // The view begins at a page boundary below the offset.
        _extents = [new RamExtent(address + _view.PointerOffset, size)];
    }

    /// <summary>Which pages were written. Made when somebody first asks.</summary>
    internal DirtyMemory DirtyMemory => Volatile.Read(ref _dirty) ?? Interlocked.CompareExchange(ref _dirty, new DirtyMemory(), null) ?? _dirty;

    /// <summary>The number of bytes.</summary>
    internal UInt128 Capacity => _capacity;

    /// <summary>The most bytes that there can be.</summary>
    internal UInt128 MaxCapacity => _maxCapacity;

    /// <summary>Makes room for at least the given size, which is not more than the maximum.</summary>
    internal void Grow(UInt128 size)
    {
        lock (_growth)
        {
            if (size > _capacity)
            {
                _extents = [.. _extents, new RamExtent((ulong)_capacity, size - _capacity)];
                _capacity = size;
            }
        }
    }

    /// <summary>The bytes at an offset, as many as are on end and at most the given number. The offset must exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<byte> GetContiguous(ulong offset, int length)
    {
        // Most RAM is one array.
        byte[]? first = Volatile.Read(ref _first);
        return first is not null && offset < (ulong)first.Length && (ulong)first.Length - offset >= (ulong)length
            ? MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(first), (nint)offset), length)
            : Get(offset, length).Span;
    }

    /// <summary>The same, to be kept.</summary>
    internal RamBytes Get(ulong offset, int length)
    {
        byte[]? whole = Volatile.Read(ref _first);
        if (whole is not null && offset < (ulong)whole.Length)
        {
            return new RamBytes(whole, (int)offset, (int)Math.Min((ulong)whole.Length - offset, (ulong)length));
        }

        RamExtent[] extents = _extents;
        RamExtent first = extents[0];
        if (offset > first.Last)
        {
            return Find(extents, offset).Get(offset, length);
        }

        RamBytes bytes = first.Get(offset, length);
        if (_first is null && first.WholeArray is { } array)
        {
            Volatile.Write(ref _first, array);
        }

        return bytes;
    }

    /// <summary>The bytes at an offset, all of which must exist on end.</summary>
    internal Span<byte> GetSpan(ulong offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        CheckRange(offset, length);
        if (length == 0)
        {
            return default;
        }

        RamBytes bytes = Get(offset, length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, bytes.Length);
        return bytes.Span;
    }

    internal void Write(ulong offset, ReadOnlySpan<byte> data)
    {
        CheckRange(offset, data.Length);
        while (!data.IsEmpty)
        {
            RamBytes bytes = Get(offset, data.Length);
            data[..bytes.Length].CopyTo(bytes.Span);
            data = data[bytes.Length..];
            offset += (ulong)bytes.Length;
        }
    }

    /// <summary>Notes that all of it is dirty, as after a change of its size.</summary>
    internal void MarkAllDirty() => Volatile.Read(ref _dirty)?.MarkAll();

    /// <summary>Lets go of foreign memory; nobody uses it any more. Managed memory is left to the collector.</summary>
    internal void Release()
    {
        if (_view is null && _pin.Pointer is null)
        {
            return;
        }

        _released = true;
        _extents = [];
        _pin.Dispose();
        _pin = default;
        _viewHandle?.ReleasePointer();
        _view?.Dispose();
        _viewHandle = null;
        _view = null;
    }

    private static RamExtent Find(RamExtent[] extents, ulong offset)
    {
        int low = 0;
        int high = extents.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (extents[middle].Start <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return extents[low];
    }

    private void CheckRange(ulong offset, int length)
    {
        if (_released)
        {
            throw new MemoryRegionException(MemoryRegionErrorCode.ObjectFinalized, "(RAM)", "the memory went with its region", "MRL106");
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan((UInt128)offset + (UInt128)(uint)length, _capacity, nameof(length));
    }
}
