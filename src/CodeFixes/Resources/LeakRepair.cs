using System.Linq;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>
/// Repairs a leak in one of four forms. Each is tried on the source, and taken only if the engine and the compiler agree with the result. A form
/// after which nothing leaks if a call throws either is better than one that leaves that.
/// </summary>
internal static class LeakRepair
{
    private static readonly (string Key, string Title, Func<LeakCase, CancellationToken, SourceState?> Apply)[] Forms =
    {
        (ResourceFixKeys.Using, "Declare '{0}' with using", UsingForm.Apply),
        (ResourceFixKeys.ReleaseOnPaths, "Release '{0}' on every path", ReleaseForm.Apply),
        (ResourceFixKeys.TryFinally, "Release '{0}' in a finally", TryFinallyForm.Apply),
        (ResourceFixKeys.TryCatch, "Release '{0}' if a call throws", TryCatchForm.Apply),
    };

    /// <summary>The source after the best repair that is possible; <see langword="null"/> if none is.</summary>
    public static SourceState? Best(SourceState state, SyntaxNode site, CancellationToken cancellation)
    {
        return Repair(state, site, ResourceFixKeys.Release, cancellation);
    }

    /// <summary>The source after the repair that a key stands for.</summary>
    public static SourceState? Repair(SourceState state, SyntaxNode site, string key, CancellationToken cancellation)
    {
        if (LeakCase.Of(state, site, cancellation) is not { } leak)
        {
            return null;
        }

        return Repairs(leak, key == ResourceFixKeys.Release ? null : key, cancellation).Select(static repair => repair.State).FirstOrDefault();
    }

    /// <summary>All repairs that are possible: the best one first, under the key that they share, then the other forms under their own.</summary>
    public static IEnumerable<Repair> All(SourceState state, SyntaxNode site, CancellationToken cancellation)
    {
        if (LeakCase.Of(state, site, cancellation) is not { } leak)
        {
            yield break;
        }

        string key = ResourceFixKeys.Release;
        foreach ((string form, string title, SourceState repaired) in Repairs(leak, null, cancellation))
        {
            yield return new Repair(string.Format(System.Globalization.CultureInfo.InvariantCulture, title, leak.Handle.Variable.Name), key == ResourceFixKeys.Release ? key : form, repaired);
            key = form;
        }
    }

    /// <summary>The repairs that are possible in one form or, if none is asked for, in all: those first that leave nothing to do.</summary>
    private static IEnumerable<(string Form, string Title, SourceState State)> Repairs(LeakCase leak, string? wanted, CancellationToken cancellation)
    {
        var partial = new List<(string, string, SourceState)>();
        foreach ((string form, string title, Func<LeakCase, CancellationToken, SourceState?> apply) in Forms)
        {
            if ((wanted is not null && wanted != form) || apply(leak, cancellation) is not { } repaired)
            {
                continue;
            }

            if (leak.History.Throws.Count == 0 || leak.OnlyIfThrown || leak.IsSafeIn(repaired, cancellation))
            {
                yield return (form, title, repaired);
            }
            else
            {
                partial.Add((form, title, repaired));
            }
        }

        foreach ((string, string, SourceState) repair in partial)
        {
            yield return repair;
        }
    }
}
