namespace MemoryRegions.CodeFixes.Resources;

/// <summary>Repairs a leak in one of four forms. Each is tried on the source, and taken only if the engine and the compiler agree with the result.</summary>
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

        foreach ((string form, _, Func<LeakCase, CancellationToken, SourceState?> apply) in Forms)
        {
            if ((key == ResourceFixKeys.Release || key == form) && apply(leak, cancellation) is { } repaired)
            {
                return repaired;
            }
        }

        return null;
    }

    /// <summary>All repairs that are possible: the best one first, under the key that they share, then the other forms under their own.</summary>
    public static IEnumerable<Repair> All(SourceState state, SyntaxNode site, CancellationToken cancellation)
    {
        if (LeakCase.Of(state, site, cancellation) is not { } leak)
        {
            yield break;
        }

        string key = ResourceFixKeys.Release;
        foreach ((string form, string title, Func<LeakCase, CancellationToken, SourceState?> apply) in Forms)
        {
            if (apply(leak, cancellation) is { } repaired)
            {
                yield return new Repair(string.Format(System.Globalization.CultureInfo.InvariantCulture, title, leak.Handle.Variable.Name), key == ResourceFixKeys.Release ? key : form, repaired);
                key = form;
            }
        }
    }
}
