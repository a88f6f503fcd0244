using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL105: what becomes of a region without an owner that is destroyed while somebody uses it.</summary>
public sealed class DestroyedWithoutOwnerTests : IDisposable
{
    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Mapped_ram_cannot_be_destroyed()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Nvdimm(owner: "null"), "MRL105");
        using MemoryMapping mapping = _machine.Memory.Map(0x1000, 16, MapAccess.Write);
        FlaggedDevice.Fails(MemoryRegionErrorCode.DestroyedWhileMapped, "MRL105", device.Unparent);
    }

    [Fact]
    public async Task Who_has_found_it_is_left_with_a_dead_region()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Nvdimm(owner: "null"), "MRL105");
        using MemorySection section = _machine.SystemMemory.Find(0x1000, 16);
        device.Unparent();
        Assert.True(section.Region.IsFinalized);
        device.Unref();
    }

    [Fact]
    public async Task Owned_ram_that_is_left_to_its_owner_outlives_it_for_those_who_use_it()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Nvdimm(owner: "this").Replace("_label.Unparent();", string.Empty));
        MemoryMapping mapping = _machine.Memory.Map(0x1000, 16, MapAccess.Write);
        device.Unparent();
        device.Unref();
        Assert.True(device.IsFinalized);
        mapping.Span.Fill(1);
        mapping.Unmap(16);
        Assert.Empty(_machine.Diagnostics.FindLeaks());
    }

    private static string Nvdimm(string owner) => $$"""
        public class Sample : Device
        {
            private readonly RamRegion _label;

            public Sample(Machine machine) : base(machine) => _label = new RamRegion({{owner}}, "label", 4096);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _label);

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_label);
                _label.Unparent();
            }
        }
        """;
}
