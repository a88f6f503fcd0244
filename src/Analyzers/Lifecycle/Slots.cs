using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>
/// What a value may be, as the set of variables, members and creations that it may have come through. Two values may be the same object
/// if their sets have something in common, or if one of them is open.
/// </summary>
internal sealed class Slots
{
    /// <summary>More than that is not followed.</summary>
    private const int MaximumCount = 1000;

    /// <summary>Aliases of what aliases show, and so on.</summary>
    private const int MaximumDepth = 4;

    private readonly HashSet<ISymbol> _symbols = new(SymbolEqualityComparer.Default);
    private readonly HashSet<CreationFact> _creations = [];

    private readonly int _depth;

    private Slots(int depth) => _depth = depth;

    /// <summary>It may also be something that cannot be seen.</summary>
    public bool IsOpen { get; private set; }

    public IReadOnlyCollection<CreationFact> Creations => _creations;

    public IReadOnlyCollection<ISymbol> Symbols => _symbols;

    public static Slots Of(Value value, TypeFamily family) => Of(value, family, depth: 0);

    public bool Intersects(Slots other) => _symbols.Overlaps(other._symbols) || _creations.Overlaps(other._creations);

    public bool MayEqual(Slots other) => IsOpen || other.IsOpen || Intersects(other);

    private static Slots Of(Value value, TypeFamily family, int depth)
    {
        var slots = new Slots(depth);
        slots.Add(value, family);
        return slots;
    }

    private void Add(Value value, TypeFamily family)
    {
        switch (value.Kind)
        {
            case ValueKind.Creation:
                _creations.Add(value.Creation!);
                break;
            case ValueKind.Union:
                foreach (Value part in value.Parts)
                {
                    Add(part, family);
                }

                break;
            case ValueKind.Variable:
                AddSymbol(value.Symbol!, family, opens: true);
                break;
            case ValueKind.Member when value.Instance is not null && family.Model.Contracts.RegionKindOf(value.Symbol!.ContainingType) is not null:
                AddMemberOfRegion(value, family);
                break;
            case ValueKind.Member:
                // Nothing is known of an object that the member of an unseen one holds, but the member itself tells it from others.
                AddSymbol(value.Symbol!, family, opens: false);
                break;
            case ValueKind.Call:
                AddSymbol(value.Symbol!, family, opens: true);
                break;
            case ValueKind.Null:
            case ValueKind.This:
                break;
            default:
                IsOpen = true;
                break;
        }
    }

    /// <summary>What hangs on a region, its container or its subregions, is not known; but what an alias shows never changes.</summary>
    private void AddMemberOfRegion(Value value, TypeFamily family)
    {
        ContractModel contracts = family.Model.Contracts;
        bool isShown = contracts.RegionKindOf(value.Symbol!.ContainingType) == RegionKind.Alias
            && contracts.IsRuntimeOwn(value.Symbol.ContainingType)
            && contracts.RegionKindOf(value.Type) is not null;
        Slots? aliases = isShown && _depth < MaximumDepth ? Of(value.Instance!, family, _depth + 1) : null;
        if (aliases is null || aliases.IsOpen || aliases.Creations.Count == 0)
        {
            IsOpen = true;
            return;
        }

        foreach (CreationFact alias in aliases.Creations)
        {
            if (alias.Shown is { } shown && _depth < MaximumDepth)
            {
                Slots target = Of(shown, family, _depth + 1);
                IsOpen |= target.IsOpen;
                _symbols.UnionWith(target._symbols);
                _creations.UnionWith(target._creations);
            }
            else
            {
                IsOpen = true;
            }
        }
    }

    private void AddSymbol(ISymbol symbol, TypeFamily family, bool opens)
    {
        if (!_symbols.Add(symbol))
        {
            return;
        }

        if (_symbols.Count > MaximumCount)
        {
            IsOpen = true;
            return;
        }

        IReadOnlyList<Value> values = family.FlowsInto(symbol);
        if (values.Count == 0)
        {
            // What a constructor was given stays the same; what any other method is given may be anything.
            IsOpen |= opens && symbol is not IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } };
            return;
        }

        foreach (Value value in values)
        {
            Add(value, family);
        }
    }
}
