using System;
using System.Runtime.ExceptionServices;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// Counts the rounds of fixes. A wrong count is kept, and thrown by the caller after the texts were compared: they say more.
/// </summary>
internal sealed class IterationCounter
{
    private readonly int _limit;
    private readonly bool _exact;
    private readonly IVerifier _verifier;
    private readonly string _kind;
    private int _count;

    /// <param name="expected">Positive or 0: exactly; negative: at most.</param>
    /// <param name="kind">The word of the message, <c>code fix</c> or <c>fix all</c>.</param>
    internal IterationCounter(int expected, string kind, IVerifier verifier)
    {
        // At most one is taken as exactly one, for a clearer message. No fix at all has other texts to complain about.
        _exact = expected >= -1;
        _limit = Math.Abs(expected);
        _kind = kind;
        _verifier = verifier;
    }

    /// <summary>What was wrong, if anything.</summary>
    internal ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Starts a round.</summary>
    /// <returns>False if there were too many: one round more than allowed may start, since it may turn out to offer nothing.</returns>
    internal bool TryStart()
    {
        _count++;
        return Check(_count <= _limit + 1, $"The upper limit for the number of {_kind} iterations was exceeded");
    }

    /// <summary>The round offered nothing: it does not count.</summary>
    internal void Discard()
    {
        _count--;
    }

    internal void Finish()
    {
        if (_exact)
        {
            Check(_count == _limit, $"Expected '{_limit}' iterations but found '{_count}' iterations.");
        }
        else
        {
            Check(_count <= _limit, "The upper limit for the number of code fix iterations was exceeded");
        }
    }

    private bool Check(bool condition, string message)
    {
        try
        {
            _verifier.True(condition, message);
            return true;
        }
        catch (Exception exception)
        {
            Failure = ExceptionDispatchInfo.Capture(exception);
            return false;
        }
    }
}
