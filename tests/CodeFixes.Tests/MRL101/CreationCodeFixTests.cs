using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.CodeFixes.Lifecycle;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.CodeFixes.Tests.MRL101;

public class CreationCodeFixTests
{
    [Fact]
    public Task Creation_moves_into_the_constructor_and_the_link_stays() => Fix("""
        class Bank : Device
        {
            private readonly ContainerRegion _window;
            private readonly MmioRegion _control;
            private MmioRegion? _late;

            public Bank(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                // Enabled by the guest.
                _late = {|MRL101:new MmioRegion(this, "late", 16, OnRead, null)|};
                _window.AddSubregion(value, _late);
            }

            private ulong OnRead(ulong offset, int size) => 0;
        }
        """,
        """
        class Bank : Device
        {
            private readonly ContainerRegion _window;
            private readonly MmioRegion _control;
            private MmioRegion _late;

            public Bank(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
                _late = new MmioRegion(this, "late", 16, OnRead, null);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                // Enabled by the guest.
                _window.AddSubregion(value, _late);
            }

            private ulong OnRead(ulong offset, int size) => 0;
        }
        """);

    [Fact]
    public Task Absence_becomes_not_linked() => Fix("""
        class Bank : Device
        {
            private readonly MmioRegion _control;
            private MmioRegion? _late = null;

            public Bank(Machine machine) : base(machine) => _control = new MmioRegion(this, "control", 16, null, OnWrite);

            private void OnWrite(ulong offset, ulong value, int size)
            {
                if (_late != null)
                {
                    Machine.SystemMemory.DelSubregion(_late);
                    _late = null;
                }

                if (value != 0 && _late is null)
                {
                    _late = {|MRL101:new MmioRegion(this, "late", 16, null, null)|};
                    Machine.SystemMemory.AddSubregion(value, _late);
                }
            }

            protected override void OnUnrealize()
            {
                if (_late is { } late)
                {
                    Machine.SystemMemory.DelSubregion(late);
                    _late = null;
                }
            }
        }
        """,
        """
        class Bank : Device
        {
            private readonly MmioRegion _control;
            private MmioRegion _late;

            public Bank(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
                _late = new MmioRegion(this, "late", 16, null, null);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                if (_late.IsMapped)
                {
                    Machine.SystemMemory.DelSubregion(_late);
                }

                if (value != 0 && !_late.IsMapped)
                {
                    Machine.SystemMemory.AddSubregion(value, _late);
                }
            }

            protected override void OnUnrealize()
            {
                if (_late is { IsMapped: true } late)
                {
                    Machine.SystemMemory.DelSubregion(late);
                }
            }
        }
        """);

    [Fact]
    public Task Creation_on_first_use_moves() => Fix("""
        class Bank : Device
        {
            private MmioRegion? _port;
            private MmioRegion? _other;

            public Bank(Machine machine) : base(machine) { }

            public MmioRegion Port => _port ??= {|MRL101:new MmioRegion(this, "port", 16, null, null)|};

            public MmioRegion Other()
            {
                if (_other == null)
                {
                    _other = {|MRL101:new MmioRegion(this, "other", 16, null, null)|};
                }

                return _other;
            }
        }
        """,
        """
        class Bank : Device
        {
            private MmioRegion _port;
            private MmioRegion _other;

            public Bank(Machine machine) : base(machine) { _port = new MmioRegion(this, "port", 16, null, null); _other = new MmioRegion(this, "other", 16, null, null); }

            public MmioRegion Port => _port;

            public MmioRegion Other()
            {
                return _other;
            }
        }
        """, 2);

