using System.Linq;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <summary>
/// Which tests and assignments have to be remembered for one question. Without it each flag would double the number of states, whatever it
/// is about.
/// </summary>
internal sealed class PathRelevance
{
    private readonly HashSet<Step> _choices = [];
    private readonly HashSet<ISymbol> _tested = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<Step, bool> _known = [];
    private readonly Func<Step, bool> _concerns;

    /// <param name="functions">The functions.</param>
    /// <param name="touching">Those that have to do with the question.</param>
    /// <param name="concerns">A single step is about it.</param>
    public PathRelevance(PathFunctions functions, HashSet<ISymbol> touching, Func<Step, bool> concerns)
    {
        _concerns = concerns;
        foreach (ISymbol function in touching.Concat(functions.Throwing))
        {
            if (functions.Steps.TryGetValue(function, out Step? step))
            {
                Visit(step, concerns);
            }
        }

        // What a helper tests, its callers give it.
        foreach (KeyValuePair<ISymbol, Value> argument in functions.Arguments)
        {
            if (argument.Value.Symbol is { } given && _tested.Contains(argument.Key))
            {
                _tested.Add(given);
            }
        }

        Setting = functions.CallersOf(_tested.SelectMany(functions.SettersOf));

        // What decides on such a flag has to be remembered too.
        foreach (KeyValuePair<ISymbol, Step> function in _tested.Count > 0 ? functions.Steps : [])
        {
            if (touching.Contains(function.Key) || Setting.Contains(function.Key))
            {
                Visit(function.Value, IsSetting);
            }
        }
    }

    /// <summary>The functions that set what is tested, or call some that do.</summary>
    public HashSet<ISymbol> Setting { get; }

    /// <summary>The step, or one in it, is about the question. Found once for all walks that ask it.</summary>
    public bool Concerns(Step step)
    {
        if (!_known.TryGetValue(step, out bool concerns))
        {
            _known.Add(step, concerns = PathFunctions.Any(step, _concerns));
        }

        return concerns;
    }

    public bool IsRelevant(ChoiceStep choice) => _choices.Contains(choice);

    public bool IsTested(ISymbol symbol) => _tested.Count > 0 && _tested.Contains(symbol);

    private bool IsSetting(Step step) => step is AssignStep assign && _tested.Contains(assign.Target.Symbol!);

    /// <summary>Notes the choices in the step that matter; tells whether there is anything in it that does.</summary>
    private bool Visit(Step step, Func<Step, bool> concerns)
    {
        switch (step)
        {
            case SequenceStep sequence:
                return sequence.Steps.Count(part => Visit(part, concerns)) > 0;
            case ChoiceStep choice:
                bool first = Visit(choice.WhenTrue, concerns), second = Visit(choice.WhenFalse, concerns), before = Visit(choice.Condition, concerns);
                if (first || second)
                {
                    _choices.Add(choice);
                    Note(choice.Condition);
                }

                return first || second || before;
            case LoopStep loop:
                bool tests = loop.Condition is not null && Visit(loop.Condition, concerns);
                return Visit(loop.Body, concerns) | Visit(loop.Next, concerns) | tests;
            case SwitchStep choice:
                return choice.Sections.Count(section => Visit(section, concerns)) > 0;
            case TryStep attempt:
                return Visit(attempt.Body, concerns) | attempt.Handlers.Count(handler => Visit(handler.Body, concerns)) > 0 | (attempt.Final is not null && Visit(attempt.Final, concerns));
            default:
                return step is ExitStep or UnknownStep || concerns(step);
        }
    }

    private bool Visit(Condition condition, Func<Step, bool> concerns)
    {
        return Visit(condition.Before, concerns) | (condition.Left is not null && Visit(condition.Left, concerns)) | (condition.Right is not null && Visit(condition.Right, concerns));
    }

    private void Note(Condition condition)
    {
        if (condition.Left is not null)
        {
            Note(condition.Left);
        }

        if (condition.Right is not null)
        {
            Note(condition.Right);
        }

        foreach (Value? value in new[] { condition.Value, condition.Other })
        {
            if (value?.Symbol is { } symbol)
            {
                _tested.Add(symbol);
            }
        }
    }
}
