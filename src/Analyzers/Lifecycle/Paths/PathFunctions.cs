using System.Linq;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <summary>The functions of a family, by what they are to the walkers. For one check of one type.</summary>
internal sealed class PathFunctions
{
    private readonly Dictionary<ISymbol, Step> _steps = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<ISymbol>> _callers = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, HashSet<ISymbol>> _setters = new(SymbolEqualityComparer.Default);
    private readonly List<KeyValuePair<ISymbol, Value>> _arguments = [];
    private readonly List<Condition> _tests = [];

    /// <summary>By the method that they override.</summary>
    private readonly Dictionary<ISymbol, List<ISymbol>> _overrides = new(SymbolEqualityComparer.Default);

    public PathFunctions(TypeFamily family)
    {
        foreach (BodyFacts body in family.Bodies)
        {
            if (body.Member is IMethodSymbol { OverriddenMethod: { } overridden } && family.Contains(overridden.ContainingType))
            {
                Add(_overrides, overridden.OriginalDefinition, body.Member);
            }
        }

        foreach (BodyFacts body in family.Bodies)
        {
            _steps[body.Member] = body.Script.Body;
            _tests.AddRange(body.Script.Tests);
            foreach (KeyValuePair<ISymbol, Step> inner in body.Script.Functions)
            {
                _steps[inner.Key] = inner.Value;
            }

            foreach (CallFact call in body.Calls)
            {
                foreach (ISymbol target in TargetsOf(call.Callee, call.IsVirtual))
                {
                    Add(_callers, target, call.Caller);
                }
            }

            // Who makes a lambda or has a local function may run it.
            foreach (ISymbol node in body.Nodes.Skip(1))
            {
                Add(_callers, node, node.ContainingSymbol is { } containing ? containing.OriginalDefinition : body.Member);
            }
        }

        foreach (KeyValuePair<ISymbol, Step> function in _steps)
        {
            Any(function.Value, step =>
            {
                Note(function.Key, step);
                return false;
            });
        }

        Throwing = CallersOf(_steps.Where(static pair => Any(pair.Value, static step => step is ExitStep { Kind: ExitKind.Throw } or UnknownStep)).Select(static pair => pair.Key));
    }

    /// <summary>All functions with their steps.</summary>
    public Dictionary<ISymbol, Step> Steps => _steps;

    /// <summary>What parameters get, in the order of the calls.</summary>
    public IReadOnlyList<KeyValuePair<ISymbol, Value>> Arguments => _arguments;

    /// <summary>All flags and null tests.</summary>
    public IReadOnlyList<Condition> Tests => _tests;

    /// <summary>The functions that assign something to the symbol.</summary>
    public IEnumerable<ISymbol> SettersOf(ISymbol symbol) => _setters.TryGetValue(symbol, out HashSet<ISymbol>? setters) ? setters : [];

    /// <summary>The functions that throw, or call some that do.</summary>
    public HashSet<ISymbol> Throwing { get; }

    /// <summary>The functions, and all that may call them.</summary>
    public HashSet<ISymbol> CallersOf(IEnumerable<ISymbol> functions)
    {
        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var pending = new Queue<ISymbol>();
        foreach (ISymbol function in functions)
        {
            Add(function);
        }

        while (pending.Count > 0)
        {
            if (_callers.TryGetValue(pending.Dequeue(), out List<ISymbol>? callers))
            {
                callers.ForEach(Add);
            }
        }

        return found;

        void Add(ISymbol function)
        {
            if (found.Add(function))
            {
                pending.Enqueue(function);
            }
        }
    }

    /// <summary>A function that the call may come to is one of these.</summary>
    public bool MayCome(CallStep call, HashSet<ISymbol> functions) => TargetsOf(call.Method, call.IsVirtual).Any(functions.Contains);

    /// <summary>The step, or one in it, is such.</summary>
    public static bool Any(Step step, Func<Step, bool> holds) => holds(step) || step switch
    {
        SequenceStep sequence => sequence.Steps.Any(part => Any(part, holds)),
        ChoiceStep choice => Any(choice.Condition, holds) || Any(choice.WhenTrue, holds) || Any(choice.WhenFalse, holds),
        LoopStep loop => (loop.Condition is not null && Any(loop.Condition, holds)) || Any(loop.Body, holds) || Any(loop.Next, holds),
        SwitchStep choice => choice.Sections.Any(section => Any(section, holds)),
        TryStep attempt => Any(attempt.Body, holds) || attempt.Handlers.Any(handler => Any(handler.Body, holds)) || (attempt.Final is not null && Any(attempt.Final, holds)),
        _ => false,
    };

    private static bool Any(Condition condition, Func<Step, bool> holds)
    {
        return Any(condition.Before, holds) || (condition.Left is not null && Any(condition.Left, holds)) || (condition.Right is not null && Any(condition.Right, holds));
    }

    private void Note(ISymbol function, Step step)
    {
        if (step is CallStep call)
        {
            _arguments.AddRange(call.Arguments);
        }
        else if (step is AssignStep assign)
        {
            if (!_setters.TryGetValue(assign.Target.Symbol!, out HashSet<ISymbol>? setters))
            {
                _setters.Add(assign.Target.Symbol!, setters = new HashSet<ISymbol>(SymbolEqualityComparer.Default));
            }

            setters.Add(function);
        }
    }

    /// <summary>The method itself, and what overrides it.</summary>
    public IEnumerable<ISymbol> TargetsOf(ISymbol method, bool isVirtual)
    {
        IEnumerable<ISymbol> overrides = isVirtual && _overrides.TryGetValue(method, out List<ISymbol>? list) ? list : [];
        return overrides.SelectMany(one => TargetsOf(one, isVirtual: true)).Prepend(method);
    }

    private static void Add(Dictionary<ISymbol, List<ISymbol>> lists, ISymbol key, ISymbol value)
    {
        if (!lists.TryGetValue(key, out List<ISymbol>? list))
        {
            lists.Add(key, list = []);
        }

        list.Add(value);
    }
}
