using System;
using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.Agreement.Execution;

/// <summary>One run of a program along one path.</summary>
internal sealed class Run(Tape tape, Bench bench, Failures failures)
{
    private int _failures;

    public Tape Tape { get; } = tape;

    public Bench Bench { get; } = bench;

    public HashSet<int> Sites { get; } = [];

    public long Seen { get; set; }

    /// <summary>What calls have thrown, and the program has not made its own by throwing it on.</summary>
    public HashSet<Exception> Injected { get; } = [];

    /// <summary>The first misuse that the runtime complained about.</summary>
    public Misuse? Misuse { get; set; }

    public void Attempted(int site) => Sites.Add(site);

    /// <summary>An acquisition of the path has failed.</summary>
    public bool HasNull { get; private set; }

    /// <summary>A mapping of the path is shorter than asked.</summary>
    public bool HasShort { get; set; }

    /// <summary>The lines at which the path was suspended while transactions were open, with the numbers of those.</summary>
    public List<(int Line, int Site)> Suspensions { get; } = [];

    /// <summary>Asks for what cannot be had.</summary>
    public ulong Null(ulong what)
    {
        HasNull = true;
        return what;
    }

    /// <summary>An <c>await</c>, a <c>yield</c>, or a call that waits.</summary>
    public void Suspend(int line)
    {
        if (Misuse is null)
        {
            Suspensions.AddRange(Bench.OpenTransactions().Select(site => (line, site)));
        }
    }

    /// <summary>The caller of an iterator stopped before its end.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Whether the caller of an iterator stops here.</summary>
    public bool Abandons() => IsAbandoned = Tape.Next(2) == 1;

    public void PassOn() => Injected.Clear();

    /// <summary>May throw, if the path has not seen enough of that.</summary>
    public void MayFail()
    {
        if (_failures == failures.Count)
        {
            return;
        }

        Exception? failure = Tape.Next(1 + failures.Kinds) switch
        {
            1 => new Fault(),
            2 => new OtherFault(),
            3 => new Stop(),
            _ => null,
        };
        if (failure is not null)
        {
            _failures++;
            Injected.Add(failure);
            throw failure;
        }
    }
}

/// <summary>A complaint of the runtime.</summary>
/// <param name="Exception">The exception.</param>
/// <param name="Rule">The rule that finds it at compile time; <c>|</c> between several of which the path does not tell.</param>
internal sealed record Misuse(Exception Exception, string Rule);
