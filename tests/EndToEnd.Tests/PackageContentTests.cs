using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace MemoryRegions.EndToEnd.Tests;

/// <summary>What is in the packages, and what is not.</summary>
[Collection(nameof(PackagedProject))]
public class PackageContentTests(PackagedProject packaged)
{
    [Fact]
    public void Analyzer_package_holds_analyzers_fixes_and_presets_and_no_library()
    {
        Assert.Equal(
            [
                "README.md",
                "analyzers/dotnet/cs/MemoryRegions.Analyzers.dll",
                "analyzers/dotnet/cs/MemoryRegions.CodeFixes.dll",
                "build/MemoryRegions.Analyzers.props",
                "presets/MemoryRegions.AllErrors.globalconfig",
                "presets/MemoryRegions.AllWarnings.globalconfig",
                "presets/MemoryRegions.None.globalconfig",
            ],
            Entries("MemoryRegions.Analyzers"));
    }

    [Fact]
    public void Analyzer_package_is_a_development_dependency_without_dependencies()
    {
        XElement metadata = Metadata("MemoryRegions.Analyzers");
        Assert.Equal("true", Value(metadata, "developmentDependency"));
        Assert.DoesNotContain(metadata.Descendants(), element => element.Name.LocalName == "dependency");
    }

    [Fact]
    public void Runtime_package_holds_the_library_and_its_documentation()
    {
        Assert.Equal(["lib/net10.0/MemoryRegions.dll", "lib/net10.0/MemoryRegions.xml"], Entries("MemoryRegions"));
        Assert.DoesNotContain(Metadata("MemoryRegions").Descendants(), element => element.Name.LocalName == "dependency");
    }

    [Theory]
    [InlineData("MemoryRegions")]
    [InlineData("MemoryRegions.Analyzers")]
    public void Metadata_names_license_and_repository(string id)
    {
        XElement metadata = Metadata(id);
        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.StartsWith("https://", Value(metadata, "projectUrl"));
        Assert.Equal(Value(metadata, "projectUrl"), metadata.Elements().Single(element => element.Name.LocalName == "repository").Attribute("url")?.Value);
        Assert.NotEmpty(Value(metadata, "description"));
    }

    private List<string> Entries(string id)
    {
        using ZipArchive package = Open(id);
        return package.Entries
            .Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/") && !name.StartsWith("package/") && name != "[Content_Types].xml" && !name.EndsWith(".nuspec"))
            .Order(System.StringComparer.Ordinal)
            .ToList();
    }

    private XElement Metadata(string id)
    {
        using ZipArchive package = Open(id);
        using Stream nuspec = package.GetEntry(id + ".nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static string Value(XElement metadata, string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

    private ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(packaged.Feed, $"{id}.{packaged.Version}.nupkg"));
}
