using System.Threading.Tasks;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Mapping;

/// <summary>Mappings are values that can be kept, and released by another thread.</summary>
public sealed class AsyncMappingTests : MachineTest
{
    private MemoryMapping _kept;

    [Fact]
    public async Task Mapping_is_used_across_await_and_released_by_another_thread()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        int before = ram.ReferenceCount;
        using (MemoryMapping mapping = Memory.Map(0x10, 0x20, MapAccess.Write))
        {
            mapping.Span.Fill(1);
            await Task.Run(() => mapping.Span[0] = 2);
            await Task.Yield();
            Assert.Equal(2, mapping.Span[0]);
            await Task.Run(mapping.Unmap);
            Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL305", () => mapping.Span.Clear());
        }

        Assert.Equal(before, ram.ReferenceCount);
        Assert.Equal([2, 1], ram.GetSpan(0x10, 2).ToArray());
    }

    [Fact]
    public async Task Mapping_kept_in_a_field_outlives_the_unplug_of_its_RAM()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        await Task.Run(() => _kept = Memory.Map(0, 0x1000, MapAccess.Read));
        Root.DelSubregion(ram);
        Owner.Unref();
        await Task.Yield();
        Assert.Equal(0x1000, _kept.Span.Length);
        await Task.Run(() => _kept.Dispose());
        Assert.True(ram.IsFinalized);
        _kept.Dispose();
    }

    [Fact]
    public async Task Of_racing_releases_one_wins()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        int before = ram.ReferenceCount;
        for (int i = 0; i < 200; i++)
        {
            MemoryMapping mapping = Memory.Map(0, 4, MapAccess.Write);
            await Task.WhenAll(Task.Run(mapping.Dispose), Task.Run(mapping.Dispose));
            Assert.Equal(before, ram.ReferenceCount);
        }
    }
}
