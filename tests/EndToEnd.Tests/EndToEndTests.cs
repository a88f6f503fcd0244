using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.EndToEnd.Tests;

[CollectionDefinition(nameof(PackagedProject))]
public class PackagedProjectCollection : ICollectionFixture<PackagedProject>;

/// <summary>The way of a user: reference the packages, build, read the warnings, let the fixes work, build again.</summary>
[Collection(nameof(PackagedProject))]
public class EndToEndTests(PackagedProject packaged)
{
    [Fact]
    public async Task Broken_devices_warn_where_they_are_marked_and_are_repaired_by_one_run_of_dotnet_format()
    {
        string log = Path.Combine(packaged.Project, "warnings.sarif");
        string before = await BuildAsync("-p:ErrorLog=" + log + "%2cversion=2.1");
        List<Warning> marked = Warning.Marked(packaged.Project);
        Assert.NotEmpty(marked);
        Assert.Equal(marked, Warning.Printed(before));
        CheckLog(log, marked);

        await FormatAsync();
        string after = await BuildAsync();
        List<Warning> left = Warning.Printed(after);
        Assert.True(left.Count < marked.Count, "No warning was fixed.");

        // A second run finds nothing that it could fix: what is left has no fix.
        string[] sources = ReadSources();
        await FormatAsync();
        Assert.Equal(sources, ReadSources());

        string[] rulesLeft = left.Select(warning => warning.Id).Distinct().ToArray();
        Assert.True(left.Count == 0, "Left after dotnet format: " + string.Join(", ", left) + " of rules " + string.Join(", ", rulesLeft));
    }

    private Task<string> BuildAsync(params string[] arguments)
    {
        return DotNet.RunAsync(packaged.Project, packaged.Packages, ["build", packaged.ProjectFile, "--no-incremental", .. arguments]);
    }

    private Task<string> FormatAsync()
    {
        return DotNet.RunAsync(packaged.Project, packaged.Packages, "format", "analyzers", packaged.ProjectFile, "--severity", "info");
    }

    private string[] ReadSources()
    {
        return Directory.EnumerateFiles(packaged.Project, "*.cs")
            .Order(System.StringComparer.Ordinal)
            .Select(File.ReadAllText)
            .ToArray();
    }

    /// <summary>The compiler's log names for each result its rule, the rule's page, and the other end.</summary>
    private static void CheckLog(string path, List<Warning> marked)
    {
        using JsonDocument log = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement run = log.RootElement.GetProperty("runs")[0];
        Dictionary<string, JsonElement> rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules")
            .EnumerateArray()
            .ToDictionary(rule => rule.GetProperty("id").GetString()!, rule => rule);
        List<JsonElement> results = run.GetProperty("results").EnumerateArray()
            .Where(result => result.GetProperty("ruleId").GetString()!.StartsWith("MRL", System.StringComparison.Ordinal))
            .ToList();
        Assert.Equal(marked.Count, results.Count);
        foreach (JsonElement result in results)
        {
            string id = result.GetProperty("ruleId").GetString()!;
            Assert.EndsWith("/rules.md#" + id.ToLowerInvariant(), rules[id].GetProperty("helpUri").GetString());
            if (id is "MRL301" or "MRL302")
            {
                Assert.NotEmpty(result.GetProperty("relatedLocations").EnumerateArray());
            }
        }
    }
}
