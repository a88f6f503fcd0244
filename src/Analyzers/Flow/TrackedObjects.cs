using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>Finds what there is to follow in a body.</summary>
internal static class TrackedObjects
{
    /// <summary>Everything that a call in the body acquires.</summary>
    public static IEnumerable<TrackedObject> AcquiredIn(BodyGraph body, ContractModel contracts)
    {
        foreach (KeyValuePair<IOperation, CallEffects> call in body.Calls)
        {
            MethodContract contract = call.Value.Contract;
            if (contract.ReturnAcquires is { } returned)
            {
                ITypeSymbol? handle = KnownTypes.ResultOf(call.Key.Type);
                bool mayBeNull = call.Key is not IObjectCreationOperation && MayBeNull(handle, contracts);
                yield return new TrackedObject(returned.Kind, ObjectOrigin.Returned, handle, call.Key, -1, mayBeNull)
                {
                    NoSuspension = returned.NoSuspension,
                    MustBeTested = mayBeNull && returned.MayFail && handle is { IsValueType: true },
                    Requested = ArgumentOf(call.Key, contract, parameter => parameter.IsRequestedLength, out _),
                    Access = ArgumentOf(call.Key, contract, parameter => parameter.Direction is not null, out ParameterContract access),
                    Direction = access.Direction,
                };
            }

            if (contract.ReceiverAcquires is { } received && call.Key is IInvocationOperation { Instance: { } instance })
            {
                yield return new TrackedObject(received.Kind, ObjectOrigin.Receiver, instance.Type, call.Key, -1, mayBeNull: false) { NoSuspension = received.NoSuspension };
            }

            for (int i = 0; i < call.Value.Elements.Length; i++)
            {
                if (call.Value.Elements[i]?.Fills is { } filled && call.Key is IInvocationOperation filler)
                {
                    yield return new TrackedObject(filled.Kind, ObjectOrigin.Element, LocalContainers.ElementOf(filler.TargetMethod.Parameters[i].Type), call.Key, i, mayBeNull: true) { When = filled.When };
                }
            }

            for (int i = 0; i < contract.Parameters.Length; i++)
            {
                if (contract.Parameters[i].Acquires is { } given)
                {
                    ITypeSymbol? type = call.Key is IInvocationOperation invocation ? invocation.TargetMethod.Parameters[i].Type : null;
                    yield return new TrackedObject(given.Kind, ObjectOrigin.OutArgument, type, call.Key, i, MayBeNull(type, contracts))
                    {
                        When = given.When,
                        NoSuspension = given.NoSuspension,
                        MustBeTested = given.MayFail && type is { IsValueType: true },
                        Requested = ArgumentOf(call.Key, contract, parameter => parameter.IsRequestedLength, out _),
                        Access = ArgumentOf(call.Key, contract, parameter => parameter.Direction is not null, out ParameterContract access),
                        Direction = access.Direction,
                    };
                }
            }
        }
    }

    /// <summary>
    /// The parameters and fields whose handle the body releases more than once, perhaps, or uses besides: not acquired here, but a second
    /// release, or a use after the first, shows.
    /// </summary>
    public static IEnumerable<TrackedObject> ReleasedIn(BodyGraph body, ContractModel contracts)
    {
        Dictionary<(int Slot, string Kind), (int Count, ITypeSymbol? Type)>? releases = null;
        foreach (KeyValuePair<IOperation, CallEffects> call in body.Calls)
        {
            foreach ((int slot, Release release, ITypeSymbol? type) in ReleasesOf(call.Key, call.Value, body))
            {
                if (!release.Idempotent || body.RunsCallbacks || body.Uses(type))
                {
                    Count(slot, release.Kind, type);
                }
            }
        }

        if (releases is null)
        {
            yield break;
        }

        bool hasLoop = HasLoop(body.Graph);
        foreach (KeyValuePair<(int Slot, string Kind), (int Count, ITypeSymbol? Type)> release in releases)
        {
            if (release.Value.Count >= 2 || hasLoop || body.RunsCallbacks || body.Uses(release.Value.Type))
            {
                yield return new TrackedObject(release.Key.Kind, ObjectOrigin.Entry, release.Value.Type, null, release.Key.Slot, mayBeNull: false);
            }
        }

        void Count(int slot, string kind, ITypeSymbol? type)
        {
            // Of what is counted, a second release need not be one too many.
            if (slot < 0 || body.Slots[slot].IsShared || body.Slots[slot].Kind is not (SlotKind.Parameter or SlotKind.Field)
                || type is null || contracts.IsCounted(type, kind))
            {
                return;
            }

            releases ??= new Dictionary<(int, string), (int, ITypeSymbol?)>();
            releases.TryGetValue((slot, kind), out (int Count, ITypeSymbol? Type) before);
            releases[(slot, kind)] = (before.Count + 1, type);
        }
    }

    /// <summary>What a call releases, by the slots that name it (-1 for what has none).</summary>
    public static IEnumerable<(int Slot, Release Release, ITypeSymbol? Type)> ReleasesOf(IOperation call, CallEffects effects, BodyGraph? body = null)
    {
        if (call is not IInvocationOperation invocation)
        {
            yield break;
        }

        if (effects.Contract.ReceiverReleases is { } onReceiver)
        {
            yield return (body?.SlotOf(body.ReceiverOf(invocation)) ?? -1, onReceiver, invocation.Instance?.Type);
        }

        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument.Parameter is { } parameter && effects.Contract.Parameter(parameter.Ordinal).Releases is { } onArgument)
            {
                yield return (body?.SlotOf(argument.Value) ?? -1, onArgument, argument.Value.Type);
            }
        }

        foreach ((ISymbol variable, Release release) in effects.ReleasedVariables)
        {
            yield return variable is IParameterSymbol parameter
                ? (body?.Slots.Of(parameter) ?? -1, release, parameter.Type)
                : (body?.Slots.Of((ILocalSymbol)variable) ?? -1, release, ((ILocalSymbol)variable).Type);
        }

        if (invocation.Instance is IInstanceReferenceOperation)
        {
            foreach ((IFieldSymbol field, Release release) in effects.ReleasedFields)
            {
                yield return (body?.Slots.Of(field) ?? -1, release, field.Type);
            }
        }
    }

    /// <summary>The argument of the parameter of which the contract says something.</summary>
    private static IOperation? ArgumentOf(IOperation call, MethodContract contract, Func<ParameterContract, bool> says, out ParameterContract found)
    {
        if (!contract.Parameters.IsEmpty && call is IInvocationOperation invocation)
        {
            foreach (IArgumentOperation argument in invocation.Arguments)
            {
                if (argument.Parameter is { } parameter && contract.Parameter(parameter.Ordinal) is var candidate && says(candidate))
                {
                    found = candidate;
                    return argument.Value;
                }
            }
        }

        found = ParameterContract.None;
        return null;
    }

    private static bool HasLoop(ControlFlowGraph graph)
    {
        foreach (BasicBlock block in graph.Blocks)
        {
            if (block.FallThroughSuccessor?.Destination?.Ordinal <= block.Ordinal || block.ConditionalSuccessor?.Destination?.Ordinal <= block.Ordinal)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An acquisition by a call may fail if its result can say so.</summary>
    private static bool MayBeNull(ITypeSymbol? type, ContractModel contracts)
    {
        if (type is null)
        {
            return true;
        }

        if (type.IsReferenceType)
        {
            return type.NullableAnnotation != NullableAnnotation.NotAnnotated;
        }

        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IPropertySymbol property && (contracts.Of(property) & PropertyContract.TestsNull) != 0)
            {
                return true;
            }
        }

        return type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
    }
}
