using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace MemoryRegions.Analyzers.Tests.MRL601;

/// <summary>Members of a public helper of devices.</summary>
internal static class ContractTest
{
    public static Task CheckAsync(string members, params DiagnosticResult[] expected)
    {
        var test = new Verify<ContractAnalyzer>
        {
            WithAdvice = true,
            TestCode = $$"""
                public class Helper(AddressSpace space, Machine machine)
                {
                    private readonly AddressSpace _space = space;
                    private readonly Machine _machine = machine;
                    private readonly List<MemoryMapping> _list = [];
                    private MemoryMapping _ring;
                    private MemoryMapping _other;
                    private AddressSpace? _current;
                    private static void Use(Span<byte> bytes) { }

                {{members}}
                }
                """,
        };
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    public static DiagnosticResult NotSaid(string method, string does, string attribute)
    {
        return Verify<ContractAnalyzer>.Expect("MRL601").WithLocation(0).WithArguments(method, does, attribute);
    }

    public static DiagnosticResult Otherwise(string method, string says, string but)
    {
        return Verify<ContractAnalyzer>.Expect("MRL602").WithLocation(0).WithLocation(1).WithArguments(method, says, but);
    }
}
