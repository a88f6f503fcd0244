using System.Linq;
using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <content>Calls and conditions.</content>
internal abstract partial class PathWalker
{
    /// <summary>The steps of a function of the family, or <see langword="null"/> if it has none.</summary>
    public Step? StepsOf(ISymbol function) => Names.Functions.Steps.TryGetValue(function, out Step? step) ? step : null;

    /// <summary>The override of the method that runs on an object of the type.</summary>
    private IMethodSymbol TargetOf(IMethodSymbol method, bool isVirtual) => isVirtual ? Names.Methods.OverrideOf(method) : method.OriginalDefinition;

    private void RunCall(CallStep call, PathStates states, PathOutcome outcome, PathFrame frame)
    {
        if (call.MayThrow && _tries > 0)
        {
            outcome.Failed.AddAll(states);
        }

        bool isOwn = call.Method.MethodKind == MethodKind.LocalFunction || call.Method.IsStatic || call.Instance is { Kind: ValueKind.This };
        IMethodSymbol? target = isOwn ? TargetOf(call.Method, call.IsVirtual) : null;
        if (target is null || StepsOf(target) is not { } steps)
        {
            bool mayTouch = (call.Method.IsAbstract && isOwn) || Names.Functions.TargetsOf(call.Method, call.IsVirtual).Any(Touches);
            outcome.Normal = states.Select((this, call, mayTouch, frame), static (state, at) => at.Item1.OnForeignCall(at.call, at.mayTouch ? state.With(Mark.Unknown) : state, at.frame));
            return;
        }

        if (!Touches(target) && !Names.Functions.Throwing.Contains(target) && !Relevance.Setting.Contains(target))
        {
            outcome.Normal = states;
            return;
        }

        if (frame.Runs(target) || frame.Depth >= MaximumCalls)
        {
            outcome.Normal = states.Select((this, target), static (state, at) => at.Item1.OnUnseen(at.target, state).With(PathState.Unknown.Facts));
            return;
        }

        Visited.Add(target);
        Dictionary<ISymbol, Value> arguments = call.Arguments.IsEmpty ? s_noArguments : new(SymbolEqualityComparer.Default);
        foreach (KeyValuePair<ISymbol, Value> argument in call.Arguments)
        {
            ISymbol parameter = argument.Key is IParameterSymbol { Ordinal: var ordinal } && ordinal < target.Parameters.Length ? target.Parameters[ordinal] : argument.Key;
            if (Names.AssignmentsTo(parameter).Count == 0)
            {
                arguments[parameter] = argument.Value;
            }
        }

        PathOutcome called = Run(steps, states, new PathFrame(frame, target, arguments));
        outcome.Thrown.AddAll(called.Thrown);
        outcome.Failed.AddAll(called.Failed);
        outcome.Normal = new PathStates();
        outcome.Normal.AddAll(called.Normal);
        outcome.Normal.AddAll(called.Returned.Select(static state => state.With((ExitStep?)null)));
    }

    private (PathStates WhenTrue, PathStates WhenFalse) Decide(Condition condition, PathStates states, PathOutcome outcome, PathFrame frame, bool isRemembered, bool matters)
    {
        if (condition.Before != SequenceStep.Nothing)
        {
            Run(condition.Before, states, outcome, frame);
            states = outcome.Normal;
        }

        if (states.Count == 0)
        {
            return (states, states);
        }

        switch (condition.Kind)
        {
            case ConditionKind.True:
                return (states, PathStates.None);
            case ConditionKind.Not:
                (PathStates holds, PathStates fails) = Decide(condition.Left!, states, outcome, frame, isRemembered, matters);
                return (fails, holds);
            case ConditionKind.And:
                {
                    (PathStates left, PathStates not) = Decide(condition.Left!, states, outcome, frame, isRemembered, matters);
                    (PathStates both, PathStates second) = Decide(condition.Right!, left, outcome, frame, isRemembered, matters);
                    return (both, Union(not, second));
                }

            case ConditionKind.Or:
                {
                    (PathStates left, PathStates not) = Decide(condition.Left!, states, outcome, frame, isRemembered, matters);
                    (PathStates second, PathStates neither) = Decide(condition.Right!, not, outcome, frame, isRemembered, matters);
                    return (Union(left, second), neither);
                }

            default:
                return (
                    states.Select((this, condition, frame, isRemembered, matters), static (state, at) => at.Item1.Test(at.condition, true, state, at.frame, at.isRemembered, at.matters)),
                    states.Select((this, condition, frame, isRemembered, matters), static (state, at) => at.Item1.Test(at.condition, false, state, at.frame, at.isRemembered, at.matters)));
        }
    }

