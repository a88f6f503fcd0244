using System.Threading.Tasks;
using MemoryRegions.CodeFixes.Resources;
using Xunit;
using VerifyFix = MemoryRegions.Testing.VerifyFix<MemoryRegions.Analyzers.Rules.ResourceAnalyzer, MemoryRegions.CodeFixes.Resources.LeakCodeFix>;

namespace MemoryRegions.CodeFixes.Tests.MRL302;

public class ReleaseOnPathsTests
{
    [Fact]
    public Task Explicit_release_stays_beside_using() => VerifyFix.FixesAsync(
        """
        class C
        {
            bool M(AddressSpace space, bool b)
            {
                var mapping = {|MRL302:space.Map(0, 4096, MapAccess.Write)|};
                if (b)
                {
                    return false;
                }

                mapping.Unmap(16);
                return true;
            }
        }
        """,
        """
        class C
        {
            bool M(AddressSpace space, bool b)
            {
                using var mapping = space.Map(0, 4096, MapAccess.Write);
                if (b)
                {
                    return false;
                }

                mapping.Unmap(16);
                return true;
            }
        }
        """,
        ResourceFixKeys.Release);

    [Fact]
    public Task Out_variable_is_released_before_the_return() => VerifyFix.FixesAsync(
        """
        class C
        {
            bool M(AddressSpace space, bool b)
            {
                if (!{|MRL302:space.TryMap(0, 4096, MapAccess.Write, out var mapping)|})
                {
                    return false;
                }

                if (b)
                {
                    // Not today.
                    return false;
                }

                mapping.Unmap();
                return true;
            }
        }
        """,
        """
        class C
        {
            bool M(AddressSpace space, bool b)
            {
                if (!space.TryMap(0, 4096, MapAccess.Write, out var mapping))
                {
                    return false;
                }

                if (b)
                {
                    // Not today.
                    mapping.Unmap();
                    return false;
                }

                mapping.Unmap();
                return true;
            }
        }
        """);

    [Fact]
    public Task Returned_value_is_made_before_the_release() => VerifyFix.FixesAsync(
        """
        class C
        {
            int M(AddressSpace space, bool b)
            {
                if ({|MRL301:space.TryMap(0, 4096, MapAccess.Write, out var mapping)|})
                {
                    if (b)
                        return mapping.Length;
                    throw new InvalidOperationException("bytes: " + mapping.Length);
                }

                return 0;
            }
        }
        """,
        """
        class C
        {
            int M(AddressSpace space, bool b)
            {
                if (space.TryMap(0, 4096, MapAccess.Write, out var mapping))
                {
                    if (b)
                    {
                        var result = mapping.Length;
                        mapping.Unmap();
                        return result;
                    }
                    var exception = new InvalidOperationException("bytes: " + mapping.Length);
                    mapping.Unmap();
                    throw exception;
                }

                return 0;
            }
        }
        """);

    [Fact]
    public Task Return_type_is_named_where_the_value_takes_it_from_its_target() => VerifyFix.FixesAsync(
        """
        class C
        {
            async Task<long?> M(AddressSpace space, bool b)
            {
                await Task.Yield();
                if ({|MRL301:space.TryMap(0, 4096, MapAccess.Write, out var mapping)|})
                {
                    return b ? mapping.Length : null;
                }

                return 0;
            }
        }
        """,
        """
        class C
        {
            async Task<long?> M(AddressSpace space, bool b)
            {
                await Task.Yield();
                if (space.TryMap(0, 4096, MapAccess.Write, out var mapping))
                {
                    long? result = b ? mapping.Length : null;
                    mapping.Unmap();
                    return result;
                }

                return 0;
            }
        }
        """);

