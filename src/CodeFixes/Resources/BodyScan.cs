using System.Linq;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>
/// What the analyzer's engine, and the compiler, say of the member around a node. Repairs are judged by it: one body is analysed, not the
/// document, so that a fix can be tried before it is offered.
/// </summary>
internal sealed class BodyScan
{
    private readonly Dictionary<string, int> _problems = new(StringComparer.Ordinal);

    private BodyScan(SourceState state, IOperation body, ControlFlowGraph graph)
    {
        State = state;
        Body = body;
        Graph = graph;
    }

    public SourceState State { get; }

    /// <summary>The root operation of the member.</summary>
    public IOperation Body { get; }

    /// <summary>The graph of the member, without those of its lambdas and local functions.</summary>
    public ControlFlowGraph Graph { get; }

    public List<ObjectHistory> Histories { get; } = new();

    public List<Diagnostic> Findings { get; } = new();

    /// <summary>
    /// The findings of MRL303, apart: a leak that is repaired may leave one behind, because what leaks is not told that a call may throw too.
    /// </summary>
    public List<Diagnostic> Suggestions { get; } = new();

    /// <summary>Analyses the member that a node is in; <see langword="null"/> if it is in none.</summary>
    public static BodyScan? Of(SourceState state, SyntaxNode node, CancellationToken cancellation)
    {
        if (RootOperation(state.Model, node, cancellation) is not { } body || GraphOf(body, cancellation) is not { } graph)
        {
            return null;
        }

        var scan = new BodyScan(state, body, graph);
        var reporter = new ResourceReporter(state.Contracts, scan.Findings.Add);
        var oracle = new CallOracle(state.Contracts, state.Summaries, cancellation);
        foreach (ObjectHistory history in BodyAnalyzer.Analyze(graph, OwnerOf(state.Model, node, cancellation), oracle))
        {
            scan.Histories.Add(history);
            reporter.Report(history);
        }

        scan.Suggestions.AddRange(scan.Findings.Where(finding => finding.Id == RuleIds.NotReleasedOnThrow));
        scan.Findings.RemoveAll(finding => finding.Id == RuleIds.NotReleasedOnThrow);
        foreach (Diagnostic finding in scan.Findings)
        {
            scan.Count(BucketOf(finding.Id));
        }

        foreach (Diagnostic diagnostic in state.Model.GetMethodBodyDiagnostics(body.Syntax.Span, cancellation))
        {
            if (diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed)
            {
                scan.Count(diagnostic.Id);
            }
        }

        return scan;
    }

    /// <summary>The same member after an edit inside it.</summary>
    public BodyScan? Again(SourceState state, CancellationToken cancellation)
    {
        // Nothing before the beginning of the member has changed.
        SyntaxNode before = Body.Syntax;
        SyntaxNode? member = state.Root.FindToken(before.SpanStart).Parent?.AncestorsAndSelf()
            .FirstOrDefault(node => node.RawKind == before.RawKind && node.SpanStart == before.SpanStart);
        return member is null ? null : Of(state, member, cancellation);
    }

    /// <summary>Nothing is reported, by the engine or by the compiler, that was not reported before.</summary>
    public bool IsNoWorseThan(BodyScan before)
    {
        return _problems.All(problem => before._problems.TryGetValue(problem.Key, out int count) && problem.Value <= count);
    }

    /// <summary>Something that the engine reported before is not reported any more.</summary>
    public bool IsBetterThan(BodyScan before) => Findings.Count < before.Findings.Count && IsNoWorseThan(before);

    /// <summary>The leaking object that is acquired at a node.</summary>
    public ObjectHistory? LeakAt(SyntaxNode site)
    {
        return Histories.FirstOrDefault(history => history.Leaks.Count > 0 && IsAt(history.Tracked.Site, site)
            && Findings.Any(finding => finding.Id is RuleIds.NeverReleased or RuleIds.NotReleasedOnPath && finding.Location.SourceSpan == site.Span))
            ?? Histories.FirstOrDefault(history => history.Throws.Count > 0 && IsAt(history.Tracked.Site, site) && IsSuggestedAt(site));
    }

    /// <summary>What is acquired at a node leaks if a call throws.</summary>
    public bool IsSuggestedAt(SyntaxNode site) => Suggestions.Any(finding => finding.Location.SourceSpan == site.Span);

    /// <summary>The object that was called leaking before, in a later stage.</summary>
    public ObjectHistory? SameAt(SyntaxNode site, ObjectHistory before)
    {
        return Histories.FirstOrDefault(history => IsAt(history.Tracked.Site, site)
            && history.Tracked.Origin == before.Tracked.Origin && history.Tracked.Kind == before.Tracked.Kind && history.Tracked.Argument == before.Tracked.Argument);
    }

    /// <summary>What the releases in a node find of one object; nothing if there is no release of its kind.</summary>
    public static ReleaseFinding FindingIn(SyntaxNode node, ObjectHistory history)
    {
        ReleaseFinding result = ReleaseFinding.None;
        foreach (KeyValuePair<IOperation, ReleaseFinding> finding in history.Findings)
        {
            if (node.Span.Contains(finding.Key.Syntax.Span))
            {
                result |= finding.Value;
            }
        }

        return result;
    }

    public static bool IsAt(IOperation? operation, SyntaxNode node)
    {
        return operation is not null && operation.Syntax.Span == node.Span && operation.Syntax.RawKind == node.RawKind;
    }

    // A leak that is repaired on one path of two changes its id, and is no new one.
    private static string BucketOf(string id) => id == RuleIds.NeverReleased ? RuleIds.NotReleasedOnPath : id;

    private void Count(string id)
    {
        _problems.TryGetValue(id, out int count);
        _problems[id] = count + 1;
    }

    private static IOperation? RootOperation(SemanticModel model, SyntaxNode node, CancellationToken cancellation)
    {
        for (SyntaxNode? current = node; current is not null; current = current.Parent)
        {
            if (model.GetOperation(current, cancellation) is { } operation)
            {
                while (operation.Parent is { } parent)
                {
                    operation = parent;
                }

                return operation;
            }
        }

        return null;
    }

    private static ControlFlowGraph? GraphOf(IOperation body, CancellationToken cancellation)
    {
        return body switch
        {
            IMethodBodyOperation method => ControlFlowGraph.Create(method, cancellation),
            IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, cancellation),
            IBlockOperation block => ControlFlowGraph.Create(block, cancellation),
            IFieldInitializerOperation field => ControlFlowGraph.Create(field, cancellation),
            IPropertyInitializerOperation property => ControlFlowGraph.Create(property, cancellation),
            _ => null,
        };
    }

    private static ISymbol OwnerOf(SemanticModel model, SyntaxNode node, CancellationToken cancellation)
    {
        ISymbol? symbol = model.GetEnclosingSymbol(node.SpanStart, cancellation);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol ?? model.Compilation.Assembly;
    }
}
