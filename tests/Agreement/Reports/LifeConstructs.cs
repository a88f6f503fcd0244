using System.Collections.Generic;
using MemoryRegions.Agreement.Model;
using MemoryRegions.Agreement.Verdicts;

namespace MemoryRegions.Agreement.Reports;

/// <summary>The names under which the table counts what a device is made of.</summary>
internal static class LifeConstructs
{
    public static void Add(Element element, ISet<string> names)
    {
        names.Add("life " + NameOf(element));
        if (SortOf(element) is { } sort)
        {
            names.Add("region " + sort.ToString().ToLowerInvariant());
        }

        if (Limits.Of(element) is { } rule)
        {
            names.Add("outside " + rule);
        }

        if (PhaseOf(element) is { } phase)
        {
            names.Add("phase " + phase);
        }
    }

    /// <summary>Where it does what it is about.</summary>
    private static string? PhaseOf(Element element) => element switch
    {
        LinkedRegion { Where: LinkPlace.Constructor } or Recreation { Where: RecreationPlace.Init } => "constructor",
        LinkedRegion { Where: LinkPlace.Runtime } or LateRegion { Where: LatePlace.Runtime } or DestroyedRegion { Where: DestroyPlace.Runtime } => "runtime",
        LinkedRegion { Where: LinkPlace.Reset } or LateRegion { Where: LatePlace.Reset } or DestroyedRegion { Where: DestroyPlace.Reset } or Recreation { Where: RecreationPlace.Reset } => "reset",
        LinkedRegion or LateRegion { Where: LatePlace.Realize } or Recreation { Where: RecreationPlace.Realize } => "realize",
        Recreation => "callback",
        DestroyedRegion { Where: DestroyPlace.Finalize } or UseAfterDestruction { Where: UsePlace.Finalize, IsRight: false } => "finalize",
        DestroyedRegion or LateRegion => "unrealize",
        _ => null,
    };

    private static string NameOf(Element element) => element switch
    {
        LinkedRegion => "linked region",
        KeptMapping => "kept mapping",
        LateRegion => "late region",
        DestroyedRegion => "destroyed region",
        OrderedLinks => "ordered links",
        FailingRealize => "failing realize",
        WrongContainer => "two containers",
        Recreation => "recreation",
        ForeignCallbacks => "callbacks",
        DestroyedRoot => "root of an address space",
        UseAfterDestruction => "use and destruction",
        DestroyedWhileLinked => "linked and destroyed",
        OutlivedTarget => "alias and target",
        AliasReference => "reference on an alias",
        BaseClass => "base class",
        Registration { IsListener: true } => "listener",
        Registration => "address space",
        _ => element.GetType().Name,
    };

    private static RegionSort? SortOf(Element element) => element switch
    {
        LinkedRegion region => region.Sort,
        LateRegion late => late.Sort,
        DestroyedRegion destroyed => destroyed.Sort,
        FailingRealize failing => failing.Sort,
        WrongContainer wrong => wrong.Sort,
        Recreation recreation => recreation.Sort,
        UseAfterDestruction use => use.Sort,
        DestroyedWhileLinked linked => linked.Sort,
        _ => null,
    };
}
