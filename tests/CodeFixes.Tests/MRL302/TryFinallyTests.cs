using System.Threading.Tasks;
using MemoryRegions.CodeFixes.Resources;
using Xunit;
using VerifyFix = MemoryRegions.Testing.VerifyFix<MemoryRegions.Analyzers.Rules.ResourceAnalyzer, MemoryRegions.CodeFixes.Resources.LeakCodeFix>;

namespace MemoryRegions.CodeFixes.Tests.MRL302;

public class TryFinallyTests
{
    [Fact]
    public Task Alternative_for_a_local() => VerifyFix.FixesAsync(
        """
        class C
        {
            int M(AddressSpace space)
            {
                var mapping = {|MRL301:space.Map(0, 4096, MapAccess.Read)|};

                // Look at the header.
                if (mapping.Span[0] == 0)
                {
                    return 0;
                }

                string text = @"a
            b";
        #if NEVER
            text = "";
        #endif
                return mapping.Length + text.Length;
            }
        }
        """,
        """
        class C
        {
            int M(AddressSpace space)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);

                try
                {
                    // Look at the header.
                    if (mapping.Span[0] == 0)
                    {
                        return 0;
                    }

                    string text = @"a
            b";
        #if NEVER
            text = "";
        #endif
                    return mapping.Length + text.Length;
                }
                finally
                {
                    mapping.Dispose();
                }
            }
        }
        """,
        ResourceFixKeys.TryFinally);

    [Fact]
    public Task Alternative_for_an_out_variable() => VerifyFix.FixesAsync(
        """
        class C
        {
            int M(AddressSpace space)
            {
                if (!{|MRL301:space.TryMap(0, 4096, MapAccess.Read, out var mapping)|})
                {
                    return 0;
                }

                return mapping.Length;
            }

            int N(AddressSpace space)
            {
                if ({|MRL301:space.TryMap(0, 4096, MapAccess.Read, out var mapping)|})
                {
                    return mapping.Length;
                }

                return 0;
            }
        }
        """,
        """
        class C
        {
            int M(AddressSpace space)
            {
                if (!space.TryMap(0, 4096, MapAccess.Read, out var mapping))
                {
                    return 0;
                }

                try
                {
                    return mapping.Length;
                }
                finally
                {
                    mapping.Unmap();
                }
            }

            int N(AddressSpace space)
            {
                if (space.TryMap(0, 4096, MapAccess.Read, out var mapping))
                {
                    try
                    {
                        return mapping.Length;
                    }
                    finally
                    {
                        mapping.Unmap();
                    }
                }

                return 0;
            }
        }
        """,
        ResourceFixKeys.TryFinally);

    [Fact]
    public Task Best_where_an_expression_throws() => VerifyFix.FixesAsync(
        """
        class C
        {
            string M(AddressSpace space, string? text)
            {
                if (!{|MRL302:space.TryMap(0, 4096, MapAccess.Read, out var mapping)|})
                {
                    return "";
                }

                string name = text ?? throw new ArgumentNullException(nameof(text));
                mapping.Unmap();
                return name;
            }
        }
        """,
        """
        class C
        {
            string M(AddressSpace space, string? text)
            {
                if (!space.TryMap(0, 4096, MapAccess.Read, out var mapping))
                {
                    return "";
                }

                try
                {
                    string name = text ?? throw new ArgumentNullException(nameof(text));
                    mapping.Unmap();
                    return name;
                }
                finally
                {
                    mapping.Dispose();
                }
            }
        }
        """,
        ResourceFixKeys.Release);

    [Fact]
    public Task Catch_gets_a_finally() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space)
            {
                var mapping = {|MRL302:space.Map(0, 4096, MapAccess.Read)|};
                try
                {
                    Console.WriteLine(mapping.Length);
                    mapping.Dispose();
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
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
                    mapping.Dispose();
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                }
                finally
                {
                    mapping.Dispose();
                }
            }
        }
        """,
        ResourceFixKeys.TryFinally);
}
