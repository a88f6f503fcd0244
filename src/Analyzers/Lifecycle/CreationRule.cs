using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>MRL101, and MRL102 of RAM and ROM: a region is created outside init, for an owner that exists already.</summary>
internal sealed class CreationRule(INamedTypeSymbol type, TypeFamily family, OwnerResolver owners, HashSet<Fact> reported, Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    private static readonly ImmutableArray<LifecyclePhase> TooLate = ImmutableArray.Create(LifecyclePhase.Runtime, LifecyclePhase.Unrealize, LifecyclePhase.Finalize);

    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        foreach (CreationFact creation in body.RegionCreations)
        {
            cancellation.ThrowIfCancellationRequested();
            if (creation.RegionKind is not { } kind || kind == RegionKind.Any || kind.MayComeAndGo()
                || reported.Contains(creation)
                || Family.Model.OwnerOf(creation) is not { } owner || PhaseOf(creation) is not { } phase || !OwnerExists(creation, owner))
            {
                continue;
            }

            ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
            if (creation.Target is IFieldSymbol or IPropertySymbol)
            {
                properties = properties.Add(DiagnosticProperties.Member, creation.Target.Name);
            }

            if (Family.Phases.RunsIn(creation.Node, LifecyclePhase.Init))
            {
                properties = properties.Add(DiagnosticProperties.AlsoInit, string.Empty);
            }

            Report(Diagnostic.Create(
                kind.ReferencesKeepRegion() ? LifecycleRules.RamCreatedOutsideInit : LifecycleRules.CreatedOutsideInit,
                creation.Syntax.GetLocation(),
                properties,
                Names.Capitalized(Names.OfRegion(kind, Names.Of(creation))),
                Names.WithReason(creation.Node, phase, Family.Phases)));
        }
    }

    private LifecyclePhase? PhaseOf(CreationFact creation)
    {
        foreach (LifecyclePhase phase in TooLate)
        {
            if (Family.Phases.RunsIn(creation.Node, phase))
            {
                return phase;
            }
        }

        return null;
    }

    private bool OwnerExists(CreationFact creation, Value owner)
    {
        OwnerSet owners = Owners.ObjectsOf(owner);
        if (!owners.IsKnown)
        {
            return false;
        }

        foreach (OwnerKey key in owners.Keys)
        {
            // An object that was made for the region, as QEMU does for what comes and goes.
            if (key.Kind == OwnerKind.Created && IsFresh(owner, creation.Body, []))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The value was made in the same run of the member: by itself, or by a helper that returns it.</summary>
    private bool IsFresh(Value value, BodyFacts body, HashSet<Value> seen)
    {
        if (!seen.Add(value))
        {
            return true;
        }

        switch (value.Kind)
        {
            case ValueKind.Creation:
                return true;
            case ValueKind.Null:
                return true;
            case ValueKind.Union:
                foreach (Value part in value.Parts)
                {
                    if (!IsFresh(part, body, seen))
                    {
                        return false;
                    }
                }

                return true;
            case ValueKind.Variable:
            case ValueKind.Call:
                IReadOnlyList<Value> values = Family.FlowsInto(value.Symbol!);
                foreach (Value flow in values)
                {
                    if (!IsFresh(flow, body, seen))
                    {
                        return false;
                    }
                }

                return values.Count > 0;
            case ValueKind.Member when value.Instance?.Kind == ValueKind.This:
                IReadOnlyList<Value> stored = Family.FlowsInto(value.Symbol!);
                foreach (Value flow in stored)
                {
                    if (flow.Kind == ValueKind.Creation ? flow.Creation!.Body != body : !IsFresh(flow, body, seen))
                    {
                        return false;
                    }
                }

                return stored.Count > 0;
            default:
                return false;
        }
    }
}
