using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

public class GeneratorTests
{
    private const string Source = "class C : Generated { }";
    private const string Output = "class Generated { }";

    private static (Type, string, SourceText) File(string content) => (typeof(ClassGenerator), "Generated.g.cs", SourceText.From(content, System.Text.Encoding.UTF8));

    [Fact]
    public Task Generated_source_is_seen_and_compared() => new GeneratorCheck(Source) { TestState = { GeneratedSources = { File(Output) } } }.RunAsync();

    [Fact]
    public Task Generated_source_counts() =>
        Failure.StartsAsync(
            Failure.In("Verifying source generated files") + "content of 'MemoryRegions.AnalyzerTesting.Tests/MemoryRegions.AnalyzerTesting.Tests.ClassGenerator/Generated.g.cs' did not match.",
            new GeneratorCheck(Source) { TestState = { GeneratedSources = { File("class Other { }") } } });

    [Fact]
    public Task Generated_file_that_is_not_expected_is_seen() =>
        Failure.StartsAsync(Failure.In("Verifying source generated files") + "Expected source file list to match", new GeneratorCheck(Source));

    [Fact]
    public Task Generated_sources_check_can_be_skipped() => new GeneratorCheck(Source) { TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck }.RunAsync();

    [Fact]
    public Task Diagnostic_of_the_generator_counts() =>
        Failure.StartsAsync(
            Failure.Count(0, 1) + "// warning G001: generated",
            new GeneratorCheck(Source + " class Report { }") { TestState = { GeneratedSources = { File(Output) } } });

    private sealed class GeneratorCheck(string source) : Check<BadNameAnalyzer>(source)
    {
        protected override IEnumerable<Type> GetSourceGenerators() => [typeof(ClassGenerator)];
    }
}

/// <summary>Adds a class, and warns if there is a class "Report".</summary>
[Generator]
public sealed class ClassGenerator : IIncrementalGenerator
{
    private static readonly DiagnosticDescriptor Rule = new("G001", "Generated", "generated", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.RegisterPostInitializationOutput(output => output.AddSource("Generated.g.cs", SourceText.From("class Generated { }", System.Text.Encoding.UTF8)));
        context.RegisterSourceOutput(context.CompilationProvider, (output, compilation) =>
        {
            if (compilation.GetTypeByMetadataName("Report") is not null)
            {
                output.ReportDiagnostic(Diagnostic.Create(Rule, Location.None));
            }
        });
    }
}
