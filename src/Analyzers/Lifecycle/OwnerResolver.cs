using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>
/// Finds the objects that a value may be, and the owners of the regions that it may be, through the variables, members, parameters and
/// results of a family of types.
/// </summary>
internal sealed class OwnerResolver(TypeFamily family)
{
    /// <summary>More values than that are not followed.</summary>
    private const int MaximumCount = 1000;

    private readonly TypeFamily _family = family;
    private readonly ContractModel _contracts = family.Model.Contracts;

    /// <summary>The objects that the value may be.</summary>
    public OwnerSet ObjectsOf(Value value) => Resolve(value, ofRegion: false);

    /// <summary>The owners of the regions that the value may be.</summary>
    public OwnerSet OwnersOf(Value region) => Resolve(region, ofRegion: true);

    private OwnerSet Resolve(Value value, bool ofRegion)
    {
        var result = new OwnerSet();
        Resolve(value, ofRegion, result, []);
        return result;
    }

    private void Resolve(Value value, bool ofRegion, OwnerSet result, HashSet<(Value, bool)> seen)
    {
        if (!seen.Add((value, ofRegion)))
        {
            return;
        }

        if (seen.Count > MaximumCount)
        {
            result.IsOpen = true;
            return;
        }

        switch (value.Kind)
        {
            case ValueKind.This when !ofRegion:
                result.Keys.Add(new OwnerKey(OwnerKind.This, value.Type, creation: null));
                break;
            case ValueKind.Null:
                if (!ofRegion)
                {
                    result.Keys.Add(new OwnerKey(OwnerKind.None, symbol: null, creation: null));
                }

                break;
            case ValueKind.Creation when !ofRegion:
                result.Keys.Add(new OwnerKey(OwnerKind.Created, symbol: null, value.Creation));
                break;
            case ValueKind.Creation when _family.Model.OwnerOf(value.Creation!) is { } owner:
                Resolve(owner, ofRegion: false, result, seen);
                break;
            case ValueKind.Union:
                foreach (Value part in value.Parts)
                {
                    Resolve(part, ofRegion, result, seen);
                }

                break;
            case ValueKind.Variable:
                ResolveVariable(value, ofRegion, result, seen);
                break;
            case ValueKind.Member:
                ResolveMember(value, ofRegion, result, seen);
                break;
            case ValueKind.Call:
                ResolveCall(value, ofRegion, result, seen);
                break;
            default:
                result.IsOpen = true;
                break;
        }
    }

    private void ResolveVariable(Value value, bool ofRegion, OwnerSet result, HashSet<(Value, bool)> seen)
    {
        ISymbol symbol = value.Symbol!;
        if (symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol method } && Comes(method) is { } fromOutside)
        {
            if (fromOutside)
            {
                result.Keys.Add(new OwnerKey(OwnerKind.Outside, symbol, creation: null));
                return;
            }

            // What derived types pass to a protected method is for them to know.
            if (_family.FlowsInto(symbol).Count == 0 && method.DeclaredAccessibility == Accessibility.Internal)
            {
                result.Keys.Add(new OwnerKey(OwnerKind.Outside, symbol, creation: null));
                return;
            }
        }

