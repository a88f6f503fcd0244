using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <content>How much an acquisition asked for, and uses of as much though it may have got less.</content>
internal sealed partial class Evaluator
{
    /// <summary>From here on the length is to be looked at, and what was asked for is known where the value is.</summary>
    private void NoteRequested()
    {
        if (tracked.Requested is not { } requested || (ConstantOf(requested) is { } constant && constant <= 1))
        {
            return;
        }

        _state.Unchecked |= Unchecked.Length;
        if (body.Predicates.TryReadValue(requested, out int slot))
        {
            _state[slot] = AbstractValue.Asked;
        }
    }

    private void NoteAsAsked(IOperation use)
    {
        if (_state.Status is ObjectStatus.Held or (ObjectStatus.Held | ObjectStatus.Null) && (_state.Unchecked & Unchecked.Length) != 0 && !_state.IsVague)
        {
            events.UsedAsAsked(use);
            _state.Unchecked &= ~Unchecked.Length;
        }
    }

    /// <summary>A release: by whom, and how much was used.</summary>
    private void CheckRelease(IOperation call, Release release)
    {
        if (call is not IInvocationOperation invocation || (_state.Status & ObjectStatus.Held) == 0)
        {
            return;
        }

        if (release.FromAcquirer && AreDifferent(invocation.Instance, (tracked.Site as IInvocationOperation)?.Instance))
        {
            events.Misreleased(call, Misfit.Acquirer);
        }

        MethodContract contract = body.EffectsOf(call).Contract;
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument.Parameter is not { } parameter || !contract.Parameter(parameter.Ordinal).IsAccessedLength)
            {
                continue;
            }

