using System.Threading.Tasks;
using MemoryRegions.CodeFixes.Contracts;
using Xunit;
using VerifyFix = MemoryRegions.Testing.VerifyFix<MemoryRegions.Analyzers.Rules.ContractAnalyzer, MemoryRegions.CodeFixes.Contracts.SayContractCodeFix>;

namespace MemoryRegions.CodeFixes.Tests.MRL601;

public class SayContractTests
{
    [Fact]
    public Task Return_value() => FixesAsync(
        """
        public class C(AddressSpace space)
        {
            /// <summary>Maps the header.</summary>
            public MemoryMapping {|MRL601:Open|}(ulong address) => space.Map(address, 64, MapAccess.Read);
        }
        """,
        """
        public class C(AddressSpace space)
        {
            /// <summary>Maps the header.</summary>
            [return: Acquires("mapping")]
            public MemoryMapping Open(ulong address) => space.Map(address, 64, MapAccess.Read);
        }
        """);

    [Fact]
    public Task Parameters() => FixesAsync(
        """
        public class C(AddressSpace space)
        {
            public bool {|MRL601:TryOpen|}(ulong address, out MemoryMapping header)
            {
                if (space.TryMap(address, 64, MapAccess.Read, out header))
                {
                    return true;
                }

                return false;
            }

            [Obsolete]
            public void {|MRL601:{|MRL601:Finish|}|}(int count, MemoryMapping first, MemoryMapping second)
            {
                first.Unmap(count);
                second.Unmap(count);
            }
        }
        """,
        """
        public class C(AddressSpace space)
        {
            public bool TryOpen(ulong address, [Acquires("mapping", When = CallOutcome.WhenTrue)] out MemoryMapping header)
            {
                if (space.TryMap(address, 64, MapAccess.Read, out header))
                {
                    return true;
                }

                return false;
            }

            [Obsolete]
            public void Finish(int count, [Releases("mapping")] MemoryMapping first, [Releases("mapping")] MemoryMapping second)
            {
                first.Unmap(count);
                second.Unmap(count);
            }
        }
        """);

    [Fact]
    public Task Using_is_added_where_it_belongs() => new VerifyFix
    {
        WithPrelude = false,
        WithAdvice = true,
        TestCode = """
            // Header.
            using System;
            using MemoryRegions;

            namespace N;

            public class C(AddressSpace space)
            {
                public MemoryMapping {|MRL601:Open|}(ulong address) => space.Map(address, 64, MapAccess.Read);
            }
            """,
        FixedCode = """
            // Header.
            using System;
            using MemoryRegions;
            using MemoryRegions.Contracts;

            namespace N;

            public class C(AddressSpace space)
            {
                [return: Acquires("mapping")]
                public MemoryMapping Open(ulong address) => space.Map(address, 64, MapAccess.Read);
            }
            """,
    }.RunAsync();

    private static Task FixesAsync(string source, string fixedSource)
    {
        return new VerifyFix { TestCode = source, FixedCode = fixedSource, WithAdvice = true, EquivalenceKey = SayContractCodeFix.Key }.RunAsync();
    }
}
