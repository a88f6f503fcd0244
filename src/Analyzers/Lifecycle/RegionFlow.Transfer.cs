using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <content>What operations do to the regions of a body.</content>
internal sealed partial class RegionFlow
{
    private const string Transaction = "transaction";

    private ContractModel Contracts => _family.Model.Contracts;

    /// <param name="block">The block.</param>
    /// <param name="state">What is known at its beginning, and then at its end.</param>
    /// <param name="exceptional">If given: is joined with what is known behind each operation.</param>
    private void Execute(BasicBlock block, RegionFlowState state, RegionFlowState? exceptional)
    {
        foreach (IOperation operation in block.Operations)
        {
            ExecuteAll(operation, state, exceptional);
        }

        if (block.BranchValue is { } value)
        {
            ExecuteAll(value, state, exceptional);
        }
    }

    /// <summary>Operands come before what uses them. Deep expressions are legal: no recursion.</summary>
    private void ExecuteAll(IOperation root, RegionFlowState state, RegionFlowState? exceptional)
    {
        var pending = new Stack<(IOperation Operation, bool IsReady)>();
        var operands = new List<IOperation>();
        pending.Push((root, false));
        while (pending.Count > 0)
        {
            (IOperation operation, bool isReady) = pending.Pop();
            if (isReady)
            {
                Execute(operation, state);
                continue;
            }

            operands.Clear();
            foreach (IOperation operand in operation.ChildOperations)
            {
                operands.Add(operand);
            }

            pending.Push((operation, true));
            for (int i = operands.Count - 1; i >= 0; i--)
            {
                pending.Push((operands[i], false));
            }
        }

        exceptional?.Join(state);
    }

    private void Execute(IOperation operation, RegionFlowState state)
    {
        switch (operation)
        {
            case IInvocationOperation invocation:
                Call(invocation, invocation.TargetMethod, invocation.Instance, invocation.Arguments, state);
                break;
            case IObjectCreationOperation { Constructor: { } constructor } creation:
                Call(creation, constructor, null, creation.Arguments, state);
                break;
            case ISimpleAssignmentOperation assignment:
                UseOfSetter(assignment.Target, state);
                Assign(assignment.Target, assignment.Value, state);
                break;
            case IDeconstructionAssignmentOperation { Target: ITupleOperation targets }:
                foreach (IOperation target in targets.Elements)
                {
                    Assign(target, null, state);
                }

                break;
            case ICompoundAssignmentOperation assignment:
                UseOfSetter(assignment.Target, state);
                break;
            case IIncrementOrDecrementOperation increment:
                UseOfSetter(increment.Target, state);
                break;
            case IFlowCaptureOperation { Value: var captured } capture when Begins(_places.Resolve(captured)):
                state.Begin(capture.Id);
                break;
            case IPropertyReferenceOperation { Property: var property } when Contracts.IsInSource(property) && _places.Of(operation) is null:
                ForgetChangeable(state);
                break;
        }
    }

    private void Call(IOperation call, IMethodSymbol method, IOperation? receiver, ImmutableArray<IArgumentOperation> arguments, RegionFlowState state)
    {
        MethodContract contract = Contracts.Of(method);
        ISymbol? place = _places.Of(receiver);
        if (place is not null && contract.RequiresAlive)
        {
            Use(call, place, state);
        }

        foreach (IArgumentOperation argument in arguments)
        {
            ParameterContract parameter = contract.Parameter(argument.Parameter?.Ordinal ?? -1);
            if (_places.Of(argument.Value) is not { } passed)
            {
                continue;
            }

            if (parameter.RequiresAlive)
            {
                Use(call, passed, state);
            }

            if (parameter.Links)
            {
                Link(call, passed, state);
            }
            else if (parameter.Unlinks)
            {
                SetLink(passed, state.IsInTransaction ? RegionLink.UnlinkedInTransaction : RegionLink.Unlinked, null, state);
            }
            else if (argument.Parameter?.RefKind is RefKind.Out or RefKind.Ref)
            {
                state[passed] = PlaceState.Unknown;
            }
            else if (!parameter.RequiresAlive && !parameter.Borrows)
            {
                // Whoever gets it may link it, or keep it alive.
                SetLink(passed, RegionLink.Unknown | RegionLink.Escaped, null, state);
            }
        }

        if (contract.Destroys && place is not null)
        {
            Destroy(call, place, state);
        }
        else if (contract.ReceiverReleases is { Kind: Transaction } || method.ContainingType is { SpecialType: SpecialType.System_IDisposable })
        {
            Commit(receiver, state);
        }

        if (MayReachMembers(method, arguments))
        {
            ForgetChangeable(state);
        }
    }

