using System.Composition;
using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>MRL309: releases what a field keeps in the device's teardown, which is created if it is missing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HeldResourceCodeFix)), Shared]
public sealed class HeldResourceCodeFix : OfferingCodeFix
{
    /// <summary>The key of the fix.</summary>
    public const string Key = "MemoryRegions.ReleaseInTeardown";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NotReleasedByType);

    private protected override async Task<Offer?> FindOfferAsync(Document document, TextSpan span, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.TryGetValue(DiagnosticProperties.Holder, out string? name) || name is null
            || !diagnostic.Properties.TryGetValue(DiagnosticProperties.Kind, out string? kind) || kind is null
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || root.FindNode(span).FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { Parent: TypeDeclarationSyntax declaration } acquiring
            || model.GetDeclaredSymbol(declaration, cancellation) is not { } type
            || model.GetDeclaredSymbol(acquiring, cancellation) is not { } acquirer
            || type.GetMembers(name).FirstOrDefault(static member => member is IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false }) is not { } holder)
        {
            return null;
        }

        var contracts = new ContractModel(model.Compilation);
        if (LifecycleMethods.Find(type, LifecyclePhase.Unrealize, contracts) is not { } teardown
            || IsCalledByConstructor(acquirer, type, model.Compilation, cancellation)
            || StatementOf(holder, kind, isAlwaysHeld: IsAlwaysRun(acquiring, span, contracts.Of(acquirer).Phase), contracts) is not { } statement)
        {
            return null;
        }

        var shape = new SourceShape(await document.GetTextAsync(cancellation).ConfigureAwait(false));
        if (!SymbolEqualityComparer.Default.Equals(teardown.ContainingType, type))
        {
            return OfferOf(LifecycleMethods.Create(teardown, type.ContainingAssembly, document, declaration, acquiring, shape, [statement], baseFirst: false));
        }

        if (await LifecycleMethods.DeclarationAsync(teardown, document.Project.Solution, cancellation).ConfigureAwait(false) is not var (target, method))
        {
            return null;
        }

        var there = new SourceShape(await target.GetTextAsync(cancellation).ConfigureAwait(false));
        string step = method.Parent is TypeDeclarationSyntax part ? there.StepIn(part) : "    ";
        bool isUsed = method.DescendantNodes().OfType<SimpleNameSyntax>().Any(node => node.Identifier.ValueText == name);
        if (isUsed && method.DescendantNodes().Any(static node => node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax))
        {
            // Neither the beginning nor the end is right.
            return null;
        }

        return (isUsed ? Bodies.Append(target, method, there, step, [statement]) : Bodies.Prepend(target, method, there, step, [statement])) is { } edit ? OfferOf(edit) : null;

        Offer OfferOf(Edit edit) => new("Release '" + name + "' in " + teardown.Name, Key, ImmutableArray.Create(edit));
    }

    /// <summary>A device that is never realized is never unrealized either.</summary>
    private static bool IsCalledByConstructor(IMethodSymbol method, INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        foreach (SyntaxReference reference in type.InstanceConstructors.SelectMany(static constructor => constructor.DeclaringSyntaxReferences))
        {
            if (reference.GetSyntax(cancellation) is not ConstructorDeclarationSyntax constructor)
            {
                continue;
            }

            SemanticModel model = compilation.GetSemanticModel(reference.SyntaxTree);
            if (constructor.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(call, cancellation).Symbol, method)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Realize comes to the place whenever it completes: then alone the device is unrealized.</summary>
    private static bool IsAlwaysRun(MethodDeclarationSyntax method, TextSpan place, LifecyclePhase? phase)
    {
        if (phase != LifecyclePhase.Init)
        {
            return false;
        }

        return method.ExpressionBody is { } expression
            ? IsWhole(expression.Expression, place)
            : method.Body is { } body
                && body.Statements.Any(statement => statement is ExpressionStatementSyntax { Expression: var whole } && IsWhole(whole, place))
                && !body.DescendantNodes().Any(node => node is ReturnStatementSyntax && node.SpanStart < place.Start);
    }

    private static bool IsWhole(ExpressionSyntax expression, TextSpan place)
    {
        return expression.Span == place || (expression is AssignmentExpressionSyntax { Right: var value } && value.Span == place);
    }

    private static string? StatementOf(ISymbol holder, string kind, bool isAlwaysHeld, ContractModel contracts)
    {
        ITypeSymbol? type = holder switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol { GetMethod: not null } property => property.Type,
            _ => null,
        };
        bool mayBeNull = type is { IsReferenceType: true };
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            (type, mayBeNull) = (nullable.TypeArguments[0], true);
        }

        IMethodSymbol? strict = null;
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (IMethodSymbol method in current.GetMembers().OfType<IMethodSymbol>())
            {
                if (method is not { IsStatic: false, MethodKind: MethodKind.Ordinary, Parameters.IsEmpty: true, DeclaredAccessibility: Accessibility.Public }
                    || contracts.Of(method).ReceiverReleases is not { When: CallOutcome.Always } release || release.Kind != kind)
                {
                    continue;
                }

                if (release.Idempotent)
                {
                    return holder.Name + (mayBeNull ? "?." : ".") + method.Name + "();";
                }

                strict ??= method;
            }
        }

        return strict is not null && isAlwaysHeld ? holder.Name + "." + strict.Name + "();" : null;
    }
}
