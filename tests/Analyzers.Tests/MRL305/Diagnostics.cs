using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL305;

public class Diagnostics
{
    [Fact]
    public Task Handle_after_unmap() => ResourceTest.CheckAsync(
        """
            void Fetch(ulong address)
            {
                var descriptor = _space.Map(address, 16, MapAccess.Read);
                if (descriptor.IsNull)
                {
                    return;
                }

                {|#1:descriptor.Unmap()|};
                Use({|#0:descriptor.Span|});
            }
        """,
        ResourceTest.Expect("MRL305", hasOtherEnd: true, "mapping", "'descriptor'", "line 17 released it", "release it after the last use"));

    [Theory]
    [InlineData("Use({|MRL305:s|});")]
    [InlineData("Use({|MRL305:s.Slice(4)|});")]
    [InlineData("Use({|MRL305:s[4..]|});")]
    [InlineData("int n = {|MRL305:s[0]|};")]
    [InlineData("{|MRL305:s[0]|} = 1;")]
    [InlineData("{|MRL305:s[0]|} += 1;")]
    [InlineData("{|MRL305:s.Clear()|};")]
    [InlineData("foreach (byte b in {|MRL305:s|}) { }")]
    [InlineData("ReadOnlySpan<byte> t = s; int n = {|MRL305:t[0]|};")]
    [InlineData("var t = s; t = t[1..]; Use({|MRL305:t|});")]
    [InlineData("var words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(s); {|MRL305:words[0]|} = 1;")]
    [InlineData("int n = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian({|MRL305:s|});")]
    [InlineData("var r = m.Region;", "m.Region")]
    [InlineData("var o = m.OffsetInRegion;", "m.OffsetInRegion")]
    public Task Span_or_member_after_unmap(string use, string? marked = null) => ResourceTest.CheckAsync(
        $$"""
            void Fetch(MemoryMapping m)
            {
                Span<byte> s = m.Span;
                m.Unmap();
                {{(marked is null ? use : use.Replace(marked, "{|MRL305:" + marked + "|}"))}}
            }
        """);

    [Fact]
    public Task Reference_into_the_mapping_after_unmap() => ResourceTest.CheckAsync(
        """
            void Fetch(MemoryMapping m)
            {
                ref byte first = ref m.Span[0];
                m.Unmap();
                {|MRL305:first|} = 1;
            }

            int Read(MemoryMapping m)
            {
                ref byte first = ref m.Span[0];
                m.Unmap();
                return {|MRL305:first|};
            }
        """);

    [Fact]
    public Task Copy_of_the_handle() => ResourceTest.CheckAsync(
        """
            void Fetch(MemoryMapping m)
            {
                MemoryMapping copy = m;
                m.Unmap();
                Use({|MRL305:copy.Span|});
            }
        """);

    [Fact]
    public Task Field_after_unmap() => ResourceTest.CheckAsync(
        """
            void Complete()
            {
                _ring.Unmap();
                Use({|MRL305:_ring.Span|});
            }

            void Cancel()
            {
                _ring.Dispose();
                Use({|MRL305:_ring.Span|});
            }
        """);

    [Fact]
    public Task Field_after_a_helper_released_it() => ResourceTest.CheckAsync(
        """
            void Complete(ulong address)
            {
                using var status = _space.Map(address, 4, MapAccess.Write);
                Finish();
                Use({|MRL305:_ring.Span|});
            }

            private void Finish() => _ring.Unmap();
        """);

    [Fact]
    public Task Passed_to_a_helper_that_uses_it() => ResourceTest.CheckAsync(
        """
            void Complete(MemoryMapping m)
            {
                m.Unmap();
                Log({|MRL305:m|});
            }

            private static void Log(MemoryMapping m)
            {
                if (m.Length > 4)
                {
                    Use(m.Span[4..]);
                }
                else
                {
                    Use(m.Span);
                }
            }
        """);

    [Fact]
    public Task Released_in_the_round_before() => ResourceTest.CheckAsync(
        """
            void Drain(MemoryMapping m, int count)
            {
                for (int i = 0; i < count; i++)
                {
                    Use({|#0:m.Span|});
                    {|#1:m.Dispose()|};
                }
            }
        """,
        ResourceTest.Expect("MRL305", hasOtherEnd: true, "mapping", "'m'", "an earlier round of the loop released it at line 14", "release it after the last use"));

    [Fact]
    public Task Released_by_a_lambda_or_local_function_that_is_called() => ResourceTest.CheckAsync(
        """
            void Run(MemoryMapping m)
            {
                Action end = () => m.Unmap();
                end();
                Use({|MRL305:m.Span|});
            }

            void Go(MemoryMapping m)
            {
                End();
                Use({|MRL305:m.Span|});
                void End() => m.Unmap();
            }
        """);

