using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>What the code fixes of a link need to know: how the teardown can name the region and the container.</summary>
internal static class LinkProperties
{
    public static ImmutableDictionary<string, string?> Of(LinkFact link, INamedTypeSymbol type, TypeFamily family)
    {
        ImmutableDictionary<string, string?>.Builder properties = ImmutableDictionary.CreateBuilder<string, string?>();
        if (Reach.Of(link.Region, type, family) is { } region)
        {
            properties[DiagnosticProperties.Region] = region.Expression;
            if (region.IsCollection)
            {
                properties[DiagnosticProperties.RegionIsCollection] = "";
            }

            if (region.MayBeNull)
            {
                properties[DiagnosticProperties.RegionMayBeNull] = "";
            }
        }

        if (ContainerOf(link, type, family) is { } container)
        {
            properties[DiagnosticProperties.Container] = container;
        }

        // Only what the constructor or realize itself does once is sure to have been done when the teardown runs.
        bool isStraight = !link.IsConditional
            && SymbolEqualityComparer.Default.Equals(link.Node, link.Body.Member)
            && link.Body.Member is IMethodSymbol method
            && (method.MethodKind == MethodKind.Constructor || (method.IsOverride && family.Model.Contracts.Of(method).Phase == LifecyclePhase.Init));
        if (!isStraight)
        {
            properties[DiagnosticProperties.IsConditional] = "";
        }

        return properties.ToImmutable();
    }

    /// <summary>The expression that names the container in every instance member of the type, and always the same one.</summary>
    public static string? ContainerOf(LinkFact link, INamedTypeSymbol type, TypeFamily family)
    {
        return Reach.Of(link.Container, type, family) is { IsCollection: false, IsStable: true, MayBeNull: false } container ? container.Expression : null;
    }
}
