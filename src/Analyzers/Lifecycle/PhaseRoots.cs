using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>Why a member runs in a phase of its own accord.</summary>
internal sealed class PhaseRoot(LifecyclePhase phase, string? role, bool isOnly)
{
    public LifecyclePhase Phase { get; } = phase;

    /// <summary>As messages say it: "a public member".</summary>
    public string? Role { get; } = role;

    /// <summary>Its callers do not matter: a constructor is init whoever calls it.</summary>
    public bool IsOnly { get; } = isOnly;
}

/// <summary>The phases of members that do not come from their callers.</summary>
internal static class PhaseRoots
{
    public static PhaseRoot? Of(ISymbol member, INamedTypeSymbol type, TypeFamily family)
    {
        if (member is IMethodSymbol declared && ContractPhase(declared, family.Model.Contracts) is { } phase)
        {
            return new PhaseRoot(phase, RoleOf(phase), isOnly: true);
        }

        if (member.IsStatic || !family.Model.HasLifecycle(type))
        {
            return null;
        }

        if (member is not IMethodSymbol method || method.MethodKind == MethodKind.Constructor || method.IsInitOnly)
        {
            return new PhaseRoot(LifecyclePhase.Init, null, isOnly: true);
        }

        if (!method.ExplicitInterfaceImplementations.IsEmpty)
        {
            return new PhaseRoot(LifecyclePhase.Runtime, "an implementation of '" + method.ExplicitInterfaceImplementations[0].ContainingType.Name + "'", isOnly: false);
        }

        bool callable = method.MethodKind is MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove;
        if (!callable || method.DeclaredAccessibility != Accessibility.Public)
        {
            return null;
        }

        // Every caller of a private type's members is visible, except of those that a base or interface makes known.
        return IsPrivate(type) && method.OverriddenMethod is null && !ImplementsInterface(method)
            ? null
            : new PhaseRoot(LifecyclePhase.Runtime, "a public member", isOnly: false);
    }

    private static LifecyclePhase? ContractPhase(IMethodSymbol method, ContractModel contracts) => contracts.Of(method).Phase;

    private static string? RoleOf(LifecyclePhase phase) => phase switch
    {
        LifecyclePhase.Runtime => "which runs while the machine does",
        LifecyclePhase.Unrealize => "which tears the device down",
        LifecyclePhase.Finalize => "which runs when the device is gone",
        _ => null,
    };

    private static bool IsPrivate(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (type.DeclaredAccessibility == Accessibility.Private)
            {
                return true;
            }
        }

        return false;
    }

    private static bool ImplementsInterface(IMethodSymbol method)
    {
        ISymbol member = method.AssociatedSymbol ?? method;
        foreach (INamedTypeSymbol contract in method.ContainingType.AllInterfaces)
        {
            foreach (ISymbol candidate in contract.GetMembers(member.Name))
            {
                if (SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(candidate), member))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
