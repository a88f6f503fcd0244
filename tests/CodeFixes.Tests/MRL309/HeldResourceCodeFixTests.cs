using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.CodeFixes.Lifecycle;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.CodeFixes.Tests.MRL309;

public class HeldResourceCodeFixTests
{
    [Fact]
    public Task Missing_teardown_is_created() => Fix(
        """
        class Display(Machine machine) : Device(machine)
        {
            private MemoryMapping _pixels;

            public void SetMode(ulong address) => _pixels = {|MRL309:Machine.Memory.Map(address, 64, MapAccess.Read)|};
        }
        """,
        """
        class Display(Machine machine) : Device(machine)
        {
            private MemoryMapping _pixels;

            public void SetMode(ulong address) => _pixels = Machine.Memory.Map(address, 64, MapAccess.Read);

            protected override void OnUnrealize()
            {
                _pixels.Dispose();
                base.OnUnrealize();
            }
        }
        """);

    [Fact]
    public Task Teardown_releases_what_is_otherwise_released_only_before_the_next_one() => Fix(
        """
        class Display(Machine machine) : Device(machine)
        {
            private MemoryMapping _pixels;

            public void SetMode(ulong address)
            {
                _pixels.Dispose();
                _pixels = {|MRL309:Machine.Memory.Map(address, 64, MapAccess.Read)|};
            }
        }
        """,
        """
        class Display(Machine machine) : Device(machine)
        {
            private MemoryMapping _pixels;

            public void SetMode(ulong address)
            {
                _pixels.Dispose();
                _pixels = Machine.Memory.Map(address, 64, MapAccess.Read);
            }

            protected override void OnUnrealize()
            {
                _pixels.Dispose();
                base.OnUnrealize();
            }
        }
        """);

    [Fact]
    public Task Existing_teardown_gets_the_release() => Fix(
        """
        class Display(Machine machine) : Device(machine)
        {
            private MemoryMapping _pixels;

            public void SetMode(ulong address) => _pixels = {|MRL309:Machine.Memory.Map(address, 64, MapAccess.Read)|};

            protected override void OnUnrealize()
            {
                base.OnUnrealize();
            }
        }
        """,
        """
        class Display(Machine machine) : Device(machine)
        {
            private MemoryMapping _pixels;

            public void SetMode(ulong address) => _pixels = Machine.Memory.Map(address, 64, MapAccess.Read);

            protected override void OnUnrealize()
            {
                _pixels.Dispose();
                base.OnUnrealize();
            }
        }
        """);

    [Fact]
    public Task Release_comes_after_the_last_use() => Fix(
        """
        class Display(Machine machine) : Device(machine)
        {
            private MemoryMapping _pixels;

            public void SetMode(ulong address) => _pixels = {|MRL309:Machine.Memory.Map(address, 64, MapAccess.Read)|};

            protected override void OnUnrealize()
            {
                _pixels.Span.Clear();
            }
        }
        """,
        """
        class Display(Machine machine) : Device(machine)
        {
            private MemoryMapping _pixels;

            public void SetMode(ulong address) => _pixels = Machine.Memory.Map(address, 64, MapAccess.Read);

            protected override void OnUnrealize()
            {
                _pixels.Span.Clear();
                _pixels.Dispose();
            }
        }
        """);

    [Fact]
    public Task Nullable_field_is_asked_first() => Fix(
        """
        class Display(Machine machine) : Device(machine)
        {
            private MemoryMapping? _pixels;

            public void SetMode(ulong address) => _pixels = {|MRL309:Machine.Memory.Map(address, 64, MapAccess.Read)|};
        }
        """,
        """
        class Display(Machine machine) : Device(machine)
        {
            private MemoryMapping? _pixels;

            public void SetMode(ulong address) => _pixels = Machine.Memory.Map(address, 64, MapAccess.Read);

            protected override void OnUnrealize()
            {
                _pixels?.Dispose();
                base.OnUnrealize();
            }
        }
        """);

