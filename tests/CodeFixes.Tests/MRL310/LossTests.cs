using System.Threading.Tasks;
using MemoryRegions.CodeFixes.Resources;
using Xunit;
using VerifyFix = MemoryRegions.Testing.VerifyFix<MemoryRegions.Analyzers.Rules.ResourceAnalyzer, MemoryRegions.CodeFixes.Resources.LossCodeFix>;

namespace MemoryRegions.CodeFixes.Tests.MRL310;

public class LossTests
{
    [Fact]
    public Task Discarded_result_is_kept_and_released() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
                int mapping2 = 0, mapping = mapping2;

                // Touch it.
                {|MRL310:space.Map(0, 4096, MapAccess.Read)|}; // why?
                _ = {|MRL310:space.Map(0, 4096, MapAccess.Read)|};
                if (b)
                    {|MRL310:space.Map(0, 4096, MapAccess.Read)|};
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
                int mapping2 = 0, mapping = mapping2;

                // Touch it.
                using var mapping3 = space.Map(0, 4096, MapAccess.Read); // why?
                using var mapping4 = space.Map(0, 4096, MapAccess.Read);
                if (b)
                {
                    using var mapping5 = space.Map(0, 4096, MapAccess.Read);
                }
            }
        }
        """,
        ResourceFixKeys.KeepAndRelease);

    [Fact]
    public Task Result_that_is_only_looked_at_gets_a_variable() => VerifyFix.FixesAsync(
        """
        class C
        {
            int M(AddressSpace space, MemoryRegion region, byte value)
            {
                {|MRL310:space.Map(0, 4096, MapAccess.Write)|}.Span[0] = value;
                if ({|MRL310:region.Find(0, 4)|}.IsNull)
                {
                    return 0;
                }

                return {|MRL310:space.Map(0, 4096, MapAccess.Read)|}.Length;
            }
        }
        """,
        """
        class C
        {
            int M(AddressSpace space, MemoryRegion region, byte value)
            {
                using var mapping = space.Map(0, 4096, MapAccess.Write);
                mapping.Span[0] = value;
                using var section = region.Find(0, 4);
                if (section.IsNull)
                {
                    return 0;
                }

                using var mapping2 = space.Map(0, 4096, MapAccess.Read);
                return mapping2.Length;
            }
        }
        """);

    [Fact]
    public Task Discarded_out_argument_is_kept_and_released() => VerifyFix.FixesAsync(
        """
        class C
        {
            bool M(AddressSpace space)
            {
                if (!{|MRL310:space.TryMap(0, 4096, MapAccess.Read, out _)|})
                {
                    return false;
                }

                Console.WriteLine();
                return true;
            }
        }
        """,
        """
        class C
        {
            bool M(AddressSpace space)
            {
                if (!space.TryMap(0, 4096, MapAccess.Read, out var mapping))
                {
                    return false;
                }

                Console.WriteLine();
                mapping.Unmap();
                return true;
            }
        }
        """);

    [Fact]
    public Task Span_that_leaves_has_no_repair() => VerifyFix.NotOfferedAsync(
        """
        class C
        {
            Span<byte> M(AddressSpace space) => {|MRL310:space.Map(0, 4096, MapAccess.Read)|}.Span;

            Span<byte> N(AddressSpace space)
            {
                return {|MRL310:space.Map(0, 4096, MapAccess.Read)|}.Span;
            }

            void O(AddressSpace space, Func<int> first)
            {
                // To map first would change the order.
                Console.WriteLine(first() + {|MRL310:space.Map(0, 4096, MapAccess.Read)|}.Length);
            }
        }
        """);

    [Fact]
    public Task Overwritten_resource_is_released_before() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                Console.WriteLine(mapping.Length);

                // The next page.
                {|MRL310:mapping = space.Map(4096, 4096, MapAccess.Read)|};
                mapping.Dispose();
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                Console.WriteLine(mapping.Length);

                // The next page.
                mapping.Dispose();
                mapping = space.Map(4096, 4096, MapAccess.Read);
                mapping.Dispose();
            }
        }
        """,
        ResourceFixKeys.KeepAndRelease);

    [Fact]
    public Task New_value_that_needs_the_old_one_is_made_first() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space)
            {
                if (!space.TryMap(0, 4096, MapAccess.Read, out MemoryMapping mapping))
                {
                    return;
                }

                {|MRL310:mapping = space.Map(mapping.Address + 4096, 4096, MapAccess.Read)|};
                mapping.Dispose();
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space)
            {
                if (!space.TryMap(0, 4096, MapAccess.Read, out MemoryMapping mapping))
                {
                    return;
                }

                var next = space.Map(mapping.Address + 4096, 4096, MapAccess.Read);
                mapping.Unmap();
                mapping = next;
                mapping.Dispose();
            }
        }
        """);

    [Fact]
    public Task Loop_that_overwrites_its_own_resource() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space)
            {
                MemoryMapping mapping = default;
                for (ulong i = 0; i < 4; i++)
                {
                    {|MRL310:mapping = space.Map(i * 4096, 4096, MapAccess.Read)|};
                    Console.WriteLine(mapping.Length);
                }

                mapping.Dispose();
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space)
            {
                MemoryMapping mapping = default;
                for (ulong i = 0; i < 4; i++)
                {
                    mapping.Dispose();
                    mapping = space.Map(i * 4096, 4096, MapAccess.Read);
                    Console.WriteLine(mapping.Length);
                }

                mapping.Dispose();
            }
        }
        """);

    [Fact]
    public Task Field_is_released_before_it_is_overwritten() => VerifyFix.FixesAsync(
        """
        class C
        {
            MemoryMapping _mapping;

            void M(AddressSpace space)
            {
                _mapping = space.Map(0, 4096, MapAccess.Read);
                {|MRL310:_mapping = space.Map(4096, 4096, MapAccess.Read)|};
            }
        }
        """,
        """
        class C
        {
            MemoryMapping _mapping;

            void M(AddressSpace space)
            {
                _mapping = space.Map(0, 4096, MapAccess.Read);
                _mapping.Dispose();
                _mapping = space.Map(4096, 4096, MapAccess.Read);
            }
        }
        """);

    [Fact]
    public Task Span_of_the_old_resource_that_is_still_used_has_no_repair() => VerifyFix.NotOfferedAsync(
        """
        class C
        {
            void M(AddressSpace space)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                var span = mapping.Span;
                {|MRL310:mapping = space.Map(4096, 4096, MapAccess.Write)|};
                span.CopyTo(mapping.Span);
                mapping.Dispose();
            }
        }
        """);
}
