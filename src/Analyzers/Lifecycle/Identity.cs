using System.Linq;
using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>Tells when two expressions are sure to name the same object, where the slots only tell that they may.</summary>
internal sealed class Identity(TypeFamily family)
{
    private readonly ContractModel _contracts = family.Model.Contracts;

    /// <summary>The two are the same object if they are evaluated one right after the other.</summary>
    public bool AreSame(Value first, Value second)
    {
        if (first.Kind != second.Kind || !SymbolEqualityComparer.Default.Equals(first.Symbol, second.Symbol))
        {
            return false;
        }

        return first.Kind switch
        {
            ValueKind.This => SymbolEqualityComparer.Default.Equals(first.Type, second.Type),
            ValueKind.Variable => !IsCollection(first) && !IsCollection(second),
            ValueKind.Member => !IsCollection(first) && !IsCollection(second) && IsStored(first.Symbol!) && AreSameInstances(first.Instance, second.Instance),
            _ => false,
        };
    }

    /// <summary>The expression names the same object wherever it stands in the body, and members of <c>this</c> do in every body.</summary>
    /// <param name="value">The expression.</param>
    /// <param name="body">The body.</param>
    /// <param name="hasLocals">It depends on a local, which another round of a loop may set anew.</param>
    public bool NeverChanges(Value value, BodyFacts body, out bool hasLocals)
    {
        hasLocals = false;
        switch (value.Kind)
        {
            case ValueKind.This:
                return true;
            case ValueKind.Variable when value.Symbol is ILocalSymbol:
                hasLocals = true;
                return family.FlowsInto(value.Symbol).Count <= 1;
            case ValueKind.Variable:
                return !body.Flows.Any(flow => SymbolEqualityComparer.Default.Equals(flow.Target, value.Symbol));
            case ValueKind.Member:
                return IsSetOnce(value.Symbol!) && (value.Instance is null || NeverChanges(value.Instance, body, out hasLocals));
            default:
                return false;
        }
    }

    /// <summary>The only value that is ever stored in the local, or in the field or property of <c>this</c>.</summary>
    public Value? OnlyValueOf(Value value)
    {
        bool isKnown = value.Kind switch
        {
            ValueKind.Variable => value.Symbol is ILocalSymbol,
            ValueKind.Member => value.Instance is { Kind: ValueKind.This } && IsSetOnce(value.Symbol!),
            _ => false,
        };
        return isKnown && !IsCollection(value) && family.FlowsInto(value.Symbol!) is { Count: 1 } values ? values[0] : null;
    }

    private bool AreSameInstances(Value? first, Value? second)
    {
        return first is null ? second is null : second is not null && AreSame(first, second);
    }

    /// <summary>An element of it is not told apart from another.</summary>
    public static bool IsCollection(Value value) => value.Type is null || ValueReader.IsBaseLibrary(value.Type);

    /// <summary>Reading it twice gives the same.</summary>
    public bool IsStored(ISymbol member) => member switch
    {
        IFieldSymbol => true,
        IPropertySymbol { IsVirtual: false, IsAbstract: false, IsOverride: false } property => _contracts.IsInSource(property) ? IsAutomatic(property) : IsFixedByRuntime(property),
        _ => false,
    };

    public bool IsSetOnce(ISymbol member)
    {
        if (!IsStored(member))
        {
            return false;
        }

        return member switch
        {
            IFieldSymbol { IsReadOnly: true } => family.FlowsInto(member).Count <= 1,
            IFieldSymbol { DeclaredAccessibility: Accessibility.Private } => family.FlowsInto(member).Count <= 1,
            IPropertySymbol { SetMethod: null or { IsInitOnly: true } or { DeclaredAccessibility: Accessibility.Private } } => family.FlowsInto(member).Count <= 1,
            _ => false,
        };
    }

    public static bool IsAutomatic(IPropertySymbol property)
    {
        return property.ContainingType.GetMembers().Any(member => member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
    }

    /// <summary>What the runtime itself gives its objects for life: the machine, the machine's regions, the target of an alias.</summary>
    public bool IsFixedByRuntime(ISymbol member)
    {
        return member is IPropertySymbol { SetMethod: null } property
            && (_contracts.Of(property) & PropertyContract.LinkContainer) == 0
            && property.Name != "Parent"
            && _contracts.IsRuntimeOwn(property.ContainingType);
    }
}
