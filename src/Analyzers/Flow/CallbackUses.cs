using System.Collections.Concurrent;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>A use of a resource by a method that another call runs.</summary>
internal sealed class CallbackUse(IMethodSymbol callback, IOperation use)
{
    public IMethodSymbol Callback { get; } = callback;

    public IOperation Use { get; } = use;
}

/// <summary>
/// Finds what the methods that a call runs on its receiver, by its contract, do with a field of the caller's object: the receiver is that
/// object, or one that it made and handed the field, or itself. Only for calls after the field is released. Thread-safe.
/// </summary>
internal sealed class CallbackUses(Compilation compilation)
{
    private readonly ConcurrentDictionary<IFieldSymbol, IOperation?> _values = new(SymbolEqualityComparer.Default);

    /// <summary>The first use for which the resource must be held, and that depends on nothing but what the callback is told; null if there is none.</summary>
    /// <param name="call">The call.</param>
    /// <param name="receiver">Its receiver.</param>
    /// <param name="callbacks">The names of the methods that it runs.</param>
    /// <param name="field">The field that holds the resource.</param>
    /// <param name="contracts">What calls do.</param>
    /// <param name="cancellation">Ends the search early.</param>
    public CallbackUse? Find(IInvocationOperation call, IOperation? receiver, ImmutableArray<string> callbacks, IFieldSymbol field, ContractModel contracts, CancellationToken cancellation)
    {
        INamedTypeSymbol? type;
        IObjectCreationOperation? creation = null;
        switch (receiver)
        {
            case IInstanceReferenceOperation { Type: INamedTypeSymbol self }:
                type = self;
                break;
            case IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var listener }:
                creation = ValueOf(listener, contracts, cancellation) as IObjectCreationOperation;
                type = creation?.Type as INamedTypeSymbol;
                break;
            default:
                return null;
        }

        if (type is null)
        {
            return null;
        }

        foreach (string name in callbacks)
        {
            if (OverrideOf(type, name, call.TargetMethod.ContainingType) is { } callback
                && new CallbackBody(callback, field, creation, creation is null ? null : member => ValueOf(member, contracts, cancellation), contracts).FindUse(GraphOf(callback, contracts, cancellation)) is { } use)
            {
                return new CallbackUse(callback, use);
            }
        }

        return null;
    }

    private static IMethodSymbol? OverrideOf(INamedTypeSymbol type, string name, INamedTypeSymbol declaring)
    {
        for (INamedTypeSymbol? current = type; current is not null && !SymbolEqualityComparer.Default.Equals(current, declaring); current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers(name))
            {
                if (member is IMethodSymbol { IsOverride: true, IsAbstract: false, IsAsync: false } method)
                {
                    return method;
                }
            }
        }

        return null;
    }

    private ControlFlowGraph? GraphOf(IMethodSymbol method, ContractModel contracts, CancellationToken cancellation)
    {
        return contracts.IsInSource(method) && OperationOf(method.DeclaringSyntaxReferences[0], cancellation) is IMethodBodyOperation { Parent: null } body
            ? ControlFlowGraph.Create(body, cancellation)
            : null;
    }

    /// <summary>The only value that is ever stored in a private field, besides null.</summary>
    private IOperation? ValueOf(IFieldSymbol field, ContractModel contracts, CancellationToken cancellation)
    {
        return _values.GetOrAdd(field.OriginalDefinition, known => FindValue(known, contracts, cancellation));
    }

    private IOperation? FindValue(IFieldSymbol field, ContractModel contracts, CancellationToken cancellation)
    {
        if (field.DeclaredAccessibility != Accessibility.Private || field.DeclaringSyntaxReferences.Length != 1 || !contracts.IsInSource(field))
        {
            return null;
        }

        var values = new List<IOperation?>();
        if (field.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer: { } initializer })
        {
            values.Add((OperationOf(initializer.SyntaxTree, initializer, cancellation) as IFieldInitializerOperation)?.Value);
        }

        foreach (ISymbol member in field.ContainingType.GetMembers())
        {
            if (member is not IMethodSymbol method || method.IsImplicitlyDeclared)
            {
                continue;
            }

            foreach (SyntaxReference declaration in method.DeclaringSyntaxReferences)
            {
                foreach (IOperation operation in OperationOf(declaration, cancellation)?.Descendants() ?? Array.Empty<IOperation>())
                {
                    if (operation is IFieldReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Field.OriginalDefinition, field) && SummaryBuilder.IsWritten(reference))
                    {
                        values.Add((reference.Parent as ISimpleAssignmentOperation)?.Value);
                    }
                }
            }
        }

        values.RemoveAll(value => value is { ConstantValue: { HasValue: true, Value: null } } || BodyGraph.Unwrap(value) is { ConstantValue: { HasValue: true, Value: null } });
        return values.Count == 1 ? BodyGraph.Unwrap(values[0]) : null;
    }

    private IOperation? OperationOf(SyntaxReference declaration, CancellationToken cancellation) => OperationOf(declaration.SyntaxTree, declaration.GetSyntax(cancellation), cancellation);

    private IOperation? OperationOf(SyntaxTree tree, SyntaxNode node, CancellationToken cancellation)
    {
#pragma warning disable RS1030 // Bodies of other members are in no context of ours; they are asked for only after a release that makes them matter.
        return compilation.GetSemanticModel(tree).GetOperation(node, cancellation);
#pragma warning restore RS1030
    }
}
