using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MemoryRegions.Tests.Lifecycle;

/// <summary>
/// Compares the references that are held with those of a trace. The references that QEMU's dispatch tables hold (the second part of the
/// <c>v</c> line) are subtracted first: we have none.
/// </summary>
public static class TraceComparison
{
    /// <summary>The line of a trace without what QEMU's dispatch tables hold.</summary>
    public static string Expected(TraceStep step)
    {
        Dictionary<string, int> dispatch = [];
        foreach (string word in Words(step.ViewReferences ?? "v"))
        {
            string[] parts = word.Split(':', '+');
            dispatch[parts[0]] = int.Parse(parts[2], CultureInfo.InvariantCulture);
        }

        string[] halves = step.References![1..].Split('|');
        return Format(halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Adjust), halves[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Adjust));

        string Adjust(string word)
        {
            string[] parts = word.Split(':', '^');
            int count = int.Parse(parts[1], CultureInfo.InvariantCulture) - dispatch.GetValueOrDefault(parts[0]);
            return parts.Length > 2 ? $"{parts[0]}:{count}^{parts[2]}" : $"{parts[0]}:{count}";
        }
    }

    /// <summary>The same line, from the objects.</summary>
    public static string Actual(TraceInterpreter interpreter) => Format(
        interpreter.Owners.Where(o => !o.IsFinalized).Select(o => $"{o.Name}:{o.ReferenceCount}"),
        interpreter.Regions.Where(r => !r.IsFinalized).Select(r => $"{r.Name}:{r.ReferenceCount}{(r.Container is { } c ? "^" + c.Name : "")}"));

    private static string Format(IEnumerable<string> owners, IEnumerable<string> regions) => $"= {string.Join(' ', owners)} | {string.Join(' ', regions)}";

    private static string[] Words(string line) => line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
