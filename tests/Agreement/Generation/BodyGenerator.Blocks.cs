using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <content>Statements with blocks inside.</content>
internal sealed partial class BodyGenerator
{
    private void Branching(Context context)
    {
        Condition condition = Condition();
        (Holdings whenTrue, Holdings whenFalse) = Refine(condition);
        Block? @else = null;
        _holdings = whenTrue;
        Block then = Write(context.Deeper());
        (Holdings Holdings, bool IsReachable) afterThen = (_holdings, _isReachable);
        _holdings = whenFalse;
        _isReachable = true;
        if (Chance(0.4))
        {
            @else = Write(context.Deeper());
        }

        Meet(afterThen, (_holdings, _isReachable));
        Add(new If(condition, then, @else));
    }

    private (Holdings WhenTrue, Holdings WhenFalse) Refine(Condition condition)
    {
        switch (condition)
        {
            case Not { Operand: IsNull test }:
                (Holdings isNull, Holdings isNot) = Refine(test);
                return (isNot, isNull);
            case IsNull test:
                Variable variable = _holdings.Objects.Keys.First(candidate => candidate.Name == test.Variable);
                return (_holdings.Turn(variable, Holding.Nothing), _holdings.Turn(variable, Holding.Held, nonNull: true));
            default:
                return (_holdings, _holdings);
        }
    }

    private void Meet(params (Holdings Holdings, bool IsReachable)[] ends)
    {
        List<Holdings> reached = [.. ends.Where(end => end.IsReachable).Select(end => end.Holdings)];
        _isReachable = reached.Count > 0;
        _holdings = reached.Count == 0 ? ends[0].Holdings : reached.Aggregate((left, right) => left.Join(right));
    }

    /// <summary>Writes a block that may run any number of times.</summary>
    private Block Repeated(Context context)
    {
        // What the rounds before may have done.
        foreach (Variable variable in Manual(variable => _holdings.Of(variable) is Holding.Nothing or Holding.Held))
        {
            if (_holdings.Of(variable) == Holding.Nothing)
            {
                _holdings = _holdings.Turn(variable, Holding.Maybe);
            }
        }

        Holdings before = _holdings;
        Block body = Write(context);
        Meet((before, true), (_holdings, _isReachable));
        foreach (Variable variable in Manual(variable => before.Objects.ContainsKey(variable) && _holdings.Of(variable) != before.Of(variable)))
        {
            _holdings = _holdings.Turn(variable, Holding.Maybe);
        }

        return body;
    }

    private void Looping(Context context)
    {
        _choicesLeft -= 2;
        Context inner = context.Deeper() with { LoopDepth = context.Depth + 1, MayRethrow = false };
        var form = (LoopForm)_random.Next(4);
        Add(new Loop(form, "i" + _names++, Repeated(inner)));
        _isReachable = true;
    }

    private void Switching(Context context)
    {
        _choicesLeft -= 2;
        Holdings before = _holdings;
        var sections = ImmutableArray.CreateBuilder<Block>();
        var ends = new List<(Holdings, bool)>();
        Context inner = context.Deeper() with { LoopDepth = -1 };
        for (int count = _random.Next(2, 4); count > 0; count--)
        {
            _holdings = before;
            sections.Add(Write(inner));
            ends.Add((_holdings, _isReachable));
        }

        Meet([.. ends]);
        Add(new Switch(sections.ToImmutable()));
    }

    private void TryFinally(Context context)
    {
        // The finally block releases what is held, or will be.
        List<Variable> released = Manual(variable => _holdings.Of(variable) is not Holding.Released && !_holdings.IsProtected(variable) && !variable.Kind.IsOnObject() && Chance(0.6));
        Holdings before = _holdings;
        foreach (Variable variable in released)
        {
            _holdings = _holdings.Protect(variable);
        }

        Block body = Write(context.Deeper());
        (Holdings Holdings, bool IsReachable) end = (_holdings, _isReachable);
        Block @finally = Finally(context, released);
        _holdings = end.Holdings;
        foreach (Variable variable in released)
        {
            // What never held anything was not released.
            _holdings = _holdings.Unprotect(variable);
            _holdings = _holdings.Of(variable) == Holding.Nothing ? _holdings : _holdings.Turn(variable, Holding.Released);
        }

        _isReachable = end.IsReachable;
        Add(new Try(body, null, null, @finally));
    }

    private Block Finally(Context context, List<Variable> released)
    {
        List<Statement> outer = _statements;
        _statements = [];
        _isReachable = true;
        foreach (Variable variable in released.Where(_ => !Forgets()))
        {
            Add(new Release(variable.Name, variable.Kind, ReleaseForm.Dispose));
        }

        if (Chance(0.2) && _statementsLeft > 0)
        {
            Block more = Write(new Context(context.Depth + 1) { InFinally = true, TryDepth = -1, InLambda = context.InLambda });
            Add(new Nested(more));
        }

        Block block = new([.. _statements]);
        _statements = outer;
        return block;
    }

