using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <content>What conditions tell of regions.</content>
internal sealed partial class RegionFlow
{
    private void Refine(RegionFlowState state, IOperation? condition, bool outcome)
    {
        IOperation? test = _places.Resolve(condition);
        while (test is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not)
        {
            outcome = !outcome;
            test = _places.Resolve(not.Operand);
        }

        switch (test)
        {
            case IIsNullOperation isNull:
                RefineNull(state, isNull.Operand, outcome);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                IOperation? compared = IsNull(comparison.RightOperand) ? comparison.LeftOperand : IsNull(comparison.LeftOperand) ? comparison.RightOperand : null;
                if (compared is not null)
                {
                    RefineNull(state, compared, outcome == (comparison.OperatorKind == BinaryOperatorKind.Equals));
                }

                break;
            case IIsPatternOperation pattern when NullTest(pattern.Pattern) is { } whenNull:
                RefineNull(state, pattern.Value, outcome == whenNull);
                break;
            case IPropertyReferenceOperation { Instance: { } instance } property when _places.Of(instance) is { } place:
                RefineTest(state, place, Contracts.Of(property.Property), outcome);
                break;
        }
    }

    /// <summary>True: the pattern matches null only; false: all but null.</summary>
    private static bool? NullTest(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } => true,
        INegatedPatternOperation negated => !NullTest(negated.Pattern),
        IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true, MatchedType: { } matched } recursive
            when SymbolEqualityComparer.Default.Equals(matched, recursive.InputType) => false,
        _ => null,
    };

    private static bool IsNull(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: null } || operation is IConversionOperation { Operand.ConstantValue: { HasValue: true, Value: null } };

    private void RefineNull(RegionFlowState state, IOperation operand, bool isNull)
    {
        if (_places.Of(operand) is { } place)
        {
            if (isNull)
            {
                state[place] = PlaceState.Empty;
            }
        }
        else if (_places.Resolve(operand) is IPropertyReferenceOperation { Instance: { } instance } property
            && (Contracts.Of(property.Property) & PropertyContract.LinkContainer) != 0
            && _places.Of(instance) is { } region)
        {
            RefineLinked(state, region, !isNull);
        }
    }

    private static void RefineTest(RegionFlowState state, ISymbol place, PropertyContract contract, bool outcome)
    {
        if ((contract & PropertyContract.TestsLink) != 0)
        {
            RefineLinked(state, place, outcome);
        }
        else if (state[place] is { IsDead: true } dead)
        {
            // The code asks for itself.
            state[place] = dead.WithLife(RegionLife.Alive | RegionLife.Dead, dead.Death);
        }
    }

    private static void RefineLinked(RegionFlowState state, ISymbol place, bool isLinked)
    {
        PlaceState found = state[place];
        if (found.Life == RegionLife.None)
        {
            return;
        }

        RegionLink possible = isLinked
            ? found.Link & (RegionLink.Linked | RegionLink.Unknown | RegionLink.Escaped)
            : found.Link & (RegionLink.Unlinked | RegionLink.UnlinkedInTransaction | RegionLink.Fresh);
        if (possible == RegionLink.None || (!isLinked && (found.Link & RegionLink.Unknown) != 0))
        {
            possible |= isLinked ? RegionLink.Unknown : RegionLink.Unlinked;
        }

        state[place] = found.WithLink(possible, isLinked ? found.LinkedAt : null);
    }
}
