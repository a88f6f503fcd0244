using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>
/// MRL206 and MRL207 where it is certain: a region is unlinked twice, or linked twice, by statements of one block between which nothing
/// but links of other regions is touched.
/// </summary>
internal sealed class LinkOrderRule(INamedTypeSymbol type, TypeFamily family, OwnerResolver owners, HashSet<Fact> reported, Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    private readonly Identity _identity = new(family);
    private readonly Dictionary<LinkFact, bool> _plain = [];
    private readonly Dictionary<LinkFact, Slots> _regions = [];

    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        if (body.HasErrors || body.Links.Count + body.Unlinks.Count < 2)
        {
            return;
        }

        Dictionary<SyntaxNode, LinkFact> links = ByStatement(body.Links);
        Dictionary<SyntaxNode, LinkFact> unlinks = ByStatement(body.Unlinks);
        foreach (KeyValuePair<SyntaxNode, LinkFact> later in links)
        {
            cancellation.ThrowIfCancellationRequested();
            if (FindBefore(later.Key, later.Value, links, unlinks) is { } earlier)
            {
                ReportAt(LinkRules.AlreadyLinked, later.Value, earlier, Names.Of(earlier.Container) ?? "the container", Names.LineOf(earlier.Syntax));
            }
        }

        foreach (KeyValuePair<SyntaxNode, LinkFact> later in unlinks)
        {
            cancellation.ThrowIfCancellationRequested();
            if (FindBefore(later.Key, later.Value, unlinks, links) is { } earlier)
            {
                ReportAt(LinkRules.NotLinked, later.Value, earlier, "it was removed from '" + (Names.Of(earlier.Container) ?? "the container") + "' at line " + Names.LineOf(earlier.Syntax), "remove this call");
            }
        }
    }

    /// <summary>The calls that are a statement of their own, by it; one that a null test decides on is none.</summary>
    private Dictionary<SyntaxNode, LinkFact> ByStatement(List<LinkFact> facts)
    {
        var result = new Dictionary<SyntaxNode, LinkFact>();
        foreach (LinkFact fact in facts)
        {
            if (fact.ContainerIsRegion && Contracts.IsRuntimeOwn(fact.Method.ContainingType) && fact.Syntax is InvocationExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax } statement })
            {
                result[statement] = fact;
            }
        }

        return result;
    }

    /// <summary>The call in front of it that did the same to the same region, if nothing in between can have undone it.</summary>
    private LinkFact? FindBefore(SyntaxNode statement, LinkFact fact, Dictionary<SyntaxNode, LinkFact> same, Dictionary<SyntaxNode, LinkFact> opposite)
    {
        if (!IsPlain(fact))
        {
            return null;
        }

        SyntaxList<StatementSyntax> statements = ((BlockSyntax)statement.Parent!).Statements;
        for (int i = statements.IndexOf((StatementSyntax)statement) - 1; i >= 0; i--)
        {
            if (same.TryGetValue(statements[i], out LinkFact? earlier))
            {
                if (_identity.AreSame(earlier.Region, fact.Region))
                {
                    return earlier;
                }
            }
            else if (!opposite.TryGetValue(statements[i], out earlier))
            {
                return null;
            }

            if (!IsPlain(earlier) || RegionOf(earlier).MayEqual(RegionOf(fact)))
            {
                return null;
            }
        }

        return null;
    }

    private Slots RegionOf(LinkFact fact)
    {
        if (!_regions.TryGetValue(fact, out Slots? region))
        {
            _regions.Add(fact, region = Slots.Of(fact.Region, Family));
        }

        return region;
    }

    /// <summary>Its arguments do nothing besides.</summary>
    private bool IsPlain(LinkFact fact)
    {
        if (!_plain.TryGetValue(fact, out bool isPlain))
        {
            isPlain = !fact.Syntax.DescendantNodes().Any(static node => node is AssignmentExpressionSyntax or BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax or AwaitExpressionSyntax);
            _plain.Add(fact, isPlain);
        }

        return isPlain;
    }

    /// <summary>Unless the paths have shown it already.</summary>
    private void ReportAt(DiagnosticDescriptor descriptor, LinkFact later, LinkFact earlier, object first, object second)
    {
        if (reported.Add(later))
        {
            Report(Diagnostic.Create(descriptor, later.Syntax.GetLocation(), [earlier.Syntax.GetLocation()], Names.Of(later.Region) ?? "the region", first, second));
        }
    }
}
