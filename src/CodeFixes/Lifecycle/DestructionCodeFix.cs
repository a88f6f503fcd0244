using System.Composition;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>
/// MRL103 and MRL104: takes the destroying call away, because the death of its owner destroys the region; where the region is linked and nothing
/// beside the call unlinks it, unlinks it instead.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DestructionCodeFix)), Shared]
public sealed class DestructionCodeFix : OfferingCodeFix
{
    /// <summary>The key of the fix.</summary>
    public const string Key = "MemoryRegions.DoNotDestroy";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.DestroyedInUse, RuleIds.DestroyedNeedlessly);

    private protected override async Task<Offer?> FindOfferAsync(Document document, TextSpan span, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || Calls.Find(root, span) is not { } invocation
            || model.GetSymbolInfo(invocation, cancellation).Symbol is not IMethodSymbol method
            || !new ContractModel(model.Compilation).Of(method).Destroys)
        {
            return null;
        }

        // region?.Unparent() and a?.region.Unparent() are one expression, of which the call is a part.
        ExpressionSyntax whole = invocation;
        while (whole.Parent is ConditionalAccessExpressionSyntax access && access.WhenNotNull == whole)
        {
            whole = access;
        }

        var shape = new SourceShape(await document.GetTextAsync(cancellation).ConfigureAwait(false));
        if (diagnostic.Properties.TryGetValue(DiagnosticProperties.Cure, out string? cure) && cure == DiagnosticProperties.Unlink)
        {
            return Unlink(document, invocation, whole, model, shape, cancellation);
        }

        return StatementRemoval.TryRemove(document, whole, model, shape, cancellation) is { } edit
            ? new Offer("Leave the region to its owner", Key, ImmutableArray.Create(edit))
            : null;
    }

    private static Offer? Unlink(
        Document document, InvocationExpressionSyntax invocation, ExpressionSyntax whole, SemanticModel model, SourceShape shape, CancellationToken cancellation)
    {
        if (model.GetOperation(invocation, cancellation) is not IInvocationOperation { Instance.Type: { } type }
            || invocation.Expression is not (MemberAccessExpressionSyntax or MemberBindingExpressionSyntax)
            || !Purity.IsPure(whole, except: invocation, model, cancellation))
        {
            return null;
        }

        var contracts = new ContractModel(model.Compilation);
        if (Topology.ContainerPropertyOf(type, contracts) is not { } container || Topology.UnlinkMethodOf(container.Type, contracts) is not { } unlink)
        {
            return null;
        }

        // In "a?.b.Unparent()" the argument is reached only if a is not null: "a?.b.Container?.DelSubregion(a.b)".
        SimpleNameSyntax name = invocation.Expression is MemberAccessExpressionSyntax member ? member.Name : ((MemberBindingExpressionSyntax)invocation.Expression).Name;
        string receiver = shape.Between(whole.SpanStart, name.SpanStart).TrimEnd();
        receiver = receiver.Substring(0, receiver.Length - 1).TrimEnd();
        bool throughNull = receiver.EndsWith("?", StringComparison.Ordinal);
        string region = (throughNull ? receiver.Substring(0, receiver.Length - 1) : receiver).Replace("?.", ".").Replace("?[", "[");
        string text = receiver + "." + container.Name + "?." + unlink.Name + "(" + region + ")";
        return new Offer("Unlink the region instead", Key, ImmutableArray.Create(new Edit(document.Id, whole.Span, text)));
    }
}
