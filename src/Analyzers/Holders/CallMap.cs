using System.Linq;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>Which functions of a family call which, and what calls them from outside.</summary>
internal sealed class CallMap
{
    private readonly Dictionary<ISymbol, List<(ISymbol Function, IOperation Call)>> _callees = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<(ISymbol Function, IOperation Call)>> _callers = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, bool> _delegates = new(SymbolEqualityComparer.Default);

    public CallMap(IReadOnlyList<BodyUses> bodies)
    {
        foreach ((ISymbol function, bool isRegionCallback) in bodies.SelectMany(static body => body.Delegates))
        {
            _delegates[function] = isRegionCallback && (!_delegates.TryGetValue(function, out bool before) || before);
        }

        foreach (BodyUses body in bodies)
        {
            foreach ((ISymbol caller, ISymbol callee, IOperation call) in body.Calls)
            {
                // A lambda may be called where it stands, unless it is a region's.
                if (callee is not IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } || !IsRegionCallback(callee))
                {
                    Add(_callees, caller, callee, call);
                    Add(_callers, callee, caller, call);
                }
            }

            if (body.Member is IMethodSymbol { OverriddenMethod: { } overridden })
            {
                // A call of a virtual member may end in its override.
                Add(_callees, overridden.OriginalDefinition, body.Member, body.Roots[0]);
                Add(_callers, body.Member, overridden.OriginalDefinition, body.Roots[0]);
            }
        }
    }

    public IReadOnlyList<(ISymbol Function, IOperation Call)> CalleesOf(ISymbol function) => Of(_callees, function);

    /// <summary>The functions that may lead to the function, and it itself.</summary>
    public HashSet<ISymbol> AncestorsOf(ISymbol function) => Closure(new[] { function }, _callers);

    /// <summary>The functions, and all that they may call.</summary>
    public HashSet<ISymbol> DescendantsOf(IEnumerable<ISymbol> functions) => Closure(functions, _callees);

    /// <summary>A delegate is made of the function.</summary>
    public bool IsDelegate(ISymbol function) => _delegates.ContainsKey(function);

    /// <summary>Delegates of the function are callbacks of regions, and nothing else.</summary>
    public bool IsRegionCallback(ISymbol function) => _delegates.TryGetValue(function, out bool isCallback) && isCallback;

    private static void Add(Dictionary<ISymbol, List<(ISymbol, IOperation)>> map, ISymbol key, ISymbol value, IOperation call)
    {
        if (!map.TryGetValue(key, out List<(ISymbol, IOperation)>? values))
        {
            map.Add(key, values = new List<(ISymbol, IOperation)>());
        }

        values.Add((value, call));
    }

    private static IReadOnlyList<(ISymbol Function, IOperation Call)> Of(Dictionary<ISymbol, List<(ISymbol, IOperation)>> map, ISymbol key)
    {
        return map.TryGetValue(key, out List<(ISymbol, IOperation)>? values) ? values : Array.Empty<(ISymbol, IOperation)>();
    }

    private static HashSet<ISymbol> Closure(IEnumerable<ISymbol> start, Dictionary<ISymbol, List<(ISymbol, IOperation)>> map)
    {
        var found = new HashSet<ISymbol>(start, SymbolEqualityComparer.Default);
        var pending = new Stack<ISymbol>(found);
        while (pending.Count > 0)
        {
            foreach ((ISymbol next, IOperation _) in Of(map, pending.Pop()))
            {
                if (found.Add(next))
                {
                    pending.Push(next);
                }
            }
        }

        return found;
    }
}
