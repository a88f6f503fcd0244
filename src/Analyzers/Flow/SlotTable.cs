using Microsoft.CodeAnalysis.FlowAnalysis;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>What a slot stands for.</summary>
internal enum SlotKind
{
    Local,
    Parameter,

    /// <summary>A field of <c>this</c>, or a static field.</summary>
    Field,
    Capture,

    /// <summary>The truth of a condition, as long as nothing that it depends on changes.</summary>
    Predicate,

    /// <summary>An element of an array or list that a local variable holds: at one index, or at any that is not known any more.</summary>
    Element,
}

/// <summary>A storage place whose value is followed.</summary>
internal sealed class Slot(SlotKind kind, ISymbol? symbol, int index)
{
    public SlotKind Kind { get; } = kind;

    public ISymbol? Symbol { get; } = symbol;

    public int Index { get; } = index;

    /// <summary>Nested functions use it too, or it is a reference to another variable: what is stored here is out of sight.</summary>
    public bool IsShared { get; init; }

    /// <summary>Lives on when the body is left: a field, or a variable that the caller passed by reference.</summary>
    public bool Outlives => Kind == SlotKind.Field || IsShared || Symbol is IParameterSymbol { RefKind: RefKind.Ref or RefKind.Out };

    /// <summary>The predicates that depend on the slot.</summary>
    public List<int>? Dependents { get; set; }

    /// <summary>Of a container: the slots of its elements.</summary>
    public List<int>? Elements { get; set; }

    /// <summary>Of a variable: the slots of elements that it is the index of.</summary>
    public List<int>? Indexed { get; set; }

    /// <summary>Of an element: the slot of its container.</summary>
    public int Container { get; init; } = -1;

    /// <summary>Of an element: the slot of the variable that is its index, or -1.</summary>
    public int IndexVariable { get; init; } = -1;

    /// <summary>Stands for all elements of a container whose index is not known.</summary>
    public bool IsAnyIndex { get; init; }
}

/// <summary>The slots of a body, numbered as they are met.</summary>
internal sealed class SlotTable(ImmutableHashSet<ISymbol> sharedVariables)
{
    /// <summary>More conditions of one body are not compared: each costs a slot in the state of every block.</summary>
    private const int MaxPredicates = 128;

    private readonly List<Slot> _slots = new();
    private readonly Dictionary<ISymbol, int> _symbols = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CaptureId, int> _captures = new();
    private readonly Dictionary<(int Container, int Variable, object? Constant), int> _elements = new();
    private readonly Dictionary<string, int> _predicates = new(StringComparer.Ordinal);

    private int _result = -1;

    public Slot this[int index] => _slots[index];

    /// <summary>The slot of a Boolean that the body returns.</summary>
    public int Result => _result >= 0 ? _result : _result = Add(SlotKind.Predicate, null, shared: false);

    public int Of(ILocalSymbol local) => OfSymbol(local, SlotKind.Local, local.IsRef || sharedVariables.Contains(local));

    public int Of(IParameterSymbol parameter) => OfSymbol(parameter, SlotKind.Parameter, sharedVariables.Contains(parameter));

    public int Of(IFieldSymbol field) => OfSymbol(field, SlotKind.Field, shared: false);

    public int Of(CaptureId capture)
    {
        if (!_captures.TryGetValue(capture, out int index))
        {
            index = Add(SlotKind.Capture, null, shared: false);
            _captures.Add(capture, index);
        }

        return index;
    }

    /// <summary>The slot of a condition, or -1. <paramref name="dependencies"/> are the slots whose change makes it unknown.</summary>
    public int OfPredicate(string key, IEnumerable<int> dependencies)
    {
        if (!_predicates.TryGetValue(key, out int index))
        {
            if (_predicates.Count == MaxPredicates)
            {
                return -1;
            }

            index = Add(SlotKind.Predicate, null, shared: false);
            _predicates.Add(key, index);
            foreach (int dependency in dependencies)
            {
                (_slots[dependency].Dependents ??= new List<int>()).Add(index);
            }
        }

        return index;
    }

    /// <summary>
    /// The slot of an element, by the variable or constant that is its index. Without either, of all elements whose index is not known.
    /// </summary>
    public int OfElement(int container, int variable = -1, object? constant = null)
    {
        if (!_elements.TryGetValue((container, variable, constant), out int index))
        {
            index = _slots.Count;
            _slots.Add(new Slot(SlotKind.Element, _slots[container].Symbol, index) { Container = container, IndexVariable = variable, IsAnyIndex = variable < 0 && constant is null });
            _elements.Add((container, variable, constant), index);
            (_slots[container].Elements ??= new List<int>()).Add(index);
            if (variable >= 0)
            {
                (_slots[variable].Indexed ??= new List<int>()).Add(index);
            }
        }

        return index;
    }

    /// <summary>The slot of an element if it was met already, else -1.</summary>
    public int FindElement(int container, int variable, object? constant)
    {
        return _elements.TryGetValue((container, variable, constant), out int index) ? index : -1;
    }

    /// <summary>The slot of a variable if it was met already, else -1.</summary>
    public int Find(ISymbol symbol) => _symbols.TryGetValue(symbol, out int index) ? index : -1;

    public int Find(CaptureId capture) => _captures.TryGetValue(capture, out int index) ? index : -1;

    public int FindPredicate(string key) => _predicates.TryGetValue(key, out int index) ? index : -1;

    /// <summary>The fields met so far.</summary>
    public IEnumerable<Slot> Fields()
    {
        for (int i = 0; i < _slots.Count; i++)
        {
            if (_slots[i].Kind == SlotKind.Field)
            {
                yield return _slots[i];
            }
        }
    }

    private int OfSymbol(ISymbol symbol, SlotKind kind, bool shared)
    {
        if (!_symbols.TryGetValue(symbol, out int index))
        {
            index = Add(kind, symbol, shared);
            _symbols.Add(symbol, index);
        }

        return index;
    }

    private int Add(SlotKind kind, ISymbol? symbol, bool shared)
    {
        _slots.Add(new Slot(kind, symbol, _slots.Count) { IsShared = shared });
        return _slots.Count - 1;
    }
}
