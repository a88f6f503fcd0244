using System.Threading.Tasks;
using MemoryRegions.CodeFixes.Resources;
using Xunit;
using VerifyFix = MemoryRegions.Testing.VerifyFix<MemoryRegions.Analyzers.Rules.ResourceAnalyzer, MemoryRegions.CodeFixes.Resources.LeakCodeFix>;

namespace MemoryRegions.CodeFixes.Tests.MRL301;

/// <summary>One key for both rules and all sites; each gets the edit that fits it. (Every other test runs Fix All too.)</summary>
public class FixAllTests
{
    private const string Leaking = """
        class NAME
        {
            MemoryMapping _kept;

            int M(AddressSpace space, bool b)
            {
                var a = {|MRL301:space.Map(0, 4096, MapAccess.Read)|};
                if (!{|MRL302:space.TryMap(0, 4096, MapAccess.Read, out var c)|})
                    return 1;
                MemoryMapping d = {|MRL302:space.Map(0, 4096, MapAccess.Read)|};
                if (b)
                    return c.Length;
                string text = NAME2() ?? throw new InvalidOperationException();
                c.Unmap();
                d.Dispose();
                return text.Length;
            }

            void N(AddressSpace space)
            {
                var kept = {|MRL302:space.Map(0, 4096, MapAccess.Read)|};
                if (kept.Length < 8)
                    throw new InvalidOperationException();
                _kept = kept;
            }

            string? NAME2() => null;
        }

        """;

    private const string Repaired = """
        class NAME
        {
            MemoryMapping _kept;

            int M(AddressSpace space, bool b)
            {
                using var a = space.Map(0, 4096, MapAccess.Read);
                if (!space.TryMap(0, 4096, MapAccess.Read, out var c))
                    return 1;
                try
                {
                    using MemoryMapping d = space.Map(0, 4096, MapAccess.Read);
                    if (b)
                        return c.Length;
                    string text = NAME2() ?? throw new InvalidOperationException();
                    c.Unmap();
                    d.Dispose();
                    return text.Length;
                }
                finally
                {
                    c.Dispose();
                }
            }

            void N(AddressSpace space)
            {
                var kept = space.Map(0, 4096, MapAccess.Read);
                if (kept.Length < 8)
                {
                    kept.Dispose();
                    throw new InvalidOperationException();
                }
                _kept = kept;
            }

            string? NAME2() => null;
        }

        """;

    [Fact]
    public Task Sites_of_a_document_are_repaired_one_on_top_of_the_other()
    {
        return VerifyFix.FixesAsync(Named(Leaking, "A"), Named(Repaired, "A"), ResourceFixKeys.Release);
    }

    [Fact]
    public Task Documents_and_projects()
    {
        var test = new VerifyFix { EquivalenceKey = ResourceFixKeys.Release };
        test.TestState.Sources.Add(Named(Leaking, "A"));
        test.TestState.Sources.Add(Named(Leaking, "B"));
        test.TestState.Sources.Add("class Nothing { }");
        test.FixedState.Sources.Add(Named(Repaired, "A"));
        test.FixedState.Sources.Add(Named(Repaired, "B"));
        test.FixedState.Sources.Add("class Nothing { }");
        test.TestState.AdditionalProjects["Other"].Sources.Add("using MemoryRegions;\nusing System;\n" + Named(Leaking, "D").Replace("string?", "string"));
        test.FixedState.AdditionalProjects["Other"].Sources.Add("using MemoryRegions;\nusing System;\n" + Named(Repaired, "D").Replace("string?", "string"));
        return test.RunAsync();
    }

    [Fact]
    public Task Suppressed_sites_are_left_alone() => VerifyFix.FixesAsync(
        """
        class C
        {
            void M(AddressSpace space)
            {
                var a = {|MRL301:space.Map(0, 4096, MapAccess.Read)|};
        #pragma warning disable MRL301
                var b = space.Map(0, 4096, MapAccess.Read);
        #pragma warning restore MRL301
            }
        }
        """,
        """
        class C
        {
            void M(AddressSpace space)
            {
                using var a = space.Map(0, 4096, MapAccess.Read);
        #pragma warning disable MRL301
                var b = space.Map(0, 4096, MapAccess.Read);
        #pragma warning restore MRL301
            }
        }
        """);

    private static string Named(string source, string name) => source.Replace("NAME2", "Text").Replace("NAME", name);
}
