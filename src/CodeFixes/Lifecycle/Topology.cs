using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>Finds the members that the contracts describe.</summary>
internal static class Topology
{
    /// <summary>The method that unlinks what it is given, and needs nothing else.</summary>
    public static IMethodSymbol? UnlinkMethodOf(ITypeSymbol? type, ContractModel contracts)
    {
        return MembersOf(type).OfType<IMethodSymbol>().FirstOrDefault(method =>
            method.Parameters.Length == 1 && !method.IsStatic && method.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal
            && contracts.Of(method).Parameter(0).Unlinks);
    }

    /// <summary>The argument that the call links into its receiver.</summary>
    public static IArgumentOperation? LinkedBy(IInvocationOperation call, ContractModel contracts)
    {
        return call.Arguments.FirstOrDefault(argument => argument.Parameter is { } parameter && contracts.Of(call.TargetMethod).Parameter(parameter.Ordinal).Links);
    }

    /// <summary>The property of a region that returns its container.</summary>
    public static IPropertySymbol? ContainerPropertyOf(ITypeSymbol? type, ContractModel contracts)
    {
        return MembersOf(type).OfType<IPropertySymbol>().FirstOrDefault(property => (contracts.Of(property) & PropertyContract.LinkContainer) != 0);
    }

    /// <summary>The property of a region that tells whether it is linked.</summary>
    public static IPropertySymbol? LinkTestOf(ITypeSymbol? type, ContractModel contracts)
    {
        return MembersOf(type).OfType<IPropertySymbol>().FirstOrDefault(property =>
            property.Type.SpecialType == SpecialType.System_Boolean && (contracts.Of(property) & PropertyContract.TestsLink) != 0);
    }

    private static IEnumerable<ISymbol> MembersOf(ITypeSymbol? type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers())
            {
                yield return member;
            }
        }

        foreach (INamedTypeSymbol contract in type?.AllInterfaces ?? ImmutableArray<INamedTypeSymbol>.Empty)
        {
            foreach (ISymbol member in contract.GetMembers())
            {
                yield return member;
            }
        }
    }
}
