namespace MemoryRegions.Analyzers.Contracts;

/// <summary>The result of a call on which a contract holds. The values are those of the attribute's enum.</summary>
internal enum CallOutcome
{
    Always = 0,
    WhenTrue = 1,
    WhenFalse = 2,
}

/// <summary>A resource that a call acquires.</summary>
internal sealed class Acquisition(string kind, CallOutcome when)
{
    public string Kind { get; } = kind;

    public CallOutcome When { get; } = when;

    /// <summary>While it is held, the code must not await, yield or block.</summary>
    public bool NoSuspension { get; init; }

    /// <summary>The handle may hold nothing, which callers have to test for.</summary>
    public bool MayFail { get; init; } = when != CallOutcome.Always;
}

/// <summary>A resource that a call releases.</summary>
internal sealed class Release(string kind, bool idempotent, CallOutcome when)
{
    public string Kind { get; } = kind;

    public bool Idempotent { get; } = idempotent;

    /// <summary>The callee may test whether there is anything to release: known of contracts, not of summaries.</summary>
    public bool AllowsNull { get; init; } = idempotent;

    public CallOutcome When { get; } = when;

    /// <summary>The receiver must be the object from which the resource was acquired.</summary>
    public bool FromAcquirer { get; init; }
}

/// <summary>The values of a parameter that say what the content of a resource is acquired for.</summary>
internal sealed class AccessValues(object? reads, object? writes)
{
    public object? Reads { get; } = reads;

    public object? Writes { get; } = writes;
}

/// <summary>What happens to the argument of one parameter.</summary>
internal sealed class ParameterContract
{
    public static readonly ParameterContract None = new();

    /// <summary>An <c>out</c> parameter through which the caller receives a resource.</summary>
    public Acquisition? Acquires { get; init; }

    public Release? Releases { get; init; }

    /// <summary>With <see cref="Releases"/>: if the call throws, the argument may not have been released. Only a summary can tell.</summary>
    public bool IsHeldIfThrows { get; init; }

    public bool TakesOwnership { get; init; }

    public bool Borrows { get; init; }

    /// <summary>The callee uses the resource whenever it returns.</summary>
    public bool RequiresHeld { get; init; }

    /// <summary>The argument says how much is wanted of what the call acquires.</summary>
    public bool IsRequestedLength { get; init; }

    /// <summary>The argument says how much was used of what the call releases.</summary>
    public bool IsAccessedLength { get; init; }

    /// <summary>The argument says whether what the call acquires is to be read or written.</summary>
    public AccessValues? Direction { get; init; }

    /// <summary>The callee reads what the argument, a span, holds.</summary>
    public bool Reads { get; init; }

    /// <summary>The callee writes to the argument, a span.</summary>
    public bool Writes { get; init; }

    /// <summary>With <see cref="Writes"/>: the call returns how much it wrote.</summary>
    public bool ReturnsCount { get; init; }

    /// <summary>The argument becomes the owner of the region that the constructor makes.</summary>
    public bool IsOwner { get; init; }

    /// <summary>The argument becomes a child of the receiver.</summary>
    public bool Adopts { get; init; }

    /// <summary>The argument, a region, is linked into the receiver.</summary>
    public bool Links { get; init; }

    /// <summary>The argument, a region, is unlinked from the receiver.</summary>
    public bool Unlinks { get; init; }

    /// <summary>The call throws if the argument is finalized.</summary>
    public bool RequiresAlive { get; init; }

    /// <summary>The argument, a region, becomes the root of the address space that the constructor makes.</summary>
    public bool IsRoot { get; init; }

    /// <summary>The phase in which a delegate that is passed here runs.</summary>
    public LifecyclePhase? DelegatePhase { get; init; }
}

/// <summary>What a method, constructor or accessor does to resources and regions, as its attributes say.</summary>
internal sealed class MethodContract
{
    public static readonly MethodContract None = new();

    /// <summary>The returned value (of a constructor: the new object) is a resource that the caller must release.</summary>
    public Acquisition? ReturnAcquires { get; init; }

    /// <summary>The call acquires a resource on its receiver, as with a reference.</summary>
    public Acquisition? ReceiverAcquires { get; init; }

    public Release? ReceiverReleases { get; init; }

    public bool DoesNotThrow { get; init; }

    /// <summary>The kinds of resource that the caller must not hold.</summary>
    public ImmutableArray<string> ForbiddenWhile { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>The names of the methods of its receiver that the call runs before it returns.</summary>
    public ImmutableArray<string> Invokes { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>The receiver is taken from its owner or parent.</summary>
    public bool Destroys { get; init; }

    /// <summary>The call throws if the receiver is finalized.</summary>
    public bool RequiresAlive { get; init; }

    /// <summary>What overrides the method has to call it.</summary>
    public bool RequiresBaseCall { get; init; }

    public LifecyclePhase? Phase { get; init; }

    /// <summary>One for each parameter; empty if no parameter has a contract.</summary>
    public ImmutableArray<ParameterContract> Parameters { get; init; } = ImmutableArray<ParameterContract>.Empty;

    /// <summary>True if the call acquires or releases something: what makes a flow analysis worthwhile.</summary>
    public bool TouchesResources { get; init; }

    /// <summary>The same, in the phase of the method that it overrides.</summary>
    public MethodContract InPhaseOf(MethodContract overridden)
    {
        if (overridden.Phase is null)
        {
            return this;
        }

        return new MethodContract
        {
            ReturnAcquires = ReturnAcquires,
            ReceiverAcquires = ReceiverAcquires,
            ReceiverReleases = ReceiverReleases,
            DoesNotThrow = DoesNotThrow,
            Invokes = Invokes,
            Destroys = Destroys,
            RequiresAlive = RequiresAlive,
            RequiresBaseCall = RequiresBaseCall,
            Phase = overridden.Phase,
            Parameters = Parameters,
            TouchesResources = TouchesResources,
        };
    }

    public ParameterContract Parameter(int ordinal)
    {
        return (uint)ordinal < (uint)Parameters.Length ? Parameters[ordinal] : ParameterContract.None;
    }
}
