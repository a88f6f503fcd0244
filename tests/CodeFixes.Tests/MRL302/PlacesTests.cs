using System.Threading.Tasks;
using MemoryRegions.CodeFixes.Resources;
using Xunit;
using VerifyFix = MemoryRegions.Testing.VerifyFix<MemoryRegions.Analyzers.Rules.ResourceAnalyzer, MemoryRegions.CodeFixes.Resources.LeakCodeFix>;

namespace MemoryRegions.CodeFixes.Tests.MRL302;

/// <summary>Where the code stands that leaks, and how it is laid out.</summary>
public class PlacesTests
{
    [Fact]
    public Task Catch_that_takes_over() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
                try
                {
                    if (!{|MRL302:space.TryMap(0, 16, MapAccess.Read, out var mapping)|})
                    {
                        return;
                    }

                    Console.WriteLine(mapping.Span.ToArray());
                    mapping.Unmap();
                }
                catch (InvalidOperationException)
                {
                }
            }

            void N(AddressSpace space, bool b)
            {
                try
                {
                    var mapping = {|MRL302:space.Map(0, 16, MapAccess.Read)|};
                    Console.WriteLine(mapping.Span.ToArray());
                    mapping.Dispose();
                }
                catch (InvalidOperationException)
                {
                }
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
                try
                {
                    if (!space.TryMap(0, 16, MapAccess.Read, out var mapping))
                    {
                        return;
                    }

                    try
                    {
                        Console.WriteLine(mapping.Span.ToArray());
                        mapping.Unmap();
                    }
                    finally
                    {
                        mapping.Dispose();
                    }
                }
                catch (InvalidOperationException)
                {
                }
            }

            void N(AddressSpace space, bool b)
            {
                try
                {
                    using var mapping = space.Map(0, 16, MapAccess.Read);
                    Console.WriteLine(mapping.Span.ToArray());
                    mapping.Dispose();
                }
                catch (InvalidOperationException)
                {
                }
            }
        }
        """);

    [Fact]
    public Task Throw_that_is_caught_nearby() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
                try
                {
                    if ({|MRL302:space.TryMap(0, 16, MapAccess.Read, out var mapping)|})
                    {
                        if (b) throw new InvalidOperationException();
                        mapping.Unmap();
                    }
                }
                catch (InvalidOperationException)
                {
                }
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
                try
                {
                    if (space.TryMap(0, 16, MapAccess.Read, out var mapping))
                    {
                        if (b)
                        {
                            mapping.Unmap();
                            throw new InvalidOperationException();
                        }
                        mapping.Unmap();
                    }
                }
                catch (InvalidOperationException)
                {
                }
            }
        }
        """);

    [Fact]
    public Task Constructor_accessor_and_iterator() => VerifyFix.FixesAsync(
        """
        class C
        {
            C(AddressSpace space) : base()
            {
                var mapping = {|MRL301:space.Map(0, 16, MapAccess.Read)|};
            }

            AddressSpace Space { get; set; } = null!;

            int Length
            {
                get
                {
                    var mapping = {|MRL301:Space.Map(0, 16, MapAccess.Read)|};
                    return mapping.Length;
                }
            }

            IEnumerable<int> Numbers()
            {
                var mapping = {|MRL301:Space.Map(0, 16, MapAccess.Read)|};
                yield return mapping.Length;
            }
        }
        """,
        """
        class C
        {
            C(AddressSpace space) : base()
            {
                using var mapping = space.Map(0, 16, MapAccess.Read);
            }

            AddressSpace Space { get; set; } = null!;

            int Length
            {
                get
                {
                    using var mapping = Space.Map(0, 16, MapAccess.Read);
                    return mapping.Length;
                }
            }

            IEnumerable<int> Numbers()
            {
                using var mapping = Space.Map(0, 16, MapAccess.Read);
                yield return mapping.Length;
            }
        }
        """);

    [Fact]
    public Task Branch_that_does_not_keep_it() => VerifyFix.FixesAsync(
        """
        class C
        {
            MemoryMapping _kept;

            void M(AddressSpace space, bool b)
            {
                var mapping = {|MRL302:space.Map(0, 16, MapAccess.Read)|};
                if (b)
                {
                    _kept = mapping;
                }
            }
        }
        """,
        """
        class C
        {
            MemoryMapping _kept;

            void M(AddressSpace space, bool b)
            {
                var mapping = space.Map(0, 16, MapAccess.Read);
                if (b)
                {
                    _kept = mapping;
                }
                else
                {
                    mapping.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task Loop_over_a_condition_that_acquires() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
                ulong address = 0;
                while ({|MRL301:space.TryMap(address, 16, MapAccess.Read, out var mapping)|})
                {
                    address += (ulong)mapping.Length;
                    if (b)
                    {
                        break;
                    }
                }
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space, bool b)
            {
                ulong address = 0;
                while (space.TryMap(address, 16, MapAccess.Read, out var mapping))
                {
                    address += (ulong)mapping.Length;
                    if (b)
                    {
                        mapping.Unmap();
                        break;
                    }
                    mapping.Unmap();
                }
            }
        }
        """);

    [Fact]
    public Task Line_ends_and_tabs_of_the_file_are_kept()
    {
        var test = new VerifyFix
        {
            TestCode = Windows("""
                class C
                {
                	int M(AddressSpace space)
                	{
                		if ({|MRL301:space.TryMap(0, 16, MapAccess.Read, out var mapping)|})
                			return mapping.Length;

                		return 0;
                	}
                }

                """),
            FixedCode = Windows("""
                class C
                {
                	int M(AddressSpace space)
                	{
                		if (space.TryMap(0, 16, MapAccess.Read, out var mapping))
                		{
                			var result = mapping.Length;
                			mapping.Unmap();
                			return result;
                		}

                		return 0;
                	}
                }

                """),
            EditorConfig = "indent_style = tab\nend_of_line = crlf",
        };
        return test.RunAsync();
    }

    [Fact]
    public Task Nested_function_and_its_surroundings_are_apart() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space)
            {
                Action action = () =>
                {
                    if (!{|MRL301:space.TryMap(0, 16, MapAccess.Read, out var inner)|})
                        return;
                    Console.WriteLine(inner.Length);
                };
                var outer = {|MRL301:space.Map(0, 16, MapAccess.Read)|};
                action();
                Console.WriteLine(outer.Length);
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space)
            {
                Action action = () =>
                {
                    if (!space.TryMap(0, 16, MapAccess.Read, out var inner))
                        return;
                    Console.WriteLine(inner.Length);
                    inner.Unmap();
                };
                using var outer = space.Map(0, 16, MapAccess.Read);
                action();
                Console.WriteLine(outer.Length);
            }
        }
        """);

    [Fact]
    public Task Task_that_still_works_on_the_memory_excludes_a_release() => VerifyFix.NotOfferedAsync(
        """
        class Region : IDisposable
        {
            [Acquires("buffer")] public Region() { }
            public Memory<byte> Memory { [DoesNotThrow] get => default; }
            [Releases("buffer", Idempotent = true), DoesNotThrow] public void Dispose() { }
        }

        class C
        {
            Task M(System.IO.Stream stream)
            {
                var region = {|MRL301:new Region()|};
                return stream.WriteAsync(region.Memory).AsTask();
            }
        }
        """);

    [Fact]
    public Task Method_on_one_line_stays_on_it() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(MemoryRegion region, bool b) { {|MRL302:region.Ref()|}; if (b) return; region.Unref(); }
        }
        """,
        """
        class C
        {
            void M(MemoryRegion region, bool b) { region.Ref(); if (b) { region.Unref(); return; } region.Unref(); }
        }
        """);

    private static string Windows(string source) => source.ReplaceLineEndings("\r\n");
}
