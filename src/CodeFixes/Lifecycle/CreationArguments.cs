using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>From when on the arguments of a creation have the values that they have where it stands.</summary>
internal enum Stability
{
    /// <summary>They depend on the call.</summary>
    Varies,

    /// <summary>From realize on.</summary>
    InRealize,

    /// <summary>From the end of the constructor on.</summary>
    InConstructor,
}

/// <summary>Looks at what a creation depends on.</summary>
internal static class CreationArguments
{
    public static Stability StabilityOf(
        BaseObjectCreationExpressionSyntax creation, INamedTypeSymbol type, SemanticModel model, ContractModel contracts, CancellationToken cancellation)
    {
        Stability stability = Stability.InConstructor;
        foreach (SyntaxNode node in creation.DescendantNodes())
        {
            switch (node)
            {
                case AwaitExpressionSyntax or AssignmentExpressionSyntax when !IsInNestedFunction(node, creation) && node.Parent is not InitializerExpressionSyntax:
                    return Stability.Varies;
                case InvocationExpressionSyntax invocation when !IsInNestedFunction(node, creation) && !IsNameof(invocation, model, cancellation):
                    return Stability.Varies;
                case SimpleNameSyntax name:
                    Stability found = OfName(name, creation, type, model, cancellation);
                    if (found == Stability.Varies)
                    {
                        return found;
                    }

                    stability = found < stability ? found : stability;
                    break;
            }
        }

        return stability;
    }

    private static Stability OfName(
        SimpleNameSyntax name, BaseObjectCreationExpressionSyntax creation, INamedTypeSymbol type, SemanticModel model, CancellationToken cancellation)
    {
        switch (model.GetSymbolInfo(name, cancellation).Symbol)
        {
            case ILocalSymbol or IParameterSymbol or IRangeVariableSymbol:
                ISymbol variable = model.GetSymbolInfo(name, cancellation).Symbol!;
                bool isInside = variable.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == creation.SyntaxTree && creation.Span.Contains(reference.Span));
                bool isConstant = variable is ILocalSymbol { IsConst: true };
                return isInside && !isConstant ? Stability.InConstructor : Stability.Varies;
            case IMethodSymbol { MethodKind: MethodKind.LocalFunction }:
                return Stability.Varies;
            case { } when IsInNestedFunction(name, creation):
                // A callback reads its fields when it runs.
                return Stability.InConstructor;
            case IFieldSymbol { IsStatic: false } field:
                return field.IsReadOnly || IsInitializerTarget(name) ? Stability.InConstructor : Stability.Varies;
            case IPropertySymbol { IsStatic: false } property:
                return OfProperty(name, property, type, cancellation);
            case IFieldSymbol { IsStatic: true, IsReadOnly: false, IsConst: false }:
                return Stability.Varies;
            case null:
                return name.Parent is NameColonSyntax or NameEqualsSyntax ? Stability.InConstructor : Stability.Varies;
            default:
                return Stability.InConstructor;
        }
    }

    private static Stability OfProperty(SimpleNameSyntax name, IPropertySymbol property, INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (IsInitializerTarget(name))
        {
            return Stability.InConstructor;
        }

        if (property.SetMethod is not null)
        {
            return Stability.Varies;
        }

        if (!property.DeclaringSyntaxReferences.IsEmpty)
        {
            bool isAutomatic = property.DeclaringSyntaxReferences.All(reference =>
                reference.GetSyntax(cancellation) is PropertyDeclarationSyntax { AccessorList: { } list } && list.Accessors.All(static accessor => accessor is { Body: null, ExpressionBody: null }));
            return isAutomatic ? Stability.InConstructor : Stability.Varies;
        }

        // What every constructor of the base class is given is there from the beginning (the machine); what else it tells, from realize on.
        bool isGiven = type.BaseType is { } baseType && baseType.InstanceConstructors.All(constructor =>
            constructor.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, property.Type)));
        return isGiven ? Stability.InConstructor : Stability.InRealize;
    }

    private static bool IsInitializerTarget(SimpleNameSyntax name)
    {
        return name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment && assignment.Left == name;
    }

    private static bool IsInNestedFunction(SyntaxNode node, SyntaxNode root)
    {
        return node.Ancestors().TakeWhile(ancestor => ancestor != root).Any(static ancestor => ancestor is AnonymousFunctionExpressionSyntax);
    }

    private static bool IsNameof(InvocationExpressionSyntax invocation, SemanticModel model, CancellationToken cancellation)
    {
        return model.GetConstantValue(invocation, cancellation).HasValue;
    }
}
