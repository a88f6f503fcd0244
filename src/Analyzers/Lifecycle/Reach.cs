namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>An expression that names a value in every instance member of the type.</summary>
internal sealed class Reach(string expression, bool isCollection, bool mayBeNull, bool isStable)
{
    public string Expression { get; } = expression;

    /// <summary>The expression names a collection of which the value is an element.</summary>
    public bool IsCollection { get; } = isCollection;

    public bool MayBeNull { get; } = mayBeNull;

    /// <summary>It names the same object all the time.</summary>
    public bool IsStable { get; } = isStable;

    /// <summary>How the members of <paramref name="type"/> can name the value, or <see langword="null"/> if they cannot.</summary>
    public static Reach? Of(Value value, INamedTypeSymbol type, TypeFamily family)
    {
        switch (value.Kind)
        {
            case ValueKind.Member:
                return OfMember(value, type, family);
            case ValueKind.Variable:
            case ValueKind.Creation:
                return OfHolder(value, type, family);
            default:
                return null;
        }
    }

    private static Reach? OfMember(Value value, INamedTypeSymbol type, TypeFamily family)
    {
        ISymbol member = value.Symbol!;

        // The declared type: that of the expression is never null where the flow shows it.
        ITypeSymbol? declared = member is IFieldSymbol field ? field.Type : (member as IPropertySymbol)?.Type;
        bool isCollection = family.Model.Contracts.RegionKindOf(declared) is null && ElementIsRegion(declared, family);
        if (isCollection && declared?.NullableAnnotation == NullableAnnotation.Annotated)
        {
            return null;
        }

        bool mayBeNull = (isCollection ? ElementOf(declared) : declared)?.NullableAnnotation == NullableAnnotation.Annotated;
        bool isStable = StaysTheSame(member, family);
        switch (value.Instance)
        {
            case null:
                return new Reach(member.ContainingType.Name + "." + member.Name, isCollection, mayBeNull, isStable);
            case { Kind: ValueKind.This }:
                return Inherits(type, member.ContainingType) ? new Reach(member.Name, isCollection, mayBeNull, isStable) : null;
            default:
                return Of(value.Instance, type, family) is { IsCollection: false, MayBeNull: false } holder
                    ? new Reach(holder.Expression + "." + member.Name, isCollection, mayBeNull, isStable && holder.IsStable)
                    : null;
        }
    }

    /// <summary>The member that a local or a new object is stored in; or that a local was read from.</summary>
    private static Reach? OfHolder(Value value, INamedTypeSymbol type, TypeFamily family)
    {
        if (value.Kind == ValueKind.Variable && family.FlowsInto(value.Symbol!) is { Count: 1 } sources
            && sources[0] is { Kind: ValueKind.Member } source && OfMember(source, type, family) is { } read)
        {
            return read;
        }

        for (INamedTypeSymbol? current = type; current is not null && family.Contains(current); current = current.BaseType?.OriginalDefinition)
        {
            foreach (ISymbol member in current.GetMembers())
            {
                if (member.IsImplicitlyDeclared || member.IsStatic || !member.CanBeReferencedByName || member is not (IFieldSymbol or IPropertySymbol))
                {
                    continue;
                }

                if (!SymbolEqualityComparer.Default.Equals(current, type) && member.DeclaredAccessibility == Accessibility.Private)
                {
                    continue;
                }

                ITypeSymbol memberType = member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;
                foreach (Value stored in family.FlowsInto(member))
                {
                    if (Holds(stored, value, family))
                    {
                        return OfMember(Value.Member(member, Value.This(type), memberType), type, family);
                    }
                }
            }
        }

        return null;
    }

    private static bool Holds(Value stored, Value value, TypeFamily family)
    {
        switch (stored.Kind)
        {
            case ValueKind.Union:
                foreach (Value part in stored.Parts)
                {
                    if (Holds(part, value, family))
                    {
                        return true;
                    }
                }

                return false;
            case ValueKind.Variable:
                return value.Kind == ValueKind.Variable && SymbolEqualityComparer.Default.Equals(stored.Symbol, value.Symbol);
            case ValueKind.Creation when value.Kind == ValueKind.Creation:
                return stored.Creation == value.Creation;
            case ValueKind.Creation:
                // var region = _region = new(...)
                return family.FlowsInto(value.Symbol!) is { Count: 1 } made && made[0].Kind == ValueKind.Creation && made[0].Creation == stored.Creation;
            default:
                return false;
        }
    }

    private static bool StaysTheSame(ISymbol member, TypeFamily family) => member switch
    {
        IFieldSymbol field => field.IsReadOnly || (field.DeclaredAccessibility == Accessibility.Private && family.FlowsInto(field).Count == 1),
        IPropertySymbol property => property.SetMethod is null || property.SetMethod.IsInitOnly
            || (property.SetMethod.DeclaredAccessibility == Accessibility.Private && family.FlowsInto(property).Count == 1),
        _ => false,
    };

    private static bool Inherits(INamedTypeSymbol type, INamedTypeSymbol? from)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, from?.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ElementIsRegion(ITypeSymbol? type, TypeFamily family) => family.Model.Contracts.RegionKindOf(ElementOf(type)) is not null;

    private static ITypeSymbol? ElementOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { TypeArguments.Length: 1 } list when ValueReader.IsBaseLibrary(list) && list.Name is "List" or "IList" or "IReadOnlyList" or "ImmutableArray"
            or "HashSet" or "Stack" or "Queue" or "LinkedList" or "ICollection" or "IReadOnlyCollection" or "IEnumerable" => ((INamedTypeSymbol)type).TypeArguments[0],
        _ => null,
    };
}
