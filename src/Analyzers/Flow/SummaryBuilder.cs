using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>Summarises one body as if it had a contract.</summary>
internal sealed class SummaryBuilder(IMethodSymbol method, BodyGraph body, CallOracle oracle)
{
    private readonly ContractModel _contracts = oracle.Contracts;

    /// <summary>The summary; null if the body does not compile or is too large.</summary>
    public CallEffects? Build()
    {
        if (body.IsUnreadable)
        {
            return null;
        }

        var parameters = new ParameterContract[method.Parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = Summarise(method.Parameters[i]);
        }

        Acquisition? returned = null;
        foreach (TrackedObject acquired in TrackedObjects.AcquiredIn(body, _contracts))
        {
            if (acquired.IsCounted)
            {
                continue;
            }

            if (TypestateAnalysis.Run(body, acquired, oracle.Cancellation) is not { } history)
            {
                return null;
            }

            if (history.IsReturned)
            {
                returned = new Acquisition(returned?.Kind ?? acquired.Kind, CallOutcome.Always) { MayFail = returned?.MayFail == true || history.MayReturnNull };
            }

            NoteOut(history, parameters);
        }

        (bool mayThrow, bool isBlameless) = Exceptions();
        return new CallEffects
        {
            Contract = new MethodContract
            {
                ReturnAcquires = returned,
                Parameters = ImmutableArray.Create(parameters),
                TouchesResources = true,
            },
            MayThrow = mayThrow,
            IsBlameless = isBlameless,
            DoesNotReturn = KnownTypes.DoesNotReturn(method) || !body.Graph.Blocks[body.Graph.Blocks.Length - 1].IsReachable,
            ChangedFields = ChangedFields(),
            ReleasedFields = ReleasedFields(),
        };
    }

    /// <summary>What exceptions of the body reach the caller.</summary>
    private (bool MayThrow, bool IsBlameless) Exceptions()
    {
        // An object that nothing happens to: it is still held wherever an exception leaves.
        var nothing = new TrackedObject(string.Empty, ObjectOrigin.Entry, null, null, -1, mayBeNull: false);
        return TypestateAnalysis.Run(body, nothing, oracle.Cancellation) is { } history
            ? (history.ThrowsItself || history.ThrowsAtAll, !history.ThrowsItself && history.Throws.Count == 0)
            : (true, false);
    }

    private ParameterContract Summarise(IParameterSymbol parameter)
    {
        if (parameter.RefKind is not (RefKind.None or RefKind.In or RefKind.RefReadOnlyParameter) || parameter.Type is ITypeParameterSymbol)
        {
            return ParameterContract.None;
        }

        // A value is a handle of one kind, as a rule; of several the first whose fate is known counts.
        foreach (string kind in _contracts.Of(parameter.Type).Kinds)
        {
            var entry = new TrackedObject(kind, ObjectOrigin.Entry, parameter.Type, null, body.Slots.Of(parameter), mayBeNull: false);
            if (TypestateAnalysis.Run(body, entry, oracle.Cancellation) is not { } history)
            {
                return ParameterContract.None;
            }

            if (Fate(kind, history) is { } fate)
            {
                return fate;
            }
        }

        return ParameterContract.None;
    }

    /// <summary>What the exits say: released on all, on none, or as the result tells. Anything else: kept.</summary>
    private ParameterContract? Fate(string kind, ObjectHistory history)
    {
        bool released = false, held = false;
        foreach ((ObjectStatus status, int _) in history.Exits)
        {
            if (status == ObjectStatus.Released)
            {
                released = true;
            }
            else if (status == ObjectStatus.Held)
            {
                held = true;
            }
            else
            {
                return null;
            }
        }

        if (released != held)
        {
            return released
                ? new ParameterContract
                {
                    Releases = new Release(kind, IsIdempotent(kind, history), CallOutcome.Always) { AllowsNull = true },
                    IsHeldIfThrows = history.Throws.Count > 0,
                }
                : new ParameterContract { Borrows = true };
        }

        if (!released)
        {
            return null;
        }

        foreach (int result in new[] { 0, 1 })
        {
            bool fits = true;
            foreach ((ObjectStatus status, int returned) in history.Exits)
            {
                fits &= returned >= 0 && (status == ObjectStatus.Released) == (returned == result);
            }

            if (fits)
            {
                CallOutcome when = result == 1 ? CallOutcome.WhenTrue : CallOutcome.WhenFalse;
                return new ParameterContract
                {
                    Releases = new Release(kind, IsIdempotent(kind, history), when) { AllowsNull = true },
                    IsHeldIfThrows = history.Throws.Count > 0,
                };
            }
        }

        return null;
    }

