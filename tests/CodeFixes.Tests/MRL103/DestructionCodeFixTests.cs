using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.CodeFixes.Lifecycle;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.CodeFixes.Tests.MRL103;

public class DestructionCodeFixTests
{
    [Fact]
    public Task Call_beside_an_unlinking_is_removed_and_comments_stay() => Fix("""
        class Bank : Device
        {
            private readonly ContainerRegion _window;
            private readonly MmioRegion _a;
            private readonly MmioRegion _b;

            public Bank(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _a = new MmioRegion(this, "a", 16, null, null);
                _b = new MmioRegion(this, "b", 16, null, null);
                _window.AddSubregion(0, _a);
                _window.AddSubregion(16, _b);
            }

            protected override void OnReset()
            {
                _window.DelSubregion(_a);
                // a is not needed any more
                {|MRL103:_a.Unparent()|}; // gone

                _window.DelSubregion(_b);
                {|MRL103:_b.Unparent()|};
            }
        }
        """,
        """
        class Bank : Device
        {
            private readonly ContainerRegion _window;
            private readonly MmioRegion _a;
            private readonly MmioRegion _b;

            public Bank(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _a = new MmioRegion(this, "a", 16, null, null);
                _b = new MmioRegion(this, "b", 16, null, null);
                _window.AddSubregion(0, _a);
                _window.AddSubregion(16, _b);
            }

            protected override void OnReset()
            {
                _window.DelSubregion(_a);
                // a is not needed any more
                // gone

                _window.DelSubregion(_b);
            }
        }
        """, 2);

    [Fact]
    public Task Linked_region_is_unlinked_instead() => Fix("""
        class Bank : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _a;
            private MmioRegion? _b;

            public Bank(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _a = new MmioRegion(this, "a", 16, null, null);
            }

            protected override void OnRealize()
            {
                _b = new MmioRegion(this, "b", 16, null, null);
                {|MRL201:_bus.AddSubregion(0, _a)|};
                {|MRL201:_bus.AddSubregion(16, _b)|};
            }

            protected override void OnUnrealize()
            {
                {|MRL103:_a.Unparent()|};
                {|MRL103:_b?.Unparent()|};
                base.OnUnrealize();
            }
        }
        """,
        """
        class Bank : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _a;
            private MmioRegion? _b;

            public Bank(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _a = new MmioRegion(this, "a", 16, null, null);
            }

            protected override void OnRealize()
            {
                _b = new MmioRegion(this, "b", 16, null, null);
                _bus.AddSubregion(0, _a);
                _bus.AddSubregion(16, _b);
            }

            protected override void OnUnrealize()
            {
                _a.Container?.DelSubregion(_a);
                _b?.Container?.DelSubregion(_b);
                base.OnUnrealize();
            }
        }
        """, 2);

    [Fact]
    public Task Call_in_the_wrong_order_is_removed() => Fix("""
        class Bank : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _a;

            public Bank(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _a = new MmioRegion(this, "a", 16, null, null);
            }

            protected override void OnRealize() => _bus.AddSubregion(0, _a);

            protected override void OnUnrealize()
            {
                {|MRL103:_a.Unparent()|};
                _bus.DelSubregion(_a);
            }
        }
        """,
        """
        class Bank : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _a;

            public Bank(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _a = new MmioRegion(this, "a", 16, null, null);
            }

            protected override void OnRealize() => _bus.AddSubregion(0, _a);

            protected override void OnUnrealize()
            {
                _bus.DelSubregion(_a);
            }
        }
        """);

    [Fact]
    public Task Expression_bodies_lambdas_and_missing_braces() => Fix("""
        class Bank : Device
        {
            private readonly MmioRegion _a;
            private readonly MmioRegion[] _ports = new MmioRegion[4];
            private bool _on;

            public Bank(Machine machine) : base(machine)
            {
                _a = new MmioRegion(this, "a", 16, null, (offset, value, size) => {|MRL103:_a!.Unparent()|});
                for (int i = 0; i < 4; i++)
                {
                    _ports[i] = new MmioRegion(this, "port", 16, null, null);
                }
            }

            public void Disable() => {|MRL103:_a.Unparent()|};

            public void Toggle()
            {
                if (_on) {|MRL103:_a.Unparent()|};
                if (Flip()) {|MRL103:_a.Unparent()|};
                if (_on)
                {
                    _on = false;
                }
                else
                    {|MRL103:_a.Unparent()|};
            }

            public void Clear()
            {
                _on = false;
                foreach (MmioRegion port in _ports)
                {
                    {|MRL103:port.Unparent()|};
                }
            }

            private bool Flip() => _on = !_on;
        }
        """,
        """
        class Bank : Device
        {
            private readonly MmioRegion _a;
            private readonly MmioRegion[] _ports = new MmioRegion[4];
            private bool _on;

            public Bank(Machine machine) : base(machine)
            {
                _a = new MmioRegion(this, "a", 16, null, (offset, value, size) => { });
                for (int i = 0; i < 4; i++)
                {
                    _ports[i] = new MmioRegion(this, "port", 16, null, null);
                }
            }

            public void Disable()
            {
            }

            public void Toggle()
            {
                if (Flip()) { }
                if (_on)
                {
                    _on = false;
                }
                else
                    { }
            }

            public void Clear()
            {
                _on = false;
            }

            private bool Flip() => _on = !_on;
        }
        """, 6);

    [Fact]
    public Task Member_of_another_object_and_base_member() => Fix("""
        class Port : Device
        {
            public MmioRegion Registers { get; }

            public Port(Machine machine) : base(machine) => Registers = new MmioRegion(this, "registers", 16, null, null);

            public void Place(ContainerRegion where) => where.AddSubregion(0, Registers);

            public void Displace() => Registers.Container?.DelSubregion(Registers);
        }

        class Fast : Port
        {
            private readonly Port? _peer;

            public Fast(Machine machine, Port? peer) : base(machine) => _peer = peer;

            public new MmioRegion? Registers => null;

            public void Stop() => {|MRL103:base.Registers.Unparent()|};

            public void StopPeer()
            {
                {|MRL103:_peer?.Registers.Unparent()|};
            }
        }
        """,
        """
        class Port : Device
        {
            public MmioRegion Registers { get; }

            public Port(Machine machine) : base(machine) => Registers = new MmioRegion(this, "registers", 16, null, null);

            public void Place(ContainerRegion where) => where.AddSubregion(0, Registers);

            public void Displace() => Registers.Container?.DelSubregion(Registers);
        }

        class Fast : Port
        {
            private readonly Port? _peer;

            public Fast(Machine machine, Port? peer) : base(machine) => _peer = peer;

            public new MmioRegion? Registers => null;

            public void Stop() => base.Registers.Container?.DelSubregion(base.Registers);

            public void StopPeer()
            {
                _peer?.Registers.Container?.DelSubregion(_peer.Registers);
            }
        }
        """, 2);

    private static Task Fix(string source, string fixedSource, int? iterations = null) => new VerifyFix<DeviceLifecycleAnalyzer, DestructionCodeFix>
    {
        TestCode = source,
        FixedCode = fixedSource,
        EquivalenceKey = DestructionCodeFix.Key,
        Iterations = iterations,
        CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.Warnings,
    }.RunAsync();
}
