using System.Text.RegularExpressions;
using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>
/// Checks a real bug and its repair, in C#, from one source. «expression» is where the bug is reported; ‹text› is only in the repaired code,
/// ⟦text⟧ only in the buggy one. The names of the tests are those of the catalogue of bugs. Members are put into a device that has guest
/// memory and a queue; <see cref="Api"/> is what it talks to besides the runtime, with contracts of kinds of its own.
/// </summary>
internal static class CorpusTest
{
    private const string Api = """
        namespace Virtio
        {
            /// A popped element is mapped until it is pushed or detached; to free it gives back its own memory only.
            public sealed class Element
            {
                public int OutCount => 1;
                public int InCount => 1;
                public Span<byte> Out => default;
                public Span<byte> In => default;
                public void Free() { }
            }

            /// What is at the other end of a port; it may close the port at any time.
            public interface IConsole
            {
                [MayReenter] int HaveData(object port, Span<byte> data);
            }

            public sealed class VirtQueue
            {
                [return: Acquires("element")] public Element? Pop() => null;
                public void Push([Releases("element")] Element element, int written) { }
                public void Detach([Releases("element")] Element element) { }
                public void Notify() { }
            }

            /// A packet, whose scatter list is mapped from Setup to Unmap.
            public sealed class Packet
            {
                [RequiresHeld] public void Begin() { }
                [Releases("packet mapping"), DoesNotThrow] public void Unmap() { }
            }

            public sealed class Registration
            {
                public bool TestAndClear() => false;
                [Releases("registration"), DoesNotThrow] public void Unregister() { }
            }

            public sealed class Operations
            {
                [Releases("operations"), DoesNotThrow] public void Free() { }
            }

            public sealed class View
            {
                public bool Lookup(ulong address, out ulong offset) { offset = 0; return false; }
                [Releases("view"), DoesNotThrow] public void Unref() { }
            }

            /// A container of DMA mappings, as one that stands for a file descriptor.
            public sealed class DmaContainer
            {
                [RequiresHeld] public void Map(ulong address) { }
                [RequiresHeld] public void Unmap(ulong address) { }
                [Releases("container"), DoesNotThrow] public void Close() { }
            }

            public static class Host
            {
                [return: Acquires("packet mapping")] public static Packet MapPacket(ulong address) => new();
                [return: Acquires("registration")] public static Registration Register(AddressSpace space) => new();
                [return: Acquires("operations")] public static Operations NewOperations() => new();
                [return: Acquires("view")] public static View GetView(AddressSpace space) => new();
                public static void Report(string problem) { }
                public static void Copy(Span<byte> to, Span<byte> from) { }
                public static bool Ask(int question) => false;
                [ForbiddenWhile("transaction")] public static bool Grab(int device) => false;
                public static void Submit([TakesOwnership] Packet packet) { }
                public static void Submit([TakesOwnership] Element element, Action<Element> done) { }
            }
        }
        """;

    /// <summary>The repaired code is silent, the buggy one reported at the marks and nowhere else.</summary>
    public static Task BugAsync(string members, string id) => BugAsync<ResourceAnalyzer>(members, id);

    /// <summary>The same for a bug that only the whole type shows.</summary>
    public static Task BugOfTypeAsync(string members, string id) => BugAsync<HeldResourceAnalyzer>(members, id);

    /// <summary>A repair that was not enough: reported as well.</summary>
    public static Task HalfRepairedAsync(string members, string id) => RunAsync<ResourceAnalyzer>(Buggy(members, id), ShowsAll(id));

    /// <summary>The same for a bug that only the whole type shows.</summary>
    public static Task HalfRepairedTypeAsync(string members, string id) => RunAsync<HeldResourceAnalyzer>(Buggy(members, id), ShowsAll(id));

    /// <summary>Code that looks like a bug, and is none.</summary>
    public static Task SilentAsync(string members) => RunAsync<ResourceAnalyzer>(members, all: false);

    private static async Task BugAsync<TAnalyzer>(string members, string id)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        await RunAsync<TAnalyzer>(Buggy(members, id), ShowsAll(id));
        await RunAsync<TAnalyzer>(Regex.Replace(members, "⟦[^⟧]*⟧|[«»‹›]", string.Empty), ShowsAll(id));
    }

    private static bool ShowsAll(string id) => id is "MRL307" or "MRL308";

    private static string Buggy(string members, string id)
    {
        return Regex.Replace(members, "‹[^›]*›|[⟦⟧]", string.Empty).Replace("«", "{|" + id + ":").Replace("»", "|}");
    }

    private static Task RunAsync<TAnalyzer>(string members, bool all)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new Verify<TAnalyzer>
        {
            TestCode = $$"""
                using System.Collections.Generic;
                using System.Diagnostics.CodeAnalysis;
                using Virtio;

                class CorpusDevice(Machine machine, VirtQueue queue) : Device(machine, "device")
                {
                    private readonly AddressSpace _space = machine.Memory;
                    private readonly VirtQueue _queue = queue;
                    private readonly ContainerRegion _container = machine.SystemMemory;
                    private static void Use(Span<byte> bytes) { }

                {{members}}
                }
                """,
        };
        test.TestState.Sources.Add(("Virtio.cs", Api));
        if (all)
        {
            test.DisabledDiagnostics.Clear();
        }

        return test.RunAsync();
    }
}
