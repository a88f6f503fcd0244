using System.Linq;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// The local variables, and the fields of the object, that hold arrays or collections in a body, and the loops that take elements from them.
/// Found when first asked for.
/// </summary>
internal sealed class LocalContainers(BodyGraph body)
{
    private Dictionary<int, List<DrainingLoop>>? _loops;
    private HashSet<int>? _fields;

    public static bool IsContainerType(ITypeSymbol type)
    {
        return type is IArrayTypeSymbol { Rank: 1 } || (type is INamedTypeSymbol named && KnownTypes.IsCollection(named));
    }

    /// <summary>The slot of a local variable that may hold a container, or -1.</summary>
    public int SlotOf(IOperation? expression)
    {
        switch (BodyGraph.Unwrap(expression))
        {
            case ILocalReferenceOperation { Local: { } local } when IsContainerType(local.Type):
                int slot = body.Slots.Of(local);
                return body.Slots[slot].IsShared ? -1 : slot;
            case IParameterReferenceOperation { Parameter: { } parameter } when IsContainerType(parameter.Type):
                slot = body.Slots.Of(parameter);
                return body.Slots[slot].Outlives ? -1 : slot;
            default:
                return -1;
        }
    }

    public bool IsContainer(int slot)
    {
        return body.Slots[slot] switch
        {
            { Kind: SlotKind.Local, IsShared: false, Symbol: ILocalSymbol local } => IsContainerType(local.Type),
            { Kind: SlotKind.Parameter, Outlives: false, Symbol: IParameterSymbol parameter } => IsContainerType(parameter.Type),
            _ => false,
        };
    }

    /// <summary>The slots of the parameters that are containers.</summary>
    public IReadOnlyList<int> OfParameters()
    {
        return body.Owner is IMethodSymbol method
            ? method.Parameters.Where(parameter => parameter.RefKind == RefKind.None && IsContainerType(parameter.Type)).Select(parameter => body.Slots.Of(parameter)).Where(IsContainer).ToList()
            : Array.Empty<int>();
    }

    /// <summary>
    /// The slots of the private fields of the object that hold arrays or collections of handles, unless a function inside the body uses them.
    /// </summary>
    public IReadOnlyCollection<int> OfFields()
    {
        if (_fields is null)
        {
            _fields = new HashSet<int>();
            foreach (IFieldReferenceOperation reference in body.FieldsOfThis)
            {
                if (reference.Field is { IsStatic: false, DeclaredAccessibility: Accessibility.Private } field
                    && ElementOf(field.Type) is { } element && !body.Contracts.Of(element).Kinds.IsEmpty
                    && body.Graph.Parent is null && !IsUsedInside(field))
                {
                    _fields.Add(body.Slots.Of(field));
                }
            }
        }

        return _fields;
    }

    /// <summary>The slot of a field that is among <see cref="OfFields"/>, or -1.</summary>
    public int FieldSlotOf(IOperation? expression)
    {
        return BodyGraph.Unwrap(expression) is IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field && IsContainerType(field.Field.Type)
            && body.Slots.Of(field.Field) is var slot && IsField(slot)
            ? slot
            : -1;
    }

    public bool IsField(int slot) => body.Slots[slot].Kind == SlotKind.Field && ((HashSet<int>)OfFields()).Contains(slot);

    /// <summary>The body takes elements out of a collection that is a field, or assigns it a part of what it was.</summary>
    public bool AreFieldsShortened => OfFields().Count > 0 && body.FieldsOfThis.Any(used => IsField(body.Slots.Of(used.Field)) && ParentOf(used, out IOperation child) switch
    {
        IInvocationOperation invocation => invocation.Instance == child && KnownTypes.IsRemover(invocation.TargetMethod),
        ISimpleAssignmentOperation assignment => assignment.Target == child,
        IArgumentOperation argument => argument.Parameter?.RefKind == RefKind.Ref,
        _ => false,
    });

    private bool IsUsedInside(IFieldSymbol field)
    {
        return body.Graph.OriginalOperation.Descendants().Any(function => function is IAnonymousFunctionOperation or ILocalFunctionOperation
            && function.Descendants().Any(part => part is IFieldReferenceOperation used && SymbolEqualityComparer.Default.Equals(used.Field, field)));
    }

