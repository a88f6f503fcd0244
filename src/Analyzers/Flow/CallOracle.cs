using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// Answers what calls do: by their contract, else by a summary of the callee if it belongs to the same type, else nothing is known.
/// One for each body that is analysed.
/// </summary>
internal sealed class CallOracle(ContractModel contracts, SummaryProvider summaries, CancellationToken cancellation)
{
    private readonly List<IMethodSymbol> _callees = new();
    private readonly Dictionary<ControlFlowGraph, NestedFunctions> _functions = new();

    public ContractModel Contracts { get; } = contracts;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The methods that are being summarised, the outermost first.</summary>
    public List<IMethodSymbol> Callees => _callees;

    /// <summary>True once a summary had to be cut short because it needs itself.</summary>
    public bool WasCut { get; set; }

    /// <summary>The summaries that were made for the outermost of the callees, and could not be remembered because they were cut short.</summary>
    public int CutSummaries { get; set; }

    /// <summary>What the functions inside a body do with its variables.</summary>
    public NestedFunctions FunctionsIn(ControlFlowGraph graph)
    {
        if (!_functions.TryGetValue(graph, out NestedFunctions? functions))
        {
            _functions.Add(graph, functions = NestedFunctions.Of(graph, IsFollowed));
        }

        return functions;
    }

    public CallEffects EffectsOf(IInvocationOperation invocation, BodyGraph caller)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (invocation.IsImplicit && caller.IsWalkOverArray(invocation.Instance, method.ContainingType))
        {
            return CallEffects.Nothing;
        }

        if (invocation.IsImplicit && method.ContainingType is { Name: "Monitor", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } })
        {
            // A lock, which does not throw for any reason that code could provide for.
            return CallEffects.Nothing;
        }

        if (method.MethodKind == MethodKind.DelegateInvoke
            && BodyGraph.Unwrap(invocation.Instance) is ILocalReferenceOperation variable
            && FunctionsIn(caller.Graph).LambdaIn(variable.Local) is { } lambda)
        {
            return summaries.Of(lambda.Symbol, this, caller.Graph) ?? Declared(method, Contracts.Of(method), FieldSet.All, FieldSet.All);
        }

        if (method.ContainingType is { TypeKind: TypeKind.Interface } && BodyGraph.Unwrap(invocation.Instance)?.Type is { } receiver)
        {
            method = Implementation(receiver, method);
        }

        bool onThis = invocation.Instance is IInstanceReferenceOperation;
        bool reachesThis = onThis || method.MethodKind is MethodKind.LocalFunction or MethodKind.DelegateInvoke;
        MethodContract contract = Contracts.Of(method);
        if (contract == MethodContract.None && IsInFamily(method, caller.Owner) && !(invocation.IsVirtual && MayBeOverridden(method)))
        {
            return summaries.Of(method, this, caller.Graph) ?? Declared(method, contract, reachesThis ? FieldSet.All : FieldSet.None, method.MethodKind == MethodKind.LocalFunction ? FieldSet.All : FieldSet.None);
        }

        FieldSet changed = FieldSet.None;
        if (reachesThis && !(contract.DoesNotThrow || contract.TouchesResources))
        {
            changed = FieldSet.All;
        }

        return Declared(method, contract, changed);
    }

    /// <summary>The use of a field by a method that the call runs.</summary>
    public CallbackUse? FindCallbackUse(IInvocationOperation call, IOperation? receiver, ImmutableArray<string> callbacks, IFieldSymbol field)
    {
        return summaries.Callbacks.Find(call, receiver, callbacks, field, Contracts, Cancellation);
    }

    /// <summary>The effects of a constructor or accessor.</summary>
    public CallEffects EffectsOf(IMethodSymbol method) => Declared(method, Contracts.Of(method), FieldSet.None);

    public CallEffects EffectsOn(ITypeSymbol handle, IMethodSymbol method)
    {
        IMethodSymbol implementation = Implementation(handle, method);
        return Declared(implementation, Contracts.Of(implementation), FieldSet.None);
    }

    private static IMethodSymbol Implementation(ITypeSymbol type, IMethodSymbol method)
    {
        return type.TypeKind != TypeKind.Interface && type.FindImplementationForInterfaceMember(method) is IMethodSymbol implementation ? implementation : method;
    }

    /// <summary>A variable that may be a handle.</summary>
    private bool IsFollowed(ISymbol variable)
    {
        ITypeSymbol? type = (variable as ILocalSymbol)?.Type ?? (variable as IParameterSymbol)?.Type;
        return type is not (null or ITypeParameterSymbol) && !LocalContainers.IsContainerType(type) && !Contracts.Of(type).Kinds.IsEmpty
            && variable is ILocalSymbol { IsRef: false } or IParameterSymbol { RefKind: RefKind.None };
    }

    private CallEffects Declared(IMethodSymbol method, MethodContract contract, FieldSet changed, FieldSet? changedVariables = null)
    {
        return changed.IsEmpty && changedVariables is null or { IsEmpty: true } ? summaries.Declared(method, contract) : Declare(method, contract, changed, changedVariables);
    }

    /// <summary>The effects of a method by what is written on it, or known of the base library.</summary>
    public static CallEffects Declare(IMethodSymbol method, MethodContract contract, FieldSet changed, FieldSet? changedVariables = null)
    {
        return new CallEffects
        {
            Contract = contract,
            MayThrow = !contract.DoesNotThrow && !KnownTypes.IsTrivial(method),
            IsBlameless = KnownTypes.IsBlameless(method),
            DoesNotReturn = KnownTypes.DoesNotReturn(method),
            BorrowsArguments = KnownTypes.OnlyLooksAtArguments(method),
            ChangedFields = changed,
            ChangedVariables = changedVariables ?? FieldSet.None,
        };
    }

    private static bool MayBeOverridden(IMethodSymbol method)
    {
        return (method.IsVirtual || method.IsAbstract || method.IsOverride) && !method.IsSealed && !method.ContainingType.IsSealed;
    }

    /// <summary>The callee belongs to the type of the caller: to itself, a base, or a type around or inside it.</summary>
    private bool IsInFamily(IMethodSymbol method, ISymbol caller)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return true;
        }

        if (method.ContainingType is not { } type || !Contracts.IsInSource(method))
        {
            return false;
        }

        for (INamedTypeSymbol? current = caller.ContainingType; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, type.OriginalDefinition))
            {
                return true;
            }
        }

        return Contains(caller.ContainingType, type) || Contains(type, caller.ContainingType);
    }

    private static bool Contains(INamedTypeSymbol? outer, INamedTypeSymbol? inner)
    {
        for (INamedTypeSymbol? current = inner?.ContainingType; current is not null; current = current.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, outer?.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }
}
