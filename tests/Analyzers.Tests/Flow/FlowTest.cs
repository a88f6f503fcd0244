using System;
using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis;

namespace MemoryRegions.Analyzers.Tests.Flow;

/// <summary>
/// The engine knows nothing of memory regions, so its tests use resources of their own: a bus that leases slots, in an assembly of which
/// only the contracts are seen. Members are put into a class that has a bus <c>_bus</c>, a slot <c>_slot</c> and a flag <c>_flag</c>.
/// </summary>
internal static class FlowTest
{
    private const string Api = """
        namespace Leases
        {
            public sealed class Bus
            {
                [return: Acquires("slot")] public Slot Take(int number = 0) => default;
                public bool TryTake([Acquires("slot", When = CallOutcome.WhenTrue)] out Slot slot) { slot = default; return false; }
                public void Return([Releases("slot")] Slot slot) { }
                public bool TryReturn([Releases("slot", When = CallOutcome.WhenTrue)] Slot slot) => false;
                public void Keep([TakesOwnership] Slot slot) { }
                public void Look([Borrows] Slot slot) { }
                public void Anything(Slot slot) { }
                public void Work() { }
                public bool Ask() => true;
                [return: Acquires("key")] public Key Open() => new Key();
                [return: Acquires("key")] public Key? TryOpen() => null;
                [return: Acquires("key")] public Task<Key> OpenAsync() => Task.FromResult(new Key());
                [Acquires("pin"), DoesNotThrow] public void Pin() { }
                [Releases("pin"), DoesNotThrow] public void Unpin() { }
            }

            public readonly struct Slot : IDisposable
            {
                [TestsNull, DoesNotThrow] public bool IsNull => true;
                [TestsNull, DoesNotThrow] public int Length => 0;
                [DoesNotThrow] public Span<byte> Span => default;
                [Releases("slot"), DoesNotThrow] public void Free() { }
                [Releases("slot"), DoesNotThrow] public void Free(int used) { }
                [Releases("slot", Idempotent = true), DoesNotThrow] public void Dispose() { }
            }

            public sealed class Key : IDisposable, IAsyncDisposable
            {
                [Releases("key"), DoesNotThrow] public void Close() { }
                [Releases("key", Idempotent = true), DoesNotThrow] public void Dispose() { }
                [Releases("key", Idempotent = true)] public ValueTask DisposeAsync() => default;
            }

            public sealed class Handle
            {
                [Acquires("handle")] public Handle(int number) { }
                [Releases("handle"), DoesNotThrow] public void Free() { }
            }

            public static class SlotExtensions
            {
                public static void Finish([Releases("slot")] this Slot slot) { }
            }
        }
        """;

    private static readonly Lazy<MetadataReference> s_api = new(() => Library.Compile("Leases", Api));

    /// <summary>Checks members whose markup says what is reported.</summary>
    public static Task CheckAsync(string members)
    {
        var test = new Verify<ResourceAnalyzer>
        {
            TestCode = $$"""
                using System.Diagnostics;
                using System.Diagnostics.CodeAnalysis;
                using Leases;

                class C
                {
                    private readonly Bus _bus = new();
                    private Slot _slot;
                    private bool _flag;
                    static void Use(Span<byte> span) { }
                {{members}}
                }
                """,
        };
        test.TestState.AdditionalReferences.Add(s_api.Value);
        return test.RunAsync();
    }
}
