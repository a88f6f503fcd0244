using System.Linq;
using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <summary>Which methods run on an object of a type. For one check of one type; not thread-safe.</summary>
internal sealed class TypeMethods(INamedTypeSymbol type, TypeFamily family)
{
    private readonly Dictionary<IMethodSymbol, IMethodSymbol> _overrides = new(SymbolEqualityComparer.Default);

    /// <summary>The last override of the runtime's own method that realizes.</summary>
    public IMethodSymbol? Realize { get; } = FindOverride(type, LifecyclePhase.Init, family);

    /// <summary>The last override of the runtime's own method that tears down.</summary>
    public IMethodSymbol? Unrealize { get; } = FindOverride(type, LifecyclePhase.Unrealize, family);

    /// <summary>What runs where the method is called.</summary>
    public IMethodSymbol OverrideOf(IMethodSymbol method)
    {
        method = method.OriginalDefinition;
        if (!_overrides.TryGetValue(method, out IMethodSymbol? target))
        {
            _overrides.Add(method, target = FindOverride(method) ?? method);
        }

        return target;
    }

    private IMethodSymbol? FindOverride(IMethodSymbol method)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (IMethodSymbol candidate in current.GetMembers().OfType<IMethodSymbol>())
            {
                for (IMethodSymbol? overridden = candidate; overridden is not null; overridden = overridden.OverriddenMethod)
                {
                    if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, method))
                    {
                        return candidate.OriginalDefinition;
                    }
                }
            }
        }

        return null;
    }

    private static IMethodSymbol? FindOverride(INamedTypeSymbol type, LifecyclePhase phase, TypeFamily family)
    {
        ContractModel contracts = family.Model.Contracts;
        for (INamedTypeSymbol? current = type; current is not null && family.Contains(current); current = current.BaseType)
        {
            foreach (IMethodSymbol method in current.GetMembers().OfType<IMethodSymbol>())
            {
                IMethodSymbol root = method;
                while (root.OverriddenMethod is { } overridden)
                {
                    root = overridden;
                }

                if (method is { IsOverride: true, Parameters.IsEmpty: true, ReturnsVoid: true } && !contracts.IsInSource(root) && contracts.Of(root).Phase == phase)
                {
                    return method.OriginalDefinition;
                }
            }
        }

        return null;
    }
}
