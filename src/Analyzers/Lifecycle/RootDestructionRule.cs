using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>MRL110: a region is destroyed while it is the root of an address space that is not released yet.</summary>
internal sealed class RootDestructionRule(INamedTypeSymbol type, TypeFamily family, OwnerResolver owners, Judgements judgements, Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    private List<Root>? _roots;

    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        foreach (DestructionFact destruction in body.Destructions)
        {
            cancellation.ThrowIfCancellationRequested();
            if (body.HasErrors
                || destruction.IsGuarded
                || judgements.Contains(destruction.Syntax)
                || destruction.Region.Kind == ValueKind.This
                || Destructions.PhaseOf(destruction, Family.Phases) is not { } phase
                || Destructions.KindOf(destruction, Family, static kind => !kind.ReferencesKeepRegion()) is not { } kind)
            {
                continue;
            }

            Slots region = Slots.Of(destruction.Region, Family);
            if (Roots.FirstOrDefault(root => root.Region.Intersects(region) && IsLive(root, destruction)) is { } live)
            {
                judgements.Note(destruction.Syntax);
                Report(Diagnostic.Create(
                    LifecycleRules.DestroyedWhileRoot,
                    destruction.Syntax.GetLocation(),
                    [live.Fact.Syntax.GetLocation()],
                    Names.Capitalized(Names.OfRegion(kind, Names.Of(destruction.Region))),
                    Names.WithReason(destruction.Node, phase, Family.Phases),
                    live.Fact.Target?.Name ?? "the address space"));
            }
        }
    }

    private List<Root> Roots
    {
        get => _roots ??= Family.Bodies.SelectMany(static body => body.Roots)
            .Select(fact => new Root(fact, Slots.Of(fact.Region, Family), Family))
            .ToList();
    }

    /// <summary>Nothing releases the address space before, and nobody else can.</summary>
    private bool IsLive(Root root, DestructionFact destruction)
    {
        return !root.IsShared && root.Releases.All(release => Destructions.CannotPrecede(release, destruction, Family.Phases));
    }

    /// <summary>An address space that the type makes, and what becomes of it.</summary>
    private sealed class Root
    {
        public Root(RootFact fact, Slots region, TypeFamily family)
        {
            Fact = fact;
            Region = region;
            HashSet<ISymbol> holders = HoldersOf(fact, family);
            foreach (BodyFacts body in family.Bodies)
            {
                foreach (ReleaseFact release in body.Releases)
                {
                    Slots released = Slots.Of(release.Target, family);
                    if ((released.IsOpen && MayBe(release.Type, fact.Space.Type)) || released.Creations.Contains(fact.Space) || released.Symbols.Any(holders.Contains))
                    {
                        Releases.Add(release);
                    }
                }

                IsShared |= body.Handovers.Any(handover => Slots.Of(handover.Argument, family).Creations.Contains(fact.Space));
            }

            // Only what the object keeps for itself: a local goes with its method, and others may release what they can see.
            IsShared |= !holders.Any(static holder => holder is IFieldSymbol or IPropertySymbol) || holders.Any(static holder => holder is IParameterSymbol || (holder is IFieldSymbol or IPropertySymbol && !IsPrivatelySet(holder)));
        }

        public RootFact Fact { get; }

        public Slots Region { get; }

        public List<ReleaseFact> Releases { get; } = [];

        public bool IsShared { get; }

        /// <summary>By its type, an unknown thing may be an address space. Anything that is no class may be one.</summary>
        private static bool MayBe(ITypeSymbol? type, INamedTypeSymbol space)
        {
            return type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named || Inherits(named, space) || Inherits(space, named);
        }

        private static bool Inherits(INamedTypeSymbol? type, INamedTypeSymbol from)
        {
            for (; type is not null; type = type.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, from.OriginalDefinition))
                {
                    return true;
                }
            }

            return false;
        }

        private static HashSet<ISymbol> HoldersOf(RootFact fact, TypeFamily family)
        {
            var holders = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
            foreach (FlowFact flow in family.Bodies.SelectMany(static body => body.Flows))
            {
                if (Slots.Of(flow.Value, family).Creations.Contains(fact.Space))
                {
                    holders.Add(flow.Target);
                }
            }

            return holders;
        }

        private static bool IsPrivatelySet(ISymbol member) => member switch
        {
            IPropertySymbol property => property.SetMethod is null or { IsInitOnly: true } or { DeclaredAccessibility: Accessibility.Private },
            IFieldSymbol field => field.IsReadOnly || field.DeclaredAccessibility == Accessibility.Private,
            _ => true,
        };
    }
}
