using System.Linq;
using MemoryRegions.Analyzers.Flow;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>A leaking object, at one stage of its repair. The node of its acquisition is marked, so that later stages find it again.</summary>
internal sealed class LeakCase
{
    private LeakCase(BodyScan scan, SyntaxNode site, SyntaxAnnotation mark, ObjectHistory history, Handle handle)
    {
        Scan = scan;
        Site = site;
        Mark = mark;
        History = history;
        Handle = handle;
        Dependents = Dependents.Of(handle.Variable, scan.Body, scan.State.Contracts);
        Scope = ScopeOf(handle.Variable, scan.Body);
    }

    public BodyScan Scan { get; }

    public SourceState State => Scan.State;

    public SyntaxNode Site { get; }

    public SyntaxAnnotation Mark { get; }

    public ObjectHistory History { get; }

    /// <summary>It leaks only if a call throws.</summary>
    public bool OnlyIfThrown => History.Leaks.Count == 0;

    public Handle Handle { get; }

    public Dependents Dependents { get; }

    /// <summary>Where the variable can be named.</summary>
    public SyntaxNode Scope { get; }

    /// <summary>The case of an acquisition that leaks into a variable; <see langword="null"/> if it does not.</summary>
    public static LeakCase? Of(SourceState state, SyntaxNode site, CancellationToken cancellation)
    {
        var mark = new SyntaxAnnotation();
        state = state.With(state.Root.ReplaceNode(site, site.WithAdditionalAnnotations(mark)));
        site = state.Root.GetAnnotatedNodes(mark).First();
        return BodyScan.Of(state, site, cancellation) is { } scan && scan.LeakAt(site) is { } history && Handle.Of(state, history) is { } handle
            ? new LeakCase(scan, site, mark, history, handle)
            : null;
    }

    /// <summary>The case after an edit; <see langword="null"/> if the edit made anything worse.</summary>
    public LeakCase? After(SyntaxNode root, CancellationToken cancellation)
    {
        SourceState state = State.With(root);
        return state.Root.GetAnnotatedNodes(Mark).FirstOrDefault() is { } site
            && BodyScan.Of(state, site, cancellation) is { } scan
            && scan.IsNoWorseThan(Scan)
            && scan.SameAt(site, History) is { } history
            && history.Losses.Count <= History.Losses.Count
            && (!history.Tracked.IsCounted || SecondReleases(history) <= SecondReleases(History))
            && Handle.Of(state, history) is { } handle
            ? new LeakCase(scan, site, Mark, history, handle)
            : null;
    }

    /// <summary>The edit repaired it: nothing leaks any more, and nothing else came of it.</summary>
    public bool IsRepaired(LeakCase before)
    {
        return History.Leaks.Count == 0
            && (before.OnlyIfThrown
                ? !Scan.IsSuggestedAt(Site) && Scan.Suggestions.Count < before.Scan.Suggestions.Count && Scan.IsNoWorseThan(before.Scan)
                : Scan.IsBetterThan(before.Scan));
    }

    /// <summary>Of the object itself nothing is left to be released if a call throws either.</summary>
    public bool IsSafeIn(SourceState repaired, CancellationToken cancellation)
    {
        return repaired.Root.GetAnnotatedNodes(Mark).FirstOrDefault() is { } site
            && BodyScan.Of(repaired, site, cancellation) is { } scan
            && !scan.IsSuggestedAt(site);
    }

    /// <summary>Releases that find the object released already. Of what is counted, nothing else would tell of them.</summary>
    private static int SecondReleases(ObjectHistory history) => history.Findings.Count(finding => (finding.Value & ReleaseFinding.Released) != 0);

    private static SyntaxNode ScopeOf(ISymbol variable, IOperation body)
    {
        SyntaxNode? declaration = variable is ILocalSymbol ? variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() : null;
        for (SyntaxNode? node = declaration; node is not null; node = node.Parent)
        {
            if (node is BlockSyntax or SwitchStatementSyntax or ForStatementSyntax or WhileStatementSyntax or CommonForEachStatementSyntax or UsingStatementSyntax or CompilationUnitSyntax)
            {
                return node;
            }
        }

        return body.Syntax;
    }
}
