using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <content>Properties and conditions: what they tell of the object.</content>
internal sealed partial class Evaluator
{
    private AbstractValue EvaluateProperty(IPropertyReferenceOperation property)
    {
        if (ContainerOf(property.Instance) >= 0 && property.Arguments.IsEmpty && property.Property.Name is "Length" or "Count")
        {
            return AbstractValue.Unknown;
        }

        AbstractValue receiver = Evaluate(property.Instance);
        foreach (IArgumentOperation argument in property.Arguments)
        {
            Escape(Evaluate(argument.Value));
        }

        if (property.Property.ContainingType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            return property.Property.Name == "Value" ? receiver : NullTest(receiver, nullWhenTrue: false);
        }

        AbstractValue used = UseMember(property, property.Property, receiver);
        PropertyContract contract = body.ContractOf(property.Property);
        if ((contract & PropertyContract.DoesNotThrow) == 0 && property.Property.GetMethod is { } getter && !KnownTypes.IsTrivial(getter)
            && !(property.IsImplicit && body.IsWalkOverArray(property.Instance, property.Property.ContainingType)))
        {
            // No property should throw, and few do. An indexer may, of what it does not find.
            events.CallMayThrow(property.Property.IsIndexer && !KnownTypes.IsBlameless(getter) ? property : null, _state);
        }

        if (ReferenceEquals(property, tracked.Site))
        {
            return Acquire(property, property.Instance, property.Arguments);
        }

        AbstractValue told = TestBy(contract, receiver, property.Type);
        return told.IsUnknown ? used : told;
    }

    /// <summary>The value of a property that tells whether its receiver holds anything.</summary>
    private AbstractValue TestNull(AbstractValue receiver, ITypeSymbol? type)
    {
        if (type?.SpecialType == SpecialType.System_Boolean)
        {
            return NullTest(receiver, nullWhenTrue: true);
        }

        if (receiver.MayBeObject && !receiver.IsObject)
        {
            Look(receiver);
        }

        return receiver.IsObject ? AbstractValue.ZeroIfNull : AbstractValue.Unknown;
    }

    private AbstractValue EvaluateBinary(IBinaryOperation binary)
    {
        AbstractValue left = Evaluate(binary.LeftOperand);
        AbstractValue right = Evaluate(binary.RightOperand);
        if (binary.OperatorMethod is not null)
        {
            // Equality operators of handles look at them; of any other it is not known.
            if (binary.OperatorKind is not (BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals))
            {
                Escape(left);
                Escape(right);
                return AbstractValue.Unknown;
            }
        }

        if (left.IsZeroIfNull != right.IsZeroIfNull && !left.IsConstant && !right.IsConstant && !left.IsTelling == right.IsTelling)
        {
            AbstractValue comparison = left.IsZeroIfNull ? CompareWithBound(binary.OperatorKind) : CompareWithBound(Mirror(binary.OperatorKind));
            if (!comparison.IsUnknown)
            {
                return comparison;
            }
        }

        if (!left.IsConstant && !right.IsConstant)
        {
            Look(left);
            Look(right);
        }

        if (left.IsConstant && !right.IsConstant)
        {
            return Compare(right, Mirror(binary.OperatorKind), left.ConstantValue);
        }

        return right.IsConstant ? Compare(left, binary.OperatorKind, right.ConstantValue) : AbstractValue.Unknown;
    }

    private AbstractValue Compare(AbstractValue value, BinaryOperatorKind kind, object? constant)
    {
        bool? equality = kind switch
        {
            BinaryOperatorKind.Equals => true,
            BinaryOperatorKind.NotEquals => false,
            _ => null,
        };

        if (value.IsConstant)
        {
            bool isSame = object.Equals(value.ConstantValue, constant) || (IsNull(value.ConstantValue) && IsNull(constant));
            return equality is { } wanted ? AbstractValue.Constant(isSame == wanted) : AbstractValue.Unknown;
        }

        if (value.IsZeroIfNull)
        {
            AbstractValue comparison = CompareLength(kind, constant ?? 0);
            if (comparison.IsUnknown)
            {
                Look(value);
            }

            return comparison;
        }

        if (equality is not { } equal)
        {
            Look(value);
            return AbstractValue.Unknown;
        }

        if (IsNull(constant))
        {
            return NullTest(value, nullWhenTrue: equal);
        }

        // A comparison of a Boolean with a constant.
        if (constant is bool expected && value.IsTest(out _, out _))
        {
            return expected == equal ? value : value.Negate();
        }

        Look(value);
        return AbstractValue.Unknown;
    }

