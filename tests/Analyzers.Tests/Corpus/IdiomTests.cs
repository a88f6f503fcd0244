using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Legitimate idioms that look like bugs of the classes 1, 4 and 5: silent. The numbers are those of the catalogue.</summary>
public class IdiomTests
{
    [Fact]
    public Task Idiom_01_submit_maps_and_the_completion_unmaps() => CorpusTest.SilentAsync("""
        private sealed class Request { public MemoryMapping Buffer; public Action? Done; }

        Request? Submit(ulong address)
        {
            MemoryMapping buffer = _space.Map(address, 64, MapAccess.Write);
            if (buffer.IsNull)
            {
                return null;
            }

            var request = new Request { Buffer = buffer };
            request.Done = () => Complete(request);
            return request;
        }

        static void Complete(Request request) => request.Buffer.Unmap();

        void Flush()
        {
            Element? e = _queue.Pop();
            if (e is not null)
            {
                Host.Submit(e, done => _queue.Push(done, 4));
            }
        }
        """);

    [Fact]
    public Task Idiom_02_null_mapping_is_a_success_that_waits() => CorpusTest.SilentAsync("""
        private MemoryMapping _chunk;
        private bool _waiting;

        bool Step(ulong address)
        {
            MemoryMapping chunk = _space.Map(address, 4096, MapAccess.Read);
            if (chunk.Length == 0)
            {
                _waiting = true;
                return true;
            }

            _chunk = chunk;
            return true;
        }
        """);

    [Fact]
    public Task Idiom_03_common_label_unmaps() => CorpusTest.SilentAsync("""
        int Populate(ulong address, int wanted)
        {
            int result = 0;
            MemoryMapping prdt = _space.Map(address, (ulong)wanted, MapAccess.Read);
            if (prdt.IsNull)
            {
                return -1;
            }

            if (prdt.Length < wanted)
            {
                result = -1;
                goto @out;
            }

            if (prdt.Span[0] == 0)
            {
                result = -2;
                goto @out;
            }

            Use(prdt.Span);
        @out:
            prdt.Unmap();
            return result;
        }
        """);

    [Fact]
    public Task Idiom_04_label_unmaps_what_is_there() => CorpusTest.SilentAsync("""
        int HyperCall(ulong input, ulong output)
        {
            int status = 1;
            MemoryMapping @in = default, @out = default;
            if (Host.Ask(0))
            {
                goto cleanup;
            }

            @in = _space.Map(input, 64, MapAccess.Read);
            if (@in.Length < 64)
            {
                goto cleanup;
            }

            @out = _space.Map(output, 64, MapAccess.Write);
            if (@out.Length < 64)
            {
                goto cleanup;
            }

            status = 0;
        cleanup:
            if (!@in.IsNull)
            {
                @in.Unmap(0);
            }

            if (!@out.IsNull)
            {
                @out.Unmap(0);
            }

            return status;
        }
        """);

    [Fact]
    public Task Idiom_05_field_is_unmapped_by_the_next_update() => CorpusTest.SilentAsync("""
        private MemoryMapping _framebuffer;

        void Update(ulong address)
        {
            if (!_framebuffer.IsNull)
            {
                _framebuffer.Unmap(0);
                _framebuffer = default;
            }

            _framebuffer = _space.Map(address, 4096, MapAccess.Read);
            if (_framebuffer.Length < 4096)
            {
                _framebuffer.Dispose();
                _framebuffer = default;
            }
        }
        """);

    [Fact]
    public Task Idiom_06_destroy_callback_of_another_object_unmaps() => CorpusTest.SilentAsync("""
        private sealed class Surface { public Action? OnDestroy; }

        Surface? Create(ulong address)
        {
            MemoryMapping p = _space.Map(address, 4096, MapAccess.Read);
            if (p.Length < 4096)
            {
                p.Dispose();
                return null;
            }

            var surface = new Surface();
            surface.OnDestroy = () => p.Unmap(0);
            return surface;
        }
        """);

    [Fact]
    public Task Idiom_07_helpers_map_and_unmap_under_the_same_condition() => CorpusTest.SilentAsync("""
        private readonly bool _hasIommu = Host.Ask(0);

        MemoryMapping VMap(ulong address) => _hasIommu ? default : _space.Map(address, 64, MapAccess.Write);

        void VUnmap(MemoryMapping mapping)
        {
            if (!_hasIommu)
            {
                mapping.Unmap();
            }
        }

        void Kick(ulong address)
        {
            MemoryMapping ring = VMap(address);
            VUnmap(ring);
        }
        """);

    [Fact]
    public Task Idiom_08_data_may_be_in_a_local_buffer() => CorpusTest.SilentAsync("""
        void DrawLine(ulong address, int length)
        {
            Span<byte> bounce = stackalloc byte[64];
            MemoryMapping mapping = _space.Map(address, (ulong)length, MapAccess.Read);
            bool isBounced = false;
            if (!mapping.IsNull && mapping.Length != length)
            {
                mapping.Unmap(0);
                isBounced = true;
            }
            else if (mapping.IsNull)
            {
                isBounced = true;
            }

            Use(isBounced ? bounce : mapping.Span);
            if (!isBounced)
            {
                mapping.Unmap();
            }
        }
        """);

    [Fact]
    public Task Idiom_09_null_mapping_in_a_loop_goes_on_with_another_strategy() => CorpusTest.SilentAsync("""
        void Fill(ulong address, int length)
        {
            while (length > 0)
            {
                int step = 1;
                MemoryMapping mapping = _space.Map(address, (ulong)length, MapAccess.Write);
                if (mapping.IsNull)
                {
                    _space.Write(address, new byte[1]);
                }
                else
                {
                    step = mapping.Length;
                    mapping.Span.Clear();
                    mapping.Unmap();
                }

                address += (ulong)step;
                length -= step;
            }
        }
        """);

    [Fact]
    public Task Idiom_10_nothing_was_accessed() => CorpusTest.SilentAsync("""
        void Undo(ulong address)
        {
            MemoryMapping mapping = _space.Map(address, 64, MapAccess.Write);
            if (!mapping.IsNull)
            {
                _space.Unmap(mapping, 0);
            }
        }
        """);

    [Fact]
    public Task Idiom_11_error_path_ends_the_process() => CorpusTest.SilentAsync("""
        [DoesNotReturn] static void Fatal(string problem) => throw new InvalidOperationException(problem);

        void Load(ulong address)
        {
            MemoryMapping image = _space.Map(address, 4096, MapAccess.Read);
            if (image.Length < 4096)
            {
                Fatal("no room for the image");
            }

            if (image.Span[0] != 0)
            {
                Environment.Exit(1);
            }

            image.Unmap();
        }
        """);
}
