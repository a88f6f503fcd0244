using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL310;

public class Valid
{
    [Fact]
    public Task Unmapped_before_it_is_mapped_again() => ResourceTest.CheckAsync(
        """
            void Update(ulong address)
            {
                _ring.Dispose();
                _ring = _space.Map(address, 4096, MapAccess.Write);
            }
        """);

    [Fact]
    public Task Failed_mapping_is_overwritten() => ResourceTest.CheckAsync(
        """
            void Start(ulong address)
            {
                MemoryMapping ring = _space.Map(address, 4096, MapAccess.Write);
                if (ring.IsNull)
                {
                    ring = _space.Map(0, 4096, MapAccess.Write);
                }

                ring.Dispose();
            }
        """);

    [Fact]
    public Task Helper_releases_the_field_first() => ResourceTest.CheckAsync(
        """
            void Restart(ulong address)
            {
                _ring = _space.Map(address, 4096, MapAccess.Write);
                Stop();
                _ring = _space.Map(address, 8192, MapAccess.Write);
            }

            private void Stop()
            {
                _ring.Dispose();
                _ring = default;
            }
        """);
}
