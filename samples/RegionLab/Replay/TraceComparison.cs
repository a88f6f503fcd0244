using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace MemoryRegions.RegionLab.Replay;

/// <summary>
/// Compares the references that are held with those of a trace. The references that QEMU's dispatch tables hold (the second part of the
/// <c>v</c> line) are subtracted first: we have none.
/// </summary>
public static partial class TraceComparison
{
    /// <summary>What the trace has for an operation, without what QEMU's dispatch tables hold.</summary>
    public static IReadOnlyList<string> Expected(TraceStep step) => [.. step.Output, ExpectedReferences(step)];

    /// <summary>The same, from the objects.</summary>
    public static IReadOnlyList<string> Actual(TraceInterpreter interpreter, IReadOnlyList<string> output) => [.. output, ActualReferences(interpreter)];

    /// <summary>The line of reference counts, from the objects.</summary>
    public static string ActualReferences(TraceInterpreter interpreter) => Format(
        interpreter.Owners.Where(o => !o.IsFinalized).Select(o => $"{o.Name}:{o.ReferenceCount}"),
        interpreter.Regions.Where(r => !r.IsFinalized).Select(r => $"{r.Name}:{r.ReferenceCount}{(r.Container is { } c ? "^" + c.Name : "")}"));

    internal static bool IsReferences(string line) => ReferencesLine().IsMatch(line);

    internal static bool IsViewReferences(string line) => ViewReferencesLine().IsMatch(line);

    private static string ExpectedReferences(TraceStep step)
    {
        Dictionary<string, int> dispatch = [];
        foreach (string word in Words((step.ViewReferences ?? "v")[1..]))
        {
            string[] parts = word.Split(':', '+');
            dispatch[parts[0]] = int.Parse(parts[2], CultureInfo.InvariantCulture);
        }

        string[] halves = step.References![1..].Split('|');
        return Format(Words(halves[0]).Select(Adjust), Words(halves[1]).Select(Adjust));

        string Adjust(string word)
        {
            string[] parts = word.Split(':', '^');
            int count = int.Parse(parts[1], CultureInfo.InvariantCulture) - dispatch.GetValueOrDefault(parts[0]);
            return parts.Length > 2 ? $"{parts[0]}:{count}^{parts[2]}" : $"{parts[0]}:{count}";
        }
    }

    private static string Format(IEnumerable<string> owners, IEnumerable<string> regions) => $"= {string.Join(' ', owners)} | {string.Join(' ', regions)}";

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^=( +[^ :|^]+:\d{1,9})* *\|( +[^ :|^]+:\d{1,9}(\^[^ :|^]+)?)* *$", RegexOptions.ExplicitCapture)]
    private static partial Regex ReferencesLine();

    [GeneratedRegex(@"^v( +[^ :|^]+:\d{1,9}\+\d{1,9})* *$", RegexOptions.ExplicitCapture)]
    private static partial Regex ViewReferencesLine();
}
