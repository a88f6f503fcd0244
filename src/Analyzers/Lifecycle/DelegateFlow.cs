using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>A function that somebody runs through a delegate.</summary>
internal readonly struct DelegateTarget(ISymbol function, ISymbol? invokedBy, LifecyclePhase? phase, string? role)
{
    public ISymbol Function { get; } = function;

    public ISymbol? InvokedBy { get; } = invokedBy;

    public LifecyclePhase? Phase { get; } = phase;

    public string? Role { get; } = role;
}

/// <summary>Follows delegates through variables, parameters and members to where they are run.</summary>
internal static class DelegateFlow
{
    public static IEnumerable<DelegateTarget> Resolve(TypeFamily family)
    {
        var outgoing = new Dictionary<ISymbol, List<DelegateFact>>(SymbolEqualityComparer.Default);
        var functions = new List<ISymbol>();
        foreach (BodyFacts body in family.Bodies)
        {
            foreach (DelegateFact fact in body.Delegates)
            {
                if (!outgoing.TryGetValue(fact.Source, out List<DelegateFact>? facts))
                {
                    outgoing.Add(fact.Source, facts = []);
                    if (fact.Source is IMethodSymbol)
                    {
                        functions.Add(fact.Source);
                    }
                }

                facts.Add(fact);
            }
        }

        foreach (ISymbol function in functions)
        {
            var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { function };
            var pending = new Queue<ISymbol>();
            pending.Enqueue(function);
            while (pending.Count > 0)
            {
                if (!outgoing.TryGetValue(pending.Dequeue(), out List<DelegateFact>? facts))
                {
                    continue;
                }

                foreach (DelegateFact fact in facts)
                {
                    if (fact.Variable is null)
                    {
                        yield return new DelegateTarget(function, fact.InvokedBy, fact.Phase, fact.Role);
                    }
                    else if (seen.Add(fact.Variable))
                    {
                        pending.Enqueue(fact.Variable);
                    }
                }
            }
        }
    }
}