    [Fact]
    public Task Realize_takes_it_if_there_is_no_constructor_for_it() => Fix("""
        class Bank(Machine machine) : Device(machine)
        {
            private MmioRegion? _port;

            protected override void OnReset() => _port = {|MRL101:new MmioRegion(this, "port", 16, null, null)|};
        }

        class Other : Device
        {
            private MmioRegion? _port;

            public Other(Machine machine) : base(machine) { }

            public Other(Machine machine, string name) : base(machine, name) { }

            protected override void OnRealize()
            {
                base.OnRealize();
                Name.ToString();
            }

            protected override void OnReset()
            {
                _port = {|MRL101:new(this, "port", 16, new MmioOperations
                {
                    Read = (offset, size) => (ulong)Name.Length,
                })|};
                _port.Enabled = true;
            }
        }
        """,
        """
        class Bank(Machine machine) : Device(machine)
        {
            private MmioRegion _port = null!;

            protected override void OnRealize()
            {
                base.OnRealize();
                _port = new MmioRegion(this, "port", 16, null, null);
            }

            protected override void OnReset()
            {
            }
        }

        class Other : Device
        {
            private MmioRegion _port = null!;

            public Other(Machine machine) : base(machine) { }

            public Other(Machine machine, string name) : base(machine, name) { }

            protected override void OnRealize()
            {
                base.OnRealize();
                _port = new(this, "port", 16, new MmioOperations
                {
                    Read = (offset, size) => (ulong)Name.Length,
                });
                Name.ToString();
            }

            protected override void OnReset()
            {
                _port.Enabled = true;
            }
        }
        """, 2);

    [Fact]
    public Task Constructor_in_another_file_of_a_partial_class_takes_it()
    {
        var test = new VerifyFix<DeviceLifecycleAnalyzer, CreationCodeFix>
        {
            TestState =
            {
                Sources =
                {
                    """
                    partial class Bank : Device
                    {
                        private MmioRegion? _port;

                        protected override void OnReset()
                        {
                            _port = {|MRL101:new MmioRegion(this, "port", 16, null, null)|};
                            _port.Enabled = true;
                        }
                    }
                    """,
                    """
                    partial class Bank
                    {
                        public Bank(Machine machine) : base(machine)
                        {
                        }
                    }
                    """,
                },
            },
            FixedState =
            {
                Sources =
                {
                    """
                    partial class Bank : Device
                    {
                        private MmioRegion _port;

                        protected override void OnReset()
                        {
                            _port.Enabled = true;
                        }
                    }
                    """,
                    """
                    partial class Bank
                    {
                        public Bank(Machine machine) : base(machine)
                        {
                            _port = new MmioRegion(this, "port", 16, null, null);
                        }
                    }
                    """,
                },
            },
            EquivalenceKey = CreationCodeFix.Key,
        };
        return test.RunAsync();
    }

    [Fact]
    public Task Nothing_is_offered_for_what_depends_on_the_call() => VerifyFix<DeviceLifecycleAnalyzer, CreationCodeFix>.NotOfferedAsync("""
        class Bank : Device
        {
            private MmioRegion? _a;
            private MmioRegion? _b;
            private MmioRegion? _c;
            private MmioRegion? _d;
            private MmioRegion? _e;
            private ulong _size = 16;

            public Bank(Machine machine) : base(machine) => Shared();

            public void Open(string name)
            {
                ulong size = 16;
                _a = {|MRL101:new MmioRegion(this, name, 16, null, null)|};
                _b = {|MRL101:new MmioRegion(this, "b", size, null, null)|};
                _c = {|MRL101:new MmioRegion(this, "c", _size, null, null)|};
                _ = {|MRL101:new MmioRegion(this, "lost", 16, null, null)|};
            }

            public void Twice(bool first)
            {
                if (first)
                {
                    _d = {|MRL101:new MmioRegion(this, "d", 16, null, null)|};
                }
                else
                {
                    _d = {|MRL101:new MmioRegion(this, "d", 32, null, null)|};
                }

                _size++;
                Shared();
            }

            private void Shared()
            {
                if (_e == null)
                {
                    _e = {|MRL101:new MmioRegion(this, "e", 32, null, null)|};
                }
            }
        }
        """);

    [Fact]
    public Task Nothing_is_offered_where_absence_means_something_else() => VerifyFix<DeviceLifecycleAnalyzer, CreationCodeFix>.NotOfferedAsync("""
        class Bank : Device
        {
            private MmioRegion? _port;

            public Bank(Machine machine) : base(machine) { }

            public bool HasPort => _port is not null;

            protected override void OnReset() => _port = {|MRL101:new MmioRegion(this, "port", 16, null, null)|};
        }
        """);

    private static Task Fix(string source, string fixedSource, int? iterations = null) => new VerifyFix<DeviceLifecycleAnalyzer, CreationCodeFix>
    {
        TestCode = source,
        FixedCode = fixedSource,
        EquivalenceKey = CreationCodeFix.Key,
        Iterations = iterations,
        CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.Warnings,
    }.RunAsync();
}
