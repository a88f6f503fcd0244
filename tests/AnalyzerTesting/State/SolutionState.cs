using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The contents of a test's solution before or after a fix, and the diagnostics expected in it.</summary>
public class SolutionState : ProjectState
{
    public SolutionState(string name, string language, string defaultPrefix, string defaultExtension)
        : base(name, language, defaultPrefix, defaultExtension)
    {
        AdditionalProjects = new ProjectCollection(language, defaultExtension);
    }

    private SolutionState(SolutionState original)
        : base(original)
    {
        AdditionalProjects = new ProjectCollection(original.Language, original.DefaultExtension);
        InheritanceMode = original.InheritanceMode;
        MarkupHandling = original.MarkupHandling;
        ExpectedDiagnostics.AddRange(original.ExpectedDiagnostics);
        foreach ((string name, ProjectState project) in original.AdditionalProjects)
        {
            AdditionalProjects.Add(name, new ProjectState(project));
        }
    }

    /// <summary><see langword="null"/>: as the difference from the base state suggests.</summary>
    public StateInheritanceMode? InheritanceMode { get; set; }

    /// <summary><see langword="null"/>: as the difference from the base state suggests.</summary>
    public MarkupMode? MarkupHandling { get; set; }

    public List<DiagnosticResult> ExpectedDiagnostics { get; } = [];

    public ProjectCollection AdditionalProjects { get; }

    /// <summary>
    /// A copy that has taken over from <paramref name="baseState"/> what it does not set. A state whose contents differ
    /// from the base inherits the expectations that cannot be fixed, and ignores the fixable ones in its markup;
    /// a state with the same contents inherits and expects everything.
    /// </summary>
    public SolutionState WithInheritedValuesApplied(SolutionState? baseState, ImmutableArray<string> fixableDiagnostics)
    {
        (StateInheritanceMode inheritance, MarkupMode markup) = GetModes(baseState);
        SolutionState? source = inheritance == StateInheritanceMode.Explicit ? null : baseState;
        var result = new SolutionState(this) { InheritanceMode = StateInheritanceMode.Explicit, MarkupHandling = markup };
        result.Inherit(source);
        foreach ((string name, ProjectState project) in result.AdditionalProjects)
        {
            project.Inherit(source?.AdditionalProjects.GetValueOrDefault(name));
        }

        if (source is null)
        {
            return result;
        }

        foreach ((string name, ProjectState project) in source.AdditionalProjects)
        {
            if (!result.AdditionalProjects.ContainsKey(name))
            {
                result.AdditionalProjects.Add(name, new ProjectState(project));
            }
        }

        if (ExpectedDiagnostics.Count == 0)
        {
            bool all = inheritance == StateInheritanceMode.AutoInheritAll;
            result.ExpectedDiagnostics.AddRange(source.ExpectedDiagnostics.Where(diagnostic => all || !fixableDiagnostics.Contains(diagnostic.Id)));
        }

        return result;
    }

    /// <summary>A copy whose files hold no markup, and whose expected diagnostics include those that the markup stood for.</summary>
    /// <exception cref="InvalidOperationException">Inheritance was not applied before, or the markup is not clear.</exception>
    public SolutionState WithProcessedMarkup(MarkupOptions markupOptions, DiagnosticDescriptor? defaultDiagnostic, ImmutableArray<DiagnosticDescriptor> supportedDiagnostics, ImmutableArray<string> fixableDiagnostics, string defaultPath)
    {
        if (InheritanceMode != StateInheritanceMode.Explicit || MarkupHandling is not { } mode)
        {
            throw new InvalidOperationException("Inheritance processing must complete before markup processing.");
        }

        var result = new SolutionState(this) { MarkupHandling = MarkupMode.None };
        var processor = new MarkupProcessor(mode, markupOptions, defaultDiagnostic, supportedDiagnostics, fixableDiagnostics);
        processor.Process(result);
        foreach (ProjectState project in result.AdditionalProjects.Values)
        {
            processor.Process(project);
        }

        DiagnosticResult[] written = [.. ExpectedDiagnostics.Select(diagnostic => diagnostic.WithDefaultPath(defaultPath)), .. processor.Expected];
        result.ExpectedDiagnostics.Clear();
        result.ExpectedDiagnostics.AddRange(mode == MarkupMode.None ? written : written.Select(diagnostic => diagnostic.WithAppliedMarkupLocations(processor.Locations)));
        return result;
    }

    private (StateInheritanceMode Inheritance, MarkupMode Markup) GetModes(SolutionState? baseState)
    {
        if (baseState is null)
        {
            return (InheritanceMode ?? StateInheritanceMode.Explicit, MarkupHandling ?? MarkupMode.Allow);
        }

        return ContentComparer.DiffersFromBase(this, baseState, willInherit: InheritanceMode != StateInheritanceMode.Explicit)
            ? (InheritanceMode ?? StateInheritanceMode.AutoInherit, MarkupHandling ?? MarkupMode.IgnoreFixable)
            : (InheritanceMode ?? StateInheritanceMode.AutoInheritAll, MarkupHandling ?? baseState.MarkupHandling ?? MarkupMode.Allow);
    }
}
