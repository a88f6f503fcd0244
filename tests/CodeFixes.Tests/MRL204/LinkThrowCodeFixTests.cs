using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.CodeFixes.Lifecycle;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.CodeFixes.Tests.MRL204;

public class LinkThrowCodeFixTests
{
    [Fact]
    public Task Rest_goes_into_a_try() => VerifyFix<DeviceLifecycleAnalyzer, LinkThrowCodeFix>.FixesAsync(
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
                {|MRL204:Machine.SystemMemory.AddSubregion(0, _registers)|};
                if (_users < 0)
                {
                    throw new InvalidOperationException();
                }

                // What is left.
                _users = 1;
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
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
                try
                {
                    if (_users < 0)
                    {
                        throw new InvalidOperationException();
                    }

                    // What is left.
                    _users = 1;
                }
                catch
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                    throw;
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """,
        LinkThrowCodeFix.Key);

    [Fact]
    public Task Helper_that_throws_is_wrapped() => VerifyFix<DeviceLifecycleAnalyzer, LinkThrowCodeFix>.FixesAsync(
        """
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private int _users;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            private void Check()
            {
                if (_users < 0)
                {
                    throw new InvalidOperationException();
                }
            }

            protected override void OnRealize()
            {
                {|MRL204:Machine.SystemMemory.AddSubregion(0, _registers)|};
                Check();
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
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

            private void Check()
            {
                if (_users < 0)
                {
                    throw new InvalidOperationException();
                }
            }

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _registers);
                try
                {
                    Check();
                }
                catch
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                    throw;
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """,
        LinkThrowCodeFix.Key);

    [Fact]
    public Task Catch_that_rethrows_unlinks_first() => VerifyFix<DeviceLifecycleAnalyzer, LinkThrowCodeFix>.FixesAsync(
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
                {|MRL204:Machine.SystemMemory.AddSubregion(0, _registers)|};
                try
                {
                    _users = checked(_users + 1);
                    Console.Out.Flush();
                }
                catch (Exception)
                {
                    _users = 0;
                    throw;
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
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
                try
                {
                    _users = checked(_users + 1);
                    Console.Out.Flush();
                }
                catch (Exception)
                {
                    _users = 0;
                    Machine.SystemMemory.DelSubregion(_registers);
                    throw;
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """,
        LinkThrowCodeFix.Key);

    [Fact]
    public Task Link_inside_the_try_is_asked_for() => VerifyFix<DeviceLifecycleAnalyzer, LinkThrowCodeFix>.FixesAsync(
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
                try
                {
                    {|MRL204:Machine.SystemMemory.AddSubregion(0, _registers)|};
                    Console.Out.Flush();
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException("no", e);
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
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
                try
                {
                    Machine.SystemMemory.AddSubregion(0, _registers);
                    Console.Out.Flush();
                }
                catch (Exception e)
                {
                    _registers.Container?.DelSubregion(_registers);
                    throw new InvalidOperationException("no", e);
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """,
        LinkThrowCodeFix.Key);

    [Fact]
    public Task Link_of_the_constructor_is_left_to_the_author() => VerifyFix<DeviceLifecycleAnalyzer, LinkThrowCodeFix>.NotOfferedAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private int _users;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                {|MRL204:machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            public void Use() => _users++;

            protected override void OnRealize()
            {
                if (_users < 0)
                {
                    throw new InvalidOperationException();
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Two_links_are_undone_in_turn() => VerifyFix<DeviceLifecycleAnalyzer, LinkThrowCodeFix>.FixesAsync(
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

            protected override void OnRealize()
            {
                {|MRL204:Machine.SystemMemory.AddSubregion(0, _a)|};
                {|MRL204:Machine.IoSpace.AddSubregion(0, _b)|};
                if (_users++ > 0)
                {
                    throw new InvalidOperationException();
                }
            }

            protected override void OnUnrealize()
            {
                Machine.IoSpace.DelSubregion(_b);
                Machine.SystemMemory.DelSubregion(_a);
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

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _a);
                try
                {
                    Machine.IoSpace.AddSubregion(0, _b);
                    if (_users++ > 0)
                    {
                        throw new InvalidOperationException();
                    }
                }
                catch
                {
                    Machine.SystemMemory.DelSubregion(_a);
                    _b.Container?.DelSubregion(_b);
                    throw;
                }
            }

            protected override void OnUnrealize()
            {
                Machine.IoSpace.DelSubregion(_b);
                Machine.SystemMemory.DelSubregion(_a);
            }
        }
        """,
        LinkThrowCodeFix.Key);
}
