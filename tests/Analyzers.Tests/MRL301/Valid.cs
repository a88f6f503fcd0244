using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL301;

public class Valid
{
    [Fact]
    public Task Mapping_that_is_unmapped() => ResourceTest.CheckAsync(
        """
            void Fetch(ulong address)
            {
                MemoryMapping descriptor = _space.Map(address, 16, MapAccess.Read);
                if (descriptor.IsNull)
                {
                    return;
                }

                Use(descriptor.Span);
                descriptor.Unmap();
            }
        """);

    [Fact]
    public Task Mapping_that_is_unmapped_through_its_space() => ResourceTest.CheckAsync(
        """
            void Fetch(ulong address)
            {
                MemoryMapping descriptor = _space.Map(address, 16, MapAccess.Read);
                _space.Unmap(descriptor, 0);
            }
        """);

    [Fact]
    public Task Using_with_an_explicit_unmap() => ResourceTest.CheckAsync(
        """
            void Fetch(ulong address)
            {
                using MemoryMapping descriptor = _space.Map(address, 16, MapAccess.Read);
                Use(descriptor.Span);
                descriptor.Unmap(8);
            }
        """);

    [Fact]
    public Task Mapping_kept_in_a_field() => ResourceTest.CheckAsync(
        """
            void Start(ulong address) => _ring = _space.Map(address, 4096, MapAccess.Write);
        """);

    [Fact]
    public Task Transaction_in_a_using() => ResourceTest.CheckAsync(
        """
            void Remap()
            {
                using (Machine.BeginTransaction())
                {
                    _region.Enabled = false;
                }
            }
        """);

    [Fact]
    public Task Map_that_fails_and_retries_later() => ResourceTest.CheckAsync(
        """
            void Continue(ulong address)
            {
                if (!_space.TryMap(address, 16, MapAccess.Read, out MemoryMapping mapping))
                {
                    _busy = true;
                    return;
                }

                Use(mapping.Span);
                mapping.Unmap();
            }
        """);

    [Fact]
    public Task Short_maps_in_a_loop() => ResourceTest.CheckAsync(
        """
            void Copy(ulong address, ulong length)
            {
                while (length > 0)
                {
                    MemoryMapping mapping = _space.Map(address, length, MapAccess.Read);
                    if (mapping.IsNull)
                    {
                        break;
                    }

                    Use(mapping.Span);
                    address += (ulong)mapping.Length;
                    length -= (ulong)mapping.Length;
                    mapping.Unmap();
                }
            }
        """);
}
