using System.Linq;

namespace MemoryRegions.Analyzers.Contracts;

/// <summary>Reads contract attributes from symbols.</summary>
internal static class AttributeReader
{
    /// <summary>The simple name of a contract attribute, or <see langword="null"/> if the attribute is none of ours.</summary>
    public static string? ContractName(AttributeData attribute)
    {
        INamedTypeSymbol? type = attribute.AttributeClass;
        return type is { ContainingNamespace: { Name: "Contracts", ContainingNamespace: { Name: "MemoryRegions", ContainingNamespace.IsGlobalNamespace: true } } }
            ? type.Name
            : null;
    }

    /// <summary>The first attribute of that name, or <see langword="null"/>.</summary>
    public static AttributeData? Find(ImmutableArray<AttributeData> attributes, string name)
    {
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass?.Name == name && ContractName(attribute) is not null)
            {
                return attribute;
            }
        }

        return null;
    }

    public static bool Has(ISymbol symbol, string name) => Find(symbol.GetAttributes(), name) is not null;

    /// <summary>The first constructor argument if it is a string, else an empty one (code that is being typed).</summary>
    public static string StringArgument(AttributeData attribute)
    {
        return attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0].Value is string text ? text : string.Empty;
    }

    /// <summary>The first constructor argument if it is an array: the strings in it.</summary>
    public static ImmutableArray<string> StringsArgument(AttributeData attribute)
    {
        return attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0] is { Kind: TypedConstantKind.Array, IsNull: false } array
            ? ImmutableArray.CreateRange(array.Values.Select(value => value.Value).OfType<string>())
            : ImmutableArray<string>.Empty;
    }

    /// <summary>The first constructor argument if it is an enum or integer constant.</summary>
    public static int? EnumArgument(AttributeData attribute)
    {
        return attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0].Value is int value ? value : null;
    }

    public static T NamedArgument<T>(AttributeData attribute, string name, T otherwise)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Value is T value)
            {
                return value;
            }
        }

        return otherwise;
    }
}
