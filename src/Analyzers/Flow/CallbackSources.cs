using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>What the search for uses in callbacks reads of the compilation.</summary>
/// <param name="compilation">The compilation.</param>
/// <param name="values">The values of fields that are known.</param>
/// <param name="contracts">What calls do.</param>
/// <param name="cancellation">Ends the search early.</param>
internal sealed class CallbackSources(Compilation compilation, ConcurrentDictionary<IFieldSymbol, IOperation?> values, ContractModel contracts, CancellationToken cancellation)
{
    private const int MaximumMethods = 64;

    /// <summary>The body of a method that runs when it is called.</summary>
    public ControlFlowGraph? GraphOf(IMethodSymbol method)
    {
        return !method.IsAsync && method.ReturnType.TypeKind != TypeKind.Interface
            && method.OriginalDefinition is { DeclaringSyntaxReferences.Length: 1 } definition && contracts.IsInSource(definition)
            && OperationOf(definition.DeclaringSyntaxReferences[0]) is IMethodBodyOperation { Parent: null } body
            ? ControlFlowGraph.Create(body, cancellation)
            : null;
    }

    /// <summary>A call of the member fails if the resource is not held.</summary>
    public bool Needs(ISymbol member) => (contracts.Held.Of(member) & HeldContract.Required) != 0;

    /// <summary>The only value that is ever stored in a private field, besides null.</summary>
    public IOperation? ValueOf(IFieldSymbol field) => values.GetOrAdd(field.OriginalDefinition, FindValue);

    /// <summary>The constructor gives its parameter another value.</summary>
    public bool IsReassigned(IParameterSymbol parameter)
    {
        return BodiesOf(parameter.ContainingSymbol).Any(body => body.Descendants().Any(operation =>
            operation is IAssignmentOperation { Target: IParameterReferenceOperation { Parameter: var target } } && SymbolEqualityComparer.Default.Equals(target, parameter)));
    }

    /// <summary>The methods, or some that they call, may give the field another value; also if they call too many to look at all.</summary>
    public bool MayReplace(IEnumerable<IMethodSymbol> methods, IFieldSymbol field)
    {
        var pending = new Queue<IMethodSymbol>(methods);
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        while (pending.Count > 0)
        {
            IMethodSymbol method = pending.Dequeue().OriginalDefinition;
            if (!seen.Add(method))
            {
                continue;
            }

            if (seen.Count > MaximumMethods)
            {
                return true;
            }

            foreach (IOperation operation in BodiesOf(method).SelectMany(static body => body.Descendants()))
            {
                switch (operation)
                {
                    case IFieldReferenceOperation reference when SymbolEqualityComparer.Default.Equals(reference.Field.OriginalDefinition, field.OriginalDefinition) && SummaryBuilder.IsWritten(reference):
                        return true;
                    case IInvocationOperation { TargetMethod: var called } when contracts.IsInSource(called.OriginalDefinition):
                        pending.Enqueue(called);
                        break;
                }
            }
        }

        return false;
    }

    /// <summary>The method looks at nothing but its arguments, as far as can be seen.</summary>
    public bool DependsOnlyOnArguments(IMethodSymbol method)
    {
        return GraphOf(method) is { } graph
            && !graph.Blocks.Any(block => block.Operations.Concat(block.BranchValue is { } value ? new[] { value } : Array.Empty<IOperation>())
                .SelectMany(operation => operation.DescendantsAndSelf())
                .Any(operation => operation is IInvocationOperation { Instance: null } || IsShared(operation)));
    }

    /// <summary>Static state, or what does not compile.</summary>
    public static bool IsShared(IOperation operation)
    {
        return operation is IInvalidOperation
            or IFieldReferenceOperation { Instance: null, ConstantValue.HasValue: false }
            or IPropertyReferenceOperation { Instance: null };
    }

    private IOperation? FindValue(IFieldSymbol field)
    {
        if (field.DeclaredAccessibility != Accessibility.Private || field.DeclaringSyntaxReferences.Length != 1 || !contracts.IsInSource(field))
        {
            return null;
        }

        var stored = new List<IOperation?>();
        if (field.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer: { } initializer })
        {
            stored.Add((OperationOf(initializer.SyntaxTree, initializer) as IFieldInitializerOperation)?.Value);
        }

        foreach (IMethodSymbol method in MethodsIn(field.ContainingType).Where(static method => !method.IsImplicitlyDeclared))
        {
            foreach (IOperation operation in BodiesOf(method).SelectMany(static body => body.Descendants()))
            {
                if (operation is IFieldReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Field.OriginalDefinition, field) && SummaryBuilder.IsWritten(reference))
                {
                    stored.Add((reference.Parent as ISimpleAssignmentOperation)?.Value);
                }
            }
        }

        stored.RemoveAll(value => value is { ConstantValue: { HasValue: true, Value: null } } || BodyGraph.Unwrap(value) is { ConstantValue: { HasValue: true, Value: null } });
        IOperation? only = stored.Count == 1 ? BodyGraph.Unwrap(stored[0]) : null;
        return only is ICoalesceOperation { WhenNull: var otherwise, Value: var kept } && BodyGraph.Unwrap(otherwise) is IThrowOperation ? BodyGraph.Unwrap(kept) : only;
    }

    /// <summary>The methods of a type and of those that are nested in it.</summary>
    private static IEnumerable<IMethodSymbol> MethodsIn(INamedTypeSymbol type)
    {
        return type.GetMembers().OfType<IMethodSymbol>().Concat(type.GetTypeMembers().SelectMany(MethodsIn));
    }

    private IEnumerable<IOperation> BodiesOf(ISymbol method)
    {
        return method.DeclaringSyntaxReferences.Select(declaration => OperationOf(declaration)).OfType<IOperation>();
    }

    private IOperation? OperationOf(SyntaxReference declaration) => OperationOf(declaration.SyntaxTree, declaration.GetSyntax(cancellation));

    private IOperation? OperationOf(SyntaxTree tree, SyntaxNode node)
    {
#pragma warning disable RS1030 // Bodies of other members are in no context of ours; they are asked for only after a release that makes them matter.
        return compilation.GetSemanticModel(tree).GetOperation(node, cancellation);
#pragma warning restore RS1030
    }
}
