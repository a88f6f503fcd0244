using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL304;

public class Diagnostics
{
    [Fact]
    public Task Unmapped_twice() => ResourceTest.CheckAsync(
        """
            void Fetch(ulong address)
            {
                var descriptor = _space.Map(address, 16, MapAccess.Read);
                {|#1:descriptor.Unmap()|};
                {|#0:descriptor.Unmap()|};
            }
        """,
        ResourceTest.Expect("MRL304", hasOtherEnd: true, "mapping", "'descriptor'", "again: line 12 released it; remove the second release"));

    [Fact]
    public Task Unmapped_on_the_error_path_and_in_the_shared_exit() => ResourceTest.CheckAsync(
        """
            bool Run(ulong address)
            {
                bool ok = false;
                var table = _space.Map(address, 64, MapAccess.Read);
                if (table.Length < 64)
                {
                    table.Unmap(0);
                    goto done;
                }

                ok = true;
            done:
                {|MRL304:table.Unmap()|};
                return ok;
            }
        """);

    [Fact]
    public Task Completion_that_unmaps_what_its_caller_unmaps() => ResourceTest.CheckAsync(
        """
            void Complete()
            {
                _ring.Unmap();
                Finish();
            }

            void Abort()
            {
                _ring.Unmap();
                {|MRL304:_ring.Unmap(0)|};
            }

            private void Finish() { }
        """);

    [Fact]
    public Task Unmapped_in_each_round_of_a_loop() => ResourceTest.CheckAsync(
        """
            void Drain(MemoryMapping mapping, int count)
            {
                for (int i = 0; i < count; i++)
                {
                    {|#0:mapping.Unmap()|};
                }
            }
        """,
        ResourceTest.Expect("MRL304", hasOtherEnd: false, "mapping", "'mapping'", "again: an earlier round of the loop released it; remove the second release"));

    [Fact]
    public Task Handler_is_entered_before_and_after_the_variable_is_assigned_anew() => ResourceTest.CheckAsync(
        """
            void Fetch(ulong address)
            {
                var descriptor = _space.Map(address, 16, MapAccess.Read);
                try
                {
                    descriptor.Dispose();
                    descriptor = _space.Map(address, 32, MapAccess.Read);
                    using var payload = _space.Map(address, 64, MapAccess.Read);
                    descriptor.Unmap();
                }
                catch (InvalidOperationException)
                {
                    {|MRL304:descriptor.Unmap()|};
                }
            }
        """);

    [Fact]
    public Task Member_of_a_struct_is_assigned_anew_in_a_loop_that_may_not_run() => ResourceTest.CheckAsync(
        """
            struct Request { public MemoryMapping Handle; }

            void Fetch(ulong address, int count)
            {
                var descriptor = _space.Map(address, 16, MapAccess.Read);
                var request = new Request { Handle = descriptor };
                for (int i = 0; i < count; i++)
                {
                    request.Handle.Unmap();
                    request.Handle = _space.Map(address, 32, MapAccess.Read);
                }

                descriptor.Dispose();
                {|MRL304:request.Handle.Unmap()|};
            }
        """);
}
