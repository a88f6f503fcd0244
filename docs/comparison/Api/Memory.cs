using MemoryRegions.Contracts;

namespace Api;

/// <summary>An API as any library might have it: what it hands out must be disposed of. Only our analyzers read the attributes.</summary>
public sealed class Memory
{
    [return: Acquires("mapping")]
    public Mapping Map(int address = 0) => new(address);

    [return: Acquires("mapping")]
    public Mapping? MapOrNull(int address = 0) => address < 0 ? null : new Mapping(address);

    public bool TryMap(int address, [Acquires("mapping", When = CallOutcome.WhenTrue)] out Mapping? mapping)
    {
        mapping = MapOrNull(address);
        return mapping is not null;
    }

    public void Work()
    {
    }

    public bool Ask() => Environment.TickCount % 2 == 0;
}

public sealed class Mapping(int address) : IDisposable
{
    public int Address { get; } = address;

    [DoesNotThrow]
    public int Length => 4096;

    [RequiresHeld, DoesNotThrow]
    public byte Read(int offset) => (byte)offset;

    [Releases("mapping", Idempotent = true), DoesNotThrow]
    public void Dispose()
    {
    }

    [Releases("mapping"), DoesNotThrow]
    public void Unmap()
    {
    }
}

public sealed class Request([TakesOwnership] Mapping mapping) : IDisposable
{
    public void Dispose() => mapping.Dispose();
}
