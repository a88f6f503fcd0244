namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>
/// What a value may be, as the set of variables, members and creations that it may have come through. Two values may be the same object
/// if their sets have something in common, or if one of them is open.
/// </summary>
internal sealed class Slots
{
    /// <summary>More than that is not followed.</summary>
    private const int MaximumCount = 1000;

    private readonly HashSet<ISymbol> _symbols = new(SymbolEqualityComparer.Default);
    private readonly HashSet<CreationFact> _creations = [];

    private Slots()
    {
    }

    /// <summary>It may also be something that cannot be seen.</summary>
    public bool IsOpen { get; private set; }

    public IReadOnlyCollection<CreationFact> Creations => _creations;

    public IReadOnlyCollection<ISymbol> Symbols => _symbols;

    public static Slots Of(Value value, TypeFamily family)
    {
        var slots = new Slots();
        slots.Add(value, family);
        return slots;
    }

    public bool Intersects(Slots other) => _symbols.Overlaps(other._symbols) || _creations.Overlaps(other._creations);

    public bool MayEqual(Slots other) => IsOpen || other.IsOpen || Intersects(other);

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
                // What hangs on a region: its container, its subregions.
                IsOpen = true;
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