            CheckClaim(call, argument.Value);
            if (ConstantOf(argument.Value) is { } used && (used < 0 || (tracked.Requested is { } requested && ConstantOf(requested) is { } asked && used > asked)))
            {
                events.Misreleased(call, Misfit.Length);
            }
            else if (NeedsLength(argument.Value, extra: 0))
            {
                NoteAsAsked(call);
            }
        }
    }

    /// <summary>
    /// Two members of one object that hold what they hold for good. A type that has two of them does not mean the same by both.
    /// </summary>
    private static bool AreDifferent(IOperation? left, IOperation? right)
    {
        ISymbol? first = MemberOf(left, out IOperation? owner), second = MemberOf(right, out IOperation? otherOwner);
        return first is not null && second is not null
            && first.Kind == second.Kind
            && !SymbolEqualityComparer.Default.Equals(first, second)
            && AreSame(owner, otherOwner);
    }

    private static bool AreSame(IOperation? left, IOperation? right)
    {
        // Chains of members are short; a long one is not worth the walk.
        for (int depth = 0; depth < 4; depth++)
        {
            left = BodyGraph.Unwrap(left);
            right = BodyGraph.Unwrap(right);
            switch (left, right)
            {
                case (null, null) or (IInstanceReferenceOperation, IInstanceReferenceOperation):
                    return true;
                case (ILocalReferenceOperation one, ILocalReferenceOperation other):
                    return SymbolEqualityComparer.Default.Equals(one.Local, other.Local);
                case (IParameterReferenceOperation one, IParameterReferenceOperation other):
                    return SymbolEqualityComparer.Default.Equals(one.Parameter, other.Parameter);
            }

            if (MemberOf(left, out left) is not { } member || !SymbolEqualityComparer.Default.Equals(member, MemberOf(right, out right)))
            {
                return false;
            }
        }

        return false;
    }

    private static ISymbol? MemberOf(IOperation? operation, out IOperation? owner)
    {
        switch (BodyGraph.Unwrap(operation))
        {
            case IFieldReferenceOperation { Field.IsReadOnly: true } field:
                owner = field.Instance;
                return field.Field;
            case IPropertyReferenceOperation { Property: { IsIndexer: false, SetMethod: null } } property:
                owner = property.Instance;
                return property.Property;
            default:
                owner = null;
                return null;
        }
    }

    /// <summary>The use of a view that is longer than one byte, by a constant or by what was asked for.</summary>
    private bool NeedsMore(IOperation use)
    {
        switch (use)
        {
            case IPropertyReferenceOperation { Property.IsIndexer: true, Arguments.Length: 1 } indexer:
                return NeedsLength(indexer.Arguments[0].Value, extra: 1);

            case IImplicitIndexerReferenceOperation { Argument: IRangeOperation range }:
                return NeedsLength(Position(range.LeftOperand), extra: 0) || NeedsLength(Position(range.RightOperand), extra: 0);

            case IImplicitIndexerReferenceOperation indexer:
                return NeedsLength(Position(indexer.Argument), extra: 0);

            case IInvocationOperation { TargetMethod.Name: "Slice" } slice:
                long total = 0;
                foreach (IArgumentOperation argument in slice.Arguments)
                {
                    total += ConstantOf(argument.Value) ?? 0;
                    if (NeedsLength(argument.Value, extra: 0))
                    {
                        return true;
                    }
                }

                return total > 1;

            default:
                return false;
        }
    }

    private bool NeedsLength(IOperation? value, int extra)
    {
        if (value is null)
        {
            return false;
        }

        if (ConstantOf(value) is { } constant)
        {
            return constant + extra > 1;
        }

        if (IsAsked(value))
        {
            return true;
        }

        // The last index, and an index that is less than what was asked for.
        return extra == 1
            && ((BodyGraph.Unwrap(value) is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract, OperatorMethod: null } last && IsAsked(last.LeftOperand) && ConstantOf(last.RightOperand) == 1)
                || (tracked.Requested is { } requested
                    && (IsAsked(requested) || ConstantOf(requested) is not null)
                    && body.Predicates.TryFindLess(value, requested, out int predicate)
                    && _state[predicate] is { IsConstant: true, ConstantValue: true }));
    }

    private bool IsAsked(IOperation value)
    {
        return ConstantOf(value) is null && body.Predicates.TryReadValue(value, out int slot) && _state[slot].IsAsked;
    }

    /// <summary>Memory that is as long as was asked for: a slice of something, or a new array.</summary>
    private bool IsSizedAsAsked(IOperation? source)
    {
        while (source is IConversionOperation conversion)
        {
            source = conversion.Operand;
        }

        switch (source)
        {
            case IInvocationOperation { TargetMethod.Name: "Slice" or "AsSpan" } slice when KnownTypes.IsSpanMember(slice.TargetMethod) && slice.Arguments.Length >= 2:
                IOperation length = slice.Arguments[slice.Arguments.Length - 1].Value;
                return slice.Arguments.Length == (slice.Instance is null ? 3 : 2) && NeedsLength(length, extra: 0);

            case IImplicitIndexerReferenceOperation { Argument: IRangeOperation { LeftOperand: null, RightOperand: { } end } }:
                return end is not IUnaryOperation && NeedsLength(Position(end), extra: 0);

            case IInvocationOperation { TargetMethod.Name: "AsSpan", Arguments.Length: 1 } view when KnownTypes.IsSpanMember(view.TargetMethod):
                return IsSizedAsAsked(view.Arguments[0].Value);

            case IArrayCreationOperation { DimensionSizes.Length: 1 } array:
                return NeedsLength(array.DimensionSizes[0], extra: 0);

            default:
                // Its own length was asked for.
                return source is not null && body.Predicates.TryFindLengthOf(source, out int slot) && _state[slot].IsAsked;
        }
    }

    /// <summary>The number in an index, whether it is counted from the beginning or from the end.</summary>
    private static IOperation? Position(IOperation? index)
    {
        while (index is IConversionOperation or IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat })
        {
            index = index is IConversionOperation conversion ? conversion.Operand : ((IUnaryOperation)index).Operand;
        }

        return index;
    }

    private static long? ConstantOf(IOperation value)
    {
        return value.ConstantValue is { HasValue: true, Value: { } constant }
            ? constant switch
            {
                int number => number,
                uint number => number,
                long number => number,
                ulong number when number <= long.MaxValue => (long)number,
                short number => number,
                ushort number => number,
                byte number => number,
                sbyte number => number,
                _ => null,
            }
            : null;
    }

    /// <summary>A comparison with a constant that tells whether there is anything, and no more.</summary>
    private static bool IsNullTest(BinaryOperatorKind kind, object? constant)
    {
        return constant is int bound && (kind, bound) is
            (BinaryOperatorKind.Equals, 0) or (BinaryOperatorKind.NotEquals, 0) or (BinaryOperatorKind.LessThanOrEqual, 0) or (BinaryOperatorKind.GreaterThan, 0)
            or (BinaryOperatorKind.LessThan, 1) or (BinaryOperatorKind.GreaterThanOrEqual, 1);
    }
}