    /// <summary>Some release in the body may be repeated, and so perhaps may all of it.</summary>
    private bool IsIdempotent(string kind, ObjectHistory history)
    {
        foreach (IOperation release in history.Releases)
        {
            if (TrackedObjects.ReleasesOf(release, body.EffectsOf(release)).Any(found => found.Release.Kind == kind && found.Release.Idempotent))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the body does to the fields of its own object that it releases, if that is the same on all paths.</summary>
    private ImmutableArray<(IFieldSymbol Field, Release Release)> ReleasedFields()
    {
        // The body of an iterator or of an asynchronous method need not have run when the call returns.
        if (method.IsAsync || method.IsStatic || method.ReturnType.TypeKind == TypeKind.Interface)
        {
            return ImmutableArray<(IFieldSymbol, Release)>.Empty;
        }

        ImmutableArray<(IFieldSymbol, Release)>.Builder released = ImmutableArray.CreateBuilder<(IFieldSymbol, Release)>();
        var seen = new HashSet<(int, string)>();
        foreach (KeyValuePair<IOperation, CallEffects> call in body.Calls)
        {
            foreach ((int slot, Release release, ITypeSymbol? type) in TrackedObjects.ReleasesOf(call.Key, call.Value, body))
            {
                if (slot < 0 || body.Slots[slot] is not { Kind: SlotKind.Field, Symbol: IFieldSymbol { IsStatic: false } field } || !seen.Add((slot, release.Kind)))
                {
                    continue;
                }

                var entry = new TrackedObject(release.Kind, ObjectOrigin.Entry, type, null, slot, mayBeNull: false);
                if (TypestateAnalysis.Run(body, entry, oracle.Cancellation) is { StaysInPlace: true, Exits.Count: 1 } history
                    && Fate(release.Kind, history) is { Releases: { When: CallOutcome.Always } fate })
                {
                    released.Add((field, fate));
                }
            }
        }

        return released.ToImmutable();
    }

    /// <summary>An object that the body leaves in an out parameter is acquired by the caller.</summary>
    private static void NoteOut(ObjectHistory history, ParameterContract[] parameters)
    {
        if (history.OutParameter is not { } parameter)
        {
            return;
        }

        bool onlyIfTrue = true, onlyIfFalse = true;
        foreach ((ObjectStatus status, int result) in history.Exits)
        {
            if (status == ObjectStatus.Given)
            {
                onlyIfTrue &= result == 1;
                onlyIfFalse &= result == 0;
            }
        }

        CallOutcome when = onlyIfTrue == onlyIfFalse ? CallOutcome.Always : onlyIfTrue ? CallOutcome.WhenTrue : CallOutcome.WhenFalse;
        parameters[parameter.Ordinal] = new ParameterContract { Acquires = new Acquisition(history.Tracked.Kind, when) };
    }

    /// <summary>The fields that the body assigns, or whose handles it uses, itself or through what it calls.</summary>
    private FieldSet ChangedFields()
    {
        if (!body.Graph.LocalFunctions.IsEmpty)
        {
            return FieldSet.All;
        }

        FieldSet changed = FieldSet.None;
        ImmutableHashSet<ISymbol>.Builder own = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        foreach (IFieldReferenceOperation field in body.FieldsOfThis)
        {
            if (field.Type is not null && (IsWritten(field) || !_contracts.Of(field.Type).Kinds.IsEmpty))
            {
                own.Add(field.Field);
            }
        }

        foreach (KeyValuePair<IOperation, CallEffects> call in body.Calls)
        {
            changed = changed.Union(call.Value.ChangedFields);
        }

        return changed.Union(new FieldSet(own.ToImmutable()));
    }

    private static bool IsWritten(IFieldReferenceOperation field)
    {
        return field.Parent switch
        {
            IAssignmentOperation assignment => assignment.Target == field,
            IIncrementOrDecrementOperation => true,
            IArgumentOperation argument => argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out,
            IFlowCaptureOperation or ITupleOperation or IDeconstructionAssignmentOperation or IAddressOfOperation => true,
            _ => false,
        };
    }
}
