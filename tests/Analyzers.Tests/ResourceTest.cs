using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace MemoryRegions.Analyzers.Tests;

/// <summary>Tests of the resource rules on device code: members are put into a device that has guest memory, a mapping and a region.</summary>
internal static class ResourceTest
{
    /// <summary>Checks what is reported in the members, besides what their markup says.</summary>
    public static Task CheckAsync(string members, params DiagnosticResult[] expected) => RunAsync(new Verify<ResourceAnalyzer>(), members, expected);

    /// <summary>The same, with the rules that are off in the tests of others: what an acquisition returns is tested before it is used.</summary>
    public static Task CheckUseAsync(string members, params DiagnosticResult[] expected)
    {
        var test = new Verify<ResourceAnalyzer>();
        test.DisabledDiagnostics.Clear();
        return RunAsync(test, members, expected);
    }

    private static Task RunAsync(Verify<ResourceAnalyzer> test, string members, DiagnosticResult[] expected)
    {
        test.TestCode =
            $$"""
            class DmaDevice(Machine machine) : Device(machine, "dma")
            {
                private readonly AddressSpace _space = machine.Memory;
                private readonly MemoryRegion _region = machine.SystemMemory;
                private MemoryMapping _ring;
                private bool _busy;
                private static void Use(Span<byte> bytes) { }

            {{members}}

                private MapAccess _either;
            }
            """;
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    /// <summary>A diagnostic at <c>{|#0:...|}</c> whose other end is at <c>{|#1:...|}</c>, if there is one.</summary>
    public static DiagnosticResult Expect(string id, bool hasOtherEnd, params object[] arguments)
    {
        DiagnosticResult result = Verify<ResourceAnalyzer>.Expect(id).WithLocation(0).WithArguments(arguments);
        return hasOtherEnd ? result.WithLocation(1) : result;
    }
}