    /// <summary>A comparison of the length with a constant tells a failed acquisition if one side of it holds for zero alone.</summary>
    private AbstractValue CompareLength(BinaryOperatorKind kind, object? constant)
    {
        if (constant is not IConvertible || constant is string or bool or char || _state.Status is not (ObjectStatus.Held or ObjectStatus.Null or (ObjectStatus.Held | ObjectStatus.Null)))
        {
            return AbstractValue.Unknown;
        }

        decimal bound;
        try
        {
            bound = Convert.ToDecimal(constant, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return AbstractValue.Unknown;
        }

        AbstractValue isNull = AbstractValue.Test(ObjectStatus.Null, ObjectStatus.Held);
        return (kind, bound) switch
        {
            (BinaryOperatorKind.Equals, 0) or (BinaryOperatorKind.LessThanOrEqual, 0) or (BinaryOperatorKind.LessThan, 1) => isNull,
            (BinaryOperatorKind.NotEquals, 0) or (BinaryOperatorKind.GreaterThan, 0) or (BinaryOperatorKind.GreaterThanOrEqual, 1) => isNull.Negate(),

            // Of a length above some bound it is only known that it is not zero.
            (BinaryOperatorKind.Equals, > 0) or (BinaryOperatorKind.GreaterThan, > 0) or (BinaryOperatorKind.GreaterThanOrEqual, > 1)
                => AbstractValue.Test(ObjectStatus.Held, ObjectStatus.Held | ObjectStatus.Null),
            (BinaryOperatorKind.NotEquals, > 0) or (BinaryOperatorKind.LessThanOrEqual, > 0) or (BinaryOperatorKind.LessThan, > 1)
                => AbstractValue.Test(ObjectStatus.Held | ObjectStatus.Null, ObjectStatus.Held),
            _ => AbstractValue.Unknown,
        };
    }

    private static BinaryOperatorKind Mirror(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThanOrEqual,
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThanOrEqual,
        _ => kind,
    };

    /// <summary>Matches a value with a pattern: the Boolean that results, and the variables that the pattern declares.</summary>
    private AbstractValue EvaluatePattern(AbstractValue value, IPatternOperation pattern)
    {
        switch (pattern)
        {
            case IConstantPatternOperation { Value.ConstantValue: { HasValue: true } constant }:
                return Compare(value, BinaryOperatorKind.Equals, constant.Value);

            case INegatedPatternOperation negated:
                return EvaluatePattern(value, negated.Pattern).Negate();

            case IRelationalPatternOperation { Value.ConstantValue: { HasValue: true } constant } relational:
                return Compare(value, relational.OperatorKind, constant.Value);

            case IDeclarationPatternOperation declaration:
                Declare(declaration.DeclaredSymbol, value);
                return AlwaysMatches(declaration) ? AbstractValue.Constant(true) : NullTest(value, nullWhenTrue: false);

            case IRecursivePatternOperation recursive:
                return EvaluateRecursivePattern(value, recursive);

            case IDiscardPatternOperation:
                return AbstractValue.Constant(true);

            default:
                // Lists, slices and combinations: what they capture is out of sight.
                Look(value);
                foreach (IOperation child in pattern.ChildOperations)
                {
                    if (child is IPatternOperation inner)
                    {
                        EvaluatePattern(value, inner);
                    }
                }

                return AbstractValue.Unknown;
        }
    }

    private AbstractValue EvaluateRecursivePattern(AbstractValue value, IRecursivePatternOperation recursive)
    {
        Declare(recursive.DeclaredSymbol, value);
        if (!recursive.DeconstructionSubpatterns.IsEmpty || recursive.PropertySubpatterns.Length > 1)
        {
            Look(value);
            return AbstractValue.Unknown;
        }

        if (recursive.PropertySubpatterns.IsEmpty)
        {
            return NullTest(value, nullWhenTrue: false);
        }

        IPropertySubpatternOperation only = recursive.PropertySubpatterns[0];
        AbstractValue member = AbstractValue.Unknown;
        if (only.Member is IPropertyReferenceOperation property)
        {
            member = TestBy(body.ContractOf(property.Property), value, property.Type);
        }

        if (member.IsTest(out _, out _) && only.Pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool expected } })
        {
            return expected ? member : member.Negate();
        }

        if (member.IsUnknown)
        {
            Look(value);
        }

        return EvaluatePattern(member, only.Pattern);
    }

    private static bool AlwaysMatches(IDeclarationPatternOperation declaration)
    {
        return declaration.MatchesNull || (declaration.InputType.IsValueType && SymbolEqualityComparer.Default.Equals(declaration.InputType, declaration.NarrowedType));
    }

    private void Declare(ISymbol? symbol, AbstractValue value)
    {
        if (symbol is not ILocalSymbol local)
        {
            return;
        }

        Slot slot = body.Slots[body.Slots.Of(local)];
        _state.LoseIndex(slot, body.Slots);
        _state[slot.Index] = value;
        Forget(slot.Dependents);
        if (value.MayBeObject)
        {
            events.Stored(slot);
            if (slot.IsShared)
            {
                Give();
            }
        }
    }
}
