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
        var elements = new ElementSummary(method, body, oracle);
        foreach (TrackedObject acquired in TrackedObjects.AcquiredIn(body, _contracts))
        {
            if (acquired.IsCounted)
            {
                continue;
            }

            if (body.FollowIntoParameters(acquired) is not { } history)
            {
                return null;
            }

            if (history.IsReturned)
            {
                returned = new Acquisition(returned?.Kind ?? acquired.Kind, CallOutcome.Always) { NoSuspension = acquired.NoSuspension, MayFail = returned?.MayFail == true || history.MayReturnNull };
            }

            NoteOut(history, parameters);
            elements.NoteFill(history);
        }

        ObjectHistory? nothing = FollowNothing();
        (ImmutableArray<(ISymbol, Release)> releasedVariables, FieldSet changedVariables) = Borrowed();
        return new CallEffects
        {
            Elements = elements.Build(),
            ReleasedVariables = releasedVariables,
            ChangedVariables = changedVariables,
            Contract = new MethodContract
            {
                ReturnAcquires = returned,
                Parameters = ImmutableArray.Create(parameters),
                TouchesResources = true,
                ForbiddenWhile = RunsAtOnce(nothing) ? ForbiddenWhile(nothing!) : ImmutableArray<string>.Empty,
            },
            MayThrow = nothing is not { ThrowsItself: false, ThrowsAtAll: false },
            IsBlameless = nothing is { ThrowsItself: false, Throws.Count: 0 },
            Blocks = RunsAtOnce(nothing) && nothing!.Suspensions.ContainsValue(Suspension.Blocking),
            DoesNotReturn = KnownTypes.DoesNotReturn(method) || !body.Graph.Blocks[body.Graph.Blocks.Length - 1].IsReachable,
            ChangedFields = ChangedFields(),
            ReleasedFields = ReleasedFields(),
        };
    }

    /// <summary>The body of an iterator or of an asynchronous method need not run, or not to its end, while the caller waits for the call.</summary>
    private bool RunsAtOnce(ObjectHistory? nothing) => !method.IsAsync && nothing?.Suspensions.ContainsValue(Suspension.Yield) == false;

    /// <summary>An object that nothing happens to: what goes on while it is held is all that goes on in the body.</summary>
    private ObjectHistory? FollowNothing()
    {
        var nothing = new TrackedObject(string.Empty, ObjectOrigin.Entry, null, null, -1, mayBeNull: false) { NoSuspension = true };
        return TypestateAnalysis.Run(body, nothing, oracle.Cancellation);
    }

    private ImmutableArray<string> ForbiddenWhile(ObjectHistory nothing)
    {
        return ImmutableArray.CreateRange(nothing.Suspensions
            .Where(suspension => suspension.Value == Suspension.Forbidden)
            .SelectMany(suspension => suspension.Key is IPropertyReferenceOperation { Property.GetMethod: { } getter }
                ? _contracts.Of(getter).ForbiddenWhile
                : body.EffectsOf(suspension.Key).Contract.ForbiddenWhile)
            .Distinct());
    }

    /// <summary>What the body does to the variables of the body around it.</summary>
    private (ImmutableArray<(ISymbol Variable, Release Release)> Released, FieldSet Changed) Borrowed()
    {
        ImmutableArray<(ISymbol, Release)>.Builder released = ImmutableArray.CreateBuilder<(ISymbol, Release)>();
        ImmutableHashSet<ISymbol>.Builder changed = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        foreach (ISymbol variable in body.Borrowed)
        {
            (int slot, ITypeSymbol type) = variable is ILocalSymbol local ? (body.Slots.Of(local), local.Type) : (body.Slots.Of((IParameterSymbol)variable), ((IParameterSymbol)variable).Type);
            foreach (string kind in _contracts.Of(type).Kinds)
            {
                var entry = new TrackedObject(kind, ObjectOrigin.Entry, type, null, slot, mayBeNull: false);
                ParameterContract? fate = TypestateAnalysis.Run(body, entry, oracle.Cancellation) is { StaysInPlace: true } history ? Fate(kind, history) : null;
                if (fate?.Releases is { When: CallOutcome.Always } release)
                {
                    released.Add((variable, release));
                }
                else if (fate is not { Borrows: true })
                {
                    changed.Add(variable);
                }
            }
        }

        return (released.ToImmutable(), new FieldSet(changed.ToImmutable()));
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
                return fate.Borrows && UsesOnEveryPath(kind, parameter) ? new ParameterContract { Borrows = true, RequiresHeld = true } : fate;
            }
        }

        return ParameterContract.None;
    }

    /// <summary>On no path does the body return without having used the parameter, which needs the resource then.</summary>
    private bool UsesOnEveryPath(string kind, IParameterSymbol parameter)
    {
        if (!body.Uses(parameter.Type))
        {
            return false;
        }

        var entry = new TrackedObject(kind, ObjectOrigin.Entry, parameter.Type, null, body.Slots.Of(parameter), mayBeNull: false) { StartsReleased = true };
        return TypestateAnalysis.Run(body, entry, oracle.Cancellation) is { UsesAfterRelease.Count: > 0, Exits.Count: > 0 } history
            && history.Exits.All(exit => exit.Status == ObjectStatus.Lost);
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
        parameters[parameter.Ordinal] = new ParameterContract
        {
            Acquires = new Acquisition(history.Tracked.Kind, when)
            {
                NoSuspension = history.Tracked.NoSuspension,
                MayFail = when == CallOutcome.Always && history.MayReturnNull,
            },
        };
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
            ITypeSymbol? held = field.Type is null ? null : LocalContainers.ElementOf(field.Type) ?? field.Type;
            if (held is not null && (IsWritten(field) || !_contracts.Of(held).Kinds.IsEmpty))
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

    internal static bool IsWritten(IFieldReferenceOperation field)
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
