using System.Threading.Tasks;
using Xunit;
using static MemoryRegions.Analyzers.Tests.MRL601.ContractTest;

namespace MemoryRegions.Analyzers.Tests.MRL601;

public class Valid
{
    [Fact]
    public Task Says_so() => CheckAsync("""
            [return: Acquires("mapping")] public MemoryMapping Open(ulong address) => _space.Map(address, 64, MapAccess.Read);
            public void Finish([Releases("mapping")] MemoryMapping header) { Use(header.Span); header.Unmap(); }
            public void Attach([TakesOwnership] MemoryMapping ring) { _ring.Dispose(); _ring = ring; }
        """);

    [Fact]
    public Task Not_visible_to_other_assemblies() => CheckAsync("""
            internal MemoryMapping Open(ulong address) => _space.Map(address, 64, MapAccess.Read);
            private protected void Finish(MemoryMapping header) => header.Unmap();
            private class Inner { public void Finish(MemoryMapping header) => header.Unmap(); }
        """);

    [Fact]
    public Task Only_looks() => CheckAsync("""
            public int Sum(MemoryMapping header) { Use(header.Span); return header.Length; }
            public MemoryMapping Ring() => _ring;
        """);

    [Fact]
    public Task Nobody_knows() => CheckAsync("""
            public void Add(MemoryMapping header) => _list.Add(header);
            public MemoryMapping Last() => _list[^1];
            public void Maybe(MemoryMapping header, bool b) { if (b) header.Unmap(); }
        """);

    [Fact]
    public Task Object_that_is_only_used_on() => CheckAsync("""
            public void Use(AddressSpace space) => _current = space;
            public AddressSpace? Current() => _current;
        """);

    [Fact]
    public Task Maps_for_itself() => CheckAsync("""
            public int Read(ulong address) { using var m = _space.Map(address, 4, MapAccess.Read); return m.Length; }
        """);

    [Fact]
    public Task Life_cycle_override_and_implementation() => CheckAsync("""
            public interface ISink { void Finish([Releases("mapping")] MemoryMapping header); MemoryMapping Open(ulong address); }
            public class Sink(AddressSpace space) : ISink
            {
                public void Finish(MemoryMapping header) => header.Unmap();
                public MemoryMapping Open(ulong address) => space.Map(address, 64, MapAccess.Read);
            }
            public class Dma(Machine machine) : Device(machine)
            {
                private MemoryMapping _ring;
                protected override void OnRealize() => _ring = Machine.Memory.Map(0, 16, MapAccess.Read);
                protected override void OnUnrealize() => _ring.Dispose();
            }
        """);

    [Fact]
    public Task References_of_regions() => CheckAsync("""
            public void Drop(MemoryRegion region) => region.Unref();
            public MemoryRegion Take(MemoryRegion region) { region.Ref(); return region; }
        """);
}
