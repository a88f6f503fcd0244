namespace MemoryRegions.Agreement.Model;

/// <summary>What a random program branches on.</summary>
public abstract record Condition;

/// <summary>Either way, as the tape says.</summary>
public sealed record Free : Condition;

/// <summary>The acquisition that the variable holds failed.</summary>
public sealed record IsNull(string Variable, NullTest Form) : Condition;

/// <summary>The mapping is shorter than asked, or null.</summary>
public sealed record IsShort(string Variable) : Condition;

/// <summary>A Boolean variable.</summary>
public sealed record Flag(string Name) : Condition;

/// <summary>The opposite.</summary>
public sealed record Not(Condition Operand) : Condition;

/// <summary>Both, or (<paramref name="IsOr"/>) one of the two.</summary>
public sealed record Both(Condition Left, Condition Right, bool IsOr) : Condition;

/// <summary>How a program asks whether a handle is null.</summary>
public enum NullTest
{
    /// <summary><c>x.IsNull</c>.</summary>
    IsNull,

    /// <summary><c>x.Length == 0</c>, of a mapping.</summary>
    Length,

    /// <summary><c>x is { IsNull: true }</c>.</summary>
    Pattern,
}
