using System.Linq;
using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <summary>
/// Gives expressions names such that two with the same name are the same object, or flag, whenever they are evaluated; as far as that is
/// certain. For one check of one type; not thread-safe.
/// </summary>
internal sealed class PathNames(INamedTypeSymbol type, TypeFamily family)
{
    private const int MaximumLength = 8;

    private readonly Identity _identity = new(family);
    private readonly ContractModel _contracts = family.Model.Contracts;
    private PathFunctions? _functions;
    private TypeMethods? _methods;
    private readonly Dictionary<ISymbol, string> _symbols = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CreationFact, string> _creations = [];
    private readonly Dictionary<Value, string?> _objects = [];
    private readonly Dictionary<Value, Slots> _slots = [];
    private Dictionary<ISymbol, List<AssignStep>>? _assignments;
    private List<Slots>? _shown;

    /// <summary>The name of a region or container: of what was stored in its variable, if that was done once.</summary>
    public string? OfObject(Value value)
    {
        if (!_objects.TryGetValue(value, out string? name))
        {
            _objects.Add(value, name = OfObject(value, 0));
        }

        return name;
    }

    /// <summary>What the value may be. Computed once for each.</summary>
    public Slots SlotsOf(Value value)
    {
        if (!_slots.TryGetValue(value, out Slots? slots))
        {
            _slots.Add(value, slots = Slots.Of(value, family));
        }

        return slots;
    }

    /// <summary>Code that cannot be seen can name the region: through a member, or because it is handed over.</summary>
    public bool IsKnownOutside(Slots region)
    {
        _shown ??= family.Bodies.SelectMany(static body => body.Handovers).Select(static handover => handover.Argument)
            .Concat(family.Bodies.SelectMany(static body => body.Flows).Where(flow => IsVisible(flow.Target)).Select(static flow => flow.Value))
            .Select(SlotsOf).ToList();
        return _shown.Exists(region.Intersects);
    }

    private bool IsVisible(ISymbol target) => target switch
    {
        IParameterSymbol parameter => !family.Contains(parameter.ContainingType),
        ILocalSymbol => false,
        _ => target.DeclaredAccessibility != Accessibility.Private,
    };

    /// <summary>The functions of the family: how they call each other, and their steps.</summary>
    public PathFunctions Functions => _functions ??= new PathFunctions(family);

    /// <summary>The methods that run on an object of the type.</summary>
    public TypeMethods Methods => _methods ??= new TypeMethods(type, family);

    /// <summary>The name of a flag, or of what may be null: of the parameter that it was copied from, if it was set once.</summary>
    public string? OfTested(Value value) => OfTested(value, 0);

