using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL207;

public partial class Valid
{
    [Fact]
    public Task Guard_by_IsMapped_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                if (machine.Name == "pc")
                {
                    machine.SystemMemory.AddSubregion(0, _registers);
                }
            }

            protected override void OnRealize()
            {
                if (!_registers.IsMapped)
                {
                    Machine.SystemMemory.AddSubregion(0, _registers);
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Removal_in_between_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                machine.SystemMemory.AddSubregion(0, _registers);
            }

            protected override void OnRealize()
            {
                Hide();
                Machine.SystemMemory.AddSubregion(0, _registers);
            }

            protected override void OnUnrealize()
            {
                Hide();
            }

            private void Hide() => Machine.SystemMemory.DelSubregion(_registers);
        }
        """);

    [Fact]
    public Task Retry_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                for (int i = 0; i < 4; i++)
                {
                    try
                    {
                        Machine.SystemMemory.AddSubregion((ulong)i, _registers);
                        break;
                    }
                    catch (MemoryRegionException)
                    {
                        Console.WriteLine(i);
                    }
                }
            }

            protected override void OnUnrealize()
            {
                _registers.Container?.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Flag_decides_where() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly bool _isHigh;

            public Uart(Machine machine, bool isHigh) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _isHigh = isHigh;
            }

            protected override void OnRealize()
            {
                if (_isHigh)
                {
                    Machine.SystemMemory.AddSubregion(8, _registers);
                }

                if (!_isHigh)
                {
                    Machine.SystemMemory.AddSubregion(0, _registers);
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);
}
