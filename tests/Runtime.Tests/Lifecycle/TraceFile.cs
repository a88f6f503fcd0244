using System.Collections.Generic;
using System.IO;

namespace MemoryRegions.Tests.Lifecycle;

/// <summary>One operation of a trace and what QEMU printed for it.</summary>
/// <param name="LineNumber">The line of the operation.</param>
/// <param name="Words">The operation and its operands.</param>
/// <param name="Output">Events, results and flat ranges, in order.</param>
/// <param name="References">The line of reference counts (<c>=</c>), or <see langword="null"/>.</param>
/// <param name="ViewReferences">How many of them views hold (<c>v</c>), or <see langword="null"/>.</param>
/// <param name="IsHazard">Whether QEMU died, refused, or used something dead.</param>
public sealed record TraceStep(
    int LineNumber, string[] Words, IReadOnlyList<string> Output, string? References, string? ViewReferences, bool IsHazard);

/// <summary>A golden trace: a script of operations with what QEMU's own memory core printed for each.</summary>
public static class TraceFile
{
    public static IReadOnlyList<TraceStep> Read(string path)
    {
        var steps = new List<TraceStep>();
        int number = 0;
        string[]? words = null;
        int start = 0;
        List<string> output = [];
        string? references = null;
        string? viewReferences = null;
        bool hazard = false;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            switch (line.Length == 0 ? ';' : line[0])
            {
                case ';':
                    break;
                case '>':
                    Flush();
                    words = line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                    start = number;
                    break;
                case '!' when line.StartsWith("! stale", StringComparison.Ordinal):
                case '?':
                case 'A':
                    hazard = true;
                    break;
                case '!' or '#' or '~':
                    output.Add(line);
                    break;
                case '=':
                    references = line;
                    break;
                case 'v':
                    viewReferences = line;
                    break;
                default:
                    throw new InvalidDataException($"{path}:{number}: {line}");
            }
        }

        Flush();
        return steps;

        void Flush()
        {
            if (words is not null)
            {
                steps.Add(new TraceStep(start, words, output, references, viewReferences, hazard));
            }

            output = [];
            references = null;
            viewReferences = null;
            hazard = false;
        }
    }
}
