using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.CodeFixes.Lifecycle;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.CodeFixes.Tests.MRL202;

public class LinkPathCodeFixTests
{
    [Fact]
    public Task Removal_behind_an_early_return_moves_to_the_front() => VerifyFix<DeviceLifecycleAnalyzer, LinkPathCodeFix>.FixesAsync(
        """
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private int _users;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            public void Use() => _users++;

            protected override void OnRealize()
            {
                {|MRL202:Machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize()
            {
                if (_users == 0)
                {
                    return;
                }

                _users = 0;
                Machine.SystemMemory.DelSubregion(_registers);
                base.OnUnrealize();
            }
        }
        """,
        """
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private int _users;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            public void Use() => _users++;

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _registers);
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
                if (_users == 0)
                {
                    return;
                }

                _users = 0;
                base.OnUnrealize();
            }
        }
        """,
        LinkPathCodeFix.MoveKey);

    [Fact]
    public Task Condition_that_decides_on_nothing_else_goes_away() => VerifyFix<DeviceLifecycleAnalyzer, LinkPathCodeFix>.FixesAsync(
        """
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private int _users;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            public void Use() => _users++;

            protected override void OnRealize()
            {
                {|MRL202:Machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize()
            {
                if (_users > 0)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }

                base.OnUnrealize();
            }
        }
        """,
        """
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private int _users;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            public void Use() => _users++;

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _registers);
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
                base.OnUnrealize();
            }
        }
        """,
        LinkPathCodeFix.MoveKey);

    [Fact]
    public Task Link_under_a_flag_is_asked_for() => VerifyFix<DeviceLifecycleAnalyzer, LinkPathCodeFix>.FixesAsync(
        """
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly bool _isOpen;
            private readonly bool _isShared;

            public Uart(Machine machine, bool isOpen, bool isShared) : base(machine)
            {
                _isOpen = isOpen;
                _isShared = isShared;
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                if (_isOpen)
                {
                    {|MRL202:Machine.SystemMemory.AddSubregion(0, _registers)|};
                }
            }

            protected override void OnUnrealize()
            {
                if (_isOpen && !_isShared)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }

                base.OnUnrealize();
            }
        }
        """,
        """
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly bool _isOpen;
            private readonly bool _isShared;

            public Uart(Machine machine, bool isOpen, bool isShared) : base(machine)
            {
                _isOpen = isOpen;
                _isShared = isShared;
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                if (_isOpen)
                {
                    Machine.SystemMemory.AddSubregion(0, _registers);
                }
            }

            protected override void OnUnrealize()
            {
                _registers.Container?.DelSubregion(_registers);
                base.OnUnrealize();
            }
        }
        """,
        LinkPathCodeFix.MoveKey);

    [Fact]
    public Task Two_regions_are_moved_in_turn() => VerifyFix<DeviceLifecycleAnalyzer, LinkPathCodeFix>.FixesAsync(
        """
        class Hub : Device
        {
            private readonly MmioRegion _a;
            private readonly MmioRegion _b;
            private int _users;

            public Hub(Machine machine) : base(machine)
            {
                _a = new MmioRegion(this, "a", 8, null, null);
                _b = new MmioRegion(this, "b", 8, null, null);
            }

            protected override void OnReset() => _users++;

            protected override void OnRealize()
            {
                {|MRL202:Machine.SystemMemory.AddSubregion(0, _a)|};
                {|MRL202:Machine.IoSpace.AddSubregion(0, _b)|};
            }

            protected override void OnUnrealize()
            {
                if (_users == 0)
                {
                    return;
                }

                Machine.SystemMemory.DelSubregion(_a);
                Machine.IoSpace.DelSubregion(_b);
            }
        }
        """,
        """
        class Hub : Device
        {
            private readonly MmioRegion _a;
            private readonly MmioRegion _b;
            private int _users;

            public Hub(Machine machine) : base(machine)
            {
                _a = new MmioRegion(this, "a", 8, null, null);
                _b = new MmioRegion(this, "b", 8, null, null);
            }

            protected override void OnReset() => _users++;

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _a);
                Machine.IoSpace.AddSubregion(0, _b);
            }

            protected override void OnUnrealize()
            {
                Machine.IoSpace.DelSubregion(_b);
                Machine.SystemMemory.DelSubregion(_a);
                if (_users == 0)
                {
                    return;
                }
            }
        }
        """,
        LinkPathCodeFix.MoveKey);

    [Fact]
    public Task Helper_is_not_taken_apart() => VerifyFix<DeviceLifecycleAnalyzer, LinkPathCodeFix>.NotOfferedAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private int _users;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            public void Use() => _users++;

            private void Hide() => Machine.SystemMemory.DelSubregion(_registers);

            protected override void OnRealize()
            {
                {|MRL202:Machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize()
            {
                if (_users > 0)
                {
                    Hide();
                }
            }
        }
        """);
}
