using System.Linq;
using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <summary>The life of an object of a type, as a walker follows it: made, realized, torn down.</summary>
internal sealed class DeviceLife(INamedTypeSymbol type, TypeFamily family, PathNames names, PathWalker walker)
{
    private readonly ContractModel _contracts = family.Model.Contracts;
    private readonly IMethodSymbol? _realize = names.Methods.Realize;
    private readonly Lazy<List<(string Part, ISymbol Function)>> _changing = new(() =>
        family.Bodies.SelectMany(static body => body.Script.Assignments).Select(step => (names.OfSymbol(step.Target.Symbol!), step.Function)).ToList());

    private readonly IMethodSymbol? _unrealize = names.Methods.Unrealize;

    /// <summary>As messages call it.</summary>
    public string TeardownName => _unrealize is null ? "the teardown" : "'" + _unrealize.Name + "'";

    /// <summary>The states in which constructors leave a new object.</summary>
    public PathStates Construct(PathState start)
    {
        PathStates states = new(start.With(DefaultFacts()));
        for (INamedTypeSymbol? current = type; current is not null && family.Contains(current); current = current.BaseType)
        {
            foreach (BodyFacts body in family.Bodies)
            {
                if (body.Member is not IMethodSymbol && !body.Member.IsStatic && SymbolEqualityComparer.Default.Equals(body.Type, current.OriginalDefinition))
                {
                    states = walker.Follow(body.Member, body.Script.Body, states).Normal;
                }
            }
        }

        return Construct(type, states);
    }

    public PathOutcome Realize(PathStates states) => Run(_realize, states);

    public PathOutcome Unrealize(PathStates states) => Run(_unrealize, states);

    /// <summary>All functions that a constructor, realize or the teardown may come to.</summary>
    public HashSet<ISymbol> Scout(PathWalker scout)
    {
        foreach (IMethodSymbol? method in new[] { _realize, _unrealize })
        {
            if (method is not null && scout.StepsOf(method) is { } steps)
            {
                scout.Follow(method, steps, new PathStates(PathState.Unknown));
            }
        }

        var reached = new HashSet<ISymbol>(walker.Visited, SymbolEqualityComparer.Default);
        reached.UnionWith(scout.Visited);
        return reached;
    }

    /// <summary>Forgets the facts that code may change which runs while the device is realized.</summary>
    public PathStates Keep(PathStates states, HashSet<ISymbol> reached)
    {
        if (states.All.All(static state => state.Facts.IsEmpty))
        {
            return states;
        }

        var changing = new List<string>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (ISymbol symbol in family.Bodies.SelectMany(static body => body.Script.Assignments).Select(static step => step.Target.Symbol!).Where(seen.Add))
        {
            bool isSettable = symbol switch
            {
                IFieldSymbol { IsReadOnly: false } field => field.DeclaredAccessibility != Accessibility.Private,
                IPropertySymbol { SetMethod: { IsInitOnly: false } setter } => setter.DeclaredAccessibility != Accessibility.Private,
                _ => false,
            };
            if (isSettable || names.AssignmentsTo(symbol).Any(step => !reached.Contains(step.Function) || family.Phases.RunsIn(step.Function, LifecyclePhase.Runtime)))
            {
                changing.Add(names.OfSymbol(symbol));
            }
        }

        return states.Select(state => state.With(state.Facts.RemoveRange(state.Facts.Keys.Where(key => changing.Any(key.Contains)))));
    }

    /// <summary>Keeps what is known of the object's own fields, as long as nothing but init and the functions that were reached changes them.</summary>
    public PathState KeepOwn(PathState state, HashSet<ISymbol> reached)
    {
        ImmutableSortedDictionary<string, bool> facts = state.Facts;
        foreach (string key in state.Facts.Keys)
        {
            string name = key.Substring(key.LastIndexOf(' ') + 1);
            bool isOwn = key[0] != 'l' && (name.StartsWith("this", StringComparison.Ordinal) || PathNames.IsArgument(name));
            if (!isOwn || _changing.Value.Any(change => name.Contains(change.Part) && !reached.Contains(change.Function) && !IsInitOnly(change.Function)))
            {
                facts = facts.Remove(key);
            }
        }

        return state.With(facts);
    }

    private bool IsInitOnly(ISymbol function)
    {
        return family.Phases.RunsIn(function, LifecyclePhase.Init) && !family.Phases.RunsIn(function, LifecyclePhase.Runtime) && !family.Phases.RunsIn(function, LifecyclePhase.Unrealize);
    }

    private PathStates Construct(INamedTypeSymbol current, PathStates states)
    {
        if (!family.Contains(current))
        {
            return states;
        }

        var made = new PathStates();
        bool any = false;
        foreach (BodyFacts body in family.Bodies)
        {
            if (body.Member is not IMethodSymbol { MethodKind: MethodKind.Constructor } constructor || !SymbolEqualityComparer.Default.Equals(body.Type, current.OriginalDefinition))
            {
                continue;
            }

            any = true;
            bool callsAnother = body.Calls.Any(call => call.Callee.MethodKind == MethodKind.Constructor
                && (SymbolEqualityComparer.Default.Equals(call.Callee.ContainingType, current.OriginalDefinition) || SymbolEqualityComparer.Default.Equals(call.Callee.ContainingType, current.BaseType?.OriginalDefinition)));
            PathStates entry = callsAnother || current.BaseType is not { } baseType ? states : Construct(baseType.OriginalDefinition, states);
            PathOutcome outcome = walker.Follow(constructor, body.Script.Body, entry);
            made.AddAll(outcome.Normal);
            made.AddAll(outcome.Returned.Select(static state => state.With((ExitStep?)null)));
        }

        return any ? made : current.BaseType is { } implicitBase ? Construct(implicitBase.OriginalDefinition, states) : states;
    }

    private PathOutcome Run(IMethodSymbol? method, PathStates states)
    {
        return method is not null && walker.StepsOf(method) is { } steps ? walker.Follow(method, steps, states) : new PathOutcome { Normal = states };
    }

    /// <summary>What fields hold before anything is stored in them.</summary>
    private ImmutableSortedDictionary<string, bool> DefaultFacts()
    {
        ImmutableSortedDictionary<string, bool> facts = PathState.Unknown.Facts;
        foreach (Condition test in names.Functions.Tests)
        {
            if (walker.IsTested(test) && test is { Kind: ConditionKind.Flag or ConditionKind.Null, Value: { Kind: ValueKind.Member, Instance.Kind: ValueKind.This } value }
                && _contracts.IsInSource(value.Symbol!) && names.OfTested(value) is { } name && name.StartsWith("this", StringComparison.Ordinal))
            {
                facts = facts.SetItem((test.Kind == ConditionKind.Flag ? "f " : "n ") + name, test.Kind == ConditionKind.Null);
            }
        }

        return facts;
    }
}
