using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Lifecycle;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>
/// MRL310, as far as it is a fact of the type: what the guest or a reset can make the device acquire again and again goes into the same field,
/// and nothing releases what was there before.
/// </summary>
internal sealed class RepeatedAcquisitionRule(HolderFamily family, Action<Diagnostic> report, CancellationToken cancellation)
    : HolderRule(family, report, cancellation)
{
    private readonly Activations _activations = new(family);

    public void Check(AcquisitionSite site)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (site.IsOnReceiver || !IsInOutermost(site.Function) || RepeatedBy(site) is not { } repeated
            || Whereabouts.Of(site, Family) is not { IsWhole: true, EarlyReleases.Count: 0 } whereabouts)
        {
            return;
        }

        ISymbol holder = whereabouts.Holders[0];
        if (!Contracts.Of(holder.ContainingType).HasLifecycle || Family.TraceOf(holder) is not { } trace)
        {
            return;
        }

        HashSet<ISymbol> activation = Family.Calls.DescendantsOf(Family.Calls.AncestorsOf(site.Function));
        bool isAlone = whereabouts.Releases.All(release => _activations.AreAlternatives(site, release) && !_activations.MayBeCalledBack(release.Function, activation))
            && !trace.Tests.Any(activation.Contains)
            && trace.Drops.All(drop => !activation.Contains(drop.Function) || whereabouts.Releases.Any(release => SymbolEqualityComparer.Default.Equals(release.Function, drop.Function)))
            && trace.Flows.All(flow => flow.Target is ILocalSymbol or IParameterSymbol && !activation.Contains(flow.Target.ContainingSymbol));
        if (isAlone)
        {
            Report(holder.ContainingType, () => Diagnostic.Create(
                ResourceRules.LostWhileLive,
                site.Call.Syntax.GetLocation(),
                whereabouts.Releases.Select(static release => release.Call.Syntax.GetLocation()),
                site.Kind,
                "'" + holder.Name + "' is overwritten while it is held when " + Names.OfFunction(repeated) + " runs again",
                "call " + ReleaseName(site) + " first"));
        }
    }

    /// <summary>What can run at any time and as often as somebody outside likes, and always leads to the acquisition if that somebody wants it to.</summary>
    private ISymbol? RepeatedBy(AcquisitionSite site)
    {
        ISymbol function = site.Function;
        IOperation step = site.Call;
        for (int depth = 0; depth < 8; depth++)
        {
            if (!IsUpToTheCaller(step))
            {
                return null;
            }

            if (Family.Calls.IsRegionCallback(function) || (function is IMethodSymbol { IsOverride: true } method && Contracts.Of(method).Phase == LifecyclePhase.Runtime))
            {
                return function;
            }

            if (!Family.IsClosed(function) || Family.Calls.IsDelegate(function) || Family.Calls.CallersOf(function) is not { Count: 1 } callers)
            {
                return null;
            }

            (function, step) = callers[0];
        }

        return null;
    }

    /// <summary>Nothing but what the function is passed decides whether the step is reached.</summary>
    private static bool IsUpToTheCaller(IOperation step)
    {
        IOperation child = step;
        for (IOperation? parent = step.Parent; parent is not null and not IAnonymousFunctionOperation; child = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IConditionalOperation conditional when conditional.Condition != child && !IsPassed(conditional.Condition):
                case ISwitchOperation choice when choice.Value != child && !IsPassed(choice.Value):
                case ISwitchExpressionOperation selection when selection.Value != child && !IsPassed(selection.Value):
                case ILoopOperation or ITryOperation or ICoalesceOperation or ICoalesceAssignmentOperation or IConditionalAccessOperation or ILocalFunctionOperation or IBinaryOperation:
                    return false;
                case IBlockOperation block:
                    if (block.Operations.TakeWhile(operation => operation != child).Any(static before => !IsPassedBy(before)))
                    {
                        return false;
                    }

                    break;
                case ISwitchCaseOperation section:
                    if (section.Body.TakeWhile(operation => operation != child).Any(static before => !IsPassedBy(before)) || section.Clauses.Any(static clause => clause.DescendantsAndSelf().Any(IsState)))
                    {
                        return false;
                    }

                    break;
            }
        }

        return true;
    }

    /// <summary>The statement does not end the function, or only if the caller wants it.</summary>
    private static bool IsPassedBy(IOperation statement)
    {
        return !statement.DescendantsAndSelf().Any(static part => part is IReturnOperation or IThrowOperation or IBranchOperation)
            || (statement is IConditionalOperation conditional && IsPassed(conditional.Condition));
    }

    private static bool IsPassed(IOperation condition) => !condition.DescendantsAndSelf().Any(IsState);

    /// <summary>Depends on something else than arguments and constants.</summary>
    private static bool IsState(IOperation operation)
    {
        return operation.ConstantValue is not { HasValue: true }
            && operation is ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation or IInvocationOperation or IInstanceReferenceOperation or IObjectCreationOperation;
    }
}
