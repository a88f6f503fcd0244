using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using MemoryRegions.Agreement.Execution;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <summary>What a body, and the edit of it, is about above all.</summary>
internal enum Focus
{
    None,

    /// <summary>Mappings that may be shorter than asked.</summary>
    Lengths,

    /// <summary>What goes on while a transaction is open.</summary>
    Transactions,

    /// <summary>Nothing leaks if a call throws.</summary>
    Throws,

    /// <summary>Mappings for reading and for writing.</summary>
    Directions,
}

/// <summary>
/// Writes a body at random. It keeps account of what is held, so that most programs are right or nearly so; with the given
/// probability it forgets a release, or releases what it should not.
/// </summary>
internal sealed partial class BodyGenerator
{
    private const int MaxDepth = 3;

    private readonly Random _random;
    private readonly double _sloppiness;
    private readonly List<string> _flags = [];
    private Holdings _holdings = Holdings.Empty;
    private List<Statement> _statements = [];
    private int _statementsLeft;
    private int _choicesLeft;
    private int _sites;
    private int _names;
    private bool _hasLabel;
    private bool _pauses;
    private bool _inTransaction;
    private Focus _focus;
    private bool _isReachable = true;

    private BodyGenerator(Random random, double sloppiness)
    {
        _random = random;
        _sloppiness = sloppiness;
        _statementsLeft = random.Next(4, 18);
        _choicesLeft = random.Next(2, 8);
    }

    /// <summary>Where the generator writes.</summary>
    private sealed record Context(int Depth)
    {
        /// <summary>The depth of the body of the loop that <c>break</c> leaves; -1: none, or not allowed.</summary>
        public int LoopDepth { get; init; } = -1;

        /// <summary>The depth of the body of the innermost try statement with a handler; -1: none.</summary>
        public int TryDepth { get; init; } = -1;

        public bool InFinally { get; init; }

        public bool InHandler { get; init; }

        public bool InLock { get; init; }

        /// <summary>In a lambda, which throws nothing of its own, for a stranger calls it.</summary>
        public bool InLambda { get; init; }

        /// <summary>In a handler that no finally region separates from its catch.</summary>
        public bool MayRethrow { get; init; }

        public Context Deeper() => this with { Depth = Depth + 1 };
    }

    /// <summary>A body. The higher the sloppiness (0 to 1), the more is forgotten; at 0 nothing is.</summary>
    public static Block Body(Random random, double sloppiness, Focus focus = Focus.None, bool pauses = false)
    {
        var generator = new BodyGenerator(random, sloppiness) { _pauses = pauses, _focus = focus };
        return random.Next(7) == 0 ? generator.WithLabel() : generator.Write(new Context(0));
    }

    /// <summary>A body whose exits jump to a common end.</summary>
    private Block WithLabel()
    {
        var before = new List<Statement>();
        var shared = new List<Variable>();
        for (int i = _random.Next(1, 3); i > 0; i--)
        {
            var variable = new Variable("m" + _names++, Kind(nullable: true), 0) { BeginsEmpty = true };
            before.Add(new Declare(variable.Name, variable.Kind));
            _holdings = _holdings.Put(variable, Holding.Nothing);
            shared.Add(variable);
        }

        _hasLabel = true;
        Block inner = Write(new Context(1));
        _hasLabel = false;
        before.Add(new Nested(inner));
        before.Add(new Label());
        _statements = before;
        _isReachable = true;
        foreach (Variable variable in shared.Where(_ => !Forgets()))
        {
            Add(new Release(variable.Name, variable.Kind, ReleaseForm.Dispose));
        }

        return new Block([.. before]);
    }

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private bool Forgets() => Chance(_sloppiness);

