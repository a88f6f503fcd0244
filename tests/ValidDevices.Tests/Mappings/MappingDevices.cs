namespace MemoryRegions.ValidDevices.Tests.Mappings;

/// <summary>Null test, then work, then unmap.</summary>
public sealed class CopyOnce : Device, IUsable
{
    public CopyOnce(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        MemoryMapping mapping = Machine.Memory.Map(0x1000, 64, MapAccess.Write);
        if (mapping.IsNull)
        {
            return;
        }

        try
        {
            mapping.Span.Fill(1);
        }
        finally
        {
            mapping.Unmap();
        }
    }
}

/// <summary><c>using</c>, with an explicit unmap of what was really written.</summary>
public sealed class PartlyWritten : Device, IUsable
{
    public PartlyWritten(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        using MemoryMapping mapping = Machine.Memory.Map(0x1000, 64, MapAccess.Write);
        if (mapping.Length < 16)
        {
            return;
        }

        mapping.Span[..16].Clear();
        mapping.Unmap(16);
    }
}

/// <summary>Takes what it gets and asks for the rest.</summary>
public sealed class PieceByPiece : Device, IUsable
{
    public PieceByPiece(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        ulong address = 0xf_f000;
        ulong left = 0x2000;
        while (left > 0)
        {
            if (!Machine.Memory.TryMap(address, left, MapAccess.Read, out MemoryMapping piece))
            {
                break;
            }

            using (piece)
            {
                address += (ulong)piece.Length;
                left -= (ulong)piece.Length;
            }
        }
    }
}

/// <summary>Map k, fail, unmap the prefix: the error path of a scatter list.</summary>
public sealed class ScatterList : Device, IUsable
{
    private const int Count = 4;
    private readonly MemoryMapping[] _list = new MemoryMapping[Count];

    public ScatterList(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        if (!MapAll(0x4000))
        {
            return;
        }

        for (int i = 0; i < Count; i++)
        {
            _list[i].Unmap();
        }
    }

    private bool MapAll(ulong address)
    {
        for (int i = 0; i < Count; i++)
        {
            _list[i] = Machine.Memory.Map(address + ((ulong)i * 0x1000), 0x100, MapAccess.Read);
            if (_list[i].IsNull)
            {
                while (--i >= 0)
                {
                    _list[i].Unmap();
                }

                return false;
            }
        }

        return true;
    }
}

/// <summary>The request owns the mapping; its completion releases it, and so do cancel and reset.</summary>
public sealed class Asynchronous : Device, IUsable
{
    private readonly Queue<Request> _pending = new();

    public Asynchronous(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        Submit(0x1000);
        Submit(0x2000);
        Complete();
    }

    protected override void OnReset() => CancelAll();

    protected override void OnUnrealize() => CancelAll();

    private void Submit(ulong address)
    {
        MemoryMapping mapping = Machine.Memory.Map(address, 32, MapAccess.Write);
        if (!mapping.IsNull)
        {
            _pending.Enqueue(new Request(mapping));
        }
    }

    private void Complete()
    {
        if (_pending.TryDequeue(out Request? request))
        {
            request.Buffer.Span.Clear();
            request.Buffer.Unmap();
        }
    }

    private void CancelAll()
    {
        foreach (Request request in _pending)
        {
            request.Buffer.Unmap(0);
        }

        _pending.Clear();
    }

    private sealed record Request(MemoryMapping Buffer);
}

/// <summary>A ring kept mapped from start to stop, under a flag that both keep.</summary>
public sealed class MappedWhileRunning : Device, IUsable
{
    private MemoryMapping _ring;
    private bool _isRunning;

    public MappedWhileRunning(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        if (_isRunning)
        {
            Stop();
        }
        else
        {
            Start();
        }
    }

    protected override void OnReset() => Stop();

    protected override void OnUnrealize() => Stop();

    private void Start()
    {
        _ring = Machine.Memory.Map(0x8000, 256, MapAccess.Read);
        _isRunning = !_ring.IsNull;
    }

    private void Stop()
    {
        if (_isRunning)
        {
            _isRunning = false;
            _ring.Unmap();
        }
    }
}

