using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL310;

public class Diagnostics
{
    [Fact]
    public Task Discarded() => ResourceTest.CheckAsync(
        """
            void Touch(ulong address)
            {
                {|#0:_space.Map(address, 16, MapAccess.Write)|};
            }
        """,
        ResourceTest.Expect("MRL310", hasOtherEnd: false, "mapping", "that 'Map' returns is discarded while it is held", "keep it and call Unmap"));

    [Fact]
    public Task Used_once_and_dropped() => ResourceTest.CheckAsync(
        """
            byte Peek(ulong address) => {|MRL310:_space.Map(address, 1, MapAccess.Read)|}.Span[0];
        """);

    [Fact]
    public Task Overwritten_local() => ResourceTest.CheckAsync(
        """
            void Walk(ulong address)
            {
                var entry = {|#1:_space.Map(address, 8, MapAccess.Read)|};
                {|#0:entry = _space.Map(address + 8, 8, MapAccess.Read)|};
                entry.Unmap();
            }
        """,
        ResourceTest.Expect("MRL310", hasOtherEnd: true, "mapping", "'entry' from line 11 is overwritten while it is held", "call Unmap first"));

    [Fact]
    public Task Overwritten_field() => ResourceTest.CheckAsync(
        """
            void Start(ulong address)
            {
                _ring = _space.Map(address, 4096, MapAccess.Write);
                if (_ring.Length < 4096)
                {
                    {|MRL310:_ring = default|};
                }
            }
        """);

    [Fact]
    public Task Overwritten_in_each_round_of_a_loop() => ResourceTest.CheckAsync(
        """
            void Walk(ulong address)
            {
                MemoryMapping entry = default;
                for (int i = 0; i < 4; i++)
                {
                    {|MRL310:entry = _space.Map(address, 8, MapAccess.Read)|};
                    address += 8;
                }

                entry.Dispose();
            }
        """);
}
