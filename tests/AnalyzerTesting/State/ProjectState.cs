using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The contents of one project of a test.</summary>
public class ProjectState
{
    public ProjectState(string name, string language, string defaultPrefix, string defaultExtension)
    {
        Name = name;
        Language = language;
        DefaultPrefix = defaultPrefix;
        DefaultExtension = defaultExtension;
        Sources = new SourceFileList(defaultPrefix, defaultExtension);
    }

    internal ProjectState(ProjectState original)
        : this(original.Name, original.Language, original.DefaultPrefix, original.DefaultExtension)
    {
        ReferenceAssemblies = original.ReferenceAssemblies;
        OutputKind = original.OutputKind;
        DocumentationMode = original.DocumentationMode;
        Sources.AddRange(original.Sources);
        GeneratedSources.AddRange(original.GeneratedSources);
        AdditionalFiles.AddRange(original.AdditionalFiles);
        AdditionalFilesFactories.AddRange(original.AdditionalFilesFactories);
        AnalyzerConfigFiles.AddRange(original.AnalyzerConfigFiles);
        AdditionalProjectReferences.AddRange(original.AdditionalProjectReferences);
        AdditionalReferences.AddRange(original.AdditionalReferences);
    }

    public string Name { get; }

    public string AssemblyName => Name;

    public string Language { get; }

    /// <summary><see langword="null"/>: those of the test.</summary>
    public ReferenceAssemblies? ReferenceAssemblies { get; set; }

    /// <summary><see langword="null"/>: a library.</summary>
    public OutputKind? OutputKind { get; set; }

    /// <summary><see langword="null"/>: <see cref="DocumentationMode.Diagnose"/>.</summary>
    public DocumentationMode? DocumentationMode { get; set; }

    public SourceFileList Sources { get; }

    /// <summary>What the source generators must yield.</summary>
    public SourceFileCollection GeneratedSources { get; } = [];

    public SourceFileCollection AdditionalFiles { get; } = [];

    public List<Func<IEnumerable<(string filename, SourceText content)>>> AdditionalFilesFactories { get; } = [];

    public SourceFileCollection AnalyzerConfigFiles { get; } = [];

    /// <summary>The names of the projects of the test that this one references.</summary>
    public List<string> AdditionalProjectReferences { get; } = [];

    public MetadataReferenceCollection AdditionalReferences { get; } = [];

    internal string DefaultPrefix { get; }

    internal string DefaultExtension { get; }

    /// <summary>Fills what this state leaves empty from <paramref name="baseState"/>, and runs the file factories.</summary>
    internal void Inherit(ProjectState? baseState)
    {
        AdditionalFiles.AddRange(AdditionalFilesFactories.SelectMany(factory => factory()).ToArray());
        AdditionalFilesFactories.Clear();
        if (baseState is null)
        {
            return;
        }

        ReferenceAssemblies ??= baseState.ReferenceAssemblies;
        OutputKind ??= baseState.OutputKind;
        DocumentationMode ??= baseState.DocumentationMode;
        FillIfEmpty(Sources, baseState.Sources);
        FillIfEmpty(GeneratedSources, baseState.GeneratedSources);
        FillIfEmpty(AdditionalFiles, baseState.AdditionalFiles);
        FillIfEmpty(AnalyzerConfigFiles, baseState.AnalyzerConfigFiles);
        FillIfEmpty(AdditionalProjectReferences, baseState.AdditionalProjectReferences);
        FillIfEmpty(AdditionalReferences, baseState.AdditionalReferences);
    }

    private static void FillIfEmpty<T>(List<T> own, List<T> inherited)
    {
        if (own.Count == 0)
        {
            own.AddRange(inherited);
        }
    }
}
