using System.Linq;
using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <summary>The life of an object of a type, as a walker follows it: made, realized, torn down.</summary>
internal sealed class DeviceLife(INamedTypeSymbol type, TypeFamily family, PathNames names, PathWalker walker)
{
    private readonly ContractModel _contracts = family.Model.Contracts;
    private readonly IMethodSymbol? _realize = FindOverride(type, LifecyclePhase.Init, family);
    private readonly IMethodSymbol? _unrealize = FindOverride(type, LifecyclePhase.Unrealize, family);

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
    public PathState Keep(PathState state, HashSet<ISymbol> reached)
    {
        foreach (ISymbol symbol in family.Bodies.SelectMany(static body => body.Script.Assignments).Select(static step => step.Target.Symbol!).Distinct(SymbolEqualityComparer.Default).ToList()!)
        {
            bool isSettable = symbol switch
            {
                IFieldSymbol { IsReadOnly: false } field => field.DeclaredAccessibility != Accessibility.Private,
                IPropertySymbol { SetMethod: { IsInitOnly: false } setter } => setter.DeclaredAccessibility != Accessibility.Private,
                _ => false,
            };
            bool changes = isSettable || names.AssignmentsTo(symbol).Any(step => !reached.Contains(step.Function) || family.Phases.RunsIn(step.Function, LifecyclePhase.Runtime));
            if (changes)
            {
                string part = names.OfSymbol(symbol);
                state = state.With(state.Facts.RemoveRange(state.Facts.Keys.Where(key => key.Contains(part))));
            }
        }

        return state;
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
        foreach (Condition test in family.Bodies.SelectMany(static body => body.Script.Tests))
        {
            if (test is { Kind: ConditionKind.Flag or ConditionKind.Null, Value: { Kind: ValueKind.Member, Instance.Kind: ValueKind.This } value }
                && _contracts.IsInSource(value.Symbol!) && names.OfTested(value) is { } name && name.StartsWith("this", StringComparison.Ordinal))
            {
                facts = facts.SetItem((test.Kind == ConditionKind.Flag ? "f " : "n ") + name, test.Kind == ConditionKind.Null);
            }
        }

        return facts;
    }

    /// <summary>The last override of the runtime's own life-cycle method.</summary>
    private static IMethodSymbol? FindOverride(INamedTypeSymbol type, LifecyclePhase phase, TypeFamily family)
    {
        ContractModel contracts = family.Model.Contracts;
        for (INamedTypeSymbol? current = type; current is not null && family.Contains(current); current = current.BaseType)
        {
            foreach (IMethodSymbol method in current.GetMembers().OfType<IMethodSymbol>())
            {
                IMethodSymbol root = method;
                while (root.OverriddenMethod is { } overridden)
                {
                    root = overridden;
                }

                if (method is { IsOverride: true, Parameters.IsEmpty: true, ReturnsVoid: true } && !contracts.IsInSource(root) && contracts.Of(root).Phase == phase)
                {
                    return method.OriginalDefinition;
                }
            }
        }

        return null;
    }
}