    [Fact]
    public Task In_a_catch_and_in_a_finally() => ResourceTest.CheckAsync(
        """
            void Fetch(MemoryMapping m)
            {
                try
                {
                    m.Unmap();
                    Work();
                }
                catch (Exception)
                {
                    Use({|MRL305:m.Span|});
                }
            }

            void Store(MemoryMapping m)
            {
                try
                {
                    m.Unmap();
                    Work();
                }
                finally
                {
                    Use({|MRL305:m.Span|});
                }
            }

            static void Work() => Environment.GetEnvironmentVariable("WORK");
        """);

    [Fact]
    public Task Span_that_is_returned_from_its_using_scope() => ResourceTest.CheckAsync(
        """
            Span<byte> Fetch(ulong address)
            {
                using var {|#1:m = _space.Map(address, 16, MapAccess.Read)|};
                return {|#0:m.Span|};
            }

            Span<byte> Later(MemoryMapping m)
            {
                Span<byte> s = m.Span;
                m.Unmap();
                return {|MRL305:s|};
            }
        """,
        ResourceTest.Expect("MRL305", hasOtherEnd: true, "mapping", "'m'", "the end of the scope releases it", "release it after the last use"));

    [Fact]
    public Task Only_on_some_path() => ResourceTest.CheckAsync(
        """
            void Fetch(MemoryMapping m, bool early)
            {
                if (early)
                {
                    m.Unmap();
                }

                Use({|MRL305:m.Span|});
                m.Dispose();
            }
        """);

    [Fact]
    public Task First_use_on_a_path_only() => ResourceTest.CheckAsync(
        """
            void Fetch(MemoryMapping m)
            {
                m.Unmap();
                Use({|MRL305:m.Span|});
                Use(m.Span);
                m.Unmap();
            }
        """);

    [Fact]
    public Task Element_of_an_array() => ResourceTest.CheckAsync(
        """
            void Fetch(ulong address)
            {
                var maps = new MemoryMapping[2];
                maps[0] = _space.Map(address, 16, MapAccess.Read);
                if (maps[0].IsNull)
                {
                    return;
                }

                maps[0].Unmap();
                Use({|MRL305:maps[0].Span|});
            }
        """);

    [Fact]
    public Task Section_after_its_reference_is_dropped() => ResourceTest.CheckAsync(
        """
            MemoryRegion? Lookup(ulong address)
            {
                MemorySection section = _region.Find(address, 4);
                if (section.IsNull)
                {
                    return null;
                }

                section.Unref();
                return {|MRL305:section.Region|};
            }
        """);

    [Fact]
    public Task Region_cache_and_address_space_after_dispose() => ResourceTest.CheckAsync(
        """
            void Run(Machine machine, ulong address)
            {
                var cache = new MemoryRegionCache(_space, address, 16, MapAccess.Read);
                cache.Dispose();
                {|MRL305:cache.Load(0, 4)|};
                var space = new AddressSpace(machine, machine.SystemMemory, "dma");
                space.Dispose();
                {|MRL305:space.LoadUInt32LittleEndian(address)|};
            }
        """);

    [Fact]
    public Task Kind_of_a_user() => ResourceTest.CheckAsync(
        """
            sealed class Lease
            {
                public int Number { [RequiresHeld] get => 1; }
                public int Serial => 2;
                [RequiresHeld] public void Renew() { }
                public Memory<byte> Memory => default;
                [Releases("lease")] public void End() { }
            }

            void Run(Lease lease, int way)
            {
                Memory<byte> memory = lease.Memory;
                lease.End();
                switch (way)
                {
                    case 0: {|MRL305:lease.Renew()|}; break;
                    case 1: way = lease.Serial; break;
                    case 2: memory.Slice(1).Span{|MRL305:[0]|} = 1; break;
                }
            }
        """.Replace("memory.Slice(1).Span{|MRL305:[0]|}", "{|MRL305:memory.Slice(1).Span[0]|}").Replace("public int Number { [RequiresHeld] get => 1; }", "[RequiresHeld] public int Number => 1;"));

    [Fact]
    public Task Helper_that_has_released_when_it_fails_and_is_not_asked() => ResourceTest.CheckAsync(
        """
            static bool TryStart([Releases("mapping", When = CallOutcome.WhenFalse)] MemoryMapping mapping) => true;

            void Run(MemoryMapping m)
            {
                TryStart(m);
                Use({|MRL305:m.Span|});
                m.Dispose();
            }
        """);

    [Fact]
    public Task Field_that_the_only_call_released() => ResourceTest.CheckAsync(
        """
            private void Drop() => _ring.Unmap();

            void Stop()
            {
                Drop();
                Use({|MRL305:_ring.Span|});
            }
        """);
}