    /// <summary>The callee may come to the members of <c>this</c>.</summary>
    private bool MayReachMembers(IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        if (method.MethodKind is MethodKind.LocalFunction or MethodKind.DelegateInvoke)
        {
            return true;
        }

        if (!Contracts.IsInSource(method))
        {
            return false;
        }

        if (!method.IsStatic)
        {
            return true;
        }

        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Value.Type is { IsReferenceType: true, SpecialType: not SpecialType.System_String })
            {
                return true;
            }
        }

        return false;
    }

    private void Destroy(IOperation call, ISymbol place, RegionFlowState state)
    {
        PlaceState before = state[place];
        if (_recording)
        {
            _result.Destructions[call.Syntax] = before;
        }

        bool dies = _knowledge.DiesWhenDestroyed(place, before);
        state[place] = new PlaceState(dies ? RegionLife.Dead : before.Life | RegionLife.Dead, before.Link, before.Death ?? call.Syntax, before.LinkedAt);
    }

    private void Link(IOperation call, ISymbol place, RegionFlowState state)
    {
        SetLink(place, RegionLink.Linked, call.Syntax, state);
    }

    /// <summary>Other places that may hold the same region are not known any more.</summary>
    private void SetLink(ISymbol place, RegionLink link, SyntaxNode? linkedAt, RegionFlowState state)
    {
        foreach (ISymbol other in state.Places)
        {
            if (!SymbolEqualityComparer.Default.Equals(other, place) && _knowledge.MayBeSame(other, place))
            {
                state[other] = state[other].WithLink(RegionLink.Unknown);
            }
        }

        if (state[place].Life != RegionLife.None)
        {
            state[place] = state[place].WithLink(link, linkedAt);
        }
    }

    private void Use(IOperation use, ISymbol place, RegionFlowState state)
    {
        PlaceState found = state[place];
        if (!found.IsDead || found.Death is not { } death)
        {
            return;
        }

        if (_recording)
        {
            _result.DeadUses.Add(new DeadUse(use, place, death));
        }
    }

    private void UseOfSetter(IOperation target, RegionFlowState state)
    {
        if (target is IPropertyReferenceOperation { Property.SetMethod: { } setter, Instance: { } instance } && Contracts.Of(setter).RequiresAlive && _places.Of(instance) is { } place)
        {
            Use(target, place, state);
        }
    }

    private void Assign(IOperation target, IOperation? value, RegionFlowState state)
    {
        IOperation? assigned = _places.Resolve(value);
        if (Begins(assigned))
        {
            if (_places.Resolve(target) is ILocalReferenceOperation { Local: var transaction })
            {
                state.Begin(transaction);
            }

            return;
        }

        ISymbol? source = _places.Of(value);
        if (_places.Of(target) is not { } place)
        {
            if (source is not null && _places.Resolve(target) is not ILocalReferenceOperation)
            {
                // Kept somewhere else: whoever finds it there may do anything with it.
                SetLink(source, RegionLink.Unknown | RegionLink.Escaped, null, state);
            }

            return;
        }

        if (SymbolEqualityComparer.Default.Equals(source, place))
        {
            return;
        }

        state[place] = assigned switch
        {
            { ConstantValue: { HasValue: true, Value: null } } => PlaceState.Empty,
            IObjectCreationOperation => PlaceState.New,
            _ when source is not null => state[source],
            _ => PlaceState.Unknown,
        };
    }

    /// <summary>The end of a using statement calls Dispose on a conversion of what it holds.</summary>
    private static void Commit(IOperation? receiver, RegionFlowState state)
    {
        switch (receiver is IConversionOperation conversion ? conversion.Operand : receiver)
        {
            case ILocalReferenceOperation local:
                state.Commit(local.Local);
                break;
            case IFlowCaptureReferenceOperation capture:
                state.Commit(capture.Id);
                break;
        }
    }

    private bool Begins(IOperation? value) => value is IInvocationOperation call && Contracts.Of(call.TargetMethod).ReturnAcquires is { Kind: Transaction };

    /// <summary>Code that is called may have stored other regions in the members of <c>this</c>, and have linked or unlinked what is there.</summary>
    private static void ForgetChangeable(RegionFlowState state)
    {
        foreach (ISymbol place in state.Places)
        {
            if (place is IFieldSymbol or IPropertySymbol)
            {
                state[place] = RegionPlaces.MayBeChangedByCalls(place) ? PlaceState.Unknown : state[place].WithLink(RegionLink.Unknown);
            }
        }
    }
}
