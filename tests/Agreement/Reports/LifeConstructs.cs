using System.Collections.Generic;
using MemoryRegions.Agreement.Model;

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

        string? phase = element switch
        {
            LinkedRegion region => "linked in " + region.Where.ToString().ToLowerInvariant(),
            LateRegion late => "created in " + late.Where.ToString().ToLowerInvariant(),
            DestroyedRegion destroyed => "destroyed in " + destroyed.Where.ToString().ToLowerInvariant(),
            Recreation recreation => "created again in " + recreation.Where.ToString().ToLowerInvariant(),
            _ => null,
        };
        if (phase is not null)
        {
            names.Add("life " + phase);
        }
    }

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
