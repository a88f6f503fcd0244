using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>
/// What is of no use any more once a handle is released: copies of it, spans of it, objects that it keeps alive. A release must not come
/// before their last use.
/// </summary>
internal sealed class Dependents
{
    private readonly HashSet<ISymbol> _symbols = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _copies = new(SymbolEqualityComparer.Default);
    private readonly ContractModel _contracts;
    private readonly ISymbol _variable;

    private Dependents(ISymbol variable, ContractModel contracts)
    {
        _contracts = contracts;
        _variable = variable;
        _symbols.Add(variable);
        _copies.Add(variable);
    }

    /// <summary>
    /// Something that depends on the handle goes where its uses are not to be seen: it is returned, stored, captured. (Of the handle itself
    /// the engine knows where it goes.)
    /// </summary>
    public bool Escape { get; private set; }

    /// <summary>The handle itself is stored in what is no local.</summary>
    public bool HandsOn { get; private set; }

    public static Dependents Of(ISymbol variable, IOperation body, ContractModel contracts)
    {
        var dependents = new Dependents(variable, contracts);
        List<IOperation> operations = body.DescendantsAndSelf().ToList();
        int before;
        do
        {
            before = dependents._symbols.Count;
            foreach (IOperation operation in operations)
            {
                dependents.Visit(operation);
            }
        }
        while (dependents._symbols.Count > before);

        return dependents;
    }

    /// <summary>All that depends on the handle is declared in the scope of the handle, so that it cannot be used after it.</summary>
    public bool AreWithin(SyntaxNode scope)
    {
        return !Escape && _symbols.All(symbol => symbol is not ILocalSymbol || symbol.DeclaringSyntaxReferences.All(reference => scope.Span.Contains(reference.Span)));
    }

    /// <summary>The code names the handle, or what depends on it.</summary>
    public bool AreUsedIn(SemanticModel model, SyntaxNode node)
    {
        return node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Any(name => _symbols.Any(symbol => symbol.Name == name.Identifier.ValueText) && model.GetSymbolInfo(name).Symbol is { } used && _symbols.Contains(used));
    }

    /// <summary>They are used after a position, up to the end of a scope.</summary>
    public bool AreUsedAfter(SemanticModel model, SyntaxNode scope, int position)
    {
        return scope.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.SpanStart >= position && AreUsedIn(model, name));
    }

    /// <summary>Something other than the handle itself, declared before a position, is used after it.</summary>
    public bool AnyLivesAcross(SemanticModel model, SyntaxNode member, SyntaxNode node)
    {
        foreach (IdentifierNameSyntax name in member.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.SpanStart > node.Span.End
                && model.GetSymbolInfo(name).Symbol is { } symbol
                && _symbols.Contains(symbol)
                && !SymbolEqualityComparer.Default.Equals(symbol, _variable)
                && symbol.DeclaringSyntaxReferences.Any(declaration => declaration.Span.End <= node.SpanStart))
            {
                return true;
            }
        }

        return false;
    }

    private void Visit(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation { Initializer: { } initializer } declarator when DependsOn(initializer.Value, declarator.Symbol.IsRef):
                Add(declarator.Symbol, initializer.Value);
                break;
            case ISimpleAssignmentOperation assignment when DependsOn(assignment.Value, assignment.IsRef):
                if (assignment.Target is ILocalReferenceOperation local)
                {
                    Add(local.Local, assignment.Value);
                }
                else if (assignment.Target is not IDiscardOperation)
                {
                    HandsOn |= IsHandle(assignment.Value);
                    Escape |= !IsHandle(assignment.Value);
                }

                break;
            case IReturnOperation { ReturnedValue: { } value } when DependsOn(value, IsRefReturn(value)) && !IsHandle(value):
                Escape = true;
                break;
            case ILocalReferenceOperation reference when _symbols.Contains(reference.Local) && IsCaptured(reference, reference.Local):
            case IParameterReferenceOperation parameterReference when _symbols.Contains(parameterReference.Parameter) && IsCaptured(parameterReference, parameterReference.Parameter):
                Escape = true;
                break;
        }
    }

    private void Add(ISymbol symbol, IOperation value)
    {
        _symbols.Add(symbol);
        if (IsHandle(value))
        {
            _copies.Add(symbol);
        }
    }

    /// <summary>The value is the handle, or a copy of it.</summary>
    private bool IsHandle(IOperation value)
    {
        return value switch
        {
            IConversionOperation { OperatorMethod: null } conversion => IsHandle(conversion.Operand),
            ILocalReferenceOperation local => _copies.Contains(local.Local),
            IParameterReferenceOperation parameter => _copies.Contains(parameter.Parameter),
            _ => false,
        };
    }

    private static bool IsRefReturn(IOperation value) => value.Syntax is RefExpressionSyntax || value.Syntax.Parent is RefExpressionSyntax;

    private bool DependsOn(IOperation? value, bool byReference = false)
    {
        if (value is null || (!byReference && value.Type is { } type && IsIndependent(type)))
        {
            return false;
        }

        switch (value)
        {
            case ILocalReferenceOperation local:
                return _symbols.Contains(local.Local);
            case IParameterReferenceOperation parameter:
                return _symbols.Contains(parameter.Parameter);
            case IInvocationOperation invocation when IsCopy(invocation.TargetMethod):
                return false;
            case IArgumentOperation { Parent.Type.IsRefLikeType: false } argument when IsHandle(argument.Value) && !IsBorrowed(argument):
                // Handed over: whoever made something of it takes care of it.
                return false;
            case IObjectCreationOperation { Type: { } created } when Purity.IsException(created):
                return false;
            default:
                return value.ChildOperations.Any(child => DependsOn(child, byReference));
        }
    }

    private bool IsBorrowed(IArgumentOperation argument)
    {
        IMethodSymbol? method = argument.Parent switch
        {
            IInvocationOperation invocation => invocation.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            _ => null,
        };
        return method is not null && argument.Parameter is { } parameter && _contracts.Of(method).Parameter(parameter.Ordinal).Borrows;
    }

    /// <summary>Values of the type refer to nothing.</summary>
    private static bool IsIndependent(ITypeSymbol type)
    {
        return type.SpecialType is SpecialType.System_String or SpecialType.System_Void
            || type.TypeKind == TypeKind.Enum
            || (type.IsUnmanagedType && type.TypeKind is not (TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.TypeParameter));
    }

    /// <summary><c>span.ToArray()</c> and its like hand out memory of their own.</summary>
    private static bool IsCopy(IMethodSymbol method)
    {
        return method.Name is "ToArray" && method.ContainingType is { ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
    }

    private static bool IsCaptured(IOperation reference, ISymbol symbol)
    {
        for (SyntaxNode? node = reference.Syntax; node is not null; node = node.Parent)
        {
            if (symbol.DeclaringSyntaxReferences.Any(declaration => node.Span.Contains(declaration.Span)))
            {
                return false;
            }

            if (node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
            {
                return true;
            }
        }

        return false;
    }
}
