using System.Composition;
using System.Linq;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>MRL111: calls the method of the base class, first in realize and reset, last in the teardown.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BaseCallCodeFix)), Shared]
public sealed class BaseCallCodeFix : OfferingCodeFix
{
    /// <summary>The key of the fix.</summary>
    public const string Key = "MemoryRegions.CallBase";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.BaseNotCalled);

    private protected override async Task<Offer?> FindOfferAsync(Document document, TextSpan span, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || root.FindToken(span.Start).Parent?.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { Parent: TypeDeclarationSyntax type } method
            || method.ParameterList.Parameters.Count > 0
            || method.ReturnType is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
            || method.DescendantNodes().Any(static node => node is BaseExpressionSyntax))
        {
            return null;
        }

        var shape = new SourceShape(await document.GetTextAsync(cancellation).ConfigureAwait(false));
        string[] call = ["base." + method.Identifier.ValueText + "();"];
        bool isLast = diagnostic.Properties.ContainsKey(DiagnosticProperties.IsLast);
        if (isLast && !ReachesItsEnd(method))
        {
            return null;
        }

        string step = shape.StepIn(type);
        Edit? edit = isLast ? Bodies.Append(document, method, shape, step, call) : Bodies.Prepend(document, method, shape, step, call);
        return edit is { } found ? new Offer("Call 'base." + method.Identifier.ValueText + "()'", Key, ImmutableArray.Create(found)) : null;
    }

    /// <summary>No path leaves the method before its last statement is done.</summary>
    private static bool ReachesItsEnd(MethodDeclarationSyntax method)
    {
        return !method.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
                .Any(static node => node is ReturnStatementSyntax or GotoStatementSyntax or YieldStatementSyntax)
            && method.Body?.Statements.LastOrDefault() is not ThrowStatementSyntax;
    }
}
