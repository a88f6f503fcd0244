using System.Threading.Tasks;
using MemoryRegions.CodeFixes.Resources;
using Xunit;
using VerifyFix = MemoryRegions.Testing.VerifyFix<MemoryRegions.Analyzers.Rules.ResourceAnalyzer, MemoryRegions.CodeFixes.Resources.LeakCodeFix>;

namespace MemoryRegions.CodeFixes.Tests.MRL302;

/// <summary>Contracts, not names: what is released, and how, is said by attributes alone.</summary>
public class UserDefinedKindTests
{
    private const string Lease = """
        sealed class Lease
        {
            [Releases("lease"), DoesNotThrow] public void GiveBack() { }
            public int Size { [DoesNotThrow] get => 1; }
        }

        sealed class Pool
        {
            [return: Acquires("lease")] public Lease Take() => new();
            [return: Acquires("lease")] public Lease? TryTake() => null;
            [return: Acquires("token")] public int Enter() => 1;
            [DoesNotThrow] public void Leave([Releases("token")] int token) { }
        }

        sealed class Scope : IDisposable
        {
            [Acquires("scope")] public Scope() { }
            [Releases("scope"), DoesNotThrow] public void Dispose() { }
        }

        """;

    [Fact]
    public Task Release_by_the_method_that_the_contract_names() => VerifyFix.FixesAsync(
        Lease + """
        class C
        {
            int M(Pool pool, bool b)
            {
                var lease = {|MRL302:pool.Take()|};
                if (b)
                {
                    return lease.Size;
                }

                lease.GiveBack();
                return 0;
            }
        }
        """,
        Lease + """
        class C
        {
            int M(Pool pool, bool b)
            {
                var lease = pool.Take();
                if (b)
                {
                    var result = lease.Size;
                    lease.GiveBack();
                    return result;
                }

                lease.GiveBack();
                return 0;
            }
        }
        """);

    [Fact]
    public Task Reference_that_may_be_null_is_released_conditionally() => VerifyFix.FixesAsync(
        Lease + """
        class C
        {
            void M(Pool pool)
            {
                var lease = {|MRL301:pool.TryTake()|};
                Console.WriteLine(lease?.Size);
            }
        }
        """,
        Lease + """
        class C
        {
            void M(Pool pool)
            {
                var lease = pool.TryTake();
                Console.WriteLine(lease?.Size);
                lease?.GiveBack();
            }
        }
        """);

    [Fact]
    public Task Branch_that_forgets_gets_an_else() => VerifyFix.FixesAsync(
        Lease + """
        class C
        {
            void M(Pool pool, bool b)
            {
                var lease = {|MRL302:pool.Take()|};
                if (b)
                {
                    lease.GiveBack();
                }
            }
        }
        """,
        Lease + """
        class C
        {
            void M(Pool pool, bool b)
            {
                var lease = pool.Take();
                if (b)
                {
                    lease.GiveBack();
                }
                else
                {
                    lease.GiveBack();
                }
            }
        }
        """);

    [Fact]
    public Task Token_goes_back_to_where_it_came_from() => VerifyFix.FixesAsync(
        Lease + """
        class C
        {
            void M(Pool pool)
            {
                int token = {|MRL301:pool.Enter()|};
                Console.WriteLine();
            }
        }
        """,
        Lease + """
        class C
        {
            void M(Pool pool)
            {
                int token = pool.Enter();
                Console.WriteLine();
                pool.Leave(token);
            }
        }
        """);

    [Fact]
    public Task Dispose_that_must_not_come_twice_is_not_combined_with_using() => VerifyFix.FixesAsync(
        Lease + """
        class C
        {
            void M(bool b)
            {
                var first = {|MRL302:new Scope()|};
                var second = {|MRL301:new Scope()|};
                if (b)
                {
                    return;
                }

                first.Dispose();
            }
        }
        """,
        Lease + """
        class C
        {
            void M(bool b)
            {
                var first = new Scope();
                using var second = new Scope();
                if (b)
                {
                    first.Dispose();
                    return;
                }

                first.Dispose();
            }
        }
        """);

    [Fact]
    public Task Factory_of_ones_own_type_is_an_acquisition_too() => VerifyFix.FixesAsync(
        """
        class C(AddressSpace space)
        {
            MemoryMapping Header() => space.Map(0, 64, MapAccess.Read);

            void M()
            {
                var header = {|MRL301:Header()|};
                Console.WriteLine(header.Length);
            }
        }
        """,
        """
        class C(AddressSpace space)
        {
            MemoryMapping Header() => space.Map(0, 64, MapAccess.Read);

            void M()
            {
                using var header = Header();
                Console.WriteLine(header.Length);
            }
        }
        """);

    [Fact]
    public Task Kind_without_a_release_has_no_repair() => VerifyFix.NotOfferedAsync(
        """
        class Bus
        {
            [return: Acquires("grant")] public int Request() => 1;
        }

        class C
        {
            void M(Bus bus)
            {
                int grant = {|MRL301:bus.Request()|};
                Console.WriteLine();
            }
        }
        """);
}
