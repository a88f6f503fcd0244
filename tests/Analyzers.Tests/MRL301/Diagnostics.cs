using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL301;

public class Diagnostics
{
    [Fact]
    public Task Mapping_that_nobody_unmaps() => ResourceTest.CheckAsync(
        """
            void Fetch(ulong address)
            {
                var descriptor = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                Use(descriptor.Span);
            {|#1:}|}
        """,
        ResourceTest.Expect("MRL301", hasOtherEnd: true, "mapping", "'descriptor'", "Unmap"));

    [Fact]
    public Task Mapping_of_TryMap() => ResourceTest.CheckAsync(
        """
            void Fetch(ulong address)
            {
                if ({|MRL301:_space.TryMap(address, 16, MapAccess.Read, out MemoryMapping descriptor)|})
                {
                    Use(descriptor.Span);
                }
            }
        """);

    [Fact]
    public Task Found_section() => ResourceTest.CheckAsync(
        """
            bool IsBacked(ulong address)
            {
                var section = {|#0:_region.Find(address, 4)|};
                {|#1:return !section.IsNull;|}
            }
        """,
        ResourceTest.Expect("MRL301", hasOtherEnd: true, "section", "'section'", "Unref"));

    [Fact]
    public Task Transaction_that_is_never_committed() => ResourceTest.CheckAsync(
        """
            void Remap(ulong address)
            {
                var transaction = {|#0:Machine.BeginTransaction()|};
                _region.Enabled = false;
            {|#1:}|}
        """,
        ResourceTest.Expect("MRL301", hasOtherEnd: true, "transaction", "'transaction'", "Commit"));

    [Fact]
    public Task Address_space_in_a_local() => ResourceTest.CheckAsync(
        """
            byte Peek(ulong address)
            {
                var space = {|MRL301:new AddressSpace(Machine, _region, "dma")|};
                return space.LoadUInt8(address);
            }
        """);

    [Fact]
    public Task Mapping_in_a_callback() => ResourceTest.CheckAsync(
        """
            protected override void OnRealize()
            {
                _ = new MmioRegion(this, "registers", 4, null, (offset, value, size) =>
                {
                    var ring = {|MRL301:_space.Map(value, 64, MapAccess.Read)|};
                    Use(ring.Span);
                });
            }
        """);
}
