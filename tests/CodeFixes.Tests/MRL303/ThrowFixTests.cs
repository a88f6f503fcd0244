using System.Threading.Tasks;
using MemoryRegions.CodeFixes.Resources;
using Xunit;
using VerifyFix = MemoryRegions.Testing.VerifyFix<MemoryRegions.Analyzers.Rules.ResourceAnalyzer, MemoryRegions.CodeFixes.Resources.LeakCodeFix>;

namespace MemoryRegions.CodeFixes.Tests.MRL303;

public class ThrowFixTests
{
    [Fact]
    public Task Local_becomes_a_using_declaration() => FixesAsync(
        """
        void M(ulong address)
        {
            var ring = {|MRL303:_space.Map(address, 16, MapAccess.Read)|};
            Parse(ring.Span);
            ring.Unmap();
        }
        """,
        """
        void M(ulong address)
        {
            using var ring = _space.Map(address, 16, MapAccess.Read);
            Parse(ring.Span);
            ring.Unmap();
        }
        """);

    [Fact]
    public Task Transaction_becomes_a_using_declaration() => FixesAsync(
        """
        void M(MmioRegion child)
        {
            TopologyTransaction transaction = {|MRL303:Machine.BeginTransaction()|};
            _region.AddSubregion(0, child);
            transaction.Commit();
            Parse(default);
        }
        """,
        """
        void M(MmioRegion child)
        {
            using TopologyTransaction transaction = Machine.BeginTransaction();
            _region.AddSubregion(0, child);
            transaction.Commit();
            Parse(default);
        }
        """);

    [Fact]
    public Task Reference_is_dropped_in_a_finally() => FixesAsync(
        """
        int M(MemoryRegion region)
        {
            {|MRL303:region.Ref()|};
            Parse(default);

            // Something else.
            Parse(default);
            region.Unref();
            return 3;
        }
        """,
        """
        int M(MemoryRegion region)
        {
            region.Ref();
            try
            {
                Parse(default);

                // Something else.
                Parse(default);
            }
            finally
            {
                region.Unref();
            }
            return 3;
        }
        """);

    [Fact]
    public Task Return_of_what_the_try_declares_goes_into_it() => FixesAsync(
        """
        int M(MemoryRegion region)
        {
            {|MRL303:region.Ref()|};
            int size = Ask();
            region.Unref();
            return size;
        }
        """,
        """
        int M(MemoryRegion region)
        {
            region.Ref();
            try
            {
                int size = Ask();
                return size;
            }
            finally
            {
                region.Unref();
            }
        }
        """);

    [Fact]
    public Task Variable_that_is_assigned_twice_gets_a_finally() => FixesAsync(
        """
        void M(ulong address)
        {
            MemoryMapping ring = default;
            ring = {|MRL303:_space.Map(address, 16, MapAccess.Read)|};
            Parse(ring.Span);
            ring.Dispose();
        }
        """,
        """
        void M(ulong address)
        {
            MemoryMapping ring = default;
            ring = _space.Map(address, 16, MapAccess.Read);
            try
            {
                Parse(ring.Span);
            }
            finally
            {
                ring.Dispose();
            }
        }
        """);

    [Fact]
    public Task Test_of_the_result_stays_outside_the_try() => FixesAsync(
        """
        void M(ulong address)
        {
            if (!_space.TryMap(address, 16, MapAccess.Read, out MemoryMapping unused))
            {
                return;
            }

            unused.Unmap();
            MemoryMapping ring = default;
            ring = {|MRL303:_space.Map(address, 16, MapAccess.Read)|};
            if (ring.IsNull)
            {
                return;
            }

            Parse(ring.Span);
            ring.Unmap();
        }
        """,
        """
        void M(ulong address)
        {
            if (!_space.TryMap(address, 16, MapAccess.Read, out MemoryMapping unused))
            {
                return;
            }

            unused.Unmap();
            MemoryMapping ring = default;
            ring = _space.Map(address, 16, MapAccess.Read);
            if (ring.IsNull)
            {
                return;
            }

            try
            {
                Parse(ring.Span);
            }
            finally
            {
                ring.Unmap();
            }
        }
        """);

    [Fact]
    public Task Acquired_by_out() => FixesAsync(
        """
        void M(ulong address)
        {
            if ({|MRL303:_space.TryMap(address, 16, MapAccess.Read, out MemoryMapping ring)|})
            {
                Parse(ring.Span);
                ring.Unmap();
            }
        }
        """,
        """
        void M(ulong address)
        {
            if (_space.TryMap(address, 16, MapAccess.Read, out MemoryMapping ring))
            {
                try
                {
                    Parse(ring.Span);
                }
                finally
                {
                    ring.Unmap();
                }
            }
        }
        """);

    [Fact]
    public Task Released_in_two_places_gets_one_more_in_a_finally() => FixesAsync(
        """
        void M(ulong address)
        {
            if ({|MRL303:_space.TryMap(address, 16, MapAccess.Read, out MemoryMapping ring)|})
            {
                if (address == 0)
                {
                    ring.Unmap(0);
                    return;
                }

                Parse(ring.Span);
                ring.Unmap();
            }
        }
        """,
        """
        void M(ulong address)
        {
            if (_space.TryMap(address, 16, MapAccess.Read, out MemoryMapping ring))
            {
                if (address == 0)
                {
                    ring.Unmap(0);
                    return;
                }

                try
                {
                    Parse(ring.Span);
                }
                finally
                {
                    ring.Unmap();
                }
            }
        }
        """);