    private static PathStates Union(PathStates first, PathStates second)
    {
        if (first.Count == 0 || second.Count == 0)
        {
            return first.Count == 0 ? second : first;
        }

        var union = new PathStates();
        union.AddAll(first);
        union.AddAll(second);
        return union;
    }

    private PathState? Test(Condition test, bool outcome, PathState state, PathFrame frame, bool isRemembered, bool matters)
    {
        string? name = KeyOf(test, frame);
        if (name is not null && state.Facts.TryGetValue(name, out bool known))
        {
            return known == outcome ? state : null;
        }

        // What equals one constant equals no other.
        if (test.Kind == ConditionKind.Equal && outcome && name is not null && state.Facts.Any(fact => fact.Value && fact.Key.StartsWith("e ", StringComparison.Ordinal) && fact.Key.EndsWith(" " + NameIn(name), StringComparison.Ordinal)))
        {
            return null;
        }

        PathState? tested = OnTest(test, outcome, state, frame, matters);
        return tested is null || name is null || !isRemembered ? tested : tested.With(tested.Facts.SetItem(name, outcome));
    }

    /// <summary>The key of the fact that the test is about, or <see langword="null"/> if it is about none.</summary>
    protected string? KeyOf(Condition test, PathFrame frame)
    {
        if (test.Kind == ConditionKind.Less)
        {
            string? left = test.Value is null ? "'" + test.Constant : Names.OfTested(frame.Resolve(test.Value));
            string? right = test.Other is null ? "'" + test.Constant : Names.OfTested(frame.Resolve(test.Other));
            return left is null || right is null ? null : "l " + left + "<" + right;
        }

        string? prefix = test.Kind switch
        {
            ConditionKind.Flag => "f ",
            ConditionKind.Null => "n ",
            ConditionKind.Equal => "e " + test.Constant + " ",
            _ => null,
        };
        return prefix is not null && Names.OfTested(frame.Resolve(test.Value!)) is { } name ? prefix + name : null;
    }

    /// <summary>The outcome of the test is remembered somewhere.</summary>
    public bool IsTested(Condition test) => test.Value?.Symbol is { } symbol && Relevance.IsTested(symbol);

    /// <summary>The name of what a key is about.</summary>
    protected static string NameIn(string key) => key.Substring(key.LastIndexOf(' ') + 1);

    /// <summary>Something in the condition is not understood, so that nobody knows what it depends on.</summary>
    private bool IsOpaque(Condition condition, PathFrame frame) => condition.Kind switch
    {
        ConditionKind.And or ConditionKind.Or => IsOpaque(condition.Left!, frame) || IsOpaque(condition.Right!, frame),
        ConditionKind.Not => IsOpaque(condition.Left!, frame),
        ConditionKind.True or ConditionKind.RuntimeState or ConditionKind.Linked => false,
        _ => KeyOf(condition, frame) is null,
    };

    /// <summary>What an assignment makes of the facts.</summary>
    private PathState Forget(AssignStep step, PathState state)
    {
        bool isTested = Relevance.IsTested(step.Target.Symbol!);
        if (!isTested && state.Facts.IsEmpty)
        {
            return state;
        }

        string symbol = Names.OfSymbol(step.Target.Symbol!);
        ImmutableSortedDictionary<string, bool> facts = state.Facts;
        foreach (string key in state.Facts.Keys)
        {
            if (key.Contains(symbol))
            {
                facts = facts.Remove(key);
            }
        }

        if (isTested && Names.OfTested(step.Target) is { } name && name.EndsWith(symbol, StringComparison.Ordinal))
        {
            facts = step.Assigned switch
            {
                Assigned.True => facts.SetItem("f " + name, true),
                Assigned.False => facts.SetItem("f " + name, false),
                Assigned.Null => facts.SetItem("n " + name, true),
                Assigned.NotNull => facts.SetItem("n " + name, false),
                _ => step.Constant is null ? facts : facts.SetItem("e " + step.Constant + " " + name, true),
            };
        }

        return state.With(facts);
    }
}
