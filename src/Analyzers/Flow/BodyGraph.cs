using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// The control flow graph of one body, with what all runs over it share: slots, conditions, calls, flow captures. Used by one thread.
/// </summary>
internal sealed class BodyGraph
{
    /// <summary>How deep expressions may nest before the rest is not looked at: walking them recurses.</summary>
    private const int MaxDepth = 300;

    /// <summary>How many flow captures stand between an array and the calls that walk over it, at most.</summary>
    private const int MaxCaptures = 6;

    private readonly Dictionary<CaptureId, IOperation?> _captured = new();
    private readonly HashSet<CaptureId> _captureTargets = new();
    private readonly HashSet<CaptureId> _captureReads = new();
    private readonly HashSet<IOperation> _opaque = new();
    private readonly Dictionary<IOperation, CallEffects> _calls = new();
    private readonly HashSet<ITypeSymbol> _usedHandles = new(SymbolEqualityComparer.Default);
    private CallOracle _oracle;
    private Dictionary<(IOperation Site, ObjectOrigin, int Argument, string Kind), (ObjectHistory History, int Cost)>? _followed;
    private Amounts? _amounts;

    public BodyGraph(ControlFlowGraph graph, ISymbol owner, CallOracle oracle)
    {
        Graph = graph;
        Owner = owner;
        _oracle = oracle;
        NestedFunctions functions = oracle.FunctionsIn(graph);
        Borrowed = graph.Parent is { Parent: null } around ? oracle.FunctionsIn(around).Lent : ImmutableHashSet<ISymbol>.Empty;
        Slots = new SlotTable(functions.Shared.Except(Borrowed), functions.Lent, Borrowed);
        Predicates = new PredicateReader(Slots);
        Containers = new LocalContainers(this);
        IsUnreadable = Scan();
    }

    public ControlFlowGraph Graph { get; }

    /// <summary>The member, or nested function, whose body it is.</summary>
    public ISymbol Owner { get; }

    public SlotTable Slots { get; }

    /// <summary>Of a function that the body around it only calls: the variables of that body which such functions use.</summary>
    public ImmutableHashSet<ISymbol> Borrowed { get; }

    public PredicateReader Predicates { get; }

    public LocalContainers Containers { get; }

    /// <summary>Some local variable is an array or a collection.</summary>
    public bool UsesContainers { get; private set; }

    /// <summary>The body does not compile, or acquires and releases deep inside a huge expression: nothing is said of it.</summary>
    public bool IsUnreadable { get; }

    public BodyBudget Budget { get; private set; } = new();

    /// <summary>Where the body uses fields of its own object, and static ones.</summary>
    public List<IFieldReferenceOperation> FieldsOfThis { get; } = new();

    /// <summary>The calls in the order of the blocks.</summary>
    public IEnumerable<KeyValuePair<IOperation, CallEffects>> Calls => _calls;

    public CallEffects EffectsOf(IOperation call) => _calls.TryGetValue(call, out CallEffects? effects) ? effects : CallEffects.Unknown;