    private void TryCatch(Context context)
    {
        Holdings before = _holdings;
        Block body = Write(context.Deeper() with { TryDepth = context.Depth + 1, MayRethrow = false });
        (Holdings, bool) afterBody = (_holdings, _isReachable);

        // The handler may begin wherever the body is left.
        _holdings = before.Join(_holdings);
        bool mayRethrow = !context.InFinally && !context.InLambda;
        Block handler = Write(context.Deeper() with { InHandler = true, MayRethrow = mayRethrow });
        if (_isReachable && mayRethrow && Chance(0.25))
        {
            handler = ThrowOn(handler);
        }

        (Holdings, bool) afterHandler = (_holdings, _isReachable);
        bool hasFinally = Chance(0.35);
        List<Variable> released = hasFinally ? Manual(variable => before.Objects.ContainsKey(variable) && _holdings.Of(variable) != Holding.Released && !variable.Kind.IsOnObject() && Chance(0.5)) : [];
        Meet(afterBody, afterHandler);
        Holdings met = _holdings;
        bool isReachable = _isReachable;
        Block? @finally = hasFinally ? Finally(context, released) : null;
        _holdings = met;
        foreach (Variable variable in released)
        {
            _holdings = _holdings.Turn(variable, Holding.Maybe);
        }

        _isReachable = isReachable;
        Add(new Try(body, (CatchForm)_random.Next(4), handler, @finally));
    }

    /// <summary>The handler ends by throwing on.</summary>
    private Block ThrowOn(Block handler)
    {
        List<Statement> outer = _statements;
        _statements = [.. handler.Statements];
        CleanUp(0);
        Add(new Jump(JumpKind.Rethrow));
        _isReachable = false;
        Block block = new([.. _statements]);
        _statements = outer;
        return block;
    }

    /// <summary><c>TryMap</c> in a condition.</summary>
    private void Trying(Context context)
    {
        if (!CanAcquire())
        {
            return;
        }

        _choicesLeft--;
        bool isAsked = _choicesLeft > 1 && Chance(0.2);
        AskedLength length = !isAsked ? AskedLength.Free : Chance(0.5) && !context.InLambda ? AskedLength.Variable : AskedLength.Constant;
        int site = _sites++;
        var variable = new Variable("m" + _names++, ResourceKind.Mapping, context.Depth);
        Holdings before = _holdings;
        _holdings = before.Put(variable, Holding.Nothing);
        if (Chance(0.5))
        {
            Block exit = Exit(context);
            bool leaves = !_isReachable;
            _isReachable = true;
            _holdings = before.Put(variable, leaves ? Holding.Held : Holding.Maybe, nonNull: leaves);
            Add(new TryAcquire(variable.Name, site, Negated: true, exit, null, !isAsked && Chance(0.15)) { Length = length });
            Mark(variable, isAsked, length);
            return;
        }

        Variable inner = variable with { Depth = context.Depth + 1 };
        _holdings = before.Put(inner, Holding.Held, nonNull: true);
        Mark(inner, isAsked, length);
        Block then = Write(context.Deeper());
        (Holdings, bool) whenTrue = (_holdings, _isReachable);
        Meet(whenTrue, (before, true));
        Add(new TryAcquire(variable.Name, site, Negated: false, then, null, !isAsked && Chance(0.15)) { Length = length });
    }

    private void Locking(Context context)
    {
        Add(new Nested(Write(context.Deeper() with { InLock = true }), IsLocked: true));
    }

    /// <summary>A lambda that stands alone, where what it throws is taken by nobody.</summary>
    private void Calling(Context context)
    {
        if (context is not { TryDepth: < 0, InFinally: false, InHandler: false } || _hasLabel)
        {
            return;
        }

        Holdings outer = _holdings;
        bool pauses = _pauses;
        bool inTransaction = _inTransaction;
        List<string> flags = [.. _flags];
        _inTransaction = HasTransaction();
        _holdings = Holdings.Empty;
        _pauses = false;
        _flags.Clear();
        Block body = Write(new Context(0) { InLambda = true });
        _holdings = outer;
        _pauses = pauses;
        _inTransaction = inTransaction;
        _flags.Clear();
        _flags.AddRange(flags);
        _isReachable = true;
        Add(new Lambda(body));
    }

    private void UsingBlock(Context context)
    {
        if (!CanAcquire())
        {
            return;
        }

        Variable variable = Declare(context.Deeper(), isUsing: true);
        Acquisition acquisition = Acquisition(variable.Kind);
        Block body = Write(context.Deeper());
        Add(new Using(variable.Name, acquisition, body));
    }
}
