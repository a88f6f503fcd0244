using System;
using System.Globalization;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    public int Count { get; init; } = 1500;

    public int Seed { get; init; } = 1;

    public double Minutes { get; init; } = double.PositiveInfinity;

    /// <summary>The first program's number; with <see cref="Count"/> 1 a program is judged alone.</summary>
    public int First { get; init; }

    public int MaxPaths { get; init; } = 4000;

    /// <summary>How many disagreements are made small and printed.</summary>
    public int Show { get; init; } = 5;

    /// <summary>Every which batch is repaired and run again; 0: none.</summary>
    public int Fixes { get; init; } = 4;

    /// <summary>Stop after the first batch with a disagreement.</summary>
    public bool Stop { get; init; }

    /// <summary>The one kind of program that is made; null: all of them, mixed.</summary>
    public ProgramKind? Only { get; init; }

    /// <summary>Print every program.</summary>
    public bool Verbose { get; init; }

    public static Options Parse(string[] arguments)
    {
        var options = new Options();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is "--verbose" or "--stop")
            {
                options = arguments[i] == "--stop" ? options with { Stop = true } : options with { Verbose = true };
                continue;
            }

            if (i + 1 == arguments.Length)
            {
                throw new ArgumentException("a value is missing after " + arguments[i]);
            }

            string value = arguments[i + 1];
            options = arguments[i++] switch
            {
                "--count" => options with { Count = Number(value) },
                "--seed" => options with { Seed = Number(value) },
                "--first" => options with { First = Number(value) },
                "--paths" => options with { MaxPaths = Number(value) },
                "--show" => options with { Show = Number(value) },
                "--fixes" => options with { Fixes = Number(value) },
                "--only" => options with { Only = KindOf(value) },
                "--minutes" => options with { Minutes = double.Parse(value, CultureInfo.InvariantCulture) },
                string other => throw new ArgumentException("unknown option " + other),
            };
        }

        return options;
    }

    private static ProgramKind KindOf(string text)
    {
        return Enum.TryParse(text, ignoreCase: true, out ProgramKind kind) && Enum.IsDefined(kind) ? kind : throw new ArgumentException("unknown kind of program " + text);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
