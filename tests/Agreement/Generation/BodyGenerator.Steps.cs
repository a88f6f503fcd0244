using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <content>Statements, one kind after the other.</content>
internal sealed partial class BodyGenerator
{
    private void Step(Context context)
    {
        if (context.LoopDepth >= 0 && Chance(0.2) && _choicesLeft-- > 0)
        {
            LeavingSometimes(context);
            return;
        }

        if (_focus == Focus.Lengths && !context.InLambda && (_sites == 0 || Chance(0.15)) && CanAcquire())
        {
            Asking(context);
            return;
        }

        if (Chance(_focus == Focus.Directions ? 0.35 : 0.01) && CanAcquire())
        {
            MappingFor();
            return;
        }

        bool nests = context.Depth < MaxDepth && _choicesLeft > 0;
        switch (_random.Next(nests ? 27 : 13))
        {
            case 0 or 1 or 2:
                Acquiring(context);
                break;
            case 3:
                // C# forbids a goto over a using declaration.
                if (CanAcquire() && !_hasLabel)
                {
                    Variable automatic = Declare(context, isUsing: true);
                    Add(new UsingDeclaration(automatic.Name, Acquisition(automatic.Kind)));
                }

                break;
            case 4:
                Overwriting();
                break;
            case 5:
                Using();
                break;
            case 6 or 7:
                Releasing(context);
                break;
            case 8:
                Waiting(context);
                break;
            case 9:
                Flagging(context);
                break;
            case 10:
                Copying(context);
                break;
            case 11:
                Leaving(context);
                break;
            case 12:
                Wrapping(context);
                break;
            case 13 or 14 or 15:
                Branching(context);
                break;
            case 16:
                Looping(context);
                break;
            case 17:
                Switching(context);
                break;
            case 18 or 19:
                TryFinally(context);
                break;
            case 20 or 21:
                TryCatch(context);
                break;
            case 22:
                Trying(context);
                break;
            case 23:
                Locking(context);
                break;
            case 24:
                Calling(context);
                break;
            default:
                UsingBlock(context);
                break;
        }
    }

    private Variable Declare(Context context, bool isUsing = false, ResourceKind? kind = null, bool nonNull = false, Holding state = Holding.Held)
    {
        var variable = new Variable("m" + _names++, kind ?? Kind(), context.Depth) { IsUsing = isUsing, BeginsEmpty = state == Holding.Nothing };
        _holdings = _holdings.Put(variable, state, nonNull || !variable.Kind.MayBeNull());
        return variable;
    }

    private void Mark(Variable variable, bool isAsked, AskedLength length)
    {
        _holdings = isAsked ? _holdings.Mark(variable, length == AskedLength.Constant ? Facts.Asked | Facts.Direct : Facts.Asked) : _holdings;
    }

    /// <summary>A call, a pause, or a call that waits.</summary>
    private void Waiting(Context context)
    {
        bool pauses = _pauses && Chance(0.7) && context is { TryDepth: < 0, InFinally: false, InHandler: false, InLock: false };
        bool waits = !pauses && Chance(0.15);
        Add((pauses || waits) && (!HasTransaction() || Forgets()) ? new Pause(waits) : new Work());
    }

    /// <summary>A member of a tuple or struct holds what a variable does.</summary>
    private void Wrapping(Context context)
    {
        List<Variable> candidates = Manual(variable => variable.Kind.MayBeNull() && _holdings.Of(variable) == Holding.Held && !variable.Name.Contains('.'));
        if (candidates.Count > 0)
        {
            Variable from = OneOf(candidates);
            string name = "w" + _names++;
            Add(new Wrap(name, from.Name, from.Kind, Chance(0.45)));
            _holdings = _holdings.Alias(new Variable(name + ".Handle", from.Kind, context.Depth), from);
        }
    }

    private void Acquiring(Context context)
    {
        if (!CanAcquire())
        {
            return;
        }

        if (Chance(0.08) && Forgets())
        {
            Add(new Discard(Acquisition(Kind())));
            return;
        }

        // What a handler may interrupt is safe in a using declaration only.
        if ((context.TryDepth >= 0 || (_focus == Focus.Throws && Chance(0.9))) && !Forgets())
        {
            if (_hasLabel)
            {
                return;
            }

            Variable safe = Declare(context, isUsing: true);
            Add(new UsingDeclaration(safe.Name, Acquisition(safe.Kind)));
            return;
        }

        if (Chance(0.07) && !context.InFinally)
        {
            Filling(context);
            return;
        }

        if (Chance(0.1))
        {
            Variable counted = Declare(context, kind: Chance(0.5) ? ResourceKind.Reference : ResourceKind.Listener, nonNull: true);
            Add(new TakeReference(counted.Name, _sites++, counted.Kind));
            return;
        }

        if (Chance(0.2))
        {
            Variable later = Declare(context, kind: Kind(nullable: true), state: Holding.Nothing);
            Add(new Declare(later.Name, later.Kind));
            return;
        }

        Variable variable = Declare(context);
        Acquire(context, variable, Acquisition(variable.Kind));
    }

