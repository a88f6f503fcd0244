using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace MemoryRegions.Analyzers.Tests.MRL303;

/// <summary>Members in a device that has guest memory, a region, and calls that may throw or say that they do not.</summary>
internal static class ThrowTest
{
    public static Task CheckAsync(string members, params DiagnosticResult[] expected)
    {
        var test = new Verify<ResourceAnalyzer>
        {
            WithAdvice = true,
            TestCode = $$"""
                using System.Buffers.Binary;
                using System.Diagnostics;
                using System.IO;
                using System.Threading;

                class DmaDevice(Machine machine, Action<bool> interrupt) : Device(machine, "dma")
                {
                    private readonly AddressSpace _space = machine.Memory;
                    private readonly MemoryRegion _region = machine.SystemMemory;
                    private readonly Action<bool> _interrupt = interrupt;
                    private MemoryMapping _ring;
                    private uint Count { get; set; }
                    private static void Parse([Borrows] MemoryMapping mapping) => throw new FormatException();
                    private static int Align(int value) => (value + 3) & ~3;
                    private static void Work() => File.Delete("x");

                {{members}}
                }

                sealed class Other
                {
                    public int Value => 3;
                    public void Run() { }
                    [DoesNotThrow] public void Rest() { }
                    public void Take([TakesOwnership] MemoryMapping mapping) { }
                    public void Own(MemoryMapping mapping) { }
                }
                """,
        };
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    public static DiagnosticResult Throws(string kind, string name, string call, int line, string cure)
    {
        return Happens(kind, name, "'" + call + "' throws", line, cure);
    }

    public static DiagnosticResult Stops(string kind, string name, int line, string cure)
    {
        return Happens(kind, name, "the caller stops after 'yield return'", line, cure);
    }

    private static DiagnosticResult Happens(string kind, string name, string what, int line, string cure)
    {
        return Verify<ResourceAnalyzer>.Expect("MRL303").WithLocation(0).WithLocation(1).WithArguments(kind, name, what, line, cure);
    }
}
