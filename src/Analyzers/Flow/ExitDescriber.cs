using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>Where a path leaves, and how a message says so.</summary>
internal readonly struct ExitDescription(Location location, string text)
{
    public Location Location { get; } = location;

    /// <summary>Continues "is not released ...".</summary>
    public string Text { get; } = text;
}

/// <summary>
/// Finds the statement by which a path leaves. The graph decides that it does; the syntax only says where, because the graph has no
/// operation for a jump.
/// </summary>
internal static class ExitDescriber
{
    private const int MaxConditionLength = 60;

    public static ExitDescription Describe(ExitPoint exit, SyntaxNode site)
    {
        if (exit.Handler is { } handler)
        {
            return DescribeHandler(handler, exit.Thrower, exit.Blocks, site);
        }

        if (exit.Thrower is { } thrower)
        {
            SyntaxNode thrown = thrower.BranchValue?.Syntax ?? LastSyntax(thrower, exit.Blocks) ?? site;
            return DescribeJump(Jump(thrown) ?? NextJump(thrown, SyntaxKind.ThrowStatement), thrown, site);
        }

        ControlFlowBranch edge = exit.Edge!;
        BasicBlock source = edge.Source;
        if (edge.Semantics == ControlFlowBranchSemantics.Return && source.BranchValue is { } result && !edge.IsConditionalSuccessor)
        {
            return DescribeJump(Jump(result.Syntax), result.Syntax, site);
        }

        if (source.BranchValue is { } condition && source.ConditionKind != ControlFlowConditionKind.None)
        {
            bool outcome = (source.ConditionKind == ControlFlowConditionKind.WhenTrue) == edge.IsConditionalSuccessor;
            return DescribeBranch(condition.Syntax, outcome, site);
        }

        SyntaxNode last = LastSyntax(source, exit.Blocks) ?? site;
        return DescribeJump(NextJump(last), last, site);
    }