    /// <summary>A mapping that may be shorter than asked, and a use of it.</summary>
    private void Asking(Context context)
    {
        Variable variable = Declare(context, kind: ResourceKind.Mapping);
        Acquire(context, variable, new(variable.Kind, _sites++) { Length = AskedLength.Constant });
        if (_isReachable && Chance(0.8))
        {
            Add(new Use(variable.Name, variable.Kind, Form(variable)));
        }
    }

    private void Acquire(Context context, Variable variable, Acquisition value)
    {
        value = MayBeShort(value) && !context.InLambda && Chance(0.5) ? value with { Length = AskedLength.Variable } : value;
        Add(new Acquire(variable.Name, value, ByOut: value.Length == AskedLength.Free && !value.ByHelper && Chance(0.08)));
        if (value.ByHelper || !variable.Kind.MayBeNull() || !Chance(MayBeShort(value) ? 0.8 : 0.4) || _choicesLeft-- <= 0)
        {
            return;
        }

        // A check at once: the failure leaves.
        bool isShort = MayBeShort(value) && Chance(0.6);
        Condition test = isShort ? new IsShort(variable.Name) : new IsNull(variable.Name, Test(variable));
        Mark(variable, MayBeShort(value), value.Length);
        Holdings before = _holdings;
        _holdings = _holdings.Turn(variable, isShort ? Holding.Maybe : Holding.Nothing);
        Block exit = Exit(context);
        bool leaves = !_isReachable;
        _holdings = before.Turn(variable, Holding.Held, nonNull: leaves);
        _holdings = isShort && leaves ? _holdings.Mark(variable, Facts.Full) : _holdings;
        Add(new If(test, exit, null));
        _isReachable = true;
    }

    /// <summary>A block that leaves, in the way that is possible here.</summary>
    private Block Exit(Context context)
    {
        List<Statement> outer = _statements;
        _statements = [];
        Leaving(context.Deeper());
        if (_isReachable)
        {
            Add(new Work());
        }

        Block block = new([.. _statements]);
        _statements = outer;
        return block;
    }

    private void Overwriting()
    {
        List<Variable> candidates = Manual(variable =>
            !variable.Kind.IsOnObject() && (!_holdings.IsProtected(variable) || _holdings.Of(variable) == Holding.Nothing));
        if (candidates.Count == 0 || !CanAcquire())
        {
            return;
        }

        Variable target = OneOf(candidates);
        bool wasProtected = _holdings.IsProtected(target);
        if (_holdings.Of(target) is Holding.Held or Holding.Maybe && !Forgets())
        {
            ReleaseSafely(target);
        }

        Add(new Assign(target.Name, Acquisition(target.Kind)));
        _holdings = _holdings.Put(target, Holding.Held, target.Kind == ResourceKind.Transaction);
        _holdings = wasProtected ? _holdings.Protect(target) : _holdings;
    }

    private void Using()
    {
        bool late = Chance(0.3 * _sloppiness);
        List<Variable> candidates = [.. _holdings.Objects.Keys.Where(variable => (late ? _holdings.Of(variable) == Holding.Held || (_holdings.Of(variable) == Holding.Released && !variable.BeginsEmpty) : _holdings.Of(variable) == Holding.Held) && (variable.Kind == ResourceKind.Mapping || _holdings.IsNonNull(variable))).OrderBy(variable => variable.Name, System.StringComparer.Ordinal)];
        if (candidates.Count > 0)
        {
            Variable used = OneOf(candidates);
            Add(Chance(0.4) && !used.Kind.IsOnObject() ? new CallHelper(used.Name, used.Kind, HelperForm.Borrow) : new Use(used.Name, used.Kind, Form(used)));
        }
    }

    /// <summary>As much of the bytes as there are, if that is not forgotten.</summary>
    private UseForm Form(Variable used)
    {
        bool forgets = Forgets();
        return used.Kind != ResourceKind.Mapping ? UseForm.Length
            : _holdings.FactsOf(used).HasFlag(forgets ? Facts.Asked : Facts.Full) ? (UseForm)_random.Next(4)
            : forgets || (_holdings.IsNonNull(used) && Chance(0.5)) ? UseForm.First
            : UseForm.Length;
    }

    private void Releasing(Context context)
    {
        // Inside a loop, what comes from outside may be released in each round.
        List<Variable> candidates = Manual(variable => !_holdings.IsProtected(variable)
            && (_holdings.Of(variable) == Holding.Held || (_holdings.Of(variable) == Holding.Maybe && !variable.Kind.IsOnObject()))
            && (!variable.Kind.IsOnObject() || variable.Depth == context.Depth));
        if (candidates.Count > 0)
        {
            Variable variable = OneOf(candidates);
            if (variable.Depth < context.LoopDepth && !Forgets())
            {
                Add(new Release(variable.Name, variable.Kind, ReleaseForm.Dispose));
                _holdings = _holdings.Turn(variable, Holding.Released);
                return;
            }

            ReleaseSafely(variable);
            return;
        }

        List<Variable> released = Manual(variable => _holdings.Of(variable) is Holding.Released && variable.Kind is ResourceKind.Mapping or ResourceKind.Section);
        if (released.Count > 0)
        {
            Variable again = OneOf(released);
            Add(new Release(again.Name, again.Kind, Chance(0.3 * _sloppiness) ? ReleaseForm.Plain : ReleaseForm.Dispose));
        }
    }

