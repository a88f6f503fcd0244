using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// Gives conditions over variables and constants a slot of their own, so that code that acquires under a condition and releases under
/// the same one is understood. Equal conditions share a slot; a condition and its negation do too.
/// </summary>
internal sealed class PredicateReader(SlotTable slots)
{
    /// <summary>How many operations a condition may have before it is too long to be worth comparing.</summary>
    private const int MaxOperations = 16;

    private readonly Dictionary<IOperation, (int Slot, bool Negated)> _known = new();
    private readonly Dictionary<IOperation, int> _values = new();

    /// <summary>Finds the slot of a condition. False if it depends on more than variables and constants.</summary>
    public bool TryRead(IOperation condition, out int slot, out bool negated)
    {
        if (!_known.TryGetValue(condition, out (int Slot, bool Negated) answer))
        {
            answer = Read(condition);
            _known.Add(condition, answer);
        }

        (slot, negated) = answer;
        return slot >= 0;
    }

    /// <summary>Finds the slot of the condition that one variable is less than another. False if no condition was read that says so.</summary>
    public bool TryFindLess(int left, int right, out int slot)
    {
        slot = slots.FindPredicate("<(v" + left + ";v" + right + ";");
        return slot >= 0;
    }

    /// <summary>Finds the slot of a value: what is stored there is forgotten when the value changes. False if it depends on more than variables and constants.</summary>
    public bool TryReadValue(IOperation value, out int slot)
    {
        if (!_values.TryGetValue(value, out slot))
        {
            slot = TryKeyOf(value, out string key, out List<int> dependencies) && !dependencies.Exists(dependency => slots[dependency].IsShared)
                ? slots.OfPredicate("=" + key, dependencies)
                : -1;
            _values.Add(value, slot);
        }

        return slot >= 0;
    }

    /// <summary>Finds the slot of the length of an array or span that a variable holds. False if it was not read as a value.</summary>
    public bool TryFindLengthOf(IOperation variable, out int slot)
    {
        slot = VariableSlot(Unwrap(variable)) is { } holder ? slots.FindPredicate("=len v" + holder + ";") : -1;
        return slot >= 0;
    }

    /// <summary>Finds the slot of the condition that one value is less than another. False if no condition was read that says so.</summary>
    public bool TryFindLess(IOperation left, IOperation right, out int slot)
    {
        slot = TryKeyOf(left, out string index, out _) && TryKeyOf(right, out string bound, out _) ? slots.FindPredicate("<(" + index + bound) : -1;
        return slot >= 0;
    }

    private bool TryKeyOf(IOperation value, out string key, out List<int> dependencies)
    {
        var text = new StringBuilder();
        dependencies = new List<int>();
        int budget = MaxOperations;
        bool known = AppendValue(value, text, dependencies, ref budget);
        key = text.ToString();
        return known;
    }

    private (int Slot, bool Negated) Read(IOperation condition)
    {
        bool negated = false;
        IOperation current = Unwrap(condition);
        while (current is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not)
        {
            negated = !negated;
            current = Unwrap(not.Operand);
        }

        if (VariableSlot(current) is { } variable)
        {
            return (variable, negated);
        }

        var key = new StringBuilder();
        var dependencies = new List<int>();
        int budget = MaxOperations;
        if (!AppendCondition(current, key, dependencies, ref budget, ref negated) || dependencies.Count == 0)
        {
            return (-1, false);
        }

        return (slots.OfPredicate(key.ToString(), dependencies), negated);
    }

    private bool AppendCondition(IOperation condition, StringBuilder key, List<int> dependencies, ref int budget, ref bool negated)
    {
        switch (condition)
        {
            case IIsNullOperation isNull:
                key.Append("null(");
                return AppendValue(isNull.Operand, key, dependencies, ref budget);

            case IIsPatternOperation { Pattern: IConstantPatternOperation constant } isPattern:
                return AppendComparison("==", isPattern.Value, constant.Value, key, dependencies, ref budget);

            case IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation constant } } isPattern:
                negated = !negated;
                return AppendComparison("==", isPattern.Value, constant.Value, key, dependencies, ref budget);

