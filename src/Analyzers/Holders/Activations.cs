using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>What can run together, because somebody from outside calls one function, and what cannot.</summary>
internal sealed class Activations(HolderFamily family)
{
    /// <summary>More releases than that are not compared with one another.</summary>
    private const int MaximumCount = 64;

    private readonly ContractModel _contracts = family.Model.Contracts;
    private readonly CallMap _calls = family.Calls;

    /// <summary>
    /// If nobody but the device's own regions calls what releases the resource, and the call that acquires it does not also release it: one of
    /// their callbacks.
    /// </summary>
    public ISymbol? IsLeftToRegions(AcquisitionSite site, Whereabouts whereabouts)
    {
        ISymbol? callback = null;
        if (whereabouts.Releases.Count > MaximumCount)
        {
            return null;
        }

        foreach (ReleaseSite release in whereabouts.Releases)
        {
            foreach (ISymbol ancestor in _calls.AncestorsOf(release.Function))
            {
                if (_calls.IsRegionCallback(ancestor))
                {
                    callback ??= ancestor;
                }

                if (!IsCalledByFamily(ancestor) && !IsInit(ancestor) && !(_calls.IsRegionCallback(ancestor) && IsPrivate(ancestor)))
                {
                    return null;
                }
            }
        }

        return callback is not null && whereabouts.Releases.All(release => AreAlternatives(site, release)) ? callback : null;
    }

    /// <summary>Nothing but finalize leads to the function.</summary>
    public bool RunsInFinalizeOnly(ISymbol function)
    {
        HashSet<ISymbol> ancestors = _calls.AncestorsOf(function);
        return ancestors.Any(IsFinalize) && ancestors.All(ancestor => IsFinalize(ancestor) || IsCalledByFamily(ancestor));
    }

    private bool IsFinalize(ISymbol function) => function is IMethodSymbol method && _contracts.Of(method).Phase == LifecyclePhase.Finalize;

    /// <summary>Where an exit of the type makes a field forget the resource, though others release it first.</summary>
    public IEnumerable<(DropSite Drop, ISymbol Dropped)> Drops(AcquisitionSite site, Whereabouts whereabouts)
    {
        foreach (ISymbol holder in whereabouts.Holders)
        {
            foreach (ISymbol candidate in new[] { holder }.Concat(PlacesOf(holder)))
            {
                if (family.TraceOf(candidate) is not { } trace || trace.Drops.Count + trace.Shortenings.Count == 0 || !ReleasesClear(whereabouts, trace, candidate, isPlace: !SymbolEqualityComparer.Default.Equals(candidate, holder)))
                {
                    continue;
                }

                foreach (DropSite drop in trace.Drops.Concat(trace.Shortenings))
                {
                    if (IsExit(drop.Function) && IsCertain(drop.Operation, candidate) && IsAlone(drop, candidate, trace, site, whereabouts))
                    {
                        yield return (drop, candidate);
                    }
                }
            }
        }
    }

    /// <summary>Fields that hold the object whose field it is.</summary>
    private IEnumerable<ISymbol> PlacesOf(ISymbol holder)
    {
        INamedTypeSymbol type = holder.ContainingType;
        return type.ContainingType is null
            ? Array.Empty<ISymbol>()
            : family.Symbols.Where(symbol => HolderFamily.IsHolder(symbol) && family.IsClosed(symbol) && Holds(symbol is IFieldSymbol field ? field.Type : ((IPropertySymbol)symbol).Type, type));
    }

    private static bool Holds(ITypeSymbol holder, INamedTypeSymbol held)
    {
        return holder switch
        {
            IArrayTypeSymbol array => Holds(array.ElementType, held),
            INamedTypeSymbol { IsGenericType: true } generic => generic.TypeArguments.Any(argument => Holds(argument, held)),
            _ => SymbolEqualityComparer.Default.Equals(holder.OriginalDefinition, held.OriginalDefinition),
        };
    }

