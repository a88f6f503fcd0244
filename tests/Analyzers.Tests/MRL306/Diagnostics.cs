using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL306;

public class Diagnostics
{
    [Fact]
    public Task More_than_was_asked_for() => ResourceTest.CheckUseAsync(
        """
            void Fetch(ulong address)
            {
                var m = {|#1:_space.Map(address, 16, MapAccess.Write)|};
                if (m.IsNull)
                {
                    return;
                }

                {|#0:m.Unmap(32)|};
            }
        """,
        ResourceTest.Expect("MRL306", hasOtherEnd: true, "mapping", "'m'", "with a length that it cannot have: line 11 asked for '16'; pass what was used of it"));

    [Fact]
    public Task Less_than_nothing() => ResourceTest.CheckUseAsync(
        """
            void Fetch(ulong address, int wanted)
            {
                var m = _space.Map(address, (ulong)wanted, MapAccess.Write);
                if (m.Length < wanted)
                {
                    m.Dispose();
                    return;
                }

                {|MRL306:m.Unmap(-1)|};
            }
        """);

    [Fact]
    public Task Through_another_address_space() => ResourceTest.CheckUseAsync(
        """
            private readonly AddressSpace _ports = machine.Io;

            void Fetch(ulong address)
            {
                var m = {|#1:_space.Map(address, 16, MapAccess.Write)|};
                if (!m.IsNull)
                {
                    {|#0:_ports.Unmap(m, 0)|};
                }
            }

            void Store(ulong address)
            {
                var m = Machine.Memory.Map(address, 16, MapAccess.Write);
                if (!m.IsNull)
                {
                    {|MRL306:Machine.Io.Unmap(m, 0)|};
                }
            }
        """,
        ResourceTest.Expect("MRL306", hasOtherEnd: true, "mapping", "'m'", "by '_ports', but line 13 acquired it from '_space'; release it there"));

    [Fact]
    public Task Kind_of_a_user() => ResourceTest.CheckUseAsync(
        """
            sealed class Block { }

            sealed class Pool
            {
                [return: Acquires("block")] public Block Get([RequestedLength] int size) => new();
                public void Put([Releases("block", FromAcquirer = true)] Block block, [AccessedLength] int used) { }
            }

            private readonly Pool _small = new(), _large = new();

            void Run()
            {
                Block block = _small.Get(8);
                {|MRL306:_large.Put(block, 0)|};
                Block other = _small.Get(8);
                {|MRL306:_small.Put(other, 9)|};
            }
        """);
}
