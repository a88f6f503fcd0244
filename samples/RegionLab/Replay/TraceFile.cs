using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MemoryRegions.RegionLab.Replay;

/// <summary>One operation of a trace and what QEMU printed for it.</summary>
/// <param name="LineNumber">The line of the operation.</param>
/// <param name="Words">The operation and its operands.</param>
/// <param name="Output">Events, results and flat ranges, in order; without <paramref name="Errors"/>.</param>
/// <param name="References">The line of reference counts (<c>=</c>), or <see langword="null"/>.</param>
/// <param name="ViewReferences">How many of them views hold (<c>v</c>), or <see langword="null"/>.</param>
/// <param name="Errors">The lines that say that QEMU died, refused, or used something dead.</param>
public sealed record TraceStep(
    int LineNumber,
    IReadOnlyList<string> Words,
    IReadOnlyList<string> Output,
    string? References,
    string? ViewReferences,
    IReadOnlyList<string> Errors)
{
    /// <summary>Whether QEMU died, refused, or used something dead.</summary>
    public bool IsHazard => Errors.Count > 0;

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Words);
}

/// <summary>
/// A golden trace: a script of operations with what QEMU's own memory core printed for each; or the script alone.
/// </summary>
/// <param name="File">The file.</param>
/// <param name="Steps">The operations.</param>
/// <param name="IsScript">Whether there are only operations, so that there is nothing to compare.</param>
public sealed record TraceFile(string File, IReadOnlyList<TraceStep> Steps, bool IsScript)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">The file is no trace.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TraceFile Read(string file) => Parse(file, System.IO.File.ReadAllText(file));

    /// <summary>Parses a text.</summary>
    /// <param name="file">The name to complain about.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="InputException">It is no trace.</exception>
    public static TraceFile Parse(string file, string text)
    {
        List<(int Number, string Line)> lines = text.Split('\n')
            .Select((line, index) => (index + 1, line.TrimEnd('\r')))
            .Where(entry => entry.Item2.Trim() is { Length: > 0 } line && line[0] != ';')
            .ToList();
        if (lines.Count == 0)
        {
            throw new InputException(file, 1, "there is no operation");
        }

        bool isScript = lines[0].Line[0] != '>';
        return new TraceFile(file, isScript ? ParseScript(lines) : ParseTrace(file, lines), isScript);
    }

    private static List<TraceStep> ParseScript(List<(int Number, string Line)> lines) =>
        lines.ConvertAll(entry => new TraceStep(entry.Number, Split(entry.Line), [], null, null, []));

    private static List<TraceStep> ParseTrace(string file, List<(int Number, string Line)> lines)
    {
        var steps = new List<TraceStep>();
        for (int i = 0; i < lines.Count;)
        {
            (int start, string operation) = lines[i++];
            string[] words = Split(operation[1..]);
            if (words.Length == 0)
            {
                throw new InputException(file, start, "an operation is expected after '>'");
            }

            var output = new List<string>();
            var errors = new List<string>();
            string? references = null;
            string? views = null;
            for (; i < lines.Count && lines[i].Line[0] != '>'; i++)
            {
                (int number, string line) = lines[i];
                switch (line[0])
                {
                    case '!' when line.StartsWith("! stale", StringComparison.Ordinal):
                    case '?':
                    case 'A' when line.StartsWith("ABORT", StringComparison.Ordinal):
                        errors.Add(line);
                        break;
                    case '!' or '#' or '~':
                        output.Add(line);
                        break;
                    case '=' when references is null && TraceComparison.IsReferences(line):
                        references = line;
                        break;
                    case 'v' when views is null && TraceComparison.IsViewReferences(line):
                        views = line;
                        break;
                    default:
                        throw new InputException(file, number, $"this is no line of a trace: {line}");
                }
            }

            if (references is null && errors.Count == 0)
            {
                throw new InputException(file, start, "the reference counts (a line '= ...') after the operation are missing");
            }

            steps.Add(new TraceStep(start, words, output, references, views, errors));
        }

        return steps;
    }

    private static string[] Split(string line)
    {
        int comment = line.IndexOf(';', StringComparison.Ordinal);
        return (comment < 0 ? line : line[..comment]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }
}
