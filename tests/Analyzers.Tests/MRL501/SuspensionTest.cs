using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace MemoryRegions.Analyzers.Tests.MRL501;

/// <summary>Members in a device that changes the memory map.</summary>
internal static class SuspensionTest
{
    public static Task CheckAsync(string members, params DiagnosticResult[] expected)
    {
        var test = new Verify<ResourceAnalyzer>
        {
            TestCode = $$"""
                using System.Threading;

                class Bridge(Machine machine) : Device(machine, "bridge")
                {
                    private readonly MemoryRegion _bus = machine.SystemMemory;
                    private readonly EventWaitHandle _ready = new ManualResetEvent(false);
                    private readonly object _lock = new();
                    private TopologyTransaction _open;
                    private static Task NotifyAsync() => Task.CompletedTask;
                    private static Task<int> AskAsync() => Task.FromResult(1);

                {{members}}
                }

                sealed class Window
                {
                    [return: Acquires("window", NoSuspension = true)] public static Window Open() => new();
                    [Releases("window")] public void Close() { }
                }

                sealed class Backend
                {
                    [ForbiddenWhile("transaction")] public void Grab() { }
                    [ForbiddenWhile("transaction")] public int State => 0;
                    public void Any() { }
                }
                """,
        };
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    public static DiagnosticResult Suspended(string what, int line, string kind = "transaction", string name = "'t'", string release = "Commit")
    {
        return Verify<ResourceAnalyzer>.Expect("MRL501").WithLocation(0).WithLocation(1).WithArguments(what, kind, name, line, release);
    }
}