    /// <summary>The type of the elements of an array or collection; null if it is none.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { Arity: 1 } named when KnownTypes.IsCollection(named) => named.TypeArguments[0],
        _ => null,
    };

    /// <summary>All loops that take elements from a container.</summary>
    public IReadOnlyList<DrainingLoop> LoopsOver(int container)
    {
        _loops ??= FindLoops();
        return _loops.Values.SelectMany(loops => loops).Where(loop => loop.Container == container).ToList();
    }

    /// <summary>The slot of the variable that is an index, or -1.</summary>
    public int IndexVariable(IOperation index)
    {
        int slot = BodyGraph.Unwrap(index) is ILocalReferenceOperation or IParameterReferenceOperation ? body.SlotOf(index) : -1;
        return slot >= 0 && !body.Slots[slot].Outlives ? slot : -1;
    }

    /// <summary>The loops that begin with a block and take elements from a container.</summary>
    public IReadOnlyList<DrainingLoop> LoopsAt(BasicBlock block)
    {
        if (!body.UsesContainers)
        {
            return Array.Empty<DrainingLoop>();
        }

        _loops ??= FindLoops();
        return _loops.TryGetValue(block.Ordinal, out List<DrainingLoop>? loops) ? loops : Array.Empty<DrainingLoop>();
    }

    private Dictionary<int, List<DrainingLoop>> FindLoops()
    {
        var found = new Dictionary<int, List<DrainingLoop>>();
        var uses = new List<(int Block, int Container, int Index)>();
        var stores = new List<(int Block, int Container)>();
        foreach (BasicBlock block in body.Graph.Blocks)
        {
            foreach (IOperation operation in block.Operations)
            {
                Collect(operation, block.Ordinal, uses, stores);
            }

            if (block.BranchValue is { } value)
            {
                Collect(value, block.Ordinal, uses, stores);
            }
        }

        // What comes from the caller need not be filled here.
        if (uses.Count == 0 || (stores.Count == 0 && !uses.Exists(use => body.Slots[use.Container].Kind == SlotKind.Parameter)))
        {
            return found;
        }

        List<(BasicBlock Header, HashSet<int> Blocks)> loops = NaturalLoops();
        foreach ((int block, int container, int index) in uses)
        {
            // A loop that fills the container is no loop over it, unless it is the closest one.
            bool isClosest = true;
            foreach ((BasicBlock header, HashSet<int> blocks) in loops)
            {
                if (!blocks.Contains(block) || (!isClosest && stores.Any(store => store.Container == container && blocks.Contains(store.Block))))
                {
                    continue;
                }

                isClosest = false;
                if (!found.TryGetValue(header.Ordinal, out List<DrainingLoop>? at))
                {
                    found.Add(header.Ordinal, at = new List<DrainingLoop>());
                }

                if (at.Find(known => known.Container == container) is not { } loop)
                {
                    at.Add(loop = new DrainingLoop(body, header, container));
                }

                loop.Indices.Add(index);
            }
        }

        return found;
    }

    /// <summary>Notes what a statement does to containers: whether it takes something from one or puts something into it.</summary>
    private void Collect(IOperation root, int block, List<(int Block, int Container, int Index)> uses, List<(int Block, int Container)> stores)
    {
        var pending = new Stack<IOperation>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            IOperation operation = pending.Pop();
            if (operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation
                && Math.Max(SlotOf(operation), FieldSlotOf(operation)) is var container && container >= 0)
            {
                int index = -1;
                IOperation? parent = ParentOf(operation, out IOperation child);
                if (parent is IArrayElementReferenceOperation element && element.ArrayReference == child)
                {
                    index = element.Indices.Length == 1 ? IndexVariable(element.Indices[0]) : -1;
                    parent = ParentOf(element, out child);
                    if (IsStore(parent, child))
                    {
                        stores.Add((block, container));
                        continue;
                    }

                    if (OnlyLooks(parent, child))
                    {
                        continue;
                    }
                }
                else if (parent is IInvocationOperation invocation && invocation.Instance == child && KnownTypes.IsAdder(invocation.TargetMethod))
                {
                    stores.Add((block, container));
                    continue;
                }
                else if (parent is IPropertyReferenceOperation { Arguments.IsEmpty: true } || IsStore(parent, child)
                    || (parent is IInvocationOperation remover && remover.Instance == child && KnownTypes.IsRemover(remover.TargetMethod)))
                {
                    continue;
                }

                uses.Add((block, container, index));
            }

            foreach (IOperation below in operation.ChildOperations)
            {
                pending.Push(below);
            }
        }
    }

    private static IOperation? ParentOf(IOperation operation, out IOperation child)
    {
        child = operation;
        while (child.Parent is IConversionOperation { OperatorMethod: null } conversion)
        {
            child = conversion;
        }

        return child.Parent;
    }

    private static bool IsStore(IOperation? parent, IOperation child)
    {
        return (parent is ISimpleAssignmentOperation assignment && assignment.Target == child)
            || parent is IArgumentOperation { Parameter.RefKind: RefKind.Out };
    }

    /// <summary>The element stays where it is, and what it is.</summary>
    private bool OnlyLooks(IOperation? parent, IOperation child)
    {
        switch (parent)
        {
            case IInvocationOperation invocation when invocation.Instance == child:
                return invocation.TargetMethod.ContainingType.TypeKind != TypeKind.Interface && body.EffectsOf(invocation).Contract.ReceiverReleases is null;
            case IArgumentOperation { Parameter: { } parameter, Parent: { } call }:
                CallEffects effects = body.EffectsOf(call);
                return effects.BorrowsArguments || effects.Contract.Parameter(parameter.Ordinal).Borrows;
            case IPropertyReferenceOperation property:
                return property.Instance == child;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } or IIsNullOperation:
                return true;
            default:
                return false;
        }
    }

    /// <summary>The loops of the body, the inner before the outer ones.</summary>
    private List<(BasicBlock Header, HashSet<int> Blocks)> NaturalLoops()
    {
        var loops = new Dictionary<int, HashSet<int>>();
        foreach (BasicBlock block in body.Graph.Blocks)
        {
            foreach (ControlFlowBranch? branch in new[] { block.FallThroughSuccessor, block.ConditionalSuccessor })
            {
                if (branch?.Destination is { } header && header.Ordinal <= block.Ordinal)
                {
                    if (!loops.TryGetValue(header.Ordinal, out HashSet<int>? blocks))
                    {
                        loops.Add(header.Ordinal, blocks = new HashSet<int> { header.Ordinal });
                    }

                    AddBlocks(block, header, blocks);
                }
            }
        }

        return loops.OrderBy(loop => loop.Value.Count).Select(loop => (body.Graph.Blocks[loop.Key], loop.Value)).ToList();
    }

    private void AddBlocks(BasicBlock end, BasicBlock header, HashSet<int> blocks)
    {
        var pending = new Stack<BasicBlock>();
        pending.Push(end);
        while (pending.Count > 0)
        {
            BasicBlock block = pending.Pop();
            if (!blocks.Add(block.Ordinal))
            {
                continue;
            }

            if (block.Predecessors.IsEmpty)
            {
                // A handler or finally region, into which no edge is drawn: everything since the header may lead here.
                for (int i = header.Ordinal; i < block.Ordinal; i++)
                {
                    blocks.Add(i);
                }
            }

            foreach (ControlFlowBranch predecessor in block.Predecessors)
            {
                pending.Push(predecessor.Source);
            }
        }
    }
}

