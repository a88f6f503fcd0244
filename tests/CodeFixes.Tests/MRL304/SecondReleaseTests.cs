using System.Threading.Tasks;
using MemoryRegions.CodeFixes.Resources;
using Xunit;
using VerifyFix = MemoryRegions.Testing.VerifyFix<MemoryRegions.Analyzers.Rules.ResourceAnalyzer, MemoryRegions.CodeFixes.Resources.SecondReleaseCodeFix>;

namespace MemoryRegions.CodeFixes.Tests.MRL304;

public class SecondReleaseTests
{
    [Fact]
    public Task Second_release_goes_and_comments_stay() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                mapping.Unmap();

                // We are done.
                {|MRL304:mapping.Unmap()|}; // really
                Console.WriteLine();
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                mapping.Unmap();

                // We are done.
                // really
                Console.WriteLine();
            }
        }
        """,
        ResourceFixKeys.RemoveSecondRelease);

    [Fact]
    public Task Embedded_statement_takes_a_condition_without_effect_along() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                mapping.Unmap();
                if (b) {|MRL304:mapping.Unmap()|};
                if (b)
                {
                    {|MRL304:mapping.Unmap(0)|};
                }

                Console.WriteLine();
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                mapping.Unmap();

                Console.WriteLine();
            }
        }
        """);

    [Fact]
    public Task Condition_with_an_effect_stays() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space, Func<bool> b)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                mapping.Unmap();
                if (b()) {|MRL304:mapping.Unmap()|};
                if (b())
                {
                    Console.WriteLine();
                }
                else
                {
                    {|MRL304:mapping.Unmap()|};
                }
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space, Func<bool> b)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                mapping.Unmap();
                if (b()) { }
                if (b())
                {
                    Console.WriteLine();
                }
            }
        }
        """);

    [Fact]
    public Task Arguments_with_an_effect_are_not_lost() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space, Func<int> count)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                mapping.Unmap();
                {|MRL304:mapping.Unmap(count())|};
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space, Func<int> count)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                mapping.Unmap();
                {|MRL304:mapping.Unmap(count())|};
            }
        }
        """);

    [Fact]
    public Task Release_of_what_may_still_be_held_stays_and_becomes_harmless() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                if (b)
                {
                    mapping.Unmap();
                }

                {|MRL304:mapping.Unmap()|};
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                if (b)
                {
                    mapping.Unmap();
                }

                mapping.Dispose();
            }
        }
        """);

    [Fact]
    public Task Release_before_a_finally_that_releases_goes() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                try
                {
                    Console.WriteLine(mapping.Length);
                    mapping.Unmap();
                }
                finally
                {
                    {|MRL304:mapping.Unmap()|};
                }
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                try
                {
                    Console.WriteLine(mapping.Length);
                }
                finally
                {
                    mapping.Unmap();
                }
            }
        }
        """);

    [Fact]
    public Task Field_and_parameter() => VerifyFix.FixesAsync(
        """
        class C
        {
            MemoryMapping _mapping;

            void M(AddressSpace space, MemoryMapping mapping)
            {
                _mapping.Unmap();
                {|MRL304:_mapping.Unmap()|};
                space.Unmap(mapping, 4);
                {|MRL304:space.Unmap(mapping, 4)|};
            }
        }
        """,
        """
        class C
        {
            MemoryMapping _mapping;

            void M(AddressSpace space, MemoryMapping mapping)
            {
                _mapping.Unmap();
                space.Unmap(mapping, 4);
            }
        }
        """);

    [Fact]
    public Task Release_in_a_loop_has_no_repair() => VerifyFix.NotOfferedAsync(
        """
        class C
        {
            void M(AddressSpace space)
            {
                var mapping = {|MRL302:space.Map(0, 4096, MapAccess.Read)|};
                for (int i = 0; i < 2; i++)
                {
                    {|MRL304:mapping.Unmap()|};
                }
            }
        }
        """);

    [Fact]
    public Task Conditional_access_goes_as_a_whole() => VerifyFix.FixesAsync(
        """
        class Lease
        {
            [Acquires("lease")] public Lease() { }
            [Releases("lease"), DoesNotThrow] public void Return() { }
        }

        class C
        {
            void M(bool b)
            {
                var lease = b ? new Lease() : null;
                lease?.Return();
                lease?{|MRL304:.Return()|};
            }
        }
        """,
        """
        class Lease
        {
            [Acquires("lease")] public Lease() { }
            [Releases("lease"), DoesNotThrow] public void Return() { }
        }

        class C
        {
            void M(bool b)
            {
                var lease = b ? new Lease() : null;
                lease?.Return();
            }
        }
        """);

    [Fact]
    public Task Early_release_goes_where_the_same_one_follows_at_once() => VerifyFix.FixesAsync(
        """
        class C
        {
            int _errors;

            void M(AddressSpace space, bool b)
            {
                var mapping = space.Map(0, 4096, MapAccess.Write);
                if (b)
                {
                    mapping.Unmap(0);
                    _errors++;
                    goto done;
                }

                mapping.Span[0] = 1;

            done:
                // Once.
                {|MRL304:mapping.Unmap(0)|};
            }
        }
        """,
        """
        class C
        {
            int _errors;

            void M(AddressSpace space, bool b)
            {
                var mapping = space.Map(0, 4096, MapAccess.Write);
                if (b)
                {
                    _errors++;
                    goto done;
                }

                mapping.Span[0] = 1;

            done:
                // Once.
                mapping.Unmap(0);
            }
        }
        """);

    [Fact]
    public Task Early_release_stays_where_something_is_called_before_the_next_one() => VerifyFix.NotOfferedAsync(
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
                var mapping = space.Map(0, 4096, MapAccess.Write);
                if (b)
                {
                    mapping.Unmap(0);
                    Console.WriteLine();
                }

                {|MRL304:mapping.Unmap(0)|};
            }
        }
        """);
}
