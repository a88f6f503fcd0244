using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL304;

public class Valid
{
    [Fact]
    public Task Dispose_after_unmap() => ResourceTest.CheckAsync(
        """
            void Fetch(ulong address)
            {
                var descriptor = _space.Map(address, 16, MapAccess.Read);
                descriptor.Unmap(4);
                descriptor.Dispose();
            }
        """);

    [Fact]
    public Task Different_branches() => ResourceTest.CheckAsync(
        """
            void Fetch(ulong address, bool used)
            {
                var descriptor = _space.Map(address, 16, MapAccess.Read);
                if (used)
                {
                    descriptor.Unmap();
                }
                else
                {
                    descriptor.Unmap(0);
                }
            }
        """);

    [Fact]
    public Task Mapped_again_in_between() => ResourceTest.CheckAsync(
        """
            void Fetch(ulong address)
            {
                var descriptor = _space.Map(address, 16, MapAccess.Read);
                descriptor.Unmap();
                descriptor = _space.Map(address + 16, 16, MapAccess.Read);
                descriptor.Unmap();
            }
        """);

    [Fact]
    public Task Reference_of_the_creator_is_not_tracked() => ResourceTest.CheckAsync(
        """
            void Drop(Device child)
            {
                AddChild("child", child);
                child.Unref();
            }
        """);

    [Fact]
    public Task Several_references_on_one_object() => ResourceTest.CheckAsync(
        """
            void Twice(MemoryRegion region)
            {
                region.Ref();
                region.Ref();
                region.Unref();
                region.Unref();
            }
        """);
}
