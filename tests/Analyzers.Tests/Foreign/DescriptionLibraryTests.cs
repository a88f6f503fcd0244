using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Foreign;

/// <summary>Where descriptions may stand, and which of them counts.</summary>
public class DescriptionLibraryTests
{
    private const string Leak = """
            void M(int n) { var a = {|MRL302:ArrayPool<byte>.Shared.Rent(n)|}; if (Ask()) return; ArrayPool<byte>.Shared.Return(a); }
        """;

    private const string NoLeakWithoutDescription = """
            void M(int n) { var a = ArrayPool<byte>.Shared.Rent(n); if (Ask()) return; ArrayPool<byte>.Shared.Return(a); }
        """;

    [Fact]
    public Task Descriptions_of_the_same_project_count() => ForeignTest.CheckAsync(Leak);

    [Fact]
    public Task Descriptions_of_another_project_count() => ForeignTest.CheckWithProjectAsync(Leak);

    [Fact]
    public Task Descriptions_of_a_library_count() => ForeignTest.CheckWithLibraryAsync(Leak);

    [Fact]
    public Task Nothing_is_said_without_descriptions() => ForeignTest.CheckWithoutDescriptionsAsync(NoLeakWithoutDescription);

    [Fact]
    public Task Library_may_describe_what_is_not_referenced() => ForeignTest.CheckWithLibraryAsync(
        NoLeakWithoutDescription,
        """[assembly: MemoryRegions.Contracts.ForeignContract("M:Some.Other.Pool.Rent", On = "return", Acquires = "buffer")]""");

    [Fact]
    public Task Library_that_defines_the_attribute_itself_counts() => ForeignTest.CheckWithLibraryAsync(
        Leak,
        """
        using System;
        using MemoryRegions.Contracts;

        [assembly: ForeignContract("M:System.Buffers.ArrayPool`1.Rent(System.Int32)", On = "return", Acquires = "pooled array")]
        [assembly: ForeignContract("M:System.Buffers.ArrayPool`1.Return(`0[],System.Boolean)", On = "array", Releases = "pooled array")]

        namespace MemoryRegions.Contracts
        {
            [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
            internal sealed class ForeignContractAttribute(string member) : Attribute
            {
                public string Member { get; } = member;
                public string? On { get; set; }
                public string? Acquires { get; set; }
                public string? Releases { get; set; }
            }
        }
        """.Replace("string?", "string"));

    [Fact]
    public Task Message_names_the_release() => Verify<ResourceAnalyzer>.ReportsAsync(
        """
        using System.Buffers;

        [assembly: ForeignContract("M:System.Buffers.ArrayPool`1.Rent(System.Int32)", On = "return", Acquires = "pooled array")]
        [assembly: ForeignContract("M:System.Buffers.ArrayPool`1.Return(`0[],System.Boolean)", On = "array", Releases = "pooled array")]

        class C
        {
            void M() { var a = {|#0:ArrayPool<byte>.Shared.Rent(1)|}; a[0] = 1; {|#1:}|}
        }
        """,
        Verify<ResourceAnalyzer>.Expect("MRL301").WithLocation(0).WithLocation(1).WithArguments("pooled array", "'a'", "Return"));

    /// <summary>Results that tell, out and ref parameters, ownership.</summary>
    [Theory]
    [InlineData("success is not followed by a release", "if ({|MRL302:d.TryOpen(out var f)|}) { if (f == 3) return; d.Close(f); }")]
    [InlineData("right", "if (d.TryOpen(out var f)) d.Close(f);")]
    [InlineData("failure", "if (!d.TryOpen(out var f)) return; d.Close(f);")]
    [InlineData("by reference", "int f = 0; {|MRL302:d.Reopen(ref f)|}; if (f == 3) return; d.Close(f);")]
    [InlineData("taken over", "if (d.TryOpen(out var f)) d.Keep(f);")]
    [InlineData("looked at", "if ({|MRL301:d.TryOpen(out var f)|}) d.Look(f);")]
    [InlineData("release that may fail", "if ({|MRL302:d.TryOpen(out var f)|}) d.TryClose(f);")]
    [InlineData("release that may fail and is repeated", "if (d.TryOpen(out var f)) while (!d.TryClose(f)) { }")]
    [InlineData("closed twice, which is right", "if (d.TryOpen(out var f)) { d.Finish(f); d.Finish(f); }")]
    [InlineData("acquired by a constructor", "var l = {|MRL302:new Lock(d)|}; if (l.Ask()) return; l.End();")]
    [InlineData("acquired by a property", "int f = {|MRL302:d.Next|}; if (f == 3) return; d.Close(f);")]
    [InlineData("tested for null", "var l = d.Take(); if (!l.IsEmpty) l.End();")]
    public Task Descriptions_can_say_what_attributes_can(string shape, string body) => Verify<ResourceAnalyzer>.SilentAsync($$"""
        // {{shape}}
        [assembly: ForeignContract("M:Driver.TryOpen(System.Int32@)", On = "file", Acquires = "file", When = CallOutcome.WhenTrue)]
        [assembly: ForeignContract("M:Driver.Reopen(System.Int32@)", On = "file", Acquires = "file")]
        [assembly: ForeignContract("M:Driver.Close(System.Int32)", On = "file", Releases = "file")]
        [assembly: ForeignContract("M:Driver.TryClose(System.Int32)", On = "file", Releases = "file", When = CallOutcome.WhenTrue)]
        [assembly: ForeignContract("M:Driver.Finish(System.Int32)", On = "file", Releases = "file", Idempotent = true)]
        [assembly: ForeignContract("M:Driver.Keep(System.Int32)", On = "file", TakesOwnership = true)]
        [assembly: ForeignContract("M:Driver.Look(System.Int32)", On = "file", Borrows = true)]
        [assembly: ForeignContract("P:Driver.Next", On = "return", Acquires = "file")]
        [assembly: ForeignContract("M:Driver.Take", On = "return", Acquires = "lock")]
        [assembly: ForeignContract("M:Lock.#ctor(Driver)", On = "return", Acquires = "lock")]
        [assembly: ForeignContract("M:Lock.End", On = "this", Releases = "lock")]
        [assembly: ForeignContract("P:Lock.IsEmpty", TestsNull = true, DoesNotThrow = true)]

        class Driver
        {
            public int Number => 0;
            public bool TryOpen(out int file) { file = 0; return false; }
            public void Reopen(ref int file) { }
            public void Close(int file) { }
            public bool TryClose(int file) => true;
            public void Finish(int file) { }
            public void Keep(int file) { }
            public void Look(int file) { }
            public int Next => 0;
            public Lock Take() => new(this);
        }

        class Lock(Driver driver)
        {
            public bool Ask() => driver.Number == 3;
            public void End() { }
            public bool IsEmpty => false;
        }

        class C { void M(Driver d) { {{body}} } }
        """);
}
