using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing.Model;

/// <summary>A <see cref="ProjectState"/> with inheritance, markup and defaults applied. Immutable.</summary>
public sealed class EvaluatedProjectState
{
    public EvaluatedProjectState(ProjectState state, ReferenceAssemblies defaultReferenceAssemblies)
    {
        Name = state.Name;
        AssemblyName = state.AssemblyName;
        Language = state.Language;
        DefaultPrefix = state.DefaultPrefix;
        ReferenceAssemblies = state.ReferenceAssemblies ?? defaultReferenceAssemblies;
        OutputKind = state.OutputKind ?? OutputKind.DynamicallyLinkedLibrary;
        DocumentationMode = state.DocumentationMode ?? DocumentationMode.Diagnose;
        Sources = [.. state.Sources];
        GeneratedSources = [.. state.GeneratedSources];
        AdditionalFiles = [.. state.AdditionalFiles];
        AnalyzerConfigFiles = [.. state.AnalyzerConfigFiles];
        AdditionalProjectReferences = [.. state.AdditionalProjectReferences];
        AdditionalReferences = [.. state.AdditionalReferences];
    }

    private EvaluatedProjectState(EvaluatedProjectState original)
    {
        Name = original.Name;
        AssemblyName = original.AssemblyName;
        Language = original.Language;
        DefaultPrefix = original.DefaultPrefix;
        ReferenceAssemblies = original.ReferenceAssemblies;
        OutputKind = original.OutputKind;
        DocumentationMode = original.DocumentationMode;
        Sources = original.Sources;
        GeneratedSources = original.GeneratedSources;
        AdditionalFiles = original.AdditionalFiles;
        AnalyzerConfigFiles = original.AnalyzerConfigFiles;
        AdditionalProjectReferences = original.AdditionalProjectReferences;
        AdditionalReferences = original.AdditionalReferences;
        AdditionalDiagnostics = original.AdditionalDiagnostics;
    }

    public string Name { get; }

    public string AssemblyName { get; }

    public string Language { get; }

    public ReferenceAssemblies ReferenceAssemblies { get; }

    public OutputKind OutputKind { get; }

    public DocumentationMode DocumentationMode { get; }

    public ImmutableArray<(string filename, SourceText content)> Sources { get; private init; }

    public ImmutableArray<(string filename, SourceText content)> GeneratedSources { get; }

    public ImmutableArray<(string filename, SourceText content)> AdditionalFiles { get; }

    public ImmutableArray<(string filename, SourceText content)> AnalyzerConfigFiles { get; }

    public ImmutableArray<string> AdditionalProjectReferences { get; }

    public ImmutableArray<MetadataReference> AdditionalReferences { get; }

    /// <summary>Diagnostics from outside the compilation, those of source generators.</summary>
    public ImmutableArray<Diagnostic> AdditionalDiagnostics { get; private init; } = [];

    internal string DefaultPrefix { get; }

    public EvaluatedProjectState WithSources(ImmutableArray<(string filename, SourceText content)> sources)
    {
        return new EvaluatedProjectState(this) { Sources = sources };
    }

    public EvaluatedProjectState WithAdditionalDiagnostics(ImmutableArray<Diagnostic> additionalDiagnostics)
    {
        return new EvaluatedProjectState(this) { AdditionalDiagnostics = additionalDiagnostics };
    }
}