    [Fact]
    public Task What_is_returned_is_released_in_a_catch() => FixesAsync(
        """
        MemoryMapping M(ulong address)
        {
            var ring = {|MRL303:_space.Map(address, 16, MapAccess.Read)|};
            Parse(ring.Span);
            return ring;
        }
        """,
        """
        MemoryMapping M(ulong address)
        {
            var ring = _space.Map(address, 16, MapAccess.Read);
            try
            {
                Parse(ring.Span);
            }
            catch
            {
                ring.Dispose();
                throw;
            }
            return ring;
        }
        """);

    [Fact]
    public Task Many_releases_and_another_resource_inside() => FixesAsync(
        """
        int M(ulong address)
        {
            if ({|MRL303:_space.TryMap(address, 16, MapAccess.Read, out MemoryMapping ring)|})
            {
                if (Ask() == 0)
                {
                    ring.Unmap();
                    return 0;
                }

                if ({|MRL303:_space.TryMap(address, 16, MapAccess.Read, out MemoryMapping other)|})
                {
                    if (Ask() == 1)
                    {
                        int result = other.Length;
                        ring.Unmap();
                        other.Unmap();
                        return result;
                    }

                    other.Unmap();
                }

                ring.Unmap();
            }

            return 4;
        }
        """,
        """
        int M(ulong address)
        {
            if (_space.TryMap(address, 16, MapAccess.Read, out MemoryMapping ring))
            {
                try
                {
                    if (Ask() == 0)
                    {
                        ring.Unmap();
                        return 0;
                    }

                    if (_space.TryMap(address, 16, MapAccess.Read, out MemoryMapping other))
                    {
                        try
                        {
                            if (Ask() == 1)
                            {
                                int result = other.Length;
                                ring.Unmap();
                                other.Unmap();
                                return result;
                            }

                            other.Unmap();
                        }
                        finally
                        {
                            other.Dispose();
                        }
                    }

                    ring.Unmap();
                }
                finally
                {
                    ring.Dispose();
                }
            }

            return 4;
        }
        """);

    [Fact]
    public Task All_of_them() => FixesAsync(
        """
        void M(ulong address)
        {
            var from = {|MRL303:_space.Map(address, 16, MapAccess.Read)|};
            var to = {|MRL303:_space.Map(address + 16, 16, MapAccess.Write)|};
            from.Span.CopyTo(to.Span);
            to.Unmap();
            from.Unmap();
        }

        void N(MemoryRegion region)
        {
            {|MRL303:region.Ref()|};
            Parse(default);
            region.Unref();
        }
        """,
        """
        void M(ulong address)
        {
            using var from = _space.Map(address, 16, MapAccess.Read);
            using var to = _space.Map(address + 16, 16, MapAccess.Write);
            from.Span.CopyTo(to.Span);
            to.Unmap();
            from.Unmap();
        }

        void N(MemoryRegion region)
        {
            region.Ref();
            try
            {
                Parse(default);
            }
            finally
            {
                region.Unref();
            }
        }
        """);

    [Fact]
    public Task Iterator_gets_a_using_declaration() => FixesAsync(
        """
        IEnumerable<int> M(ulong address)
        {
            var ring = {|MRL303:_space.Map(address, 16, MapAccess.Read)|};
            yield return 1;
            ring.Unmap();
        }
        """,
        """
        IEnumerable<int> M(ulong address)
        {
            using var ring = _space.Map(address, 16, MapAccess.Read);
            yield return 1;
            ring.Unmap();
        }
        """);

    [Fact]
    public Task Iterator_drops_a_reference_in_a_finally() => FixesAsync(
        """
        IEnumerable<int> M(MemoryRegion region)
        {
            {|MRL303:region.Ref()|};
            yield return 1;
            region.Unref();
        }
        """,
        """
        IEnumerable<int> M(MemoryRegion region)
        {
            region.Ref();
            try
            {
                yield return 1;
            }
            finally
            {
                region.Unref();
            }
        }
        """);

    [Fact]
    public Task Iterator_gets_no_catch_that_would_not_compile() => FixesAsync(
        """
        IEnumerable<int> M(ulong address)
        {
            var ring = {|MRL303:_space.Map(address, 16, MapAccess.Read)|};
            yield return 1;
            _kept = ring;
        }
        """,
        """
        IEnumerable<int> M(ulong address)
        {
            var ring = {|MRL303:_space.Map(address, 16, MapAccess.Read)|};
            yield return 1;
            _kept = ring;
        }
        """);

    private static Task FixesAsync(string members, string fixedMembers)
    {
        return new VerifyFix { TestCode = Wrap(members), FixedCode = Wrap(fixedMembers), WithAdvice = true, EquivalenceKey = ResourceFixKeys.Release }.RunAsync();
    }

    private static string Wrap(string members) => $$"""
        class C(Machine machine) : Device(machine, "c")
        {
            private readonly AddressSpace _space = machine.Memory;
            private readonly MemoryRegion _region = machine.SystemMemory;
            private MemoryMapping _kept;
            private static void Parse(Span<byte> bytes) => bytes.CopyTo(new byte[1]);
            private static int Ask() => int.Parse("1");

            {{members.Replace("\n", "\n    ").Replace("\n    \n", "\n\n")}}
        }
        """;
}