        ResolveFlows(symbol, ofRegion, result, seen);
    }

    /// <summary>Whether the method's arguments come from outside the family (true) or from its callers in it.</summary>
    private bool? Comes(IMethodSymbol method)
    {
        if (method.MethodKind is MethodKind.AnonymousFunction)
        {
            return null;
        }

        bool isConstructor = method.MethodKind == MethodKind.Constructor;
        return _family.Model.HasLifecycle(method.ContainingType) && (isConstructor || method.DeclaredAccessibility == Accessibility.Public);
    }

    private void ResolveMember(Value value, bool ofRegion, OwnerSet result, HashSet<(Value, bool)> seen)
    {
        ISymbol member = value.Symbol!;
        if (member is IPropertySymbol property)
        {
            PropertyContract contract = _contracts.Of(property);
            if ((contract & PropertyContract.Owner) != 0 && !ofRegion && value.Instance is { } region)
            {
                Resolve(region, ofRegion: true, result, seen);
                return;
            }

            if ((contract & PropertyContract.LinkContainer) != 0)
            {
                result.IsOpen = true;
                return;
            }
        }

        if (ofRegion && IsRuntimeOwn(member) && _contracts.RegionKindOf(value.Type) is not null && _contracts.RegionKindOf(member.ContainingType) is null)
        {
            // The machine's own regions have no owner; in whose machine does not matter.
            result.Keys.Add(new OwnerKey(OwnerKind.None, symbol: null, creation: null));
            return;
        }

        switch (value.Instance)
        {
            case null:
                result.Keys.Add(new OwnerKey(OwnerKind.Outside, member, creation: null));
                return;
            case { Kind: ValueKind.This }:
                ResolveOwnMember(member, ofRegion, result, seen);
                return;
            case { } instance when _contracts.RegionKindOf(instance.Type) is not null:
                // What hangs on a region (the target of an alias) is not followed.
                result.IsOpen = true;
                return;
            case { } instance when !_family.Model.HasLifecycle(instance.Type) && _family.FlowsInto(member).Count > 0:
                // A helper object that keeps it.
                ResolveFlows(member, ofRegion, result, seen);
                return;
            default:
                ResolveThrough(value, ofRegion, result, seen);
                return;
        }
    }

    /// <summary>A member of another object: what comes through an outside object is outside, what a made object has is its own.</summary>
    private void ResolveThrough(Value value, bool ofRegion, OwnerSet result, HashSet<(Value, bool)> seen)
    {
        OwnerSet holders = ObjectsOf(value.Instance!);
        result.IsOpen |= holders.IsOpen || holders.Keys.Count == 0;
        foreach (OwnerKey holder in holders.Keys)
        {
            switch (holder.Kind)
            {
                case OwnerKind.This:
                    ResolveOwnMember(value.Symbol!, ofRegion, result, seen);
                    break;
                case OwnerKind.None:
                    break;
                case OwnerKind.Created when !_family.Model.HasLifecycle(holder.Creation!.Type):
                    result.IsOpen = true;
                    break;
                default:
                    result.Keys.Add(holder);
                    break;
            }
        }
    }

    private void ResolveOwnMember(ISymbol member, bool ofRegion, OwnerSet result, HashSet<(Value, bool)> seen)
    {
        bool inSource = _contracts.IsInSource(member);
        if (inSource && IsSetFromOutside(member))
        {
            result.Keys.Add(new OwnerKey(OwnerKind.Outside, member, creation: null));
            if (_family.FlowsInto(member).Count == 0)
            {
                return;
            }
        }
        else if (!inSource)
        {
            if (!ofRegion && IsRuntimeOwn(member))
            {
                result.Keys.Add(new OwnerKey(OwnerKind.Outside, member, creation: null));
            }
            else
            {
                result.IsOpen = true;
            }

            return;
        }

        ResolveFlows(member, ofRegion, result, seen);
    }

    private void ResolveCall(Value value, bool ofRegion, OwnerSet result, HashSet<(Value, bool)> seen)
    {
        if (_family.FlowsInto(value.Symbol!).Count > 0)
        {
            ResolveFlows(value.Symbol!, ofRegion, result, seen);
        }
        else if (value.Instance is { Kind: not ValueKind.This } instance && _contracts.RegionKindOf(instance.Type) is null)
        {
            OwnerSet holders = ObjectsOf(instance);
            result.IsOpen |= holders.IsOpen || holders.Keys.Count == 0;
            foreach (OwnerKey holder in holders.Keys)
            {
                if (holder.Kind == OwnerKind.Outside)
                {
                    result.Keys.Add(holder);
                }
                else
                {
                    result.IsOpen = true;
                }
            }
        }
        else
        {
            result.IsOpen = true;
        }
    }

    private void ResolveFlows(ISymbol symbol, bool ofRegion, OwnerSet result, HashSet<(Value, bool)> seen)
    {
        IReadOnlyList<Value> values = _family.FlowsInto(symbol);
        bool any = false;
        foreach (Value value in values)
        {
            // A field that is cleared at times is still the field of what it holds at others.
            if (value.Kind != ValueKind.Null || (values.Count == 1 && symbol is IParameterSymbol))
            {
                any = true;
                Resolve(value, ofRegion, result, seen);
            }
        }

        result.IsOpen |= !any;
    }

    /// <summary>Declared by the runtime itself: the machine and the parent of an object, the regions of a machine.</summary>
    private bool IsRuntimeOwn(ISymbol member)
    {
        return member.ContainingType is { } type && !_contracts.IsInSource(member) && _contracts.IsRuntimeOwn(type);
    }

    private static bool IsSetFromOutside(ISymbol member) => member switch
    {
        IPropertySymbol { SetMethod: { } setter } => setter.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal,
        IFieldSymbol { IsReadOnly: false } field => field.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal,
        _ => false,
    };
}
