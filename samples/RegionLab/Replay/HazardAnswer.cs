using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.RegionLab.Replay;

/// <summary>How the runtime answered the error of a trace.</summary>
/// <param name="LineNumber">The line of the operation that it answered.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Code">The error with which it refused the operation; <see langword="null"/> if it completed a release and reports what dangles.</param>
/// <param name="RuleId">The rule that finds it at compile time.</param>
/// <param name="IsEarlier">Whether that was before the operation at which the trace shows the error.</param>
/// <param name="TraceOperation">The operation at which the trace shows the error.</param>
/// <param name="TraceError">The error of the trace.</param>
public sealed record HazardAnswer(
    int LineNumber, string Operation, MemoryRegionErrorCode? Code, string? RuleId, bool IsEarlier, string TraceOperation, string TraceError);

/// <summary>The answers that the runtime owes to what QEMU does wrong.</summary>
public static class HazardCodes
{
    // What lets go of something that is held is never refused.
    private static readonly HashSet<string> s_releases = ["commit", "del", "drop", "enable", "sync", "unmap", "unref", "unspace"];

    private static readonly (string Prefix, MemoryRegionErrorCode[] Codes)[] s_codes =
    [
        ("! stale view ", [MemoryRegionErrorCode.DestroyedWhileVisible]),
        ("! stale root ", [MemoryRegionErrorCode.DestroyedWhileRoot]),
        ("! stale alias ", [MemoryRegionErrorCode.DestroyedWhileAliased]),
        ("! stale link ", [MemoryRegionErrorCode.DestroyedWhileLinked]),
        ("! stale double-finalize ", [MemoryRegionErrorCode.DestroyedWhileLinked]),
        ("ABORT memory.c:memory_region_finalize: !mr->container", [MemoryRegionErrorCode.DestroyedWhileLinked]),
        ("ABORT physmem.c:address_space_unmap:", [MemoryRegionErrorCode.DestroyedWhileMapped]),
        ("ABORT memory.c:memory_region_add_subregion", [MemoryRegionErrorCode.AlreadyLinked, MemoryRegionErrorCode.SubregionOfAlias]),
        ("ABORT memory.c:memory_region_del_subregion", [MemoryRegionErrorCode.NotLinked, MemoryRegionErrorCode.LinkedElsewhere]),
        ("ABORT object.c:object_unref", [MemoryRegionErrorCode.NotHeld]),
        ("? no handle", [MemoryRegionErrorCode.NotHeld]),
    ];

    /// <summary>
    /// Whether an operation only lets go, so that it completes whatever it leaves dangling; or what dangles after it is RAM whose last
    /// reference was that of a flat view, which went when the view changed.
    /// </summary>
    public static bool Completes(TraceStep step, TraceInterpreter interpreter)
    {
        if (s_releases.Contains(step.Words[0]) && (step.Words[0] != "enable" || step.Words[^1] == "0"))
        {
            return true;
        }

        // ! stale alias ALIAS target REGION
        return step.Errors.All(error => error.StartsWith("! stale alias ", StringComparison.Ordinal)
            && step.Words[^1] != error.Split(' ')[^1]
            && interpreter.Regions.Any(region => region is RamRegion or RomRegion && region.Name == error.Split(' ')[^1]));
    }

    /// <summary>Whether a code answers an error of a trace. Errors that are not known may be answered by any.</summary>
    public static bool Fits(string traceError, MemoryRegionErrorCode code)
    {
        if (traceError.StartsWith('?') && traceError.EndsWith("is finalized", StringComparison.Ordinal))
        {
            return code == MemoryRegionErrorCode.ObjectFinalized;
        }

        (string Prefix, MemoryRegionErrorCode[] Codes)[] known = s_codes.Where(entry => traceError.StartsWith(entry.Prefix, StringComparison.Ordinal)).ToArray();
        return known.Length == 0 || known[0].Codes.Contains(code);
    }

    /// <summary>
    /// Whether the answer may come before the operation at which the trace shows the error: QEMU notices at <c>unmap</c> that the memory has
    /// gone, which the destruction took away; the destruction is what is refused.
    /// </summary>
    public static bool MayBeEarlier(TraceStep hazard, TraceStep answered) =>
        hazard.Words[0] == "unmap" && answered.Words[0] is "unparent" && answered.Output.Any(line => line.StartsWith("! finalize region", StringComparison.Ordinal));
}