/// <summary>A helper returns the mapping to its caller.</summary>
public sealed class MappedByHelper : Device, IUsable
{
    public MappedByHelper(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        using MemoryMapping header = MapHeader(0x1000);
        if (!header.IsNull)
        {
            Parse(header.Span);
        }
    }

    private static int Parse(ReadOnlySpan<byte> header) => header.Length > 4 ? header[4] : 0;

    private MemoryMapping MapHeader(ulong address) => Machine.Memory.Map(address, 16, MapAccess.Read);
}

/// <summary>A bounce of its own where mapping fails; only what was mapped is unmapped.</summary>
public sealed class OwnBounceBuffer : Device, IUsable
{
    private readonly byte[] _bounce = new byte[64];

    public OwnBounceBuffer(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        MemoryMapping mapping = Machine.Memory.Map(0x1000, 64, MapAccess.Read);
        bool isMapped = !mapping.IsNull && mapping.Length == 64;
        if (!mapping.IsNull && !isMapped)
        {
            mapping.Unmap(0);
        }

        ReadOnlySpan<byte> data = isMapped ? mapping.Span : _bounce;
        int sum = 0;
        foreach (byte value in data)
        {
            sum += value;
        }

        if (isMapped)
        {
            mapping.Unmap();
        }

        Assert.True(sum >= 0);
    }
}

/// <summary>Two mappings; either may fail.</summary>
public sealed class TwoMappings : Device, IUsable
{
    public TwoMappings(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        MemoryMapping source = Machine.Memory.Map(0x1000, 32, MapAccess.Read);
        MemoryMapping target = Machine.Memory.Map(0x2000, 32, MapAccess.Write);
        try
        {
            if (!source.IsNull && !target.IsNull)
            {
                source.Span[..Math.Min(source.Length, target.Length)].CopyTo(target.Span);
            }
        }
        finally
        {
            if (!target.IsNull)
            {
                target.Unmap();
            }

            if (!source.IsNull)
            {
                source.Unmap(source.Length);
            }
        }
    }
}

/// <summary>Switches on the kind of command; every arm ends in one release.</summary>
public sealed class CommandSwitch : Device, IUsable
{
    private int _command;

    public CommandSwitch(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        if (!Machine.Memory.TryMap(0x1000, 16, MapAccess.Write, out MemoryMapping mapping))
        {
            return;
        }

        int written;
        switch (_command++ % 3)
        {
            case 0:
                mapping.Span.Fill(0xff);
                written = mapping.Length;
                break;
            case 1:
                mapping.Span[0] = 1;
                written = 1;
                break;
            default:
                written = 0;
                break;
        }

        mapping.Unmap(written);
    }
}

/// <summary>A wrapper that owns a mapping and is disposed of.</summary>
public sealed class WrappedMapping : Device, IUsable
{
    public WrappedMapping(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        using var buffer = new GuestBuffer(Machine.Memory, 0x1000, 16);
        buffer.Clear();
    }

    private sealed class GuestBuffer : IDisposable
    {
        private MemoryMapping _mapping;

        public GuestBuffer(AddressSpace space, ulong address, ulong length) => _mapping = space.Map(address, length, MapAccess.Write);

        public void Clear()
        {
            if (!_mapping.IsNull)
            {
                _mapping.Span.Clear();
            }
        }

        public void Dispose()
        {
            _mapping.Dispose();
            _mapping = default;
        }
    }
}

/// <summary>Waits for a bounce buffer when there is none, and gives up the wait on reset.</summary>
public sealed class WaitsForBounceBuffer : Device, IUsable
{
    private MapClient _wait;

    public WaitsForBounceBuffer(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        // Nothing is there: the mapping goes through a bounce buffer, if there is room.
        MemoryMapping mapping = Machine.Memory.Map(0xe000_0000, 64, MapAccess.Write);
        if (mapping.IsNull)
        {
            _wait.Unregister();
            _wait = Machine.Memory.RegisterMapClient(Use);
            return;
        }

        mapping.Unmap(0);
    }

    protected override void OnReset() => _wait.Unregister();

    protected override void OnUnrealize() => _wait.Unregister();
}
