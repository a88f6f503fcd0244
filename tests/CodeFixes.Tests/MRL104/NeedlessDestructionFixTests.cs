using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.CodeFixes.Lifecycle;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.CodeFixes.Tests.MRL104;

public class NeedlessDestructionFixTests
{
    [Fact]
    public Task Call_is_removed_and_the_unlinking_stays() => VerifyFix<DeviceLifecycleAnalyzer, DestructionCodeFix>.FixesAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly RamRegion _buffer;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 16, null, null);
                _buffer = new RamRegion(this, "buffer", 4096);
            }

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _registers);

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
                {|MRL104:_registers.Unparent()|};
                {|MRL104:_buffer.Unparent()|};
                base.OnUnrealize();
            }
        }
        """,
        """
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly RamRegion _buffer;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 16, null, null);
                _buffer = new RamRegion(this, "buffer", 4096);
            }

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _registers);

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
                base.OnUnrealize();
            }
        }
        """,
        DestructionCodeFix.Key);
}