    [Fact]
    public Task Break_continue_and_end_of_the_loop() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space)
            {
                for (ulong i = 0; i < 8; i++)
                {
                    if (!{|MRL301:space.TryMap(i, 4, MapAccess.Read, out MemoryMapping mapping)|}) { break; }
                    if (mapping.Span[0] == 1) { continue; }
                    if (mapping.Span[0] == 2) break;
                    Console.WriteLine(mapping.Length);
                }
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space)
            {
                for (ulong i = 0; i < 8; i++)
                {
                    if (!space.TryMap(i, 4, MapAccess.Read, out MemoryMapping mapping)) { break; }
                    if (mapping.Span[0] == 1) { mapping.Unmap(); continue; }
                    if (mapping.Span[0] == 2)
                    {
                        mapping.Unmap();
                        break;
                    }
                    Console.WriteLine(mapping.Length);
                    mapping.Unmap();
                }
            }
        }
        """);

    [Fact]
    public Task Handle_that_may_be_null_is_disposed() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space, bool a)
            {
                MemoryMapping mapping = default;
                if (a)
                {
                    mapping = {|MRL301:space.Map(0, 4096, MapAccess.Read)|};
                }

                Console.WriteLine(mapping.Length);
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space, bool a)
            {
                MemoryMapping mapping = default;
                if (a)
                {
                    mapping = space.Map(0, 4096, MapAccess.Read);
                }

                Console.WriteLine(mapping.Length);
                mapping.Dispose();
            }
        }
        """);

    [Fact]
    public Task Two_acquisitions_into_one_variable() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space, bool a)
            {
                MemoryMapping mapping;
                if (a)
                {
                    mapping = {|MRL301:space.Map(0, 4096, MapAccess.Read)|};
                }
                else
                {
                    mapping = {|MRL301:space.Map(4096, 4096, MapAccess.Read)|};
                }

                Console.WriteLine(mapping.Length);
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space, bool a)
            {
                MemoryMapping mapping;
                if (a)
                {
                    mapping = space.Map(0, 4096, MapAccess.Read);
                }
                else
                {
                    mapping = space.Map(4096, 4096, MapAccess.Read);
                }

                Console.WriteLine(mapping.Length);
                mapping.Dispose();
            }
        }
        """);

    [Fact]
    public Task Handle_that_is_handed_on_is_released_where_it_is_not() => VerifyFix.FixesAsync(
        """
        class C
        {
            MemoryMapping _pending;

            bool M(AddressSpace space)
            {
                var mapping = {|MRL302:space.Map(0, 4096, MapAccess.Read)|};
                if (mapping.IsNull)
                {
                    return false;
                }

                if (mapping.Length < 4096)
                {
                    return false;
                }

                _pending = mapping;
                return true;
            }
        }
        """,
        """
        class C
        {
            MemoryMapping _pending;

            bool M(AddressSpace space)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                if (mapping.IsNull)
                {
                    return false;
                }

                if (mapping.Length < 4096)
                {
                    mapping.Unmap();
                    return false;
                }

                _pending = mapping;
                return true;
            }
        }
        """);

    [Fact]
    public Task Reference_is_dropped_on_the_way_out() => VerifyFix.FixesAsync(
        """
        class C
        {
            bool M(MemoryRegion region, bool b)
            {
                {|MRL302:region.Ref()|};
                if (b)
                {
                    return false;
                }

                region.Unref();
                return true;
            }
        }
        """,
        """
        class C
        {
            bool M(MemoryRegion region, bool b)
            {
                region.Ref();
                if (b)
                {
                    region.Unref();
                    return false;
                }

                region.Unref();
                return true;
            }
        }
        """);

    [Fact]
    public Task Goto_over_the_declaration_excludes_using() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
            again:
                var mapping = {|MRL302:space.Map(0, 4096, MapAccess.Read)|};
                if (mapping.Length < 8)
                {
                    mapping.Dispose();
                    goto again;
                }

                if (b)
                {
                    return;
                }

                mapping.Dispose();
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
            again:
                var mapping = space.Map(0, 4096, MapAccess.Read);
                if (mapping.Length < 8)
                {
                    mapping.Dispose();
                    goto again;
                }

                if (b)
                {
                    mapping.Unmap();
                    return;
                }

                mapping.Dispose();
            }
        }
        """);
}
