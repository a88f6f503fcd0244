using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using MemoryRegions.CodeFixes.Resources;
using Microsoft.CodeAnalysis.CodeActions;
using Xunit;
using VerifyFix = MemoryRegions.Testing.VerifyFix<MemoryRegions.Analyzers.Rules.ResourceAnalyzer, MemoryRegions.CodeFixes.Resources.LeakCodeFix>;

namespace MemoryRegions.CodeFixes.Tests.MRL301;

public class AlternativesTests
{
    private const string Leaking = """
        class C
        {
            int M(AddressSpace space, bool b)
            {
                var mapping = {|MRL301:space.Map(0, 4096, MapAccess.Read)|};
                if (b)
                    return 1;
                return mapping.Length;
            }
        }
        """;

    [Fact]
    public async Task Best_comes_first_and_alternatives_have_their_own_keys()
    {
        var test = new OfferedFixes
        {
            TestCode = Leaking,
            FixedCode = Leaking.Replace("{|MRL301:", "").Replace("|}", "").Replace("var mapping", "using var mapping"),
        };
        await test.RunAsync();
        Assert.Equal(new string?[] { ResourceFixKeys.Release, ResourceFixKeys.ReleaseOnPaths, ResourceFixKeys.TryFinally }, test.Keys.AsEnumerable());
        Assert.Equal(new[] { "Declare 'mapping' with using", "Release 'mapping' on every path", "Release 'mapping' in a finally" }, test.Titles.AsEnumerable());
    }

    [Fact]
    public Task Release_on_every_path() => VerifyFix.FixesAsync(
        Leaking,
        """
        class C
        {
            int M(AddressSpace space, bool b)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                if (b)
                {
                    mapping.Dispose();
                    return 1;
                }
                var result = mapping.Length;
                mapping.Dispose();
                return result;
            }
        }
        """,
        ResourceFixKeys.ReleaseOnPaths);

    [Fact]
    public Task Try_finally() => VerifyFix.FixesAsync(
        Leaking,
        """
        class C
        {
            int M(AddressSpace space, bool b)
            {
                var mapping = space.Map(0, 4096, MapAccess.Read);
                try
                {
                    if (b)
                        return 1;
                    return mapping.Length;
                }
                finally
                {
                    mapping.Dispose();
                }
            }
        }
        """,
        ResourceFixKeys.TryFinally);

    private sealed class OfferedFixes : VerifyFix
    {
        public ImmutableArray<string?> Keys { get; private set; } = [];

        public ImmutableArray<string> Titles { get; private set; } = [];

        protected override ImmutableArray<CodeAction> FilterCodeActions(ImmutableArray<CodeAction> actions)
        {
            if (Keys.IsEmpty)
            {
                Keys = [.. actions.Select(action => action.EquivalenceKey)];
                Titles = [.. actions.Select(action => action.Title)];
            }

            return base.FilterCodeActions(actions);
        }
    }
}
