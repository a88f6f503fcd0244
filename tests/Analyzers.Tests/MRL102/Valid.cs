using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL102;

public class Valid
{
    [Fact]
    public Task Init_makes_ram() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Pmem : Device
        {
            private readonly RamRegion _low = new(null, "low", 4096);
            private readonly RamRegion _ram;
            private RomRegion? _rom;

            public Pmem(Machine machine) : base(machine) => _ram = Make("ram");

            protected override void OnRealize() => _rom = new RomRegion(this, "rom", 4096);

            private RamRegion Make(string name) => new(this, name, 4096);
        }
        """);

    [Fact]
    public Task Umbrella_object_comes_with_its_ram() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Blob : QomObject
        {
            public Blob(Machine machine) : base(machine) { }
        }

        class Gpu(Machine machine) : Device(machine)
        {
            public RamRegion Map(ulong size)
            {
                var blob = new Blob(Machine);
                AddChild("blob", blob);
                blob.Unref();
                return new RamRegion(blob, "blob", size);
            }
        }
        """);

    [Fact]
    public Task Member_that_runs_before_the_machine_does_is_init() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Pmem(Machine machine) : Device(machine)
        {
            private RamRegion? _ram;

            [LifecyclePhase(LifecyclePhase.Init)]
            public void SetSize(ulong size) => _ram = new RamRegion(this, "ram", size);
        }
        """);

    [Fact]
    public Task Unknown_phase_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        abstract class Pmem(Machine machine) : Device(machine)
        {
            protected RamRegion Make(ulong size) => new(this, "ram", size);
        }
        """);
}
