using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.CodeFixes.Resources;
using MemoryRegions.Testing;
using Xunit;
using VerifyFix = MemoryRegions.Testing.VerifyFix<MemoryRegions.Analyzers.Rules.ResourceAnalyzer, MemoryRegions.CodeFixes.Resources.LeakCodeFix>;

namespace MemoryRegions.CodeFixes.Tests.MRL301;

public class UsingDeclarationTests
{
    [Fact]
    public Task Local_becomes_using_declaration() => VerifyFix.FixesAsync(
        """
        class C
        {
            int M(AddressSpace space)
            {
                // The descriptor.
                var mapping = {|MRL301:space.Map(0, 4096, MapAccess.Read)|}; // one page
                return mapping.Length;
            }
        }
        """,
        """
        class C
        {
            int M(AddressSpace space)
            {
                // The descriptor.
                using var mapping = space.Map(0, 4096, MapAccess.Read); // one page
                return mapping.Length;
            }
        }
        """,
        ResourceFixKeys.Release);

    [Fact]
    public Task Explicit_type_stays() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space)
            {
                MemoryMapping mapping = {|MRL301:space.Map(0, 4096, MapAccess.Write)|};
                mapping.Span[0]++;
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space)
            {
                using MemoryMapping mapping = space.Map(0, 4096, MapAccess.Write);
                mapping.Span[0]++;
            }
        }
        """);

    [Fact]
    public Task Acquisition_under_a_condition_is_still_the_initializer() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
                var mapping = b ? {|MRL301:space.Map(0, 4096, MapAccess.Read)|} : default;
                Console.WriteLine(mapping.Length);
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
                using var mapping = b ? space.Map(0, 4096, MapAccess.Read) : default;
                Console.WriteLine(mapping.Length);
            }
        }
        """);

    [Fact]
    public Task Two_locals_of_one_method() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space)
            {
                var source = {|MRL301:space.Map(0, 4096, MapAccess.Read)|};
                var target = {|MRL301:space.Map(4096, 4096, MapAccess.Write)|};
                source.Span.CopyTo(target.Span);
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space)
            {
                using var source = space.Map(0, 4096, MapAccess.Read);
                using var target = space.Map(4096, 4096, MapAccess.Write);
                source.Span.CopyTo(target.Span);
            }
        }
        """);

    [Fact]
    public Task Local_in_a_loop_is_released_in_each_round() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space)
            {
                for (ulong i = 0; i < 8; i++)
                {
                    var mapping = {|MRL301:space.Map(i * 4096, 4096, MapAccess.Read)|};
                    if (mapping.Length == 0)
                        continue;
                    Console.WriteLine(mapping.Span[0]);
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
                    using var mapping = space.Map(i * 4096, 4096, MapAccess.Read);
                    if (mapping.Length == 0)
                        continue;
                    Console.WriteLine(mapping.Span[0]);
                }
            }
        }
        """);

    [Fact]
    public Task Switch_section_gets_a_using_statement() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space, int command)
            {
                switch (command)
                {
                    case 1:
                        var mapping = {|MRL301:space.Map(0, 4096, MapAccess.Read)|};

                        // Use it.
                        Console.WriteLine(mapping.Length);
                        break;
                    default:
                        break;
                }
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space, int command)
            {
                switch (command)
                {
                    case 1:
                        using (var mapping = space.Map(0, 4096, MapAccess.Read))
                        {
                            // Use it.
                            Console.WriteLine(mapping.Length);
                            break;
                        }
                    default:
                        break;
                }
            }
        }
        """);

    [Fact]
    public Task Top_level_statements() => new VerifyFix
    {
        TestState =
        {
            OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication,
            Sources =
            {
                """
                var machine = new Machine();
                var mapping = {|MRL301:machine.Memory.Map(0, 4096, MapAccess.Read)|};
                Console.WriteLine(mapping.Length);
                """,
            },
        },
        FixedCode = """
            var machine = new Machine();
            using var mapping = machine.Memory.Map(0, 4096, MapAccess.Read);
            Console.WriteLine(mapping.Length);
            """,
    }.RunAsync();

    [Fact]
    public Task Lambda_and_local_function() => VerifyFix.FixesAsync(
        """
        class C
        {
            Func<int> M(AddressSpace space)
            {
                return () =>
                {
                    var mapping = {|MRL301:space.Map(0, 4096, MapAccess.Read)|};
                    return mapping.Length;
                };
            }

            int N(AddressSpace space)
            {
                return Local();

                int Local()
                {
                    var mapping = {|MRL301:space.Map(0, 4096, MapAccess.Read)|};
                    return mapping.Length;
                }
            }
        }
        """,
        """
        class C
        {
            Func<int> M(AddressSpace space)
            {
                return () =>
                {
                    using var mapping = space.Map(0, 4096, MapAccess.Read);
                    return mapping.Length;
                };
            }

            int N(AddressSpace space)
            {
                return Local();

                int Local()
                {
                    using var mapping = space.Map(0, 4096, MapAccess.Read);
                    return mapping.Length;
                }
            }
        }
        """);

    [Fact]
    public Task Transaction_section_and_address_space() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(Machine machine, MemoryRegion region)
            {
                var transaction = {|MRL301:machine.BeginTransaction()|};
                var section = {|MRL301:region.Find(0, 4)|};
                var space = {|MRL301:new AddressSpace(machine, region, "dma")|};
                Console.WriteLine(section.Size);
            }
        }
        """,
        """
        class C
        {
            void M(Machine machine, MemoryRegion region)
            {
                using var transaction = machine.BeginTransaction();
                using var section = region.Find(0, 4);
                using var space = new AddressSpace(machine, region, "dma");
                Console.WriteLine(section.Size);
            }
        }
        """);

    [Fact]
    public Task Span_that_is_returned_would_be_dead_so_nothing_is_offered() => VerifyFix.NotOfferedAsync(
        """
        class C
        {
            Span<byte> M(AddressSpace space)
            {
                var mapping = {|MRL301:space.Map(0, 4096, MapAccess.Read)|};
                return mapping.Span;
            }

            void N(AddressSpace space)
            {
                Span<byte> span;
                {
                    var mapping = {|MRL301:space.Map(0, 4096, MapAccess.Read)|};
                    span = mapping.Span;
                }

                span[0] = 1;
            }
        }
        """);

    [Fact]
    public Task Copy_of_the_bytes_may_be_returned() => VerifyFix.FixesAsync(
        """
        class C
        {
            byte[] M(AddressSpace space)
            {
                var mapping = {|MRL301:space.Map(0, 4096, MapAccess.Read)|};
                var span = mapping.Span;
                return span.Slice(0, 4).ToArray();
            }
        }
        """,
        """
        class C
        {
            byte[] M(AddressSpace space)
            {
                using var mapping = space.Map(0, 4096, MapAccess.Read);
                var span = mapping.Span;
                return span.Slice(0, 4).ToArray();
            }
        }
        """);
}