/// <summary>A loop that takes elements from a container.</summary>
internal sealed class DrainingLoop(BodyGraph body, BasicBlock header, int container)
{
    /// <summary>The slot of the variable that holds the container.</summary>
    public int Container { get; } = container;

    /// <summary>The variables by which elements are taken; -1 for any other way.</summary>
    public HashSet<int> Indices { get; } = new();

    /// <summary>The loop is one over all that come before the element: it leaves that one alone.</summary>
    public bool Spares(Slot element)
    {
        int limit = element.IndexVariable;
        return limit >= 0 && Indices.All(index => index >= 0 && (index == limit ? CountsDown(limit) : IsBelow(index, limit)));
    }

    /// <summary>while (--i >= 0), while (i-- > 0)</summary>
    private bool CountsDown(int variable)
    {
        IOperation? value = header.BranchValue;
        return value is not null && value.DescendantsAndSelf().Any(
            operation => operation is IIncrementOrDecrementOperation { Kind: OperationKind.Decrement } step && body.SlotOf(step.Target) == variable);
    }

    /// <summary>while (j &lt; i)</summary>
    private bool IsBelow(int index, int limit)
    {
        return header.BranchValue is IBinaryOperation binary && binary.OperatorKind switch
        {
            BinaryOperatorKind.LessThan => body.SlotOf(binary.LeftOperand) == index && body.SlotOf(binary.RightOperand) == limit,
            BinaryOperatorKind.GreaterThan => body.SlotOf(binary.RightOperand) == index && body.SlotOf(binary.LeftOperand) == limit,
            _ => false,
        };
    }
}
