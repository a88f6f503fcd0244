using System.Linq;
using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL901;

public class DiagnosticsTests
{
    [Fact]
    public Task More_resources_than_are_followed() => new Verify<ResourceAnalyzer>
    {
        TestCode = $$"""
            class C
            {
                void {|MRL901:Leaks|}(AddressSpace space)
                {
                    {{Mappings(65)}}
                }

                void Leaks_too(AddressSpace space)
                {
                    var mapping = {|MRL301:space.Map(0, 64, MapAccess.Read)|};
                }
            }
            """,
        EditorConfig = "dotnet_diagnostic.MRL901.severity = suggestion",
    }.RunAsync();

    [Fact]
    public Task As_many_resources_as_are_followed() => Verify<ResourceAnalyzer>.SilentAsync($$"""
        class C
        {
            void M(AddressSpace space)
            {
                {{Mappings(64)}}
            }
        }
        """);

    private static string Mappings(int count) => string.Concat(Enumerable.Range(0, count)
        .Select(i => $"var mapping{i} = space.Map(0, 64, MapAccess.Read); mapping{i}.Unmap(); "));
}