    /// <summary>What a block does last. An empty block is only of interest in a handler: there it is the opening of the clause.</summary>
    private static SyntaxNode? LastSyntax(BasicBlock block, ImmutableArray<BasicBlock> blocks)
    {
        if (!block.Operations.IsEmpty)
        {
            return block.Operations[block.Operations.Length - 1].Syntax;
        }

        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null && region.Kind != ControlFlowRegionKind.Root; region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Catch && ClauseOf(region, blocks) is { } clause)
            {
                return (SyntaxNode?)clause.Block.Statements.FirstOrDefault() ?? clause.Block;
            }
        }

        return null;
    }

    /// <summary>
    /// The catch clause of a handler. The graph knows no syntax for it: the try statement is found from what stands inside it, by counting
    /// how many of its kind are around, and the clause by its number.
    /// </summary>
    private static CatchClauseSyntax? ClauseOf(ControlFlowRegion handler, ImmutableArray<BasicBlock> blocks)
    {
        if (handler.EnclosingRegion is { Kind: ControlFlowRegionKind.FilterAndHandler } filtered)
        {
            handler = filtered;
        }

        if (handler.EnclosingRegion is not { Kind: ControlFlowRegionKind.TryAndCatch } statement)
        {
            return null;
        }

        ControlFlowRegion body = statement.NestedRegions[0];
        for (int ordinal = body.FirstBlockOrdinal; ordinal <= body.LastBlockOrdinal; ordinal++)
        {
            BasicBlock block = blocks[ordinal];
            SyntaxNode? inside = block.Operations.IsEmpty ? block.BranchValue?.Syntax : block.Operations[0].Syntax;
            if (inside is null)
            {
                continue;
            }

            int depth = 0;
            for (ControlFlowRegion? region = block.EnclosingRegion; region != body; region = region!.EnclosingRegion)
            {
                if (region is { Kind: ControlFlowRegionKind.Try, EnclosingRegion.Kind: ControlFlowRegionKind.TryAndCatch })
                {
                    depth++;
                }
            }

            TryStatementSyntax? found = inside.Ancestors().OfType<TryStatementSyntax>()
                .Where(candidate => candidate.Catches.Count > 0 && candidate.Block.Span.Contains(inside.Span))
                .Skip(depth).FirstOrDefault();
            int index = statement.NestedRegions.IndexOf(handler) - 1;
            return found is not null && index >= 0 && index < found.Catches.Count ? found.Catches[index] : null;
        }

        return null;
    }

    private static ExitDescription DescribeHandler(ControlFlowRegion handler, BasicBlock? thrower, ImmutableArray<BasicBlock> blocks, SyntaxNode site)
    {
        CatchClauseSyntax? clause = ClauseOf(handler, blocks);
        Location at = clause?.CatchKeyword.GetLocation() ?? site.GetLocation();
        string what = thrower is null ? "when a call throws and the catch at line " : "when the exception is caught at line ";
        return new ExitDescription(at, what + Line(at) + (thrower is null ? " takes over" : string.Empty));
    }

    /// <summary>The jump on one side of a condition.</summary>
    private static ExitDescription DescribeBranch(SyntaxNode condition, bool outcome, SyntaxNode site)
    {
        for (SyntaxNode? node = condition; node is not null && node is not MemberDeclarationSyntax; node = node.Parent)
        {
            switch (node)
            {
                case IfStatementSyntax statement:
                    SyntaxNode? then = FirstStatement(statement.Statement), otherwise = FirstStatement(statement.Else?.Statement);
                    SyntaxNode? taken = outcome ? then : otherwise;

                    // Of a condition in parts the outcome of one part does not tell the side: prefer the side that jumps.
                    if (!IsJump(taken) && condition != statement.Condition)
                    {
                        taken = IsJump(then) ? then : IsJump(otherwise) ? otherwise : taken;
                    }

                    if (IsJump(taken))
                    {
                        return DescribeJump(taken, condition, site);
                    }

                    string when = condition == statement.Condition && !statement.Span.Contains(site.Span)
                        ? "'" + Shorten(condition) + "' is " + (outcome ? "true" : "false") + " and "
                        : string.Empty;
                    return DescribeJump(NextJump(statement), statement, site, when);

                case SwitchSectionSyntax section when IsJump(section.Statements.FirstOrDefault()):
                    return DescribeJump(section.Statements[0], condition, site);

                case WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax:
                    return node.Span.Contains(site.Span)
                        ? new ExitDescription(node.GetFirstToken().GetLocation(), "when the loop at line " + Line(node) + " goes round")
                        : DescribeJump(NextJump(node), node, site);

                case StatementSyntax statement:
                    return DescribeJump(NextJump(statement), statement, site);
            }
        }

        return DescribeJump(null, condition, site);
    }

    private static SyntaxNode? FirstStatement(StatementSyntax? statement)
    {
        return statement is BlockSyntax block ? block.Statements.Count == 1 ? block.Statements[0] : null : statement;
    }

    private static bool IsJump(SyntaxNode? node)
    {
        return node is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax;
    }

    /// <summary>The jump that an expression belongs to.</summary>
    private static SyntaxNode? Jump(SyntaxNode expression)
    {
        foreach (SyntaxNode node in expression.AncestorsAndSelf())
        {
            if (IsJump(node) || node is ThrowExpressionSyntax or ArrowExpressionClauseSyntax)
            {
                return node;
            }

            if (node is StatementSyntax)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The jump that comes next after a statement in the text, on the way out of the blocks around it.</summary>
    private static SyntaxNode? NextJump(SyntaxNode from, SyntaxKind? kind = null)
    {
        StatementSyntax? statement = from.FirstAncestorOrSelf<StatementSyntax>();
        while (statement is not null)
        {
            if (IsJump(statement) && (kind is null || statement.IsKind(kind.Value)))
            {
                return statement;
            }

            SyntaxList<StatementSyntax>? siblings = statement.Parent switch
            {
                BlockSyntax block => block.Statements,
                SwitchSectionSyntax section => section.Statements,
                _ => null,
            };
            if (siblings is { } list)
            {
                int next = list.IndexOf(statement) + 1;
                if (next < list.Count)
                {
                    return IsJump(list[next]) ? list[next] : null;
                }
            }

            if (statement.Parent is WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax)
            {
                return null;
            }

            statement = statement.Parent?.FirstAncestorOrSelf<StatementSyntax>();
        }

        return null;
    }

    private static ExitDescription DescribeJump(SyntaxNode? jump, SyntaxNode from, SyntaxNode site, string when = "")
    {
        if (jump is null)
        {
            return DescribeEnd(from, site, when);
        }

        string verb = jump switch
        {
            ThrowStatementSyntax or ThrowExpressionSyntax => "throws",
            BreakStatementSyntax => "breaks out",
            ContinueStatementSyntax => "continues",
            GotoStatementSyntax => "jumps",
            YieldStatementSyntax yield => yield.IsKind(SyntaxKind.YieldBreakStatement) ? "breaks out" : "yields",
            _ => "returns",
        };
        return new ExitDescription(jump.GetLocation(), "when " + when + Condition(jump, site) + verb + " at line " + Line(jump));
    }

    /// <summary>A path that runs out at the end of a block.</summary>
    private static ExitDescription DescribeEnd(SyntaxNode from, SyntaxNode site, string when)
    {
        foreach (SyntaxNode node in from.AncestorsAndSelf())
        {
            // The site of a parameter is in no block.
            if (node is BlockSyntax block && (block.Span.Contains(site.Span) || block.Parent is BaseMethodDeclarationSyntax))
            {
                string what = block.Parent switch
                {
                    WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax => "the loop goes round at line ",
                    BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax => "the method ends at line ",
                    _ => "the block ends at line ",
                };
                return new ExitDescription(block.CloseBraceToken.GetLocation(), "when " + when + what + Line(block.CloseBraceToken.GetLocation()));
            }
        }

        return new ExitDescription(from.GetLocation(), "when " + when + "the method ends at line " + Line(from));
    }

    /// <summary>The condition under which the jump is reached, if the acquisition is not under it too.</summary>
    private static string Condition(SyntaxNode jump, SyntaxNode site)
    {
        SyntaxNode child = jump;
        for (SyntaxNode? node = jump.Parent; node is not null and not MemberDeclarationSyntax; child = node, node = node.Parent)
        {
            if (node.Span.Contains(site.Span) && child.Span.Contains(site.Span))
            {
                break;
            }

            switch (node)
            {
                case IfStatementSyntax statement when child == statement.Statement:
                    return "'" + Shorten(statement.Condition) + "' ";
                case ElseClauseSyntax { Parent: IfStatementSyntax statement }:
                    return "'" + Shorten(statement.Condition) + "' is false and it ";
                case SwitchSectionSyntax section:
                    return "'" + Shorten(section.Labels[0]) + "' ";
                case CatchClauseSyntax clause:
                    return "the catch at line " + Line(clause) + " ";
            }
        }

        return "it ";
    }

    private static string Shorten(SyntaxNode node)
    {
        string text = string.Join(" ", node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= MaxConditionLength ? text : text.Substring(0, MaxConditionLength - 3) + "...";
    }

    private static int Line(SyntaxNode node) => Line(node.GetLocation());

    private static int Line(Location location) => location.GetMappedLineSpan().StartLinePosition.Line + 1;
}
