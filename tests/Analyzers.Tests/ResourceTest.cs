using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace MemoryRegions.Analyzers.Tests;

/// <summary>Tests of the resource rules on device code: members are put into a device that has guest memory, a mapping and a region.</summary>
internal static class ResourceTest
{
    /// <summary>Checks what is reported in the members, besides what their markup says.</summary>
    public static Task CheckAsync(string members, params DiagnosticResult[] expected)
    {
        return Verify<ResourceAnalyzer>.ReportsAsync(
            $$"""
            class DmaDevice(Machine machine) : Device(machine, "dma")
            {
                private readonly AddressSpace _space = machine.Memory;
                private readonly MemoryRegion _region = machine.SystemMemory;
                private MemoryMapping _ring;
                private bool _busy;
                private static void Use(Span<byte> bytes) { }

            {{members}}
            }
            """,
            expected);
    }

    /// <summary>A diagnostic at <c>{|#0:...|}</c> whose other end is at <c>{|#1:...|}</c>, if there is one.</summary>
    public static DiagnosticResult Expect(string id, bool hasOtherEnd, params object[] arguments)
    {
        DiagnosticResult result = Verify<ResourceAnalyzer>.Expect(id).WithLocation(0).WithArguments(arguments);
        return hasOtherEnd ? result.WithLocation(1) : result;
    }
}
