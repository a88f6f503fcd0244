using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>How the teardown can name a region.</summary>
internal sealed class RegionName(string expression)
{
    public string Expression { get; } = expression;

    public bool IsCollection { get; init; }

    public bool MayBeNull { get; init; }

    /// <summary>The type of the region, if it is not that of the argument.</summary>
    public ITypeSymbol? Type { get; init; }

    /// <summary>The variable of a loop over the collection.</summary>
    public string ElementName => Expression == "region" ? "element" : "region";

    /// <summary>The name that the analyzer found, or that of a member which stands as the argument itself.</summary>
    public static RegionName? Find(IArgumentOperation argument, Diagnostic diagnostic, ContractModel contracts)
    {
        if (diagnostic.Properties.TryGetValue(DiagnosticProperties.Region, out string? expression) && expression is not null)
        {
            return new RegionName(expression)
            {
                IsCollection = diagnostic.Properties.ContainsKey(DiagnosticProperties.RegionIsCollection),
                MayBeNull = diagnostic.Properties.ContainsKey(DiagnosticProperties.RegionMayBeNull),
            };
        }

        IOperation value = argument.Value;
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        // Another fix of the same Fix All has made a field of the local.
        return value is IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field && contracts.RegionKindOf(field.Type) is not null
            ? new RegionName(field.Field.Name) { MayBeNull = field.Field.NullableAnnotation == NullableAnnotation.Annotated, Type = field.Field.Type }
            : null;
    }
}
