using System.Collections.Concurrent;

namespace MemoryRegions.Analyzers.Contracts;

/// <summary>What a member of a handle asks of the resource.</summary>
[Flags]
internal enum HeldContract
{
    None = 0,

    /// <summary>The resource must not be released.</summary>
    Required = 1,

    /// <summary>The acquisition may have failed.</summary>
    AllowsNull = 2,

    /// <summary>The result gives access to the resource, as long as that is held.</summary>
    View = 4,

    /// <summary>If the acquisition failed, the view is empty.</summary>
    EmptyIfNull = 8,
}

/// <summary>Reads from contracts and types which members of a handle need its resource. Every answer is computed once. Thread-safe.</summary>
internal sealed class HeldContracts(ContractModel contracts)
{
    private readonly ConcurrentDictionary<ISymbol, HeldContract> _members = new(SymbolEqualityComparer.Default);

    /// <summary>What a method or property asks of the resource that its receiver is a handle of.</summary>
    public HeldContract Of(ISymbol member)
    {
        return _members.GetOrAdd(member.OriginalDefinition, Read);
    }

    /// <summary>A value of the type gives access to memory that belongs to somebody else.</summary>
    public static bool IsView(ITypeSymbol? type)
    {
        return type is not null && (type.IsRefLikeType || type.TypeKind == TypeKind.Pointer || IsMemory(type));
    }

    private static bool IsMemory(ITypeSymbol type)
    {
        return type is INamedTypeSymbol { Arity: 1, Name: "Memory" or "ReadOnlyMemory", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
    }

    private HeldContract Read(ISymbol member)
    {
        HeldContract contract = HeldContract.None;
        if (Declared(member) is { } declared)
        {
            contract = HeldContract.Required | (AllowsNull(declared) ? HeldContract.AllowsNull : HeldContract.None);
        }
        else if (!member.IsStatic && AttributeReader.Find(member.ContainingType?.GetAttributes() ?? ImmutableArray<AttributeData>.Empty, ContractNames.RequiresHeld) is { } onType && !IsExempt(member))
        {
            contract = HeldContract.Required | (AllowsNull(onType) ? HeldContract.AllowsNull : HeldContract.None);
        }

        if (ReturnsView(member))
        {
            // Whether an access to nothing is an error is not known unless the contract says so.
            contract |= contract == HeldContract.None ? HeldContract.Required | HeldContract.AllowsNull | HeldContract.View
                : (contract & HeldContract.AllowsNull) != 0 ? HeldContract.View | HeldContract.EmptyIfNull : HeldContract.View;
        }

        return contract;
    }

    private static bool AllowsNull(AttributeData attribute) => AttributeReader.NamedArgument(attribute, ContractNames.AllowsNull, false);

    private static AttributeData? Declared(ISymbol member)
    {
        for (ISymbol? current = member; current is not null; current = Overridden(current))
        {
            if (AttributeReader.Find(current.GetAttributes(), ContractNames.RequiresHeld) is { } attribute)
            {
                return attribute;
            }
        }

        return null;
    }

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };

    /// <summary>Members that are legal on a handle whose resource is gone.</summary>
    private bool IsExempt(ISymbol member)
    {
        switch (member)
        {
            case IPropertySymbol property:
                return (contracts.Of(property) & PropertyContract.DoesNotThrow) != 0;

            case IMethodSymbol method:
                MethodContract contract = contracts.Of(method);
                IMethodSymbol root = method;
                while (root.OverriddenMethod is { } overridden)
                {
                    root = overridden;
                }

                return method.MethodKind != MethodKind.Ordinary || contract.DoesNotThrow || contract.ReceiverReleases is not null
                    || root.ContainingType.SpecialType == SpecialType.System_Object;

            default:
                return true;
        }
    }

    private bool ReturnsView(ISymbol member) => member switch
    {
        IPropertySymbol property => !property.IsStatic && (property.ReturnsByRef || property.ReturnsByRefReadonly || IsView(property.Type)),
        IMethodSymbol { MethodKind: MethodKind.Ordinary } method => (!method.IsStatic || method.IsExtensionMethod)
            && (method.ReturnsByRef || method.ReturnsByRefReadonly || IsView(method.ReturnType))
            && contracts.Of(method).ReturnAcquires is null,
        _ => false,
    };
}
