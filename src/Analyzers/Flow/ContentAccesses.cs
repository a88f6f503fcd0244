using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>What uses of a span do with its content.</summary>
internal static class ContentAccesses
{
    /// <summary>The use of a member of a span, or of something that walks over one.</summary>
    public static ContentAccess OfMember(IOperation use, ISymbol member, BodyGraph body)
    {
        switch (member)
        {
            case IPropertySymbol { RefKind: not RefKind.None } element:
                ContentAccess access = OfElement(use, body);
                return element.RefKind == RefKind.RefReadOnly && access == ContentAccess.Unknown ? ContentAccess.None : access;

            case IPropertySymbol:
                return ContentAccess.None;

            case IMethodSymbol { Name: "MoveNext" or "Dispose" }:
                return ContentAccess.None;

            case IMethodSymbol when member.ContainingType is not { } type || !KnownTypes.IsSpan(type):
                return ContentAccess.Unknown;

            default:
                return member.Name switch
                {
                    "Fill" or "Clear" => ContentAccess.Writes,
                    "CopyTo" or "TryCopyTo" or "ToArray" => ContentAccess.Reads,
                    "Slice" or "GetEnumerator" or "Equals" or "GetHashCode" => ContentAccess.None,
                    _ => ContentAccess.Unknown,
                };
        }
    }

    /// <summary>A span that is passed to a parameter.</summary>
    public static ContentAccess OfArgument(IMethodSymbol method, IParameterSymbol parameter, ParameterContract contract, out bool returnsCount)
    {
        returnsCount = contract is { Writes: true, ReturnsCount: true };
        if (contract.Reads || contract.Writes)
        {
            return (contract.Reads ? ContentAccess.Reads : 0) | (contract.Writes ? ContentAccess.Writes : 0);
        }

        if (parameter.Type is not INamedTypeSymbol type || !KnownTypes.IsSpan(type) || type.Name is not ("Span" or "ReadOnlySpan"))
        {
            return ContentAccess.Unknown;
        }

        if (type.Name == "ReadOnlySpan")
        {
            // A constructor keeps it for later; what casts it may do anything.
            return method.MethodKind == MethodKind.Constructor || method.Name == "Overlaps" ? ContentAccess.None
                : method is { ContainingType.Name: "MemoryMarshal" or "Unsafe", Name: not ("Read" or "TryRead") } ? ContentAccess.Unknown
                : ContentAccess.Reads;
        }

        returnsCount = KnownTypes.ReturnsCount(method);
        return KnownTypes.FillsSpans(method) ? ContentAccess.Writes : ContentAccess.Unknown;
    }

    /// <summary>How much of a source there is to be copied, if it is a slice that says so.</summary>
    public static IOperation? AmountOf(IOperation? source)
    {
        while (source is IConversionOperation conversion)
        {
            source = conversion.Operand;
        }

        switch (source)
        {
            case IInvocationOperation { TargetMethod.Name: "Slice" or "AsSpan" } slice when KnownTypes.IsSpanMember(slice.TargetMethod) && slice.Arguments.Length == (slice.Instance is null ? 3 : 2):
                return slice.Arguments[slice.Arguments.Length - 1].Value;
            case IImplicitIndexerReferenceOperation { Argument: IRangeOperation range }:
                return EndOf(range);
            case IArrayElementReferenceOperation { Indices: { Length: 1 } indices } when indices[0] is IRangeOperation range:
                return EndOf(range);
            default:
                return null;
        }
    }

    private static IOperation? EndOf(IRangeOperation range)
    {
        IOperation? end = range.LeftOperand is null ? range.RightOperand : null;
        while (end is IConversionOperation conversion)
        {
            end = conversion.Operand;
        }

        // Counted from the end, or an index that may be.
        return end?.Type?.SpecialType == SpecialType.System_Int32 && end is not IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } ? end : null;
    }

    private static ContentAccess OfElement(IOperation use, BodyGraph body)
    {
        switch (use.Parent)
        {
            case ISimpleAssignmentOperation assignment:
                return assignment.Target == use ? ContentAccess.Writes : assignment.IsRef ? ContentAccess.Unknown : ContentAccess.Reads;
            case ICompoundAssignmentOperation assignment:
                return assignment.Target == use ? ContentAccess.Reads | ContentAccess.Writes : ContentAccess.Reads;
            case IIncrementOrDecrementOperation:
                return ContentAccess.Reads | ContentAccess.Writes;
            case IArgumentOperation { Parameter.RefKind: RefKind.None }:
            case IConversionOperation or IBinaryOperation or IUnaryOperation or IIsPatternOperation or IInterpolationOperation:
                return ContentAccess.Reads;
            case IFlowCaptureOperation capture:
                return body.IsOnlyTarget(capture.Id) ? ContentAccess.Writes : ContentAccess.Unknown;
            case null:
                return body.Owner is IMethodSymbol { RefKind: RefKind.None } ? ContentAccess.Reads : ContentAccess.Unknown;
            default:
                return ContentAccess.Unknown;
        }
    }
}
