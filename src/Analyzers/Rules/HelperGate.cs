using System.Collections.Concurrent;
using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Rules;

/// <summary>
/// Tells which bodies are worth a look though nothing is acquired or released in them: those of types with handles in fields, that call two
/// helpers of their own object, which might release the same field, or one in a loop or beside a use of such
/// a field. Asks no helper for its body. Thread-safe.
/// </summary>
internal sealed class HelperGate(ContractModel contracts)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _types = new(SymbolEqualityComparer.Default);

    /// <summary>Calls a method of the same object that says nothing of resources.</summary>
    public bool MayReleaseFields(IOperation operation)
    {
        return operation is IInvocationOperation { Instance: IInstanceReferenceOperation, TargetMethod: { } method }
            && contracts.IsInSource(method)
            && contracts.Of(method) == MethodContract.None;
    }

    /// <summary>Uses a member of a handle that is in a field of the object.</summary>
    public bool UsesField(IOperation operation)
    {
        IOperation? instance = operation switch
        {
            IInvocationOperation invocation => invocation.Instance,
            IPropertyReferenceOperation property => property.Instance,
            _ => null,
        };
        return instance is IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field && IsStrictHandle(field.Field.Type);
    }

    /// <summary>The type, or a base of it, has a field that holds what may be released only once.</summary>
    public bool KeepsHandles(INamedTypeSymbol? type)
    {
        return type is not null && contracts.IsInSource(type) && _types.GetOrAdd(type.OriginalDefinition, HasHandle);
    }

    private bool HasHandle(INamedTypeSymbol type)
    {
        return type.GetMembers().Any(member => member is IFieldSymbol { IsStatic: false } field && IsStrictHandle(field.Type)) || KeepsHandles(type.BaseType);
    }

    private bool IsStrictHandle(ITypeSymbol type)
    {
        return contracts.Of(type).HandleKinds.Any(handle => !handle.IsCounted && contracts.Of(handle.Release).ReceiverReleases is { Idempotent: false });
    }
}
