using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

/// <summary>How the solution of a test is made.</summary>
public class ProjectTests
{
    [Fact]
    public Task Additional_project_can_be_referenced() =>
        new Check<BadNameAnalyzer>("class C : Base { }")
        {
            TestState =
            {
                AdditionalProjects = { ["Other"] = { Sources = { "public class Base { }" } } },
                AdditionalProjectReferences = { "Other" },
            },
        }.RunAsync();

    [Fact]
    public Task Additional_project_is_not_referenced_unless_asked_for() =>
        Failure.StartsAsync(Failure.Count(0, 1), new Check<BadNameAnalyzer>("class C : Base { }")
        {
            TestState = { AdditionalProjects = { ["Other"] = { Sources = { "public class Base { }" } } } },
        });

    [Fact]
    public Task Diagnostics_of_additional_projects_count() =>
        Failure.StartsAsync(Failure.Count(0, 1) + "// /Other/Test0.cs(1,7): warning T001", new Check<BadNameAnalyzer>("class C { }")
        {
            TestState = { AdditionalProjects = { ["Other"] = { Sources = { "class BadOne { }" } } } },
        });

    [Fact]
    public Task Markup_of_additional_projects_counts() =>
        new Check<BadNameAnalyzer>("class C { }")
        {
            TestBehaviors = TestBehaviors.SkipSuppressionCheck,
            TestState = { AdditionalProjects = { ["Other"] = { Sources = { "class [|BadOne|] { }" } } } },
        }.RunAsync();

    [Fact]
    public Task Additional_projects_can_reference_each_other() =>
        new Check<BadNameAnalyzer>("class C : Derived { }")
        {
            TestState =
            {
                AdditionalProjects =
                {
                    ["Base"] = { Sources = { "public class Base { }" } },
                    ["Derived", LanguageNames.CSharp] = { Sources = { "public class Derived : Base { }" }, AdditionalProjectReferences = { "Base" } },
                },
                AdditionalProjectReferences = { "Base", "Derived" },
            },
        }.RunAsync();

    [Fact]
    public Task Additional_project_has_an_output_kind_of_its_own() =>
        new Check<BadNameAnalyzer>("class C { }")
        {
            TestState = { AdditionalProjects = { ["Other"] = { Sources = { "System.Console.WriteLine();" }, OutputKind = OutputKind.ConsoleApplication } } },
        }.RunAsync();

    [Fact]
    public Task Additional_reference_is_seen() => new Check<BadNameAnalyzer>("class C : Xunit.FactAttribute { }") { TestState = { AdditionalReferences = { typeof(FactAttribute).Assembly } } }.RunAsync();

    [Fact]
    public Task Additional_reference_can_be_a_path() =>
        new Check<BadNameAnalyzer>("class C : Xunit.FactAttribute { }") { TestState = { AdditionalReferences = { typeof(FactAttribute).Assembly.Location } } }.RunAsync();

    [Fact]
    public Task Additional_reference_can_be_a_metadata_reference() =>
        new Check<BadNameAnalyzer>("class C : Xunit.FactAttribute { }")
        {
            TestState = { AdditionalReferences = { MetadataReference.CreateFromFile(typeof(FactAttribute).Assembly.Location) } },
        }.RunAsync();

    [Fact]
    public Task Additional_reference_is_needed() => Failure.StartsAsync(Failure.Count(0, 1), new Check<BadNameAnalyzer>("class C : Xunit.FactAttribute { }"));

    [Fact]
    public Task Output_kind_is_a_library() => Failure.StartsAsync(Failure.Count(0, 1), new Check<BadNameAnalyzer>("System.Console.WriteLine();"));

    [Fact]
    public Task Output_kind_can_be_a_program() => new Check<BadNameAnalyzer>("System.Console.WriteLine();") { TestState = { OutputKind = OutputKind.ConsoleApplication } }.RunAsync();

    [Fact]
    public Task Unsafe_code_is_allowed() => new Check<BadNameAnalyzer>("unsafe class C { int* p; }").RunAsync();

    [Theory]
    [InlineData(null, 1)]
    [InlineData(DocumentationMode.Parse, 0)]
    public async Task Documentation_mode_decides_about_comments(DocumentationMode? mode, int count)
    {
        var test = new Check<BadNameAnalyzer>("/// <b>\nclass C { }") { CompilerDiagnostics = CompilerDiagnostics.Warnings, TestState = { DocumentationMode = mode } };
        if (count == 0)
        {
            await test.RunAsync();
        }
        else
        {
            await Failure.StartsAsync(Failure.Count(0, count), test);
        }
    }