    /// <summary>Whatever releases it also makes the field forget it: so what is in the field is held.</summary>
    private bool ReleasesClear(Whereabouts whereabouts, Trace trace, ISymbol holder, bool isPlace)
    {
        var clearing = new HashSet<ISymbol>(trace.Drops.Select(static drop => drop.Function).Concat(trace.Removals), SymbolEqualityComparer.Default);
        foreach (ReleaseSite release in whereabouts.Releases)
        {
            HashSet<ISymbol> around = _calls.AncestorsOf(release.Function);
            if (!around.Overlaps(clearing) || (isPlace && !Names(release.Call, holder)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The call names the field.</summary>
    public static bool Names(IOperation call, ISymbol holder)
    {
        return call.DescendantsAndSelf().Any(part => part switch
        {
            IFieldReferenceOperation field => SymbolEqualityComparer.Default.Equals(field.Field.OriginalDefinition, holder),
            IPropertyReferenceOperation property => SymbolEqualityComparer.Default.Equals(property.Property.OriginalDefinition, holder),
            _ => false,
        });
    }

    /// <summary>Somebody from outside calls the function when the object is at work or goes.</summary>
    private bool IsExit(ISymbol function)
    {
        if (function is not IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false } method)
        {
            return false;
        }

        return _contracts.Of(method).Phase is { } phase
            ? phase != LifecyclePhase.Init
            : !IsPrivate(method) || _calls.IsRegionCallback(method);
    }

    /// <summary>Nothing but the field itself decides whether the operation is reached, once its function is.</summary>
    public static bool IsCertain(IOperation operation, ISymbol holder)
    {
        IOperation child = operation;
        for (IOperation? parent = child.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IConditionalOperation conditional when conditional.WhenTrue == child && Names(conditional.Condition, holder):
                    break;
                case IBlockOperation block:
                    foreach (IOperation before in block.Operations.TakeWhile(operation => operation != child))
                    {
                        if (before.DescendantsAndSelf().Any(static part => part is IReturnOperation or IThrowOperation or IBranchOperation) && !Names(before, holder))
                        {
                            return false;
                        }
                    }

                    break;
                case IExpressionStatementOperation or IMethodBodyOperation or IConditionalAccessOperation:
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    /// <summary>Nothing that can run along with the drop releases the resource, acquires another, or takes it out of the field before.</summary>
    private bool IsAlone(DropSite drop, ISymbol holder, Trace trace, AcquisitionSite site, Whereabouts whereabouts)
    {
        HashSet<ISymbol> activation = _calls.DescendantsOf(_calls.AncestorsOf(drop.Function));
        return !whereabouts.Releases.Any(release => activation.Contains(release.Function) || MayBeCalledBack(release.Function, activation))
            && !family.Acquisitions.Any(other => other.Kind == site.Kind && activation.Contains(other.Function))
            && trace.Removals.Count(activation.Contains) == trace.Shortenings.Count(shortening => shortening.Operation == drop.Operation)
            && trace.Flows.All(flow => SymbolEqualityComparer.Default.Equals(flow.Target, holder)
                || (flow.Target is ILocalSymbol or IParameterSymbol && !activation.Contains(flow.Target.ContainingSymbol)));
    }

    /// <summary>Code that is not seen, which an activation calls, may call the function.</summary>
    private bool MayBeCalledBack(ISymbol function, HashSet<ISymbol> activation)
    {
        bool byApi = activation.Any(family.CallsApi), byForeign = activation.Any(family.CallsForeign);
        return (byApi || byForeign) && _calls.AncestorsOf(function).Any(ancestor => _calls.IsDelegate(ancestor)
            || (ancestor is IMethodSymbol { IsOverride: true } method && _contracts.Of(method).Phase is null)
            || (byForeign && !family.IsClosed(ancestor)));
    }

    /// <summary>Where one call from outside may lead to both, it leads to one of them.</summary>
    private bool AreAlternatives(AcquisitionSite site, ReleaseSite release)
    {
        HashSet<ISymbol> toSite = _calls.AncestorsOf(site.Function);
        HashSet<ISymbol> toRelease = _calls.AncestorsOf(release.Function);
        foreach (ISymbol common in toSite)
        {
            if (!toRelease.Contains(common))
            {
                continue;
            }

            List<IOperation> there = Steps(common, toSite, site.Function, site.Call);
            foreach (IOperation other in Steps(common, toRelease, release.Function, release.Call))
            {
                if (there.Any(step => !AreExclusive(step, other)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>The places in a function that lead to a call.</summary>
    private List<IOperation> Steps(ISymbol function, HashSet<ISymbol> on, ISymbol end, IOperation call)
    {
        List<IOperation> steps = _calls.CalleesOf(function).Where(callee => on.Contains(callee.Function)).Select(static callee => callee.Call).ToList();
        if (SymbolEqualityComparer.Default.Equals(function, end))
        {
            steps.Add(call);
        }

        return steps;
    }

    /// <summary>They stand in different branches of one decision.</summary>
    private static bool AreExclusive(IOperation first, IOperation second)
    {
        var path = new Dictionary<IOperation, IOperation>();
        for (IOperation child = first; child.Parent is { } parent; child = parent)
        {
            path[parent] = child;
        }

        for (IOperation child = second; child.Parent is { } parent; child = parent)
        {
            if (path.TryGetValue(parent, out IOperation? other))
            {
                return other != child && parent switch
                {
                    ISwitchOperation choice => choice.Value != child && choice.Value != other,
                    ISwitchExpressionOperation choice => choice.Value != child && choice.Value != other,
                    IConditionalOperation conditional => conditional.Condition != child && conditional.Condition != other,
                    _ => false,
                };
            }
        }

        return false;
    }

    /// <summary>Nobody but the family can call the function.</summary>
    private bool IsCalledByFamily(ISymbol function) => IsPrivate(function) && !_calls.IsDelegate(function);

    private bool IsPrivate(ISymbol function)
    {
        return family.IsClosed(function) && function is IMethodSymbol { ExplicitInterfaceImplementations.IsEmpty: true };
    }

    private bool IsInit(ISymbol function)
    {
        return function is not IMethodSymbol method
            || method.MethodKind == MethodKind.Constructor
            || _contracts.Of(method).Phase == LifecyclePhase.Init;
    }
}