    /// <summary>The part of a name that stands for a symbol.</summary>
    public string OfSymbol(ISymbol symbol)
    {
        if (!_symbols.TryGetValue(symbol, out string? name))
        {
            bool isArgument = symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } };
            _symbols.Add(symbol, name = (isArgument ? "#p" : "#") + _symbols.Count + "#");
        }

        return name;
    }

    /// <summary>The name comes from an argument of the constructor, which nothing in the type decides on.</summary>
    public static bool IsArgument(string name) => name.StartsWith("#p", StringComparison.Ordinal);

    public IReadOnlyList<AssignStep> AssignmentsTo(ISymbol symbol)
    {
        if (_assignments is null)
        {
            _assignments = new Dictionary<ISymbol, List<AssignStep>>(SymbolEqualityComparer.Default);
            foreach (AssignStep step in family.Bodies.SelectMany(static body => body.Script.Assignments))
            {
                if (!_assignments.TryGetValue(step.Target.Symbol!, out List<AssignStep>? list))
                {
                    _assignments.Add(step.Target.Symbol!, list = []);
                }

                list.Add(step);
            }
        }

        return _assignments.TryGetValue(symbol, out List<AssignStep>? steps) ? steps : [];
    }

    private string? OfObject(Value value, int depth)
    {
        if (depth > MaximumLength || (value.Kind is ValueKind.Variable or ValueKind.Member && Identity.IsCollection(value)))
        {
            return null;
        }

        switch (value.Kind)
        {
            case ValueKind.This:
                return OfThis(value);
            case ValueKind.Creation:
                return OfCreation(value.Creation!);
            case ValueKind.Variable when value.Symbol is ILocalSymbol local:
                return OnlyValue(local) is { } only && IsFixed(only) && OfObject(only, depth + 1) is { } known ? known : OfSymbol(local);
            case ValueKind.Variable:
                return OfSymbol(value.Symbol!);
            case ValueKind.Member when value.Instance is null:
                return _identity.IsStored(value.Symbol!) ? OfSymbol(value.Symbol!) : null;
            case ValueKind.Member when value.Instance.Kind == ValueKind.This:
                return OnlyValue(value.Symbol!) is { } stored && (_identity.IsSetOnce(value.Symbol!) || IsComputed(value.Symbol!)) && IsFixed(stored) && OfObject(stored, depth + 1) is { } name
                    ? name
                    : _identity.IsStored(value.Symbol!) && !IsSettable(value.Symbol!) ? OfThis(value.Instance) + OfSymbol(value.Symbol!) : null;
            case ValueKind.Member:
                return (_identity.IsSetOnce(value.Symbol!) || _identity.IsFixedByRuntime(value.Symbol!)) && OfObject(value.Instance, depth + 1) is { } instance ? instance + OfSymbol(value.Symbol!) : null;
            default:
                return null;
        }
    }

    private string? OfTested(Value value, int depth)
    {
        if (depth > MaximumLength)
        {
            return null;
        }

        switch (value.Kind)
        {
            case ValueKind.This:
                return OfThis(value);
            case ValueKind.Variable when value.Symbol is ILocalSymbol or IParameterSymbol:
                return CopiedFrom(value.Symbol!, depth) ?? OfSymbol(value.Symbol!);
            case ValueKind.Member when value.Instance is null:
                return _identity.IsStored(value.Symbol!) ? OfSymbol(value.Symbol!) : null;
            case ValueKind.Member when value.Instance.Kind == ValueKind.This:
                return CopiedFrom(value.Symbol!, depth) ?? (_identity.IsStored(value.Symbol!) ? OfThis(value.Instance) + OfSymbol(value.Symbol!) : null);
            case ValueKind.Member:
                return _identity.IsStored(value.Symbol!) && OfTested(value.Instance, depth + 1) is { } instance ? instance + OfSymbol(value.Symbol!) : null;
            default:
                return null;
        }
    }

    /// <summary>The argument of a constructor, or what hangs on it, that is all that the variable ever gets.</summary>
    private string? CopiedFrom(ISymbol symbol, int depth)
    {
        if (symbol is IParameterSymbol || AssignmentsTo(symbol) is not { Count: 1 } assignments || assignments[0].Source is not { } source)
        {
            return null;
        }

        Value? root = source;
        while (root is { Kind: ValueKind.Member })
        {
            root = root.Instance;
        }

        bool isArgument = root is { Kind: ValueKind.Variable, Symbol: IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } && AssignmentsTo(parameter).Count == 0;
        bool isLocalCopy = symbol is ILocalSymbol && source.Kind == ValueKind.Member && IsFixed(source);
        return isArgument || isLocalCopy ? OfTested(source, depth + 1) : null;
    }

    private Value? OnlyValue(ISymbol symbol) => family.FlowsInto(symbol) is { Count: 1 } values ? values[0] : null;

    /// <summary>The expression keeps its meaning once it was evaluated.</summary>
    private bool IsFixed(Value value) => value.Kind switch
    {
        ValueKind.This or ValueKind.Creation => true,
        ValueKind.Variable => value.Symbol is IParameterSymbol { RefKind: RefKind.None } parameter && AssignmentsTo(parameter).Count == 0,
        ValueKind.Member => (_identity.IsSetOnce(value.Symbol!) || _identity.IsFixedByRuntime(value.Symbol!)) && (value.Instance is null || IsFixed(value.Instance)),
        _ => false,
    };

    /// <summary>Code that cannot be seen may store another object in it.</summary>
    private static bool IsSettable(ISymbol member) => member switch
    {
        IPropertySymbol { SetMethod: { IsInitOnly: false } setter } => setter.DeclaredAccessibility != Accessibility.Private,
        IFieldSymbol { IsReadOnly: false } field => field.DeclaredAccessibility != Accessibility.Private,
        _ => false,
    };

    /// <summary><c>Registers => _registers</c></summary>
    private bool IsComputed(ISymbol member) => member is IPropertySymbol { SetMethod: null, IsVirtual: false, IsOverride: false, IsAbstract: false } property && _contracts.IsInSource(property) && !Identity.IsAutomatic(property);

    private string OfThis(Value value)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, value.Type?.OriginalDefinition))
            {
                return "this";
            }
        }

        return "other" + (value.Type is null ? string.Empty : OfSymbol(value.Type));
    }

    /// <summary>The name of a new object.</summary>
    public string OfCreation(CreationFact creation)
    {
        if (!_creations.TryGetValue(creation, out string? name))
        {
            _creations.Add(creation, name = "new" + _creations.Count + "#");
        }

        return name;
    }
}
