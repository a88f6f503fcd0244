using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>
/// MRL109: the callbacks of a region are code of a device that may be unplugged, but the machine keeps the region: nothing that finds, maps
/// or shows it keeps the device.
/// </summary>
internal sealed class CallbackRule(INamedTypeSymbol type, TypeFamily family, OwnerResolver owners, Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        if (body.HasErrors || !Family.Model.HasLifecycle(Type) || LivesAsLongAsTheMachine(Type) || !Family.Model.HasLifecycle(body.Type))
        {
            return;
        }

        foreach (CreationFact creation in body.RegionCreations)
        {
            cancellation.ThrowIfCancellationRequested();
            if (creation is { CallsThis: true, RegionKind: { } kind } && OutlivesThis(creation) is { } keeper && !IsDestroyed(creation))
            {
                Report(Diagnostic.Create(
                    LifecycleRules.CallbacksOutlived,
                    creation.Syntax.GetLocation(),
                    Names.Capitalized(Names.OfRegion(kind, Names.Of(creation))),
                    Type.Name,
                    keeper));
            }
        }
    }

    /// <summary>Who keeps the region, if that is sure to live longer than the object.</summary>
    private string? OutlivesThis(CreationFact creation)
    {
        if (Family.Model.OwnerOf(creation) is not { } owner)
        {
            return null;
        }

        OwnerSet set = Owners.ObjectsOf(owner);
        if (!set.IsKnown)
        {
            return null;
        }

        if (set.Keys.All(static key => key.Kind == OwnerKind.None))
        {
            return "has no owner, so that the machine keeps it";
        }

        // The machine itself, by whatever name.
        return owner is { Kind: ValueKind.Member or ValueKind.Variable, Type: INamedTypeSymbol named } && !Contracts.IsInSource(named)
            && SymbolEqualityComparer.Default.Equals(named, MachineType()) ? "belongs to the machine" : null;
    }

    /// <summary>The type of the property through which an object of the runtime knows its machine.</summary>
    private ITypeSymbol? MachineType()
    {
        return Contracts.Of(Type).LifecycleRoot?.GetMembers().OfType<IPropertySymbol>()
            .FirstOrDefault(static property => property.Name == "Machine" && property.DeclaredAccessibility == Accessibility.Public)?.Type;
    }

    /// <summary>The object takes the region along, which is for other rules to judge.</summary>
    private bool IsDestroyed(CreationFact creation)
    {
        return Family.Bodies.SelectMany(static body => body.Destructions).Any(destruction =>
        {
            Slots slots = Slots.Of(destruction.Region, Family);
            return slots.IsOpen || slots.Creations.Contains(creation);
        });
    }

    private bool LivesAsLongAsTheMachine(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (Contracts.Of(type).HasMachineLifetime)
            {
                return true;
            }
        }

        return false;
    }
}