    private void Flagging(Context context)
    {
        string name = "f" + _names++;
        if (Chance(0.5) && CanAcquire() && _choicesLeft-- > 0)
        {
            Correlated(name, context);
            return;
        }

        bool free = Chance(0.6) && _choicesLeft-- > 0;
        Add(new SetFlag(name, free ? new Free() : null, Chance(0.5), IsDeclaration: true));
        if (free)
        {
            _flags.Add(name);
        }
    }

    /// <summary>A resource that is held if a flag says so.</summary>
    private void Correlated(string flag, Context context)
    {
        Variable variable = Declare(context, kind: Kind(nullable: true), state: Holding.Nothing);
        Add(new Declare(variable.Name, variable.Kind));
        bool before = Chance(0.5);
        if (before)
        {
            Add(new SetFlag(flag, new Free(), false, IsDeclaration: true));
            Add(new If(new Flag(flag), new Block([new Assign(variable.Name, Acquisition(variable.Kind))]), null));
        }
        else
        {
            Add(new SetFlag(flag, null, false, IsDeclaration: true));
            Add(new If(new Free(), new Block([new Assign(variable.Name, Acquisition(variable.Kind)), new SetFlag(flag, null, true, IsDeclaration: false)]), null));
        }

        _holdings = _holdings.Turn(variable, Holding.Maybe);
        for (int count = _random.Next(3); count > 0 && _isReachable; count--)
        {
            if (Chance(0.5))
            {
                Add(new Work());
            }
            else
            {
                Using();
            }
        }

        if (!Forgets())
        {
            Add(new If(new Flag(flag), new Block([new Release(variable.Name, variable.Kind, ReleaseForm.Dispose)]), null));
            _holdings = _holdings.Turn(variable, Holding.Released);
        }
    }

    private void Filling(Context context)
    {
        _choicesLeft -= 2;
        ResourceKind kind = Chance(0.7) ? ResourceKind.Mapping : ResourceKind.Section;
        Acquisition element = new(kind, _sites++);
        bool checks = Chance(0.6) && _statementsLeft > 0;
        Holdings before = _holdings;
        Block exit = checks ? Exit(context with { LoopDepth = -1 }) : Block.Empty;
        checks &= !_isReachable;
        _isReachable = true;
        _holdings = before;
        bool works = Chance(0.3) && context.TryDepth < 0;
        Add(new FillArray("a" + _names++, element, checks, !Forgets(), exit, works, Forgets() ? DrainForm.None : (DrainForm)_random.Next(1, 3)));
    }

    /// <summary>A mapping that is read or written at once.</summary>
    private void MappingFor()
    {
        _choicesLeft--;
        Add(new MapFor("m" + _names++, _sites++, (MappedFor)_random.Next(3), (ContentUse)_random.Next(3), IsRight: !Forgets()));
    }

    private void Copying(Context context)
    {
        List<Variable> candidates = Manual(variable => _holdings.Of(variable) == Holding.Held && !variable.Kind.IsOnObject());
        if (candidates.Count > 0)
        {
            Variable from = OneOf(candidates);
            var copy = new Variable("m" + _names++, from.Kind, context.Depth);
            Add(new Copy(copy.Name, from.Name));
            _holdings = _holdings.Alias(copy, from);
        }
    }

    private void LeavingSometimes(Context context)
    {
        Holdings before = _holdings;
        Block exit = Exit(context);
        _holdings = before;
        _isReachable = true;
        Add(new If(new Free(), exit, null));
    }

    private void Leaving(Context context)
    {
        var kinds = new List<JumpKind>();
        if (!context.InFinally)
        {
            kinds.Add(JumpKind.Return);
            if (!context.InLambda)
            {
                kinds.Add(JumpKind.Throw);
            }

            if (_hasLabel)
            {
                kinds.AddRange([JumpKind.Goto, JumpKind.Goto]);
            }
        }

        if (context.MayRethrow)
        {
            kinds.AddRange([JumpKind.Rethrow, JumpKind.Rethrow]);
        }

        if (context.LoopDepth >= 0)
        {
            kinds.AddRange([JumpKind.Break, JumpKind.Continue, JumpKind.Break, JumpKind.Continue, JumpKind.Break]);
        }

        if (kinds.Count == 0)
        {
            return;
        }

        JumpKind kind = OneOf(kinds);
        CleanUp(kind switch
        {
            JumpKind.Break or JumpKind.Continue => context.LoopDepth,
            JumpKind.Goto => 1,
            JumpKind.Throw => context.TryDepth < 0 ? 0 : context.TryDepth,
            _ => 0,
        });
        Add(new Jump(kind));
        _isReachable = false;
    }
}
