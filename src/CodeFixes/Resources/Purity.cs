using System.Linq;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>Which expressions may be evaluated at another time, or not at all, without anybody noticing.</summary>
internal static class Purity
{
    /// <summary>The value is the same whenever the expression is evaluated, and to evaluate it does nothing.</summary>
    public static bool IsConstant(IOperation? operation)
    {
        switch (operation)
        {
            case null:
            case { ConstantValue.HasValue: true }:
            case ILiteralOperation or IDefaultValueOperation or IParameterReferenceOperation { Parameter.RefKind: RefKind.None or RefKind.In } or IInstanceReferenceOperation:
            case ITypeOfOperation or INameOfOperation or ISizeOfOperation:
                return true;
            case ILocalReferenceOperation local:
                return !local.Local.IsRef;
            case IFieldReferenceOperation field:
                return field.Field.IsReadOnly && IsConstant(field.Instance);
            case IPropertyReferenceOperation { Instance: null } property:
                // Task.CompletedTask and its like.
                return property.Property is { SetMethod: null } && property.Property.DeclaringSyntaxReferences.IsEmpty;
            case IConversionOperation { OperatorMethod: null } conversion:
                return IsConstant(conversion.Operand);
            case IUnaryOperation { OperatorMethod: null } unary:
                return IsConstant(unary.Operand);
            case ITupleOperation tuple:
                return tuple.Elements.All(IsConstant);
            case IObjectCreationOperation { Type: { } type, Initializer: null } creation when IsException(type):
                return creation.Arguments.All(argument => IsConstant(argument.Value));
            case IInterpolatedStringOperation text:
                return text.Parts.All(part => part is IInterpolatedStringTextOperation || (part is IInterpolationOperation { Expression: { } value } && IsConstant(value)));
            default:
                return false;
        }
    }

    /// <summary>To evaluate the expression does nothing, so that it can be left out.</summary>
    public static bool HasNoEffect(IOperation? operation)
    {
        switch (operation)
        {
            case IFieldReferenceOperation field:
                return HasNoEffect(field.Instance);
            case IPropertyReferenceOperation property:
                return HasNoEffect(property.Instance) && property.Arguments.All(argument => HasNoEffect(argument.Value));
            case IBinaryOperation { OperatorMethod: null } binary:
                return HasNoEffect(binary.LeftOperand) && HasNoEffect(binary.RightOperand);
            case IUnaryOperation { OperatorMethod: null } unary:
                return HasNoEffect(unary.Operand);
            case IConversionOperation { OperatorMethod: null } conversion:
                return HasNoEffect(conversion.Operand);
            case IParenthesizedOperation parenthesized:
                return HasNoEffect(parenthesized.Operand);
            case IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation or ITypePatternOperation } pattern:
                return HasNoEffect(pattern.Value);
            case IIsTypeOperation type:
                return HasNoEffect(type.ValueOperand);
            case IConditionalAccessInstanceOperation or IParameterReferenceOperation:
                return true;
            default:
                return IsConstant(operation);
        }
    }

    public static bool IsException(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }
}