    [Fact]
    public Task Analyzer_config_sets_severities() =>
        new Check<BadNameAnalyzer>("class {|#0:BadOne|} { }", new DiagnosticResult(BadNameAnalyzer.Id, DiagnosticSeverity.Info).WithLocation(0))
        {
            TestState = { AnalyzerConfigFiles = { ("/.editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.T001.severity = suggestion\n") } },
        }.RunAsync();

    [Fact]
    public Task Analyzer_config_reaches_the_analyzer() =>
        Failure.StartsAsync(Failure.Count(0, 1) + "// /0/Test0.cs(1,1): warning T001: The name 'k = v' is bad", new Check<OptionAnalyzer>("class C { }")
        {
            TestState = { AnalyzerConfigFiles = { ("/.editorconfig", "root = true\n[*.cs]\nk = v\n") } },
        });

    [Fact]
    public Task Additional_file_reaches_the_analyzer() =>
        Failure.StartsAsync(Failure.Count(0, 1) + "// a.txt(1,1): warning T001: The name 'text' is bad", new Check<AdditionalFileAnalyzer>("class C { }")
        {
            TestState = { AdditionalFiles = { ("a.txt", "text") } },
        });

    [Fact]
    public Task Solution_transform_is_applied() =>
        new Check<BadNameAnalyzer>("class C { int _f; }", DiagnosticResult.CompilerError("CS0169").WithSpan(1, 15, 1, 17))
        {
            SolutionTransforms =
            {
                (solution, id) => solution.WithProjectCompilationOptions(id, solution.GetProject(id)!.CompilationOptions!.WithGeneralDiagnosticOption(ReportDiagnostic.Error)),
            },
        }.RunAsync();

    [Fact]
    public async Task Options_transform_is_applied()
    {
        var test = new OptionsCheck();
        await test.RunAsync();
        Assert.Equal(7, test.IndentationSize);
    }

    [Fact]
    public Task Xml_reference_is_found() =>
        new Check<BadNameAnalyzer>("/// <include file='a.xml' path='doc' />\npublic class C { }")
        {
            CompilerDiagnostics = CompilerDiagnostics.Warnings,
            XmlReferences = { ["a.xml"] = "<doc>text</doc>" },
        }.RunAsync();

    [Fact]
    public Task Xml_reference_that_is_missing_is_seen() =>
        Failure.StartsAsync(
            Failure.Count(0, 1) + "// /0/Test0.cs(1,5): warning CS1589",
            new Check<BadNameAnalyzer>("/// <include file='a.xml' path='doc' />\npublic class C { }") { CompilerDiagnostics = CompilerDiagnostics.Warnings });

    [Fact]
    public Task Language_that_is_neither_of_the_two_is_refused() => Failure.IsAsync("Unsupported Language: 'F#'", new StrangeCheck());

    [Theory]
    [InlineData("/0/Test", "/0/Test0.cs", "Test0.cs", "")]
    [InlineData("/0/Test", "/0/A/B/C.cs", "C.cs", "A/B")]
    [InlineData("/0/Test", "/.editorconfig", "/.editorconfig", "")]
    [InlineData("/0/Test", "C.cs", "C.cs", "")]
    [InlineData("Test", "A/C.cs", "C.cs", "")]
    public void Path_is_split_into_folders_and_name(string prefix, string path, string name, string folders)
    {
        (string actualName, IEnumerable<string> actualFolders) = FilePaths.Split(prefix, path);
        Assert.Equal((name, folders), (actualName, string.Join('/', actualFolders)));
    }

    private sealed class OptionsCheck : Check<BadNameAnalyzer>
    {
        public OptionsCheck()
            : base("class C { }")
        {
            OptionsTransforms.Add(options => options.WithChangedOption(FormattingOptions.IndentationSize, LanguageNames.CSharp, 7));
        }

        public int IndentationSize { get; private set; }

        protected override Project ApplyCompilationOptions(Project project)
        {
            IndentationSize = project.Solution.Options.GetOption(FormattingOptions.IndentationSize, LanguageNames.CSharp);
            return base.ApplyCompilationOptions(project);
        }
    }

    private sealed class StrangeCheck() : Check<BadNameAnalyzer>("let a = 1")
    {
        public override string Language => "F#";
    }
}