    /// <summary>
    /// The compiler's own walk over an array (<c>foreach</c>), from its enumerator on: it throws nothing.
    /// </summary>
    public bool IsWalkOverArray(IOperation? instance, ITypeSymbol declaring)
    {
        if (declaring.SpecialType is not (SpecialType.System_Collections_IEnumerable or SpecialType.System_Collections_IEnumerator or SpecialType.System_IDisposable))
        {
            return false;
        }

        for (int steps = 0; steps < MaxCaptures; steps++)
        {
            IOperation? unwrapped = Unwrap(instance);
            switch (unwrapped)
            {
                case { Type: IArrayTypeSymbol }:
                    return true;
                case IFlowCaptureReferenceOperation capture:
                    instance = CapturedTarget(capture.Id);
                    break;
                case IInvocationOperation { IsImplicit: true } enumerator:
                    instance = enumerator.Instance;
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>The use of a field by a method that the call runs.</summary>
    public CallbackUse? FindCallbackUse(IInvocationOperation call, ImmutableArray<string> callbacks, IFieldSymbol field)
    {
        return _oracle.FindCallbackUse(call, ReceiverOf(call), callbacks, field);
    }

    /// <summary>What the call is made on: of <c>field?.Call()</c> the field, which stands in a capture.</summary>
    public IOperation? ReceiverOf(IInvocationOperation call)
    {
        return call.Instance is IFlowCaptureReferenceOperation capture ? CapturedTarget(capture.Id) ?? call.Instance : call.Instance;
    }

    /// <summary>Some call acquires, releases or otherwise has to do with resources, perhaps.</summary>
    public bool TouchesResources => _calls.Values.Any(static effects => effects.Contract.TouchesResources);

    /// <summary>Some call runs methods of its receiver.</summary>
    public bool RunsCallbacks { get; private set; }

    /// <summary>Where the amounts of the body come from.</summary>
    public Amounts Amounts => _amounts ??= new Amounts(this);

    /// <summary>The variables in which a value stands on its way to an expression that names one: what a conditional expression captured, too.</summary>
    public ImmutableArray<int> SlotsBehind(IOperation? expression)
    {
        int slot = expression is null or { ConstantValue.HasValue: true } ? -1 : SlotOf(expression);
        if (slot < 0)
        {
            return ImmutableArray<int>.Empty;
        }

        ImmutableArray<int>.Builder slots = ImmutableArray.CreateBuilder<int>();
        slots.Add(slot);
        if (Slots[slot].Symbol is { } variable)
        {
            foreach (BasicBlock block in Graph.Blocks)
            {
                foreach (IOperation operation in block.Operations)
                {
                    // A declaration stands alone, an assignment in a statement.
                    IOperation plain = operation is IExpressionStatementOperation statement ? statement.Operation : operation;
                    if (plain is ISimpleAssignmentOperation { Target: var target } assignment && SlotOf(target) == slot && Unwrap(assignment.Value) is IFlowCaptureReferenceOperation capture)
                    {
                        slots.Add(Slots.Of(capture.Id));
                    }
                }
            }
        }

        return slots.ToImmutable();
    }

    /// <summary>Hands the body from its summary over to its analysis, which may spend as much as if there had been no summary.</summary>
    public void HandOver(CallOracle oracle)
    {
        _oracle = oracle;
        Budget = new BodyBudget();
    }

    /// <summary>
    /// What happens to an object that the body acquires. One that was followed for the summary is not followed again: it is handed out once,
    /// for what it had cost.
    /// </summary>
    public ObjectHistory? Follow(TrackedObject tracked)
    {
        if (tracked.Site is { } site && _followed is not null && _followed.TryGetValue((site, tracked.Origin, tracked.Argument, tracked.Kind), out (ObjectHistory History, int Cost) known))
        {
            _followed.Remove((site, tracked.Origin, tracked.Argument, tracked.Kind));
            return Budget.TrySpend(known.Cost) ? known.History : null;
        }

        return TypestateAnalysis.Run(this, tracked, _oracle.Cancellation);
    }

    /// <summary>The same for the summary, for which the object is also followed into parameters that are arrays or collections.</summary>
    public ObjectHistory? FollowIntoParameters(TrackedObject acquired)
    {
        int before = Budget.Steps;
        ObjectHistory? history = TypestateAnalysis.Run(this, acquired, _oracle.Cancellation, fillsParameters: true);
        if (history is not null && acquired.Site is { } site && Containers.OfParameters().Count == 0)
        {
            _followed ??= new();
            _followed[(site, acquired.Origin, acquired.Argument, acquired.Kind)] = (history, Budget.Steps - before);
        }

        return history;
    }

    /// <summary>The effects of a method on a handle whose type is known better than the call says.</summary>
    public CallEffects EffectsOn(ITypeSymbol handle, IMethodSymbol method) => _oracle.EffectsOn(handle, method);

    /// <summary>Some member of a handle of the type is used that needs its resource.</summary>
    public bool Uses(ITypeSymbol? handle) => handle is not null && _usedHandles.Contains(handle);

    /// <summary>What a member of a handle asks of its resource.</summary>
    public HeldContract HeldContractOf(ISymbol member) => _oracle.Contracts.Held.Of(member);

    public ContractModel Contracts => _oracle.Contracts;

    public PropertyContract ContractOf(IPropertySymbol property) => _oracle.Contracts.Of(property);

    /// <summary>The capture remembers a place to assign to, and not what is in it.</summary>
    public bool IsOnlyTarget(CaptureId capture) => _captureTargets.Contains(capture) && !_captureReads.Contains(capture);

    /// <summary>What a flow capture stands for, where it is the target of an assignment.</summary>
    public IOperation? CapturedTarget(CaptureId capture) => _captured.TryGetValue(capture, out IOperation? value) ? value : null;

    /// <summary>The expression is nested so deeply that it is not walked. Nothing in it touches a resource.</summary>
    public bool IsOpaque(IOperation expression) => _opaque.Count > 0 && _opaque.Contains(expression);

    /// <summary>The slot that an expression names, or -1.</summary>
    public int SlotOf(IOperation? expression)
    {
        switch (Unwrap(expression))
        {
            case ILocalReferenceOperation local:
                return Slots.Of(local.Local);
            case IParameterReferenceOperation parameter:
                return Slots.Of(parameter.Parameter);
            case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field:
                return Slots.Of(field.Field);
            case IFlowCaptureReferenceOperation capture:
                return Slots.Of(capture.Id);
            case IDeclarationExpressionOperation declaration:
                return SlotOf(declaration.Expression);
            default:
                return -1;
        }
    }

    public static IOperation? Unwrap(IOperation? operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    private static bool IsTarget(IFlowCaptureReferenceOperation reference)
    {
        return reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference;
    }

    private void NoteUses(IInvocationOperation invocation, MethodContract contract)
    {
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument is { Parameter: { } parameter, Value.Type: { } type } && contract.Parameter(parameter.Ordinal).RequiresHeld)
            {
                _usedHandles.Add(type);
            }
        }
    }

    private void NoteUse(IOperation? receiver, ISymbol member)
    {
        if (receiver?.Type is { } type && !_oracle.Contracts.Of(type).HandleKinds.IsEmpty && HeldContractOf(member) != HeldContract.None)
        {
            _usedHandles.Add(type);
        }
    }

    private bool Scan()
    {
        foreach (BasicBlock block in Graph.Blocks)
        {
            foreach (IOperation operation in block.Operations)
            {
                if (Scan(operation))
                {
                    return true;
                }
            }

            if (block.BranchValue is { } value && Scan(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Resolves the calls below an operation. True if it cannot be read.</summary>
    private bool Scan(IOperation root)
    {
        // Deep expressions are legal: no recursion.
        var pending = new Stack<(IOperation Operation, int Depth)>();
        pending.Push((root, 0));
        while (pending.Count > 0)
        {
            (IOperation operation, int depth) = pending.Pop();
            switch (operation)
            {
                case IInvalidOperation:
                    return true;
                case IFlowCaptureOperation capture:
                    // Several values may be captured under one id; only a single one can be a target.
                    _captured[capture.Id] = _captured.ContainsKey(capture.Id) ? null : capture.Value;
                    break;
                case IFlowCaptureReferenceOperation reference:
                    (IsTarget(reference) ? _captureTargets : _captureReads).Add(reference.Id);
                    break;
                case IParameterReferenceOperation parameter:
                    UsesContainers |= LocalContainers.IsContainerType(parameter.Parameter.Type);
                    break;
                case ILocalReferenceOperation local:
                    UsesContainers |= LocalContainers.IsContainerType(local.Local.Type);
                    break;
                case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field:
                    FieldsOfThis.Add(field);
                    UsesContainers |= LocalContainers.IsContainerType(field.Field.Type);
                    break;
                case IPropertyReferenceOperation property:
                    NoteUse(property.Instance, property.Property);
                    if (property.Property.GetMethod is { } getter && _oracle.Contracts.Of(getter).TouchesResources)
                    {
                        _calls[operation] = _oracle.EffectsOf(getter);
                    }

                    break;
                case IInvocationOperation invocation:
                    CallEffects called = _oracle.EffectsOf(invocation, this);
                    _calls[operation] = called;
                    NoteUse(invocation.Instance, invocation.TargetMethod);
                    NoteUses(invocation, called.Contract);
                    RunsCallbacks |= !called.Contract.Invokes.IsEmpty;
                    break;
                case IObjectCreationOperation { Constructor: { } constructor }:
                    _calls[operation] = _oracle.EffectsOf(constructor);
                    break;
            }

            if (depth == MaxDepth)
            {
                _opaque.Add(operation);
            }

            if (depth >= MaxDepth && _calls.TryGetValue(operation, out CallEffects? effects) && effects.Contract.TouchesResources)
            {
                Budget.Exceed("acquires or releases in an expression that is nested too deeply");
                return true;
            }

            foreach (IOperation child in operation.ChildOperations)
            {
                pending.Push((child, depth + 1));
            }
        }

        return false;
    }
}
