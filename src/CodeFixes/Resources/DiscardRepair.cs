using System.Linq;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.CodeFixes.Editing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>What an acquisition returns is put into a variable, which is then repaired like any other that leaks.</summary>
internal static class DiscardRepair
{
    public static IEnumerable<Repair> All(BodyScan scan, SyntaxNode site, CancellationToken cancellation)
    {
        if (site is not ExpressionSyntax call
            || scan.Histories.FirstOrDefault(candidate => candidate.Losses.Any(loss => loss.Value == LossKind.Discarded && BodyScan.IsAt(loss.Key, site))) is not { } history)
        {
            yield break;
        }

        string name = FreshName.ForKind(scan.Body.Syntax, history.Tracked.Kind);
        var mark = new SyntaxAnnotation();
        SyntaxNode? root = history.Tracked.Origin switch
        {
            ObjectOrigin.Returned => KeepResult(scan, call, name, mark),
            ObjectOrigin.OutArgument => KeepOutArgument(scan, call, history.Tracked.Argument, name, mark),
            _ => null,
        };
        if (root is null)
        {
            yield break;
        }

        SourceState kept = scan.State.With(root);
        if (LeakRepair.Best(kept, kept.Root.GetAnnotatedNodes(mark).First(), cancellation) is { } repaired
            && scan.Again(repaired, cancellation) is { } after
            && after.IsBetterThan(scan))
        {
            yield return new Repair("Keep the " + history.Tracked.Kind + " in '" + name + "' and release it", ResourceFixKeys.KeepAndRelease, repaired);
        }
    }

    private static SyntaxNode? KeepResult(BodyScan scan, ExpressionSyntax call, string name, SyntaxAnnotation mark)
    {
        SyntaxNode root = scan.State.Root;
        if (StatementThatBeginsWith(scan.State.Model, call) is not { } statement)
        {
            return null;
        }

        var declaration = (LocalDeclarationStatementSyntax)StatementEditor.Parse("var " + name + " = __value;");
        declaration = declaration.ReplaceNode(declaration.Declaration.Variables[0].Initializer!.Value, call.WithoutTrivia().WithAdditionalAnnotations(mark));
        if (statement is ExpressionStatementSyntax { Expression: var whole } && IsOnly(whole, call))
        {
            return StatementEditor.Siblings(statement) is null
                ? StatementEditor.InsertBefore(root, statement, _ => new[] { declaration }, SyntaxFactory.EmptyStatement()) is { } withEmpty ? WithoutEmptyStatement(withEmpty, declaration, mark) : null
                : StatementEditor.Replace(root, statement, new StatementSyntax[] { declaration.WithTriviaFrom(statement) });
        }

        StatementSyntax changed = statement.ReplaceNode(call, SyntaxFactory.IdentifierName(name).WithTriviaFrom(call));
        return StatementEditor.InsertBefore(root, statement, _ => new[] { declaration }, changed);
    }

    /// <summary>The block that was made for the declaration holds nothing but it.</summary>
    private static SyntaxNode WithoutEmptyStatement(SyntaxNode root, StatementSyntax declaration, SyntaxAnnotation mark)
    {
        StatementSyntax inserted = root.GetAnnotatedNodes(mark).First().FirstAncestorOrSelf<StatementSyntax>()!;
        var block = (BlockSyntax)inserted.Parent!;
        StatementSyntax empty = block.Statements.Last();
        return root.ReplaceNode(block, block.WithStatements(SyntaxFactory.SingletonList<StatementSyntax>(inserted.WithTrailingTrivia(empty.GetTrailingTrivia()))));
    }

    /// <summary>The expression is the call and nothing else, or the call assigned to a discard.</summary>
    private static bool IsOnly(ExpressionSyntax whole, ExpressionSyntax call)
    {
        while (whole is ParenthesizedExpressionSyntax parenthesized)
        {
            whole = parenthesized.Expression;
        }

        return whole == call || (whole is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } assignment && IsOnly(assignment.Right, call));
    }

    /// <summary>The statement whose execution begins with the call, always and once; so that the call may as well come before it.</summary>
    private static StatementSyntax? StatementThatBeginsWith(SemanticModel model, ExpressionSyntax call)
    {
        SyntaxNode node = call;
        while (true)
        {
            switch (node.Parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or MemberAccessExpressionSyntax
                    or EqualsValueClauseSyntax or ArgumentListSyntax or BracketedArgumentListSyntax or IsPatternExpressionSyntax:
                case InvocationExpressionSyntax invocation when invocation.Expression == node || IsInert(model, invocation.Expression is MemberAccessExpressionSyntax access ? access.Expression : null):
                case ElementAccessExpressionSyntax element when element.Expression == node || IsInert(model, element.Expression):
                case ConditionalAccessExpressionSyntax conditionalAccess when conditionalAccess.Expression == node:
                case ConditionalExpressionSyntax conditional when conditional.Condition == node:
                case BinaryExpressionSyntax binary when binary.Left == node || (IsInert(model, binary.Left) && !IsLazy(binary)):
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment when assignment.Right == node && (IsDiscard(assignment.Left) || IsInert(model, assignment.Left)):
                case AssignmentExpressionSyntax target when target.Left == node:
                case ArgumentSyntax { Parent: BaseArgumentListSyntax list } argument when list.Arguments.TakeWhile(other => other != argument).All(other => IsInert(model, other.Expression)):
                case VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax } declaration } declarator when declaration.Variables[0] == declarator:
                    node = node.Parent;
                    break;
                case VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax statement }:
                    return statement;
                case ExpressionStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax:
                    return (StatementSyntax)node.Parent;
                case IfStatementSyntax { Parent: not ElseClauseSyntax } statement when statement.Condition == node:
                    return statement;
                case SwitchStatementSyntax statement when statement.Expression == node:
                    return statement;
                case CommonForEachStatementSyntax statement when statement.Expression == node:
                    return statement;
                default:
                    return null;
            }
        }
    }

    private static bool IsInert(SemanticModel model, ExpressionSyntax? expression)
    {
        return expression is null || model.GetOperation(expression) switch
        {
            IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } or null => true,
            { } operation => Purity.IsConstant(operation),
        };
    }

    private static bool IsLazy(BinaryExpressionSyntax binary)
    {
        return binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression;
    }

    private static bool IsDiscard(ExpressionSyntax expression) => expression is IdentifierNameSyntax { Identifier.ValueText: "_" };

    /// <summary><c>out _</c> becomes <c>out var mapping</c>.</summary>
    private static SyntaxNode? KeepOutArgument(BodyScan scan, ExpressionSyntax call, int ordinal, string name, SyntaxAnnotation mark)
    {
        IArgumentOperation? argument = (scan.State.Model.GetOperation(call) as IInvocationOperation)?.Arguments.FirstOrDefault(candidate => candidate.Parameter?.Ordinal == ordinal);
        if (argument?.Syntax is not ArgumentSyntax { Expression: { } expression } || argument.Value is not IDiscardOperation and not IDeclarationExpressionOperation { Expression: IDiscardOperation })
        {
            return null;
        }

        ExpressionSyntax declaration = SyntaxFactory.DeclarationExpression(
            SyntaxFactory.IdentifierName("var").WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.SingleVariableDesignation(SyntaxFactory.Identifier(name))).WithTriviaFrom(expression);
        return scan.State.Root.ReplaceNode(call, call.ReplaceNode(expression, declaration).WithAdditionalAnnotations(mark));
    }
}
