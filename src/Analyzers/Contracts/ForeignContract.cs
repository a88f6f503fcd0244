namespace MemoryRegions.Analyzers.Contracts;

/// <summary>What an assembly-level attribute says of a member of another assembly, as it is written.</summary>
internal sealed class ForeignContract
{
    /// <summary>The place of a contract: the returned value, or the new object.</summary>
    public const string Return = "return";

    /// <summary>The place of a contract: the receiver.</summary>
    public const string This = "this";

    /// <summary>The documentation comment id of the member.</summary>
    public string Member { get; private init; } = string.Empty;

    /// <summary><see cref="Return"/>, <see cref="This"/>, the name of a parameter, or null for the member as such.</summary>
    public string? On { get; private init; }

    public string? Acquires { get; private init; }

    public string? Releases { get; private init; }

    public CallOutcome When { get; private init; }

    public bool Idempotent { get; private init; }

    public bool TakesOwnership { get; private init; }

    public bool Borrows { get; private init; }

    public bool DoesNotThrow { get; private init; }

    public bool TestsNull { get; private init; }

    public bool TestsHeld { get; private init; }

    /// <summary>Something that needs a place to speak of.</summary>
    public bool SpeaksOfPlace => Acquires is not null || Releases is not null || TakesOwnership || Borrows;

    public static ForeignContract Read(AttributeData attribute)
    {
        return new ForeignContract
        {
            Member = AttributeReader.StringArgument(attribute),
            On = AttributeReader.NamedArgument<string?>(attribute, nameof(On), null),
            Acquires = AttributeReader.NamedArgument<string?>(attribute, nameof(Acquires), null),
            Releases = AttributeReader.NamedArgument<string?>(attribute, nameof(Releases), null),
            When = (CallOutcome)AttributeReader.NamedArgument(attribute, nameof(When), 0),
            Idempotent = AttributeReader.NamedArgument(attribute, nameof(Idempotent), false),
            TakesOwnership = AttributeReader.NamedArgument(attribute, nameof(TakesOwnership), false),
            Borrows = AttributeReader.NamedArgument(attribute, nameof(Borrows), false),
            DoesNotThrow = AttributeReader.NamedArgument(attribute, nameof(DoesNotThrow), false),
            TestsNull = AttributeReader.NamedArgument(attribute, nameof(TestsNull), false),
            TestsHeld = AttributeReader.NamedArgument(attribute, nameof(TestsHeld), false),
        };
    }

    /// <summary>The members that the documentation id names: none, one, or one in each of several assemblies.</summary>
    public ImmutableArray<ISymbol> Resolve(Compilation compilation)
    {
        // Anything but a letter and a colon is no id, and might not be understood at all.
        return Member.Length > 2 && Member[1] == ':'
            ? DocumentationCommentId.GetSymbolsForDeclarationId(Member, compilation)
            : ImmutableArray<ISymbol>.Empty;
    }
}
