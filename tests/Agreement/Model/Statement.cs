using System.Collections.Immutable;

namespace MemoryRegions.Agreement.Model;

/// <summary>A statement of a random program. Immutable; <see cref="Blocks"/> and <see cref="With"/> let a shrinker walk it.</summary>
public abstract record Statement
{
    /// <summary>The blocks inside.</summary>
    public virtual ImmutableArray<Block> Blocks => [];

    /// <summary>The same statement with other blocks inside, as many as <see cref="Blocks"/> has.</summary>
    public virtual Statement With(ImmutableArray<Block> blocks) => this;
}

/// <summary>Statements in braces.</summary>
public sealed record Block(ImmutableArray<Statement> Statements)
{
    public static readonly Block Empty = new([]);

    public bool Equals(Block? other) => other is not null && System.Linq.Enumerable.SequenceEqual(Statements, other.Statements);

    public override int GetHashCode() => Statements.Length;
}

/// <summary>An expression that acquires. Its number tells the run where what leaked was acquired.</summary>
/// <param name="Kind">What is acquired.</param>
/// <param name="Site">The number.</param>
/// <param name="ByHelper">A helper of the class acquires it for its caller.</param>
public sealed record Acquisition(ResourceKind Kind, int Site, bool ByHelper = false)
{
    /// <summary>How much a mapping asks for.</summary>
    public AskedLength Length { get; init; }
}

/// <summary>How much memory a mapping asks for.</summary>
public enum AskedLength
{
    /// <summary>Something or nothing, as the tape says. What is asked for is mapped.</summary>
    Free,

    /// <summary>8 bytes, of which all, some or none are mapped.</summary>
    Constant,

    /// <summary>The same, in a variable.</summary>
    Variable,
}

/// <summary>A local variable that holds nothing yet.</summary>
public sealed record Declare(string Variable, ResourceKind Kind) : Statement;

/// <summary>A local variable that begins with what is acquired, or (<paramref name="ByOut"/>) an <c>out</c> variable of a helper.</summary>
public sealed record Acquire(string Variable, Acquisition Value, bool ByOut = false) : Statement;

/// <summary>Stores what is acquired in a variable that exists.</summary>
public sealed record Assign(string Variable, Acquisition Value) : Statement;

/// <summary>Acquires, and lets go of the result at once.</summary>
public sealed record Discard(Acquisition Value) : Statement;

/// <summary><c>using var x = ...;</c>.</summary>
public sealed record UsingDeclaration(string Variable, Acquisition Value) : Statement;

/// <summary><c>using (var x = ...) { }</c>.</summary>
public sealed record Using(string Variable, Acquisition Value, Block Body) : Statement
{
    public override ImmutableArray<Block> Blocks => [Body];

    public override Statement With(ImmutableArray<Block> blocks) => this with { Body = blocks[0] };
}

/// <summary><c>if (TryMap(..., out var x)) { } else { }</c>, or (<paramref name="Negated"/>) <c>if (!TryMap(...)) { }</c>, after which the variable stays in scope.</summary>
public sealed record TryAcquire(string Variable, int Site, bool Negated, Block Then, Block? Else, bool ByHelper = false) : Statement
{
    /// <summary>How much is asked for.</summary>
    public AskedLength Length { get; init; }

    public override ImmutableArray<Block> Blocks => Else is null ? [Then] : [Then, Else];

    public override Statement With(ImmutableArray<Block> blocks) => this with { Then = blocks[0], Else = Else is null ? null : blocks[1] };
}

/// <summary>A reference that is taken on an object of the program, or a listener that is registered.</summary>
public sealed record TakeReference(string Variable, int Site, ResourceKind Kind = ResourceKind.Reference) : Statement;

/// <summary>A helper of the class is handed what a variable holds.</summary>
public sealed record CallHelper(string Variable, ResourceKind Kind, HelperForm Form) : Statement;

/// <summary><c>if (!Helper(x)) { }</c>: the helper says whether it has released.</summary>
public sealed record CallDecider(string Variable, ResourceKind Kind, Block Otherwise) : Statement
{
    public override ImmutableArray<Block> Blocks => [Otherwise];

    public override Statement With(ImmutableArray<Block> blocks) => this with { Otherwise = blocks[0] };
}

/// <summary>What a helper does with what it is handed.</summary>
public enum HelperForm
{
    /// <summary>Looks at it.</summary>
    Borrow,

    /// <summary>Releases it, in a way that may be repeated.</summary>
    Dispose,

    /// <summary>Releases it.</summary>
    Release,

    /// <summary>Keeps it in a field, which unrealize drains.</summary>
    Keep,
}

/// <summary>An array that a loop fills and another one drains.</summary>
/// <param name="Name">The array.</param>
/// <param name="Value">What each element is.</param>
/// <param name="Checks">Each element is checked; <paramref name="OnNull"/> is for the first that is null.</param>
/// <param name="ReleasesPrefix">The elements before that one are released first.</param>
/// <param name="OnNull">How the body is left then.</param>
/// <param name="Works">A call that may throw stands between the loops.</param>
/// <param name="Drain">How the elements are released in the end.</param>
public sealed record FillArray(string Name, Acquisition Value, bool Checks, bool ReleasesPrefix, Block OnNull, bool Works, DrainForm Drain) : Statement
{
    public override ImmutableArray<Block> Blocks => [OnNull];

    public override Statement With(ImmutableArray<Block> blocks) => this with { OnNull = blocks[0] };
}

