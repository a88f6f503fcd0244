using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>MRL401: a reference on an alias keeps the owner of the alias alive, and not that of what it shows.</summary>
internal sealed class AliasReferenceRule(INamedTypeSymbol type, TypeFamily family, OwnerResolver owners, LinkOwners linkOwners, Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        if (body.HasErrors)
        {
            return;
        }

        foreach (RegionReferenceFact reference in body.RegionReferences)
        {
            cancellation.ThrowIfCancellationRequested();
            Slots slots = Slots.Of(reference.Region, Family);
            if (!slots.IsOpen && slots.Creations.Count > 0 && slots.Creations.All(PinsTheWrongOne))
            {
                CreationFact alias = slots.Creations.First();
                Report(Diagnostic.Create(
                    ReferenceRules.ReferenceOnAlias,
                    reference.Syntax.GetLocation(),
                    [alias.Syntax.GetLocation()],
                    Names.Of(reference.Region) ?? "the alias",
                    Kept(linkOwners.SideOf(Owners.ObjectsOf(alias.Owner!))),
                    Names.Of(alias.Shown!) ?? "its target"));
            }
        }
    }

    private bool PinsTheWrongOne(CreationFact creation)
    {
        if (creation is not { RegionKind: RegionKind.Alias, Owner: { } owner, Shown: { } shown } || Contracts.RegionKindOf(shown.Type) is null or RegionKind.Alias)
        {
            return false;
        }

        OwnerSide alias = linkOwners.SideOf(Owners.ObjectsOf(owner)), target = linkOwners.SideOf(Owners.OwnersOf(shown));
        return target switch
        {
            // The machine itself keeps what has no owner; and a parent keeps its children.
            OwnerSide.Unknown or OwnerSide.None => false,
            OwnerSide.Child => alias is OwnerSide.None or OwnerSide.Outside,
            OwnerSide.Self => alias is not (OwnerSide.Self or OwnerSide.Unknown) && !Contracts.Of(Type).HasMachineLifetime,
            _ => alias is not (OwnerSide.Outside or OwnerSide.Unknown),
        };
    }

    private static string Kept(OwnerSide owner) => owner switch
    {
        OwnerSide.Self => "this object, which owns the alias,",
        OwnerSide.None => "nothing, because the alias has no owner,",
        _ => "the owner of the alias",
    };
}
