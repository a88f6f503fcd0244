using System.Composition;
using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>
/// MRL202: moves the call that unlinks the region to the beginning of the teardown, where every path comes by. MRL205: unlinks from the container
/// that has the region.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LinkPathCodeFix)), Shared]
public sealed class LinkPathCodeFix : OfferingCodeFix
{
    /// <summary>The key of the fix of MRL202.</summary>
    public const string MoveKey = "MemoryRegions.UnlinkOnAllPaths";

    /// <summary>The key of the fix of MRL205.</summary>
    public const string ContainerKey = "MemoryRegions.UnlinkFromItsContainer";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.UnlinkedOnSomePaths, RuleIds.LinkedElsewhere);

    private protected override async Task<Offer?> FindOfferAsync(Document document, TextSpan span, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || Calls.Find(root, span) is not { } syntax
            || model.GetOperation(syntax, cancellation) is not IInvocationOperation invocation)
        {
            return null;
        }

        return diagnostic.Id == RuleIds.LinkedElsewhere
            ? ReplaceContainer(document, syntax, diagnostic, model, cancellation)
            : await MoveAsync(document, syntax, invocation, diagnostic, model, cancellation).ConfigureAwait(false);
    }

    private static Offer? ReplaceContainer(Document document, InvocationExpressionSyntax syntax, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellation)
    {
        return diagnostic.Properties.TryGetValue(DiagnosticProperties.Container, out string? container) && container is not null
            && syntax.Expression is MemberAccessExpressionSyntax { Expression: { } wrong } && Purity.IsPure(wrong, except: null, model, cancellation)
            ? new Offer("Unlink from '" + container + "'", ContainerKey, ImmutableArray.Create(new Edit(document.Id, wrong.Span, container)))
            : null;
    }

    private static async Task<Offer?> MoveAsync(
        Document document, InvocationExpressionSyntax syntax, IInvocationOperation link, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellation)
    {
        var contracts = new ContractModel(model.Compilation);
        IArgumentOperation? argument = Topology.LinkedBy(link, contracts);
        if (argument is null
            || syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || model.GetDeclaredSymbol(declaration, cancellation) is not INamedTypeSymbol type
            || LifecycleMethods.Find(type, LifecyclePhase.Unrealize, contracts) is not { } teardown
            || !SymbolEqualityComparer.Default.Equals(teardown.ContainingType, type)
            || await LifecycleMethods.DeclarationAsync(teardown, document.Project.Solution, cancellation).ConfigureAwait(false) is not var (target, method)
            || target.Id != document.Id || method.Body is null
            || RegionName.Find(argument, diagnostic, contracts) is not { IsCollection: false } region
            || LinkCodeFix.StatementOf(region, link, argument, diagnostic, contracts) is not { } statement)
        {
            return null;
        }

        var shape = new SourceShape(await document.GetTextAsync(cancellation).ConfigureAwait(false));
        string step = method.Parent is TypeDeclarationSyntax part ? shape.StepIn(part) : "    ";
        var edits = ImmutableArray.CreateBuilder<Edit>();
        if (Bodies.Prepend(document, method, shape, step, statement) is not { } first || !TryRemoveAll(document, method, argument, model, contracts, shape, edits, cancellation))
        {
            return null;
        }

        edits.Insert(0, first);
        return new Offer("Unlink '" + region.Expression + "' at the beginning of " + teardown.Name, MoveKey, edits.ToImmutable());
    }

    /// <summary>Takes away the calls of the teardown that unlink the region; they are all in the method itself, as statements.</summary>
    private static bool TryRemoveAll(
        Document document, MethodDeclarationSyntax method, IArgumentOperation linked, SemanticModel model, ContractModel contracts, SourceShape shape, ImmutableArray<Edit>.Builder edits, CancellationToken cancellation)
    {
        if (Stripped(linked.Value) is not { } region || SymbolOf(region) is not { } symbol)
        {
            return false;
        }

        foreach (InvocationExpressionSyntax call in method.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (model.GetOperation(call, cancellation) is not IInvocationOperation invocation)
            {
                continue;
            }

            if (!invocation.Arguments.Any(candidate => candidate.Parameter is { } parameter && contracts.Of(invocation.TargetMethod).Parameter(parameter.Ordinal).Unlinks
                && SymbolEqualityComparer.Default.Equals(SymbolOf(Stripped(candidate.Value)), symbol)))
            {
                continue;
            }

            ExpressionSyntax whole = call;
            while (whole.Parent is ConditionalAccessExpressionSyntax access && access.WhenNotNull == whole)
            {
                whole = access;
            }

            bool isPlain = whole.Parent is ExpressionStatementSyntax && call.Ancestors().TakeWhile(node => node != method).All(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
                && Purity.IsPure(whole, except: call, model, cancellation);
            if (!isPlain || StatementRemoval.TryRemove(document, whole, model, shape, cancellation) is not { } edit)
            {
                return false;
            }

            edits.Add(edit);
        }

        return edits.Count > 0;
    }

    private static ISymbol? SymbolOf(IOperation operation) => operation is IFieldReferenceOperation { Instance: IInstanceReferenceOperation } or IPropertyReferenceOperation { Instance: IInstanceReferenceOperation }
        ? ((IMemberReferenceOperation)operation).Member
        : null;

    private static IOperation Stripped(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }
}