    [Fact]
    public Task Listener_that_realize_always_registers_is_unregistered() => Fix(
        """
        class Display(Machine machine) : Device(machine)
        {
            private readonly Watcher _watcher = new();

            protected override void OnRealize()
            {
                base.OnRealize();
                {|MRL309:_watcher.Register(Machine.Memory)|};
            }

            private sealed class Watcher() : MemoryListener("watcher");
        }
        """,
        """
        class Display(Machine machine) : Device(machine)
        {
            private readonly Watcher _watcher = new();

            protected override void OnRealize()
            {
                base.OnRealize();
                _watcher.Register(Machine.Memory);
            }

            protected override void OnUnrealize()
            {
                _watcher.Unregister();
                base.OnUnrealize();
            }

            private sealed class Watcher() : MemoryListener("watcher");
        }
        """);

    [Fact]
    public Task All_are_released_in_reverse_order() => FixAll(
        """
        class Display(Machine machine) : Device(machine)
        {
            private MemoryMapping _pixels;
            private MemoryMapping _cursor;

            public void SetMode(ulong address)
            {
                _pixels = {|MRL309:Machine.Memory.Map(address, 64, MapAccess.Read)|};
                _cursor = {|MRL309:Machine.Memory.Map(address, 64, MapAccess.Read)|};
            }
        }
        """,
        """
        class Display(Machine machine) : Device(machine)
        {
            private MemoryMapping _pixels;
            private MemoryMapping _cursor;

            public void SetMode(ulong address)
            {
                _pixels = Machine.Memory.Map(address, 64, MapAccess.Read);
                _cursor = Machine.Memory.Map(address, 64, MapAccess.Read);
            }

            protected override void OnUnrealize()
            {
                _cursor.Dispose();
                _pixels.Dispose();
                base.OnUnrealize();
            }
        }
        """);

    [Fact]
    public Task No_fix_for_a_listener_that_may_not_be_registered() => NoFix(
        """
        class Display : Device
        {
            private readonly Watcher _watcher = new();
            private readonly bool _watches;

            public Display(Machine machine, bool watches) : base(machine) => _watches = watches;

            protected override void OnRealize()
            {
                if (!_watches)
                    return;

                {|MRL309:_watcher.Register(Machine.Memory)|};
            }

            private sealed class Watcher() : MemoryListener("watcher");
        }
        """);

    [Fact]
    public Task No_fix_for_what_the_constructor_acquires() => NoFix(
        """
        class Display : Device
        {
            private readonly MemoryMapping _pixels;

            public Display(Machine machine) : base(machine) => _pixels = {|MRL309:machine.Memory.Map(0, 64, MapAccess.Read)|};
        }
        """);

    [Fact]
    public Task No_fix_for_what_a_helper_of_the_constructor_acquires() => NoFix(
        """
        class Display : Device
        {
            private MemoryMapping _pixels;

            public Display(Machine machine) : base(machine) => Map();

            private void Map() => _pixels = {|MRL309:Machine.Memory.Map(0, 64, MapAccess.Read)|};
        }
        """);

    [Fact]
    public Task No_fix_where_neither_end_of_the_teardown_is_right() => NoFix(
        """
        class Display : Device
        {
            private MemoryMapping _pixels;

            public Display(Machine machine) : base(machine) { }

            public void SetMode(ulong address) => _pixels = {|MRL309:Machine.Memory.Map(address, 64, MapAccess.Read)|};

            protected override void OnUnrealize()
            {
                if (_pixels.IsNull)
                    return;

                _pixels.Span.Clear();
            }
        }
        """);

    private static Task NoFix(string source) => Fix(source, source);

    private static Task FixAll(string source, string fixedSource) => Fix(source, fixedSource, iterations: 2);

    private static Task Fix(string source, string fixedSource, int? iterations = null) => new VerifyFix<HeldResourceAnalyzer, HeldResourceCodeFix>
    {
        TestCode = source,
        FixedCode = fixedSource,
        EquivalenceKey = HeldResourceCodeFix.Key,
        Iterations = iterations,
    }.RunAsync();
}
