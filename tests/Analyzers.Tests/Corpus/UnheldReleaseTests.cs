using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Bugs of classes 1, 4 and 5 in which something is released that nobody acquired.</summary>
public class UnheldReleaseTests
{
    [Fact]
    public Task C1_05_completion_unmaps_a_field_that_is_never_mapped_any_more() => CorpusTest.BugOfTypeAsync("""
        ⟦private MemoryMapping _buffer;
        ⟧private int _left;

        public void Complete(int result)
        {
            if (result < 0)
            {
                goto done;
            }

            if (_left == 0)
            {
                goto done;
            }

            _left--;
            return;

        done:
            ⟦«_space.Unmap(_buffer, 0)»;⟧
            Host.Report("done");
        }
        """, "MRL304");

    [Fact]
    public Task C4_05_reference_that_nobody_took() => CorpusTest.BugOfTypeAsync("""
        private MmioRegion? _controllerMemory;
        public bool HasControllerMemory { get; init; }

        protected override void OnRealize()
        {
            if (HasControllerMemory)
            {
                _controllerMemory = new MmioRegion(this, "cmb", 4096, null, null);
                _container.AddSubregion(0, _controllerMemory);
            }
        }

        protected override void OnUnrealize()
        {
            if (HasControllerMemory)
            {
                _container.DelSubregion(_controllerMemory!);
                ⟦«_controllerMemory!.Unref()»;⟧
            }
        }
        """, "MRL304");

    [Fact]
    public Task C5_15_cleanup_of_what_was_not_set_up() => CorpusTest.BugOfTypeAsync("""
        private readonly Listener _listener = new();
        private bool _isReady;

        protected override void OnRealize()
        {
            if (!Host.Ask(1))
            {
                «Cleanup()»;
                throw new InvalidOperationException("no owner");
            }

            _listener.Register(_space);
            _isReady = true;
        }

        protected override void OnUnrealize() => Cleanup();

        private void Cleanup()
        {
            ‹if (_isReady)
            {
                ›_listener.Unregister();‹
            }›
        }

        private sealed class Listener() : MemoryListener("vhost");
        """, "MRL304");

    [Fact]
    public Task C5_23_finalize_unregisters_what_was_never_registered() => CorpusTest.BugOfTypeAsync("""
        private readonly Listener _listener = new();

        private void MachineDone() => _listener.Register(_space);

        protected override void OnRealize() => MachineDone();

        protected override void OnFinalize()
        {
            ‹if (_listener.AddressSpace is not null)
            {
                ›«_listener.Unregister()»;‹
            }›
        }

        private sealed class Listener() : MemoryListener("remote");
        """, "MRL304");
}