/// <summary>A mapping of its own that is mapped for reading or writing, used, and unmapped.</summary>
/// <param name="Variable">The mapping.</param>
/// <param name="Site">The number of the acquisition.</param>
/// <param name="Access">What it is mapped for.</param>
/// <param name="Use">How its bytes are used.</param>
/// <param name="IsRight">It is used for what it is mapped for.</param>
public sealed record MapFor(string Variable, int Site, MappedFor Access, ContentUse Use, bool IsRight) : Statement;

/// <summary>What a mapping is for.</summary>
public enum MappedFor
{
    Reading,
    Writing,

    /// <summary>The one or the other, as a flag says that is asked again at the use.</summary>
    Either,
}

/// <summary>Ways to use all of the bytes, or one.</summary>
public enum ContentUse
{
    Element,
    All,
    Loop,
}

/// <summary>The loops that drain arrays.</summary>
public enum DrainForm
{
    None,
    For,
    ForEach,
}

/// <summary>An <c>await</c> or a <c>yield return</c>, in a body that is asynchronous or an iterator.</summary>
/// <param name="Waits">A call that waits, which stands in every body.</param>
public sealed record Pause(bool Waits = false) : Statement;

/// <summary>A second variable for the same resource.</summary>
public sealed record Copy(string Variable, string From) : Statement;

/// <summary>Releases what a variable holds.</summary>
public sealed record Release(string Variable, ResourceKind Kind, ReleaseForm Form) : Statement;

/// <summary>Looks at what a variable holds.</summary>
public sealed record Use(string Variable, ResourceKind Kind, UseForm Form = UseForm.Length) : Statement;

/// <summary>How much of the bytes of a mapping is used.</summary>
public enum UseForm
{
    /// <summary>How many there are.</summary>
    Length,

    /// <summary>The first.</summary>
    First,

    /// <summary>The last that was asked for.</summary>
    Last,

    /// <summary>A slice of as many as were asked for.</summary>
    Slice,
}

/// <summary>A call that may throw and has nothing to do with resources.</summary>
public sealed record Work : Statement;

/// <summary><c>bool x = ...;</c>, or an assignment to it.</summary>
public sealed record SetFlag(string Name, Condition? Value, bool Constant, bool IsDeclaration) : Statement;

public sealed record If(Condition Condition, Block Then, Block? Else) : Statement
{
    public override ImmutableArray<Block> Blocks => Else is null ? [Then] : [Then, Else];

    public override Statement With(ImmutableArray<Block> blocks) => this with { Then = blocks[0], Else = Else is null ? null : blocks[1] };
}

/// <summary>A loop that runs as often as the tape says, twice at most.</summary>
public sealed record Loop(LoopForm Form, string Counter, Block Body) : Statement
{
    public override ImmutableArray<Block> Blocks => [Body];

    public override Statement With(ImmutableArray<Block> blocks) => this with { Body = blocks[0] };
}

/// <summary>The loop statements.</summary>
public enum LoopForm
{
    For,
    While,
    DoWhile,
    ForEach,
}

/// <summary>A <c>switch</c> on a number that the tape chooses.</summary>
public sealed record Switch(ImmutableArray<Block> Sections) : Statement
{
    public override ImmutableArray<Block> Blocks => Sections;

    public override Statement With(ImmutableArray<Block> blocks) => this with { Sections = blocks };
}

public sealed record Try(Block Body, CatchForm? Catch, Block? Handler, Block? Finally) : Statement
{
    public override ImmutableArray<Block> Blocks
    {
        get
        {
            ImmutableArray<Block> blocks = [Body];
            blocks = Handler is null ? blocks : blocks.Add(Handler);
            return Finally is null ? blocks : blocks.Add(Finally);
        }
    }

    public override Statement With(ImmutableArray<Block> blocks) => this with
    {
        Body = blocks[0],
        Handler = Handler is null ? null : blocks[1],
        Finally = Finally is null ? null : blocks[^1],
    };
}

/// <summary>What a handler takes.</summary>
public enum CatchForm
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>What calls throw, of one of two types.</summary>
    Fault,

    /// <summary>What the program throws itself.</summary>
    Stop,

    /// <summary><c>when (...)</c> the tape says so.</summary>
    Filtered,
}

/// <summary>A nested block, perhaps under a lock.</summary>
public sealed record Nested(Block Body, bool IsLocked = false) : Statement
{
    public override ImmutableArray<Block> Blocks => [Body];

    public override Statement With(ImmutableArray<Block> blocks) => this with { Body = blocks[0] };
}

/// <summary>A lambda that is called at once. Its block stands alone: it shares no variables with what is around it, and cannot leave that.</summary>
public sealed record Lambda(Block Body) : Statement
{
    public override ImmutableArray<Block> Blocks => [Body];

    public override Statement With(ImmutableArray<Block> blocks) => new Lambda(blocks[0]);
}

/// <summary>Puts what a variable holds into a member of a tuple or struct. <c>Variable.Handle</c> then is another name of it.</summary>
public sealed record Wrap(string Variable, string From, ResourceKind Kind, bool IsTuple) : Statement;

/// <summary>Leaves a block, or the body.</summary>
public sealed record Jump(JumpKind Kind) : Statement;

/// <summary>The jumps.</summary>
public enum JumpKind
{
    Return,
    Throw,
    Rethrow,
    Break,
    Continue,

    /// <summary><c>goto</c> the only label, further down.</summary>
    Goto,
}

/// <summary>The target of <see cref="JumpKind.Goto"/>.</summary>
public sealed record Label : Statement;