            case IBinaryOperation { OperatorMethod: null, IsLifted: false } binary when !IsFloating(binary.LeftOperand):
                switch (binary.OperatorKind)
                {
                    case BinaryOperatorKind.Equals:
                        return AppendComparison("==", binary.LeftOperand, binary.RightOperand, key, dependencies, ref budget);
                    case BinaryOperatorKind.NotEquals:
                        negated = !negated;
                        return AppendComparison("==", binary.LeftOperand, binary.RightOperand, key, dependencies, ref budget);
                    case BinaryOperatorKind.LessThan:
                        return AppendComparison("<", binary.LeftOperand, binary.RightOperand, key, dependencies, ref budget);
                    case BinaryOperatorKind.GreaterThan:
                        return AppendComparison("<", binary.RightOperand, binary.LeftOperand, key, dependencies, ref budget);
                    case BinaryOperatorKind.GreaterThanOrEqual:
                        negated = !negated;
                        return AppendComparison("<", binary.LeftOperand, binary.RightOperand, key, dependencies, ref budget);
                    case BinaryOperatorKind.LessThanOrEqual:
                        negated = !negated;
                        return AppendComparison("<", binary.RightOperand, binary.LeftOperand, key, dependencies, ref budget);
                }

                return false;

            default:
                return false;
        }
    }

    private bool AppendComparison(string symbol, IOperation left, IOperation right, StringBuilder key, List<int> dependencies, ref int budget)
    {
        if (symbol == "==" && right.ConstantValue is { HasValue: true, Value: null })
        {
            key.Append("null(");
            return AppendValue(left, key, dependencies, ref budget);
        }

        key.Append(symbol).Append('(');
        return AppendValue(left, key, dependencies, ref budget) && AppendValue(right, key, dependencies, ref budget);
    }

    private bool AppendValue(IOperation value, StringBuilder key, List<int> dependencies, ref int budget)
    {
        if (--budget < 0)
        {
            return false;
        }

        value = Unwrap(value);
        if (value.ConstantValue.HasValue)
        {
            key.Append('c').Append(Convert.ToString(value.ConstantValue.Value, CultureInfo.InvariantCulture)).Append(';');
            return true;
        }

        if (VariableSlot(value) is { } slot)
        {
            dependencies.Add(slot);
            key.Append('v').Append(slot).Append(';');
            return true;
        }

        switch (value)
        {
            case IBinaryOperation { OperatorMethod: null } binary:
                key.Append('(').Append(binary.OperatorKind).Append(binary.IsChecked ? '!' : ' ');
                return AppendValue(binary.LeftOperand, key, dependencies, ref budget)
                    && AppendValue(binary.RightOperand, key, dependencies, ref budget);

            case IUnaryOperation { OperatorMethod: null } unary:
                key.Append('(').Append(unary.OperatorKind);
                return AppendValue(unary.Operand, key, dependencies, ref budget);

            // The length of an array, string or span goes with the variable that holds it.
            case IPropertyReferenceOperation { Instance: { Type: { } type } instance } property when IsFixedLength(property.Property, type):
                key.Append("len ");
                return AppendValue(instance, key, dependencies, ref budget);

            default:
                return false;
        }
    }

    private static bool IsFixedLength(IPropertySymbol property, ITypeSymbol type)
    {
        return property.Name == "Length"
            && (type.SpecialType == SpecialType.System_String || type.TypeKind == TypeKind.Array || KnownTypes.IsSpan(type));
    }

    private static bool IsFloating(IOperation operand)
    {
        return operand.Type?.SpecialType is SpecialType.System_Single or SpecialType.System_Double;
    }

    private int? VariableSlot(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => slots.Of(local.Local),
        IParameterReferenceOperation parameter => slots.Of(parameter.Parameter),
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field when !field.Field.IsVolatile => slots.Of(field.Field),
        _ => null,
    };

    private static IOperation Unwrap(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null, IsTryCast: false } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }
}
