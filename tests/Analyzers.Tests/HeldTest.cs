using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace MemoryRegions.Analyzers.Tests;

/// <summary>Tests of the rules on resources in fields: members are put into a device that has guest memory, and registers.</summary>
internal static class HeldTest
{
    /// <summary>Checks what is reported in the members, besides what their markup says.</summary>
    public static Task CheckAsync(string members, params DiagnosticResult[] expected) => CheckTypesAsync(
        $$"""
        class DmaDevice(Machine machine, AddressSpace space) : Device(machine, "dma")
        {
            private readonly AddressSpace _space = space;
            private static void Use(Span<byte> bytes) { }

        {{members}}
        }
        """,
        expected);

    /// <summary>Checks what is reported in whole types.</summary>
    public static Task CheckTypesAsync(string types, params DiagnosticResult[] expected)
    {
        return Verify<HeldResourceAnalyzer>.ReportsAsync("using System.Collections.Generic;\nusing System.Linq;\n" + types, expected);
    }

    /// <summary>A diagnostic at <c>{|#0:...|}</c> with other ends at <c>{|#1:...|}</c> and so on.</summary>
    public static DiagnosticResult Expect(string id, int otherEnds, params object[] arguments)
    {
        DiagnosticResult result = Verify<HeldResourceAnalyzer>.Expect(id).WithLocation(0).WithArguments(arguments);
        for (int i = 1; i <= otherEnds; i++)
        {
            result = result.WithLocation(i);
        }

        return result;
    }
}
