using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL304;

/// <summary>What only the whole type shows.</summary>
public class TypeDiagnostics
{
    [Fact]
    public Task Field_that_nobody_sets() => HeldTest.CheckAsync(
        """
            private MemoryMapping _buffer;

            public void Complete(bool failed)
            {
                if (failed)
                {
                    Use(default);
                }

                {|#0:_buffer.Unmap()|};
            }
        """,
        HeldTest.Expect("MRL304", 0, "mapping", "'_buffer'", "but nothing in 'DmaDevice' ever acquires it; remove the release"));

    [Fact]
    public Task Field_that_is_only_cleared() => HeldTest.CheckAsync(
        """
            private MemoryMapping _buffer;

            protected override void OnReset() => _buffer = default;

            public void Complete() => {|MRL304:_space.Unmap(_buffer, 0)|};
        """);

    [Fact]
    public Task Listener_that_is_never_registered() => HeldTest.CheckAsync(
        """
            private readonly Watcher _watcher = new();

            protected override void OnUnrealize() => {|#0:_watcher.Unregister()|};

            private sealed class Watcher() : MemoryListener("watcher");
        """,
        HeldTest.Expect("MRL304", 0, "listener", "'_watcher'", "but nothing in 'DmaDevice' ever acquires it; remove the release"));

    [Fact]
    public Task Reference_to_an_own_region_that_nobody_took() => HeldTest.CheckTypesAsync(
        """
        class Controller : Device
        {
            private readonly MmioRegion _buffer;

            public Controller(Machine machine) : base(machine) => _buffer = new MmioRegion(this, "buffer", 4096, null, null);

            protected override void OnUnrealize() => {|MRL304:_buffer.Unref()|};
        }
        """);

    [Fact]
    public Task Finalize_of_a_device_that_was_never_realized() => HeldTest.CheckAsync(
        """
            private readonly Watcher _watcher = new();

            protected override void OnRealize() => {|#1:_watcher.Register(_space)|};

            protected override void OnFinalize()
            {
                {|#0:_watcher.Unregister()|};
                base.OnFinalize();
            }

            private sealed class Watcher() : MemoryListener("watcher");
        """,
        HeldTest.Expect("MRL304", 1, "listener", "'_watcher'", "also if the device was never realized: only line 10 acquires it; release only what is held"));

    [Fact]
    public Task Finalize_that_unmaps_what_realize_mapped() => HeldTest.CheckAsync(
        """
            private MemoryMapping _ring;

            protected override void OnRealize() => _ring = _space.Map(0, 64, MapAccess.Read);

            protected override void OnFinalize() => {|MRL304:_ring.Unmap()|};
        """);

    [Fact]
    public Task Unplugging_of_a_device_that_the_guest_never_started() => HeldTest.CheckAsync(
        """
            private MemoryMapping _ring;

            protected override void OnRealize() => _ = new MmioRegion(this, "registers", 16, null, Write);

            private void Write(ulong offset, ulong value, int size) => _ring = {|#1:_space.Map(value, 64, MapAccess.Read)|};

            protected override void OnUnrealize() => {|#0:_ring.Unmap()|};
        """,
        HeldTest.Expect("MRL304", 1, "mapping", "'_ring'", "also if the guest has never made line 12 acquire it; release only what is held"));

    [Fact]
    public Task Unplugging_of_what_realize_acquires_under_a_condition() => HeldTest.CheckAsync(
        """
            private readonly Watcher _watcher = new();
            public bool Watches { get; set; }

            protected override void OnRealize()
            {
                if (Watches)
                {
                    {|#1:_watcher.Register(_space)|};
                }
            }

            protected override void OnUnrealize() => {|#0:_watcher.Unregister()|};

            private sealed class Watcher() : MemoryListener("watcher");
        """,
        HeldTest.Expect("MRL304", 1, "listener", "'_watcher'", "also if realize has not acquired it at line 15; release only what is held"));

    [Fact]
    public Task Realize_that_undoes_what_it_has_not_done() => HeldTest.CheckAsync(
        """
            private readonly Watcher _watcher = new();

            protected override void OnRealize()
            {
                if (_space.Name.Length == 0)
                {
                    {|#0:Cleanup()|};
                    throw new InvalidOperationException();
                }

                {|#1:_watcher.Register(_space)|};
            }

            private void Cleanup() => _watcher.Unregister();

            protected override void OnUnrealize() => Cleanup();

            private sealed class Watcher() : MemoryListener("watcher");
        """,
        HeldTest.Expect("MRL304", 1, "listener", "'_watcher'", "before line 18 has acquired it; release only what is held"));
}
