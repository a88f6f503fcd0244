using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace MemoryRegions.Analyzers.Tests;

/// <summary>Descriptors, rules.md, help links, release tracking, presets and the README say the same.</summary>
public class DocumentationTests
{
    private static readonly string[] SectionParts = ["**What is flagged.**", "**Why.**", "**Good.**", "**The fix**", "**Options.**", "**When to suppress.**"];

    private static readonly Dictionary<string, string> Sections = ReadSections();

    public static TheoryData<string> Ids => new(Descriptors.Select(descriptor => descriptor.Id));

    private static List<DiagnosticDescriptor> Descriptors { get; } = typeof(ResourceAnalyzer).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
        .SelectMany(type => ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics)
        .ToList();

    [Fact]
    public void Ids_are_unique()
    {
        Assert.NotEmpty(Descriptors);
        Assert.Equal(Descriptors.Count, Descriptors.Select(descriptor => descriptor.Id).Distinct().Count());
    }

    [Fact]
    public void Every_section_has_a_rule()
    {
        Assert.Equal(Descriptors.Select(descriptor => descriptor.Id).Order(), Sections.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Section_has_the_rules_title_and_severity(string id)
    {
        DiagnosticDescriptor descriptor = Descriptor(id);
        string severity = descriptor.DefaultSeverity == DiagnosticSeverity.Info ? "suggestion" : descriptor.DefaultSeverity.ToString().ToLowerInvariant();
        Assert.StartsWith($"**{descriptor.Title}** · {severity}", Sections[id]);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Section_has_all_its_parts(string id)
    {
        Assert.All(SectionParts, part => Assert.Contains(part, Sections[id]));
        Assert.Contains("// " + id, Sections[id]);
        Assert.Contains($"dotnet_diagnostic.{id}.severity", Sections[id]);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Help_link_leads_to_the_section(string id)
    {
        XDocument properties = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"));
        string repository = properties.Descendants("RepositoryUrl").Single().Value;
        string rules = properties.Descendants("RulesUrl").Single().Value.Replace("$(RepositoryUrl)", repository);
        Assert.Equal($"{rules}#{id.ToLowerInvariant()}", Descriptor(id).HelpLinkUri);
        Assert.EndsWith("/rules.md", rules);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Release_tracking_has_a_row(string id)
    {
        DiagnosticDescriptor descriptor = Descriptor(id);
        string[] rows = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Analyzers"), "AnalyzerReleases.*.md").SelectMany(File.ReadAllLines).ToArray();
        Assert.Single(rows, $"{id} | {descriptor.Category} | {(descriptor.IsEnabledByDefault ? descriptor.DefaultSeverity.ToString() : "Disabled")} | {descriptor.Title}");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_preset_names_the_rule(string id)
    {
        string[] presets = Directory.GetFiles(Path.Combine(Repository.Root, "src", "Package", "presets"));
        Assert.NotEmpty(presets);
        Assert.All(presets, preset => Assert.Contains($"dotnet_diagnostic.{id}.severity = ", File.ReadAllText(preset)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Readme_lists_the_rule(string id)
    {
        Assert.Contains($"| [{id}](rules.md#{id.ToLowerInvariant()}) |", File.ReadAllText(Path.Combine(Repository.Root, "README.md")));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Message_is_more_than_the_title(string id)
    {
        DiagnosticDescriptor descriptor = Descriptor(id);
        Assert.Contains("{0}", descriptor.MessageFormat.ToString());
        Assert.NotEqual(descriptor.Title, descriptor.MessageFormat);
    }

    private static DiagnosticDescriptor Descriptor(string id) => Descriptors.Single(descriptor => descriptor.Id == id);

    private static Dictionary<string, string> ReadSections()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "rules.md"));
        return Regex.Split(text, @"^## (?=MRL\d{3}\s*$)", RegexOptions.Multiline)
            .Skip(1)
            .ToDictionary(section => section[..6], section => section[6..].Trim());
    }
}
