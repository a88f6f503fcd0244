using System.Linq;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>Whose a region is, seen from the type whose code links it.</summary>
internal enum OwnerSide
{
    /// <summary>Not known, or one of several.</summary>
    Unknown,

    /// <summary>The object itself.</summary>
    Self,

    /// <summary>An object that it made or adopted.</summary>
    Child,

    /// <summary>Nobody.</summary>
    None,

    /// <summary>An object that came from outside.</summary>
    Outside,
}

/// <summary>Decides whether a link crosses owners such that somebody has to undo it.</summary>
internal sealed class LinkOwners
{
    private readonly INamedTypeSymbol _type;
    private readonly TypeFamily _family;
    private readonly OwnerResolver _owners;
    private readonly List<(OwnerSet Parents, OwnerSet Children)> _adoptions = [];

    public LinkOwners(INamedTypeSymbol type, TypeFamily family, OwnerResolver owners)
    {
        _type = type;
        _family = family;
        _owners = owners;
        foreach (AdoptionFact adoption in family.Bodies.SelectMany(static body => body.Adoptions))
        {
            _adoptions.Add((owners.ObjectsOf(adoption.Parent ?? Value.Unknown), owners.ObjectsOf(adoption.Child)));
        }
    }

    /// <summary>The link holds a reference that outlives the wish of its owner, unless it is undone.</summary>
    public bool MustBeUndone(LinkFact link, out OwnerSide regionSide)
    {
        OwnerSet regionOwners = _owners.OwnersOf(link.Region);
        regionSide = SideOf(regionOwners);
        if (regionSide is OwnerSide.Unknown or OwnerSide.None)
        {
            return false;
        }

        OwnerSet containerOwners = link.ContainerIsRegion ? _owners.OwnersOf(link.Container) : _owners.ObjectsOf(link.Container);
        OwnerSide containerSide = SideOf(containerOwners);
        return regionSide switch
        {
            // The device in somebody else's address space; or in its child's, which is a cycle.
            OwnerSide.Self => containerSide is OwnerSide.Outside or OwnerSide.None or OwnerSide.Child,

            // A parent that places its child's region in its own container does right: the link dies with the parent.
            OwnerSide.Child => containerSide == OwnerSide.None || (containerSide == OwnerSide.Outside && !IsAdoptedBy(regionOwners, containerOwners)),

            // Two strangers: not this code's business to know.
            _ => containerSide == OwnerSide.Self,
        };
    }

    /// <summary>The region and the container are sure to have different owners, so that the link does not hold the region itself, unless that is RAM or ROM.</summary>
    public bool CrossesOwners(LinkFact link)
    {
        OwnerSide region = SideOf(_owners.OwnersOf(link.Region));
        OwnerSide container = SideOf(link.ContainerIsRegion ? _owners.OwnersOf(link.Container) : _owners.ObjectsOf(link.Container));
        return region != OwnerSide.Unknown && container != OwnerSide.Unknown && region != container;
    }

    /// <summary>Whose the region is.</summary>
    public OwnerSide SideOfRegion(Value region) => SideOf(_owners.OwnersOf(region));

    /// <summary>The region and the container are sure to belong to the object itself.</summary>
    public bool IsWithinSelf(LinkFact link)
    {
        return link.ContainerIsRegion
            && SideOf(_owners.OwnersOf(link.Region)) == OwnerSide.Self
            && SideOf(_owners.OwnersOf(link.Container)) == OwnerSide.Self;
    }

    private OwnerSide SideOf(OwnerSet owners)
    {
        if (!owners.IsKnown)
        {
            return OwnerSide.Unknown;
        }

        OwnerSide? side = null;
        foreach (OwnerKey key in owners.Keys)
        {
            OwnerSide next = SideOf(key);
            if (side is not null && side != next)
            {
                return OwnerSide.Unknown;
            }

            side = next;
        }

        return side ?? OwnerSide.Unknown;
    }

    private OwnerSide SideOf(OwnerKey key) => key.Kind switch
    {
        OwnerKind.This => SelfOrBase(key) ? OwnerSide.Self : OwnerSide.Outside,
        OwnerKind.None => OwnerSide.None,
        OwnerKind.Created => _family.Model.HasLifecycle(key.Creation!.Type) ? OwnerSide.Child : OwnerSide.Unknown,
        _ => IsAdopted(key) ? OwnerSide.Child : OwnerSide.Outside,
    };

    private bool SelfOrBase(OwnerKey key)
    {
        for (INamedTypeSymbol? current = _type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, key.Symbol))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The object is a child of the one whose code it is.</summary>
    public bool IsAdopted(OwnerKey key)
    {
        return _adoptions.Any(adoption => adoption.Children.Keys.Contains(key) && adoption.Parents.Keys.Any(parent => parent.Kind == OwnerKind.This));
    }

    private bool IsAdoptedBy(OwnerSet children, OwnerSet parents)
    {
        return _adoptions.Any(adoption => adoption.Children.Keys.Overlaps(children.Keys) && adoption.Parents.Keys.Overlaps(parents.Keys));
    }
}
