using System.Threading.Tasks;
using Xunit;
using static MemoryRegions.Analyzers.Tests.MRL601.ContractTest;

namespace MemoryRegions.Analyzers.Tests.MRL601;

public class Diagnostics
{
    [Fact]
    public Task Returns_what_it_maps() => CheckAsync(
        """
            public MemoryMapping {|#0:Open|}(ulong address) => _space.Map(address, 64, MapAccess.Read);
        """,
        NotSaid("Open", "acquires the mapping that it returns", "[return: Acquires(\"mapping\")]"));

    [Fact]
    public Task Returns_what_a_helper_begins() => CheckAsync(
        """
            private TopologyTransaction Begin() => _machine.BeginTransaction();
            protected TopologyTransaction {|#0:Change|}() { var t = Begin(); return t; }
        """,
        NotSaid("Change", "acquires the transaction that it returns", "[return: Acquires(\"transaction\")]"));

    [Fact]
    public Task Out_parameter() => CheckAsync(
        """
            public bool {|#0:TryOpen|}(ulong address, out MemoryMapping header)
            {
                if (_space.TryMap(address, 64, MapAccess.Read, out header)) return true;
                return false;
            }
        """,
        NotSaid("TryOpen", "acquires the mapping 'header'", "[Acquires(\"mapping\", When = CallOutcome.WhenTrue)]"));

    [Fact]
    public Task Releases_a_parameter() => CheckAsync(
        """
            public void {|#0:Finish|}(MemoryMapping header) { Use(header.Span); header.Unmap(); }
        """,
        NotSaid("Finish", "releases the mapping 'header'", "[Releases(\"mapping\")]"));

    [Fact]
    public Task Releases_a_parameter_on_one_result() => CheckAsync(
        """
            public bool {|#0:TryFinish|}(MemoryMapping header)
            {
                if (header.Length < 16) return false;
                header.Unmap();
                return true;
            }
        """,
        NotSaid("TryFinish", "releases the mapping 'header'", "[Releases(\"mapping\", When = CallOutcome.WhenTrue)]"));

    [Fact]
    public Task Keeps_a_parameter() => CheckAsync(
        """
            public void {|#0:Attach|}(MemoryMapping ring) { _ring.Dispose(); _ring = ring; }
        """,
        NotSaid("Attach", "keeps the mapping 'ring'", "[TakesOwnership]"));
}
