namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <summary>
/// A part of a body, cut down to what the rules about paths need: branches, loops and exits, and what is done to regions, flags and the
/// code of the type. Made once for each body; not changed afterwards.
/// </summary>
internal abstract class Step;

/// <summary>One after the other.</summary>
internal sealed class SequenceStep(ImmutableArray<Step> steps) : Step
{
    public static readonly SequenceStep Nothing = new(ImmutableArray<Step>.Empty);

    public ImmutableArray<Step> Steps { get; } = steps;
}

/// <summary>One or the other.</summary>
internal sealed class ChoiceStep(Condition condition, Step whenTrue, Step whenFalse) : Step
{
    public Condition Condition { get; } = condition;

    public Step WhenTrue { get; } = whenTrue;

    public Step WhenFalse { get; } = whenFalse;
}

/// <summary>Again and again.</summary>
internal sealed class LoopStep(Condition? condition, Step body, Step next, bool testsFirst) : Step
{
    /// <summary><see langword="null"/>: it ends at some time, or (a <c>for</c> without a condition) never.</summary>
    public Condition? Condition { get; } = condition;

    public Step Body { get; } = body;

    public Step Next { get; } = next;

    public bool TestsFirst { get; } = testsFirst;

    /// <summary>Nothing but a break or an exit ends it.</summary>
    public bool IsEndless { get; init; }
}

/// <summary>One of several.</summary>
internal sealed class SwitchStep(ImmutableArray<Step> sections, bool isExhaustive) : Step
{
    public ImmutableArray<Step> Sections { get; } = sections;

    public bool IsExhaustive { get; } = isExhaustive;
}

/// <summary>A try.</summary>
internal sealed class TryStep(Step body, ImmutableArray<Handler> handlers, Step? final) : Step
{
    public Step Body { get; } = body;

    public ImmutableArray<Handler> Handlers { get; } = handlers;

    public Step? Final { get; } = final;
}

/// <summary>A catch.</summary>
internal sealed class Handler(ITypeSymbol? caught, bool isFiltered, Step body)
{
    /// <summary><see langword="null"/>: whatever is thrown.</summary>
    public ITypeSymbol? Caught { get; } = caught;

    public bool IsFiltered { get; } = isFiltered;

    public Step Body { get; } = body;
}

internal enum ExitKind
{
    Return,
    Throw,
    Break,
    Continue,
}

/// <summary>The end of a loop, a function or more.</summary>
internal sealed class ExitStep(ExitKind kind, SyntaxNode syntax, ITypeSymbol? exception) : Step
{
    public ExitKind Kind { get; } = kind;

    public SyntaxNode Syntax { get; } = syntax;

    public ITypeSymbol? Exception { get; } = exception;
}

/// <summary>What cannot be followed: a <c>goto</c>, code that nests too deeply.</summary>
internal sealed class UnknownStep : Step;

/// <summary>A region is linked or unlinked.</summary>
internal sealed class LinkStep(LinkFact fact, bool links) : Step
{
    public LinkFact Fact { get; } = fact;

    public bool Links { get; } = links;
}

/// <summary>A region is created.</summary>
internal sealed class CreateStep(CreationFact fact) : Step
{
    public CreationFact Fact { get; } = fact;
}

/// <summary>An object is destroyed, or taken from its parent.</summary>
internal sealed class DestroyStep(Value target) : Step
{
    public Value Target { get; } = target;
}

internal enum Assigned
{
    Other,
    True,
    False,
    Null,
    NotNull,
}

/// <summary>A variable, field or property gets a value.</summary>
internal sealed class AssignStep(ISymbol function, Value target, Assigned assigned, Value? source, SyntaxNode syntax) : Step
{
    public ISymbol Function { get; } = function;

    public Value Target { get; } = target;

    public Assigned Assigned { get; } = assigned;

    public Value? Source { get; } = source;

    public SyntaxNode Syntax { get; } = syntax;
}

/// <summary>A call.</summary>
internal sealed class CallStep(IMethodSymbol method, Value? instance, bool isVirtual, bool mayThrow, ImmutableArray<KeyValuePair<ISymbol, Value>> arguments) : Step
{
    public IMethodSymbol Method { get; } = method;

    public Value? Instance { get; } = instance;

    public bool IsVirtual { get; } = isVirtual;

    public bool MayThrow { get; } = mayThrow;

    /// <summary>By their parameters.</summary>
    public ImmutableArray<KeyValuePair<ISymbol, Value>> Arguments { get; } = arguments;
}

/// <summary>A lambda is made, which somebody may run some time.</summary>
internal sealed class LambdaStep(ISymbol function) : Step
{
    public ISymbol Function { get; } = function;
}
