using System.Threading.Tasks;
using Xunit;
using static MemoryRegions.Analyzers.Tests.MRL601.ContractTest;

namespace MemoryRegions.Analyzers.Tests.MRL602;

public class Valid
{
    [Fact]
    public Task Released_on_every_path() => CheckAsync("""
            public void Finish([Releases("mapping")] MemoryMapping header, bool busy) { if (busy) { header.Unmap(0); return; } header.Unmap(); }
            public void Close([Releases("mapping")] MemoryMapping header) { using (header) { Use(header.Span); } }
            public void End([Releases("mapping")] MemoryMapping header) { try { Use(header.Span); } finally { header.Unmap(); } }
        """);

    [Fact]
    public Task Nothing_to_release() => CheckAsync("""
            public void Finish([Releases("mapping")] MemoryMapping header) { if (header.IsNull) return; header.Unmap(); }
            public void Close([Releases("mapping")] MemoryMapping header) { if (header.Length == 0) return; header.Unmap(); }
        """);

    [Fact]
    public Task Throws_instead() => CheckAsync("""
            public void Finish([Releases("mapping")] MemoryMapping header, bool busy) { if (busy) throw new InvalidOperationException(); header.Unmap(); }
            public void Later([Releases("mapping")] MemoryMapping header) => throw new NotSupportedException();
        """);

    [Fact]
    public Task Released_by_a_helper_or_handed_on() => CheckAsync("""
            private static void End(MemoryMapping m) => m.Unmap();
            public void Finish([Releases("mapping")] MemoryMapping header) => End(header);
            public void Queue([Releases("mapping")] MemoryMapping header) => _list.Add(header);
            public void Keep([Releases("mapping")] MemoryMapping header) { _ring.Dispose(); _ring = header; }
        """);

    [Fact]
    public Task As_the_result_says() => CheckAsync("""
            public bool TryFinish([Releases("mapping", When = CallOutcome.WhenTrue)] MemoryMapping header)
            {
                if (header.Length < 16) return false;
                header.Unmap();
                return true;
            }

            public bool Ask([Releases("mapping", When = CallOutcome.WhenTrue)] MemoryMapping header, bool b)
            {
                if (b) header.Unmap();
                return b;
            }
        """);

    [Fact]
    public Task Pool_takes_back_its_own() => CheckAsync("""
            public readonly struct Slot { public int Index { get; init; } [Releases("slot")] public void Free() { } }
            public sealed class Pool
            {
                private readonly Stack<int> _free = new();
                [return: Acquires("slot")] public Slot Take() => new Slot { Index = _free.Pop() };
                public void Return([Releases("slot")] Slot slot) => _free.Push(slot.Index);
                public void Forget([Releases("slot")] Slot slot) { }
            }
        """);

    [Fact]
    public Task Handle_that_only_a_pool_can_release() => CheckAsync("""
            public readonly struct Token { public int Number { get; init; } }
            public sealed class Clerk { public void Return([Releases("token")] Token token) => Console.WriteLine(token.Number); }
        """);

    [Fact]
    public Task Borrowed_and_looked_at() => CheckAsync("""
            public int Look([Borrows] MemoryMapping header) { Use(header.Span); return header.Length; }
            public int Pass([Borrows] MemoryMapping header) => Look(header);
            public void Any([Borrows] MemoryMapping header) => _list.Add(header);
        """);

    [Fact]
    public Task Implementation_that_does_nothing() => CheckAsync("""
            public interface ISink { void Finish([Releases("mapping")] MemoryMapping header); }
            public class Nothing : ISink { public void Finish(MemoryMapping header) { } }
        """);

    [Fact]
    public Task Acquires_what_it_returns() => CheckAsync("""
            [return: Acquires("mapping")] public MemoryMapping Open(ulong address) => address == 0 ? default : _space.Map(address, 64, MapAccess.Read);
            [return: Acquires("mapping")] public MemoryMapping Steal() { var ring = _ring; _ring = default; return ring; }
            [return: Acquires("mapping")] public MemoryMapping Fresh(ulong address) { _other = _space.Map(address, 64, MapAccess.Read); return _other; }
            [return: Acquires("mapping")] public MemoryMapping Nothing() => default;
            [return: Acquires("reference")] public MemoryRegion Take() { _machine.SystemMemory.Ref(); return _machine.SystemMemory; }
        """);

    [Fact]
    public Task Abstract_and_asynchronous_methods() => CheckAsync("""
            public abstract class Sink { public abstract void Finish([Releases("mapping")] MemoryMapping header); }
            public async Task FinishAsync([Releases("mapping")] MemoryMapping header) { await Task.Yield(); header.Unmap(); }
            public IEnumerable<int> Steps([Releases("mapping")] MemoryMapping header) { yield return 1; header.Unmap(); }
        """);
}
