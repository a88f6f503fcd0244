using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <content>Handles without a type of their own: arrays, integers and pointers, as they come from APIs that know no contracts.</content>
internal sealed partial class Evaluator
{
    private AbstractValue EvaluateConversion(IConversionOperation conversion)
    {
        AbstractValue converted = Evaluate(conversion.Operand);
        if (converted.Wrapper is not null && conversion.Type is not { IsValueType: true })
        {
            // A boxed copy, or something that is known as less than it is.
            converted = Whole(converted);
        }

        if (converted.MayBeObject && conversion is { Type: { } to, Operand.Type: IArrayTypeSymbol } && KnownTypes.IsSpan(to))
        {
            // A view of the array, which whoever gets it cannot release.
            return AbstractValue.Unknown;
        }

        if (conversion.OperatorMethod is { } method && converted.MayBeObject && !IsPointerSized(method.ContainingType))
        {
            Give();
            return AbstractValue.Unknown;
        }

        return converted;
    }

    /// <summary>An element of an array that is not followed as a container: to look at it, or to assign to it, does nothing to the array.</summary>
    private AbstractValue EvaluateElement(IArrayElementReferenceOperation element)
    {
        Evaluate(element.ArrayReference);
        foreach (IOperation index in element.Indices)
        {
            Escape(Evaluate(index));
        }

        return AbstractValue.Unknown;
    }

    /// <summary>What has no kind of operation of its own. In C# that is what reads and writes through pointers, and fixes arrays.</summary>
    private AbstractValue EvaluateUnnamed(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            AbstractValue value = Evaluate(child);
            NoteAnyAccess(value);
            if (value.MayBeObject && child.Type is not (IPointerTypeSymbol or IArrayTypeSymbol))
            {
                Give();
            }
        }

        return AbstractValue.Unknown;
    }

    /// <summary><c>IntPtr.Zero</c>, <c>UIntPtr.Zero</c></summary>
    private static bool IsZero(IFieldSymbol field) => field is { IsStatic: true, Name: "Zero" } && IsPointerSized(field.ContainingType);

    private static bool IsPointerSized(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr;

    /// <summary>A comparison with this constant is one with null: of an integer or pointer that stands for a resource, zero.</summary>
    private bool IsNull(object? constant)
    {
        return constant is null
            || (constant is 0 or 0u or 0L or 0uL && (IsPointerSized(tracked.Type) || tracked.Type is IPointerTypeSymbol));
    }

    /// <summary>The value of a property that tells whether its receiver holds anything, and not if it is released.</summary>
    private AbstractValue TestHeld(AbstractValue receiver)
    {
        const ObjectStatus NotHeld = ObjectStatus.Null | ObjectStatus.Released;
        if (receiver.IsConstant)
        {
            return receiver.ConstantValue is null ? AbstractValue.Constant(false) : AbstractValue.Unknown;
        }

        return receiver.IsObject && (_state.Status & ~(ObjectStatus.Held | NotHeld)) == 0
            ? AbstractValue.Test(ObjectStatus.Held, NotHeld)
            : AbstractValue.Unknown;
    }

    /// <summary>What a property tells of its receiver.</summary>
    private AbstractValue TestBy(PropertyContract contract, AbstractValue receiver, ITypeSymbol? type)
    {
        return (contract & PropertyContract.TestsHeld) != 0 ? TestHeld(receiver)
            : (contract & PropertyContract.TestsNull) != 0 ? TestNull(receiver, type)
            : AbstractValue.Unknown;
    }

    /// <summary>What an acquisition on its receiver stores in a pointer is not null: who finds it null finds nothing acquired.</summary>
    private void NotePointers(IOperation call, ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out, Type: IPointerTypeSymbol or { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } })
            {
                Assign(argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value, AbstractValue.ZeroIfNull, call);
            }
        }
    }
}
