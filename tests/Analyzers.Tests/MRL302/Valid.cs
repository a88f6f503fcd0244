using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL302;

/// <summary>Legitimate idioms that look like leaks.</summary>
public class Valid
{
    [Fact]
    public Task One_exit_label_for_success_and_failure() => ResourceTest.CheckAsync(
        """
            bool Run(ulong address)
            {
                bool ok = false;
                MemoryMapping table = _space.Map(address, 64, MapAccess.Read);
                if (table.IsNull)
                {
                    return false;
                }

                if (table.Length < 64)
                {
                    goto done;
                }

                Use(table.Span);
                ok = true;
            done:
                table.Unmap();
                return ok;
            }
        """);

    [Fact]
    public Task Guarded_release_in_the_exit_label() => ResourceTest.CheckAsync(
        """
            void Post(ulong input, ulong output)
            {
                MemoryMapping request = default, reply = default;
                request = _space.Map(input, 64, MapAccess.Read);
                if (request.IsNull)
                {
                    goto cleanup;
                }

                reply = _space.Map(output, 64, MapAccess.Write);
                if (reply.IsNull)
                {
                    goto cleanup;
                }

                request.Span.CopyTo(reply.Span);
            cleanup:
                if (!reply.IsNull)
                {
                    reply.Unmap();
                }

                if (!request.IsNull)
                {
                    request.Unmap(0);
                }
            }
        """);

    [Fact]
    public Task Bounce_buffer_or_mapping() => ResourceTest.CheckAsync(
        """
            void Draw(ulong address)
            {
                MemoryMapping line = _space.Map(address, 640, MapAccess.Read);
                bool mapped = true;
                if (line.Length != 640)
                {
                    line.Dispose();
                    mapped = false;
                }

                if (mapped)
                {
                    Use(line.Span);
                    line.Unmap();
                }
            }
        """);

    [Fact]
    public Task Mapped_under_a_condition_and_unmapped_under_the_same() => ResourceTest.CheckAsync(
        """
            void Kick(ulong address, bool direct)
            {
                MemoryMapping ring = default;
                if (direct)
                {
                    ring = _space.Map(address, 64, MapAccess.Read);
                }

                Process();
                if (direct)
                {
                    ring.Dispose();
                }
            }

            private void Process() { }
        """);

    [Fact]
    public Task Error_path_that_ends_the_process() => ResourceTest.CheckAsync(
        """
            void Load(ulong address)
            {
                var header = _space.Map(address, 64, MapAccess.Read);
                if (header.Length < 64)
                {
                    Environment.Exit(1);
                }

                header.Unmap();
            }
        """);

    [Fact]
    public Task Request_object_owns_the_mapping() => ResourceTest.CheckAsync(
        """
            sealed class Request { public MemoryMapping Buffer; }

            private readonly Queue<Request> _queue = new();

            void Submit(ulong address)
            {
                var request = new Request { Buffer = _space.Map(address, 64, MapAccess.Read) };
                _queue.Enqueue(request);
            }

            void Complete()
            {
                _queue.Dequeue().Buffer.Unmap();
            }
        """);

    [Fact]
    public Task Getters_of_a_mapping_do_not_throw_into_a_catch() => ResourceTest.CheckAsync(
        """
            void Touch(ulong address)
            {
                try
                {
                    MemoryMapping byteAtAddress = _space.Map(address, 1, MapAccess.Write);
                    Span<byte> bytes = byteAtAddress.Span;
                    byteAtAddress.Unmap();
                }
                catch (InvalidOperationException)
                {
                }
            }
        """);

    [Fact]
    public Task Loop_over_an_array_does_not_throw_into_a_catch() => ResourceTest.CheckAsync(
        """
            void Touch(ulong[] sizes, ulong address)
            {
                try
                {
                    MemoryMapping first = _space.Map(address, 1, MapAccess.Write);
                    foreach (ulong size in sizes)
                    {
                    }

                    first.Unmap();
                }
                catch (InvalidOperationException)
                {
                }
            }
        """);

    [Fact]
    public Task Helper_passes_on_whether_it_has_mapped() => ResourceTest.CheckAsync(
        """
            bool TryFetch(ulong address, out MemoryMapping fetched)
            {
                return _space.TryMap(address, 16, MapAccess.Read, out fetched);
            }

            bool TryFetchUnlessNull(ulong address, out MemoryMapping fetched)
            {
                fetched = _space.Map(address, 16, MapAccess.Read);
                return !fetched.IsNull;
            }

            void Fetch(ulong address)
            {
                if (!TryFetch(address, out var descriptor))
                {
                    return;
                }

                descriptor.Unmap();
                if (TryFetchUnlessNull(address, out descriptor))
                {
                    descriptor.Unmap();
                }
            }
        """);

    [Fact]
    public Task Handler_of_a_lock_that_has_nothing_to_throw() => ResourceTest.CheckAsync(
        """
            void Fetch(ulong address)
            {
                var descriptor = _space.Map(address, 16, MapAccess.Read);
                try
                {
                    lock (_space)
                    {
                        descriptor.Dispose();
                    }
                }
                catch (InvalidOperationException)
                {
                }
            }
        """);
}
