using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
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
        var sources = new CallbackSources(compilation, _values, contracts, cancellation);
        INamedTypeSymbol? type;
        IObjectCreationOperation? creation = null;
        switch (receiver)
        {
            case IInstanceReferenceOperation { Type: INamedTypeSymbol self }:
                type = self;
                break;
            case IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var listener }:
                creation = sources.ValueOf(listener) as IObjectCreationOperation;
                type = creation?.Type as INamedTypeSymbol;
                break;
            default:
                return null;
        }

        if (type is null)
        {
            return null;
        }

        List<IMethodSymbol> run = callbacks.Select(name => OverrideOf(type, name, call.TargetMethod.ContainingType)).OfType<IMethodSymbol>().ToList();
        foreach (IMethodSymbol callback in run)
        {
            if (new CallbackBody(callback, field, creation, sources).FindUse() is { } use)
            {
                // One that runs before, or what it calls, may give the field another value.
                return sources.MayReplace(run, field) ? null : new CallbackUse(callback, use);
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
}
