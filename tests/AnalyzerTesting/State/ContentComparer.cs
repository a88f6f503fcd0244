using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Do two states hold the same files?</summary>
internal static class ContentComparer
{
    /// <summary>Does <paramref name="state"/> set anything that <paramref name="baseState"/> has otherwise?</summary>
    /// <param name="willInherit">A list that the state leaves empty will be taken over, so that it is no difference.</param>
    internal static bool DiffersFromBase(SolutionState state, SolutionState baseState, bool willInherit)
    {
        return Differs(state, baseState, willInherit)
            || state.AdditionalProjects.Any(project =>
                !baseState.AdditionalProjects.TryGetValue(project.Key, out ProjectState? other) || Differs(project.Value, other, willInherit));
    }

    /// <summary>Do the files differ, those of additional projects included?</summary>
    internal static bool HasAnyChange(SolutionState before, SolutionState after)
    {
        return HasAnyChange((ProjectState)before, after)
            || before.AdditionalProjects.Count != after.AdditionalProjects.Count
            || before.AdditionalProjects.Any(project =>
                !after.AdditionalProjects.TryGetValue(project.Key, out ProjectState? other) || HasAnyChange(project.Value, other));
    }

    /// <summary>Do the files of this one project differ?</summary>
    internal static bool HasAnyChange(ProjectState before, ProjectState after)
    {
        return !SameFiles(before.Sources, after.Sources)
            || !SameFiles(before.GeneratedSources, after.GeneratedSources)
            || !SameFiles(before.AdditionalFiles, after.AdditionalFiles)
            || !SameFiles(before.AnalyzerConfigFiles, after.AnalyzerConfigFiles);
    }

    private static bool Differs(ProjectState state, ProjectState baseState, bool willInherit)
    {
        return FilesDiffer(state.Sources, baseState.Sources, willInherit)
            || FilesDiffer(state.GeneratedSources, baseState.GeneratedSources, willInherit)
            || FilesDiffer(state.AdditionalFiles, baseState.AdditionalFiles, willInherit)
            || FilesDiffer(state.AnalyzerConfigFiles, baseState.AnalyzerConfigFiles, willInherit)
            || ((state.AdditionalReferences.Count > 0 || !willInherit) && !state.AdditionalReferences.SequenceEqual(baseState.AdditionalReferences));
    }

    private static bool FilesDiffer(SourceFileCollection files, SourceFileCollection baseFiles, bool willInherit)
    {
        return (files.Count > 0 || !willInherit) && !SameFiles(files, baseFiles);
    }

    private static bool SameFiles(IReadOnlyCollection<(string filename, SourceText content)> x, IReadOnlyCollection<(string filename, SourceText content)> y)
    {
        return x.Count == y.Count && x.Zip(y).All(pair =>
            pair.First.filename == pair.Second.filename
            && Equals(pair.First.content.Encoding, pair.Second.content.Encoding)
            && pair.First.content.ChecksumAlgorithm == pair.Second.content.ChecksumAlgorithm
            && pair.First.content.ContentEquals(pair.Second.content));
    }
}
