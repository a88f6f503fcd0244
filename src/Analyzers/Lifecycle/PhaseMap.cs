using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>In which phases each function of a family runs, and by which calls it comes there.</summary>
internal sealed class PhaseMap
{
    private const int PhaseCount = 4;

    private readonly Dictionary<ISymbol, Step?[]> _steps = new(SymbolEqualityComparer.Default);

    /// <summary>The functions that nobody else can call: those of a fixed phase, private ones, and lambdas and local functions.</summary>
    private readonly HashSet<ISymbol> _visible = new(SymbolEqualityComparer.Default);

    private PhaseMap()
    {
    }

    /// <summary>False as well if nothing is known of the function.</summary>
    public bool RunsIn(ISymbol function, LifecyclePhase phase) => _steps.TryGetValue(function, out Step?[]? steps) && steps[(int)phase] is not null;

    /// <summary>The function runs in the phase, and everything that is known to call it does.</summary>
    public bool RunsOnlyIn(ISymbol function, LifecyclePhase phase)
    {
        return _visible.Contains(function) && RunsInNoOther(function, phase);
    }

    /// <summary>The function runs in the phase and, as far as is known, in no other.</summary>
    public bool RunsInNoOther(ISymbol function, LifecyclePhase phase)
    {
        if (!_steps.TryGetValue(function, out Step?[]? steps))
        {
            return false;
        }

        for (int other = 0; other < PhaseCount; other++)
        {
            if (steps[other] is null == (other == (int)phase))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How the function comes to run in the phase: the functions from it up to the one that starts the phase, and why that does.</summary>
    public (ImmutableArray<ISymbol> Chain, string? Role) Explain(ISymbol function, LifecyclePhase phase)
    {
        ImmutableArray<ISymbol>.Builder chain = ImmutableArray.CreateBuilder<ISymbol>();
        string? role = null;
        for (ISymbol? current = function; current is not null;)
        {
            chain.Add(current);
            Step? step = _steps.TryGetValue(current, out Step?[]? steps) ? steps[(int)phase] : null;
            role = step?.Role;
            current = step?.Caller;
        }

        return (chain.ToImmutable(), role);
    }

    public static PhaseMap Of(TypeFamily family)
    {
        var map = new PhaseMap();
        var calls = new Dictionary<ISymbol, List<ISymbol>>(SymbolEqualityComparer.Default);
        var fixedPhase = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var pending = new Queue<(ISymbol Function, LifecyclePhase Phase)>();

        foreach (BodyFacts body in family.Bodies)
        {
            foreach (CallFact call in body.Calls)
            {
                AddCall(call.Caller, call.Callee);
            }

            foreach (ISymbol node in body.Nodes)
            {
                if (!SymbolEqualityComparer.Default.Equals(node, body.Member) || body.Member.DeclaredAccessibility == Accessibility.Private)
                {
                    map._visible.Add(node);
                }
            }

            if (PhaseRoots.Of(body.Member, body.Type, family) is { } root)
            {
                if (root.IsOnly)
                {
                    map._visible.Add(body.Member);
                    fixedPhase.Add(body.Member);
                }

                Start(body.Member, root.Phase, caller: null, root.Role);
            }

            // A call of a virtual member may end in its override.
            if (body.Member is IMethodSymbol { OverriddenMethod: { } overridden } && family.Contains(overridden.ContainingType))
            {
                AddCall(overridden.OriginalDefinition, body.Member);
            }
        }

        foreach (DelegateTarget target in DelegateFlow.Resolve(family))
        {
            if (target.InvokedBy is { } invoker)
            {
                AddCall(invoker, target.Function);
            }
            else if (target.Phase is { } phase)
            {
                Start(target.Function, phase, caller: null, target.Role);
            }
        }

        while (pending.Count > 0)
        {
            (ISymbol function, LifecyclePhase phase) = pending.Dequeue();
            if (!calls.TryGetValue(function, out List<ISymbol>? callees))
            {
                continue;
            }

            foreach (ISymbol callee in callees)
            {
                if (!fixedPhase.Contains(callee))
                {
                    Start(callee, phase, function, role: null);
                }
            }
        }

        return map;

        void AddCall(ISymbol caller, ISymbol callee)
        {
            if (!calls.TryGetValue(caller, out List<ISymbol>? callees))
            {
                calls.Add(caller, callees = []);
            }

            callees.Add(callee);
        }

        void Start(ISymbol function, LifecyclePhase phase, ISymbol? caller, string? role)
        {
            if (!map._steps.TryGetValue(function, out Step?[]? steps))
            {
                map._steps.Add(function, steps = new Step?[PhaseCount]);
            }

            if ((uint)phase < PhaseCount && steps[(int)phase] is null)
            {
                steps[(int)phase] = new Step(caller, role);
                pending.Enqueue((function, phase));
            }
        }
    }

    private sealed class Step(ISymbol? caller, string? role)
    {
        public ISymbol? Caller { get; } = caller;

        public string? Role { get; } = role;
    }
}