    private T OneOf<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];

    private ResourceKind Kind(bool nullable = false) => _focus switch
    {
        Focus.Lengths when Chance(0.7) => ResourceKind.Mapping,
        Focus.Transactions when !nullable && Chance(0.6) => ResourceKind.Transaction,
        _ => AnyKind(nullable),
    };

    private ResourceKind AnyKind(bool nullable) => _random.Next(nullable ? 8 : 12) switch
    {
        < 5 => ResourceKind.Mapping,
        < 8 => ResourceKind.Section,
        < 10 => ResourceKind.Transaction,
        10 => ResourceKind.Cache,
        _ => ResourceKind.Space,
    };

    private void Add(Statement statement) => _statements.Add(statement);

    /// <summary>Writes a block; afterwards the variables declared in it are gone.</summary>
    private Block Write(Context context)
    {
        List<Statement> outer = _statements;
        int flags = _flags.Count;
        _statements = [];
        _isReachable = true;
        for (int count = _random.Next(1, context.Depth == 0 ? 6 : 4); count > 0 && _isReachable && _statementsLeft > 0; count--)
        {
            _statementsLeft--;
            Step(context);
        }

        if (_isReachable)
        {
            CleanUp(context.Depth);
        }

        _holdings = _holdings with { Objects = _holdings.Objects.RemoveRange(_holdings.Objects.Keys.Where(variable => variable.Depth >= context.Depth)) };
        _flags.RemoveRange(flags, _flags.Count - flags);
        Block block = new([.. _statements]);
        _statements = outer;
        return block;
    }

    /// <summary>Releases what is held by variables of the given depth or deeper, as far as it is not forgotten.</summary>
    private void CleanUp(int depth)
    {
        foreach (Variable variable in _holdings.Objects.Keys.Where(variable => variable.Depth >= depth && !variable.IsUsing).OrderBy(variable => variable.Name, StringComparer.Ordinal))
        {
            if (_holdings.Of(variable) is Holding.Held or Holding.Maybe && !_holdings.IsProtected(variable) && !Forgets())
            {
                ReleaseSafely(variable);
            }
        }
    }

    private void ReleaseSafely(Variable variable)
    {
        ReleaseForm form = (ReleaseForm)_random.Next(4);
        bool isHeld = _holdings.Of(variable) == Holding.Held;
        if (variable.Kind.IsOnObject())
        {
            // References are counted: one too many is not for the analyzers to see.
            if (isHeld)
            {
                Add(new Release(variable.Name, variable.Kind, Chance(0.3) ? ReleaseForm.Conditional : ReleaseForm.Plain));
            }
        }
        else if (Chance(0.15))
        {
            Calling(variable, isHeld);
        }
        else if (variable.Kind.IsObject())
        {
            Add(new Release(variable.Name, variable.Kind, Chance(0.3) ? ReleaseForm.Conditional : ReleaseForm.Dispose));
        }
        else if (variable.Kind == ResourceKind.Mapping && isHeld && (_holdings.FactsOf(variable).HasFlag(Facts.Full) || (_holdings.FactsOf(variable).HasFlag(Facts.Asked) && Forgets())))
        {
            Add(new Release(variable.Name, variable.Kind, _holdings.FactsOf(variable) == (Facts.Asked | Facts.Direct | Facts.Full) && Forgets()
                ? Chance(0.5) ? ReleaseForm.TooMuch : ReleaseForm.ByOther
                : ReleaseForm.AsAsked));
        }
        else if (!isHeld || form == ReleaseForm.Dispose)
        {
            Add(new Release(variable.Name, variable.Kind, ReleaseForm.Dispose));
        }
        else if (_holdings.IsNonNull(variable) || !variable.Kind.MayBeNull() || (Chance(0.3) && Forgets()))
        {
            Add(new Release(variable.Name, variable.Kind, form));
        }
        else
        {
            Add(new If(new Not(new IsNull(variable.Name, Test(variable))), new Block([new Release(variable.Name, variable.Kind, form)]), null));
        }

        _holdings = _holdings.Turn(variable, Holding.Released);
    }

    /// <summary>A helper releases it.</summary>
    private void Calling(Variable variable, bool isHeld)
    {
        if (isHeld && variable.Kind.MayBeNull() && Chance(0.3))
        {
            Add(new CallHelper(variable.Name, variable.Kind, HelperForm.Keep));
        }
        else if (Chance(0.3))
        {
            Add(new CallDecider(variable.Name, variable.Kind, new Block([new Release(variable.Name, variable.Kind, ReleaseForm.Dispose)])));
            _choicesLeft--;
        }
        else
        {
            bool mayRepeat = !isHeld || !_holdings.IsNonNull(variable) || Chance(0.5);
            Add(new CallHelper(variable.Name, variable.Kind, mayRepeat ? HelperForm.Dispose : HelperForm.Release));
        }
    }

    private NullTest Test(Variable variable) => _random.Next(4) switch
    {
        0 when variable.Kind == ResourceKind.Mapping => NullTest.Length,
        1 => NullTest.Pattern,
        _ => NullTest.IsNull,
    };

    /// <summary>A condition whose both outcomes are possible.</summary>
    private Condition Condition()
    {
        if (_flags.Count > 0 && Chance(0.25))
        {
            Condition flag = new Flag(OneOf(_flags));
            return Chance(0.3) ? new Not(flag) : flag;
        }

        List<Variable> testable = [.. _holdings.Objects.Keys.Where(IsTestable).OrderBy(variable => variable.Name, StringComparer.Ordinal)];
        if (testable.Count > 0 && Chance(0.25))
        {
            Variable variable = OneOf(testable);
            Condition test = new IsNull(variable.Name, Test(variable));
            test = Chance(0.4) ? new Not(test) : test;
            return Chance(0.2) && _choicesLeft-- > 0 ? new Both(test, new Free(), Chance(0.5)) : test;
        }

        _choicesLeft--;
        return Chance(0.1) ? new Not(new Free()) : new Free();
    }

    private bool IsTestable(Variable variable)
    {
        return variable.Kind is ResourceKind.Mapping or ResourceKind.Section && !variable.IsUsing && _holdings.Of(variable) == Holding.Held && !_holdings.IsNonNull(variable);
    }

    /// <summary>A condition that tells how much a mapping has.</summary>
    private static bool MayBeShort(Acquisition acquisition) => acquisition.Length != AskedLength.Free;

    private bool CanAcquire() => _sites < Bench.MaxSites - 1 && _sites < 6;

    private Acquisition Acquisition(ResourceKind kind)
    {
        return kind == ResourceKind.Mapping && (_focus == Focus.Lengths ? Chance(0.8) : _choicesLeft > 1 && Chance(0.2))
            ? new(kind, _sites++) { Length = AskedLength.Constant }
            : new(kind, _sites++, ByHelper: Chance(0.12));
    }

    /// <summary>Whether a transaction may be open.</summary>
    private bool HasTransaction() => _inTransaction || _holdings.Objects.Keys.Any(variable => variable.Kind == ResourceKind.Transaction && _holdings.Of(variable) is Holding.Held or Holding.Maybe);

    /// <summary>Variables that may be assigned and released here.</summary>
    private List<Variable> Manual(Func<Variable, bool> where)
    {
        // In order before they are asked about, for that may take from the random numbers, and the dictionary's order differs from run to run.
        return [.. _holdings.Objects.Keys.OrderBy(variable => variable.Name, StringComparer.Ordinal).Where(variable => !variable.IsUsing && where(variable))];
    }
}
