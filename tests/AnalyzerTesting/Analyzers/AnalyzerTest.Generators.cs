using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <content>Source generators: what they add is part of the compilation, and compared with what a state says they yield.</content>
public abstract partial class AnalyzerTest<TVerifier>
{
    protected virtual async Task<(Compilation compilation, ImmutableArray<Diagnostic> generatorDiagnostics)> GetProjectCompilationAsync(Project project, IVerifier verifier, CancellationToken cancellationToken)
    {
        (Project generated, _) = await ApplyGeneratorsAsync(project, cancellationToken).ConfigureAwait(false);
        return ((await generated.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!, []);
    }

    private async Task<(Project Project, GeneratorDriverRunResult? Result)> ApplyGeneratorsAsync(Project project, CancellationToken cancellationToken)
    {
        ImmutableArray<ISourceGenerator> generators = [.. GetSourceGenerators().Select(CreateGenerator)];
        if (generators.IsEmpty)
        {
            return (project, null);
        }

        Compilation compilation = (await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!;
        GeneratorDriverRunResult result = CreateDriver(project, generators).RunGenerators(compilation, cancellationToken).GetRunResult();
        foreach (SyntaxTree tree in result.GeneratedTrees)
        {
            SourceText text = await tree.GetTextAsync(cancellationToken).ConfigureAwait(false);
            project = project.AddDocument(Path.GetFileName(tree.FilePath), text, filePath: tree.FilePath).Project;
        }

        return (project, result);
    }

    /// <summary>Compares what the generators yield in the primary project, and returns their diagnostics.</summary>
    private async Task<ImmutableArray<Diagnostic>> VerifyGeneratedSourcesAsync(SolutionState state, IVerifier verifier, CancellationToken cancellationToken)
    {
        if (!GetSourceGenerators().Any())
        {
            return [];
        }

        Project project = await CreateProjectAsync(Evaluate(state), EvaluateAdditional(state), cancellationToken).ConfigureAwait(false);
        (_, GeneratorDriverRunResult? result) = await ApplyGeneratorsAsync(project, cancellationToken).ConfigureAwait(false);
        if (!TestBehaviors.HasFlag(TestBehaviors.SkipGeneratedSourcesCheck))
        {
            IVerifier contextVerifier = verifier.PushContext("Verifying source generated files");
            var expected = state.GeneratedSources.OrderBy(file => file.filename, StringComparer.Ordinal).ToList();
            var actual = result!.GeneratedTrees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal).ToList();
            contextVerifier.EqualOrDiff(
                string.Join(Environment.NewLine, expected.Select(file => file.filename)),
                string.Join(Environment.NewLine, actual.Select(tree => tree.FilePath)),
                "Expected source file list to match");
            foreach (((string filename, SourceText content), SyntaxTree tree) in expected.Zip(actual))
            {
                SourceText text = await tree.GetTextAsync(cancellationToken).ConfigureAwait(false);
                FileComparer.Compare(contextVerifier, filename, content, text);
            }
        }

        return result!.Diagnostics;
    }

    private static CSharpGeneratorDriver CreateDriver(Project project, ImmutableArray<ISourceGenerator> generators)
    {
        return CSharpGeneratorDriver.Create(
            generators,
            project.AnalyzerOptions.AdditionalFiles,
            (CSharpParseOptions)project.ParseOptions!,
            project.AnalyzerOptions.AnalyzerConfigOptionsProvider);
    }

    private static ISourceGenerator CreateGenerator(Type type)
    {
        return Activator.CreateInstance(type) switch
        {
            ISourceGenerator generator => generator,
            IIncrementalGenerator incremental => incremental.AsSourceGenerator(),
            _ => throw new InvalidOperationException($"'{type.FullName}' must implement '{typeof(IIncrementalGenerator).FullName}' or '{typeof(ISourceGenerator).FullName}'"),
        };
    }
}
