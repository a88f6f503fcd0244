namespace MemoryRegions.Analyzers.Lifecycle.Paths;

internal enum ConditionKind
{
    And,
    Or,
    Not,

    /// <summary>Always true.</summary>
    True,

    /// <summary>Whatever cannot be understood.</summary>
    Opaque,

    /// <summary>What the runtime itself tells of an object or of the process: that it is being torn down, for instance.</summary>
    RuntimeState,

    /// <summary>A bool.</summary>
    Flag,

    /// <summary>Is null.</summary>
    Null,

    /// <summary>Equals a constant.</summary>
    Equal,

    /// <summary>Is less than another.</summary>
    Less,

    /// <summary>The region is linked.</summary>
    Linked,
}

/// <summary>What decides on a branch.</summary>
internal sealed class Condition(ConditionKind kind)
{
    public static readonly Condition Opaque = new(ConditionKind.Opaque);
    public static readonly Condition True = new(ConditionKind.True);

    public ConditionKind Kind { get; } = kind;

    public Condition? Left { get; init; }

    public Condition? Right { get; init; }

    /// <summary>What is tested.</summary>
    public Value? Value { get; init; }

    /// <summary>What it is compared with, if it is no constant.</summary>
    public Value? Other { get; init; }

    public object? Constant { get; init; }

    /// <summary>What is evaluated first.</summary>
    public Step Before { get; init; } = SequenceStep.Nothing;

    /// <summary>By its type, what is tested cannot be null.</summary>
    public bool IsNeverNull { get; init; }

    public static Condition Not(Condition operand) => operand.Kind == ConditionKind.Not ? operand.Left! : new(ConditionKind.Not) { Left = operand };
}
