using System.Linq;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// Calls of one body whose callees may come back to its object, and what becomes of a field then: some member of the object releases what
/// is in it.
/// </summary>
/// <param name="field">The field.</param>
/// <param name="calls">Where the calls stand.</param>
/// <param name="helpers">Where calls of helpers stand that make such calls.</param>
/// <param name="written">The fields that the releasing member writes, and the Boolean that it writes there, if it is always the same.</param>
/// <param name="roots">The operations of the body.</param>
internal sealed class Reentry(
    IFieldSymbol field, ISet<SyntaxNode> calls, ISet<SyntaxNode> helpers, IReadOnlyDictionary<ISymbol, bool?> written, ImmutableArray<IOperation> roots)
{
    private readonly Dictionary<ISymbol, bool> _counters = new(SymbolEqualityComparer.Default);

    public IFieldSymbol Field { get; } = field;

    public bool IsCall(IOperation call) => calls.Contains(call.Syntax);

    public bool IsCallOfHelper(IOperation call) => helpers.Contains(call.Syntax);

    /// <summary>Of a condition that is nothing but a field: the value that the field has after the release.</summary>
    public bool? ValueAfterRelease(IOperation condition)
    {
        return condition is IFieldReferenceOperation { Instance: IInstanceReferenceOperation } read && written.TryGetValue(read.Field.OriginalDefinition, out bool? value) ? value : null;
    }

    /// <summary>
    /// The condition tells nothing of whether the callee came back: it is made of constants, variables that only count, and fields that the
    /// releasing member leaves alone.
    /// </summary>
    public bool TellsNothing(IOperation condition)
    {
        foreach (IOperation part in condition.DescendantsAndSelf())
        {
            switch (part)
            {
                case IFieldReferenceOperation { Instance: IInstanceReferenceOperation } read when !IsWritten(read):
                case ILocalReferenceOperation local when IsCounter(local.Local):
                case IParameterReferenceOperation or IInstanceReferenceOperation or ILiteralOperation or IBinaryOperation or IUnaryOperation or IConversionOperation:
                case { ConstantValue.HasValue: true }:
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    /// <summary>The statement calls a member of the object, or looks at a field that the releasing member writes: it may throw if that was called.</summary>
    public bool MayLook(IOperation statement)
    {
        return statement.DescendantsAndSelf().Any(part => part switch
        {
            IInvocationOperation { Instance: IInstanceReferenceOperation } call => !IsCall(call) && !IsCallOfHelper(call),
            IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } property => IsComputed(property.Property),
            IFieldReferenceOperation read => IsWritten(read) && !SymbolEqualityComparer.Default.Equals(read.Field.OriginalDefinition, Field)
                && !(read.Parent is ISimpleAssignmentOperation assignment && assignment.Target == read),
            _ => false,
        });
    }

    /// <summary>The getter is more than a look at a field.</summary>
    private static bool IsComputed(IPropertySymbol property)
    {
        return !property.DeclaringSyntaxReferences.IsEmpty
            && !property.ContainingType.GetMembers().Any(member => member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
    }

    private bool IsWritten(IFieldReferenceOperation read) => written.ContainsKey(read.Field.OriginalDefinition);

    private bool IsCounter(ILocalSymbol local)
    {
        if (!_counters.TryGetValue(local, out bool isCounter))
        {
            _counters.Add(local, isCounter = IsNumber(local.Type) && !roots.SelectMany(static root => root.DescendantsAndSelf()).Any(part => Sets(part, local)));
        }

        return isCounter;
    }

    private static bool IsNumber(ITypeSymbol type) => type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    /// <summary>Gives the variable a value that may come from somewhere else.</summary>
    private bool Sets(IOperation operation, ILocalSymbol local)
    {
        return operation switch
        {
            IVariableDeclaratorOperation declarator => Is(declarator.Symbol) && MayTell(declarator.GetVariableInitializer()?.Value),
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment => Is(target.Local) && MayTell(assignment.Value),
            ICompoundAssignmentOperation { Target: ILocalReferenceOperation target } assignment => Is(target.Local) && MayTell(assignment.Value),
            ILocalReferenceOperation named => Is(named.Local) && named.Parent is ITupleOperation or IDeclarationExpressionOperation or IArgumentOperation { Parameter.RefKind: not RefKind.None },
            _ => false,
        };

        bool Is(ILocalSymbol other) => SymbolEqualityComparer.Default.Equals(local, other);
    }

    private bool MayTell(IOperation? value)
    {
        return value?.DescendantsAndSelf().Any(part => part is IInvocationOperation or IPropertyReferenceOperation or ILocalReferenceOperation
            || (part is IFieldReferenceOperation read && IsWritten(read))) == true;
    }
}
