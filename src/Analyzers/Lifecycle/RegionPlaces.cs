using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>
/// The places of one control flow graph that hold regions: locals, parameters, and fields and automatic properties of <c>this</c>. Locals
/// that nested functions see are none, for those run who knows when.
/// </summary>
internal sealed class RegionPlaces
{
    private const int MaximumDepth = 50;

    private readonly TypeFamily _family;
    private readonly ContractModel _contracts;
    private readonly ImmutableHashSet<ISymbol> _shared;
    private readonly HashSet<ISymbol> _assigned = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CaptureId, IOperation?> _captures = [];
    private readonly Dictionary<ISymbol, ISymbol?> _canonical = new(SymbolEqualityComparer.Default);

    public RegionPlaces(ControlFlowGraph graph, BodyFacts body, TypeFamily family)
    {
        _family = family;
        _contracts = family.Model.Contracts;
        _shared = SharedVariables.Of(graph);
        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (IOperation operation in block.Operations)
            {
                Scan(operation);
            }

            if (block.BranchValue is { } value)
            {
                Scan(value);
            }
        }

        foreach (FlowFact flow in body.Flows)
        {
            _assigned.Add(flow.Target);
        }
    }

    /// <summary>Something in the body cannot be read.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>The place that the expression reads, or <see langword="null"/>.</summary>
    public ISymbol? Of(IOperation? expression)
    {
        switch (Resolve(expression))
        {
            case ILocalReferenceOperation { Local: var local }:
                return IsRegion(local.Type) && !_shared.Contains(local) ? Canonical(local) : null;
            case IParameterReferenceOperation { Parameter: var parameter }:
                return IsRegion(parameter.Type) && !_shared.Contains(parameter) ? parameter : null;
            case IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var field }:
                return IsRegion(field.Type) ? field.OriginalDefinition : null;
            case IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property: var property }:
                return IsRegion(property.Type) && IsAutomatic(property.OriginalDefinition) ? property.OriginalDefinition : null;
            default:
                return null;
        }
    }

    /// <summary>The expression behind conversions and flow captures of a single value.</summary>
    public IOperation? Resolve(IOperation? expression)
    {
        for (int depth = 0; depth < MaximumDepth; depth++)
        {
            switch (expression)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    expression = conversion.Operand;
                    break;
                case IFlowCaptureReferenceOperation reference:
                    if (!_captures.TryGetValue(reference.Id, out expression))
                    {
                        return null;
                    }

                    break;
                case IDeclarationExpressionOperation declaration:
                    expression = declaration.Expression;
                    break;
                default:
                    return expression;
            }
        }

        return null;
    }

    /// <summary>Code that is called may put another region there.</summary>
    public static bool MayBeChangedByCalls(ISymbol place) => place switch
    {
        IFieldSymbol field => !field.IsReadOnly,
        IPropertySymbol property => property.SetMethod is { IsInitOnly: false },
        _ => false,
    };

    private bool IsRegion(ITypeSymbol type) => _contracts.RegionKindOf(type) is not null;

    /// <summary>A local that only ever names what a member holds, which stays the same in this body, is that member.</summary>
    private ISymbol Canonical(ILocalSymbol local)
    {
        if (_canonical.TryGetValue(local, out ISymbol? known))
        {
            return known ?? local;
        }

        ISymbol? member = _family.FlowsInto(local) is { Count: 1 } values
            && values[0] is { Kind: ValueKind.Member, Instance.Kind: ValueKind.This, Symbol: { } symbol }
            && _contracts.RegionKindOf(values[0].Type) is not null
            && !_assigned.Contains(symbol)
            && (symbol is IFieldSymbol || (symbol is IPropertySymbol property && IsAutomatic(property)))
            ? symbol
            : null;
        _canonical.Add(local, member);
        return member ?? local;
    }

    private bool IsAutomatic(IPropertySymbol property)
    {
        if (property.IsVirtual || property.IsAbstract || property.IsOverride || !_contracts.IsInSource(property))
        {
            return false;
        }

        foreach (ISymbol member in property.ContainingType.GetMembers())
        {
            if (member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
            {
                return true;
            }
        }

        return false;
    }

    private void Scan(IOperation root)
    {
        // Deep expressions are legal: no recursion.
        var pending = new Stack<IOperation>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            IOperation operation = pending.Pop();
            switch (operation)
            {
                case IInvalidOperation:
                    IsUnreadable = true;
                    break;
                case IFlowCaptureOperation capture:
                    _captures[capture.Id] = _captures.ContainsKey(capture.Id) ? null : capture.Value;
                    break;
            }

            foreach (IOperation child in operation.ChildOperations)
            {
                pending.Push(child);
            }
        }
    }
}
