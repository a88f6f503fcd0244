using MemoryRegions.Agreement.Execution;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <content>What each element contributes.</content>
internal sealed partial class LifeEmitter
{
    /// <summary>What the second region of an element is numbered by.</summary>
    private const int SecondLink = 100;

    private static string TypeOf(RegionSort sort) => sort + "Region";

    private static ulong Offset(int number) => Bench.FirstFree + ((ulong)number * Bench.SiteSize);

    /// <summary>RAM or ROM, which its users keep.</summary>
    private static bool IsRam(RegionSort sort) => sort is RegionSort.Ram or RegionSort.Rom;

    private static bool MayComeAndGo(RegionSort sort) => sort is RegionSort.Container or RegionSort.Alias;

    private string New(RegionSort sort, string name, int number, string owner = "this")
    {
        if (sort == RegionSort.Alias)
        {
            string shown = "_g" + number;
            string field = $"private readonly RamRegion {shown};";
            if (!_fields.Contains(field))
            {
                Field("RamRegion", shown, $"new RamRegion(this, \"g{number}\", 0x1000)");
            }

            return $"new AliasRegion({owner}, \"{name}\", {shown}, 0, 0x1000)";
        }

        return sort switch
        {
            RegionSort.Mmio => $"new MmioRegion({owner}, \"{name}\", 0x1000, null, null)",
            RegionSort.RomDevice => $"new RomDeviceRegion({owner}, \"{name}\", 0x1000, new MmioOperations())",
            RegionSort.Iommu => $"new IommuRegion({owner}, \"{name}\", 0x1000, Translate)",
            _ => $"new {TypeOf(sort)}({owner}, \"{name}\", 0x1000)",
        };
    }

    private void Add(KeptMapping mapping)
    {
        int n = mapping.Number;
        string name = "_m" + n;
        _fields.Add($"private MemoryMapping {name};");
        string method = mapping.IsMappedInRealize ? "realize" : "run";
        if (!mapping.IsMappedInRealize)
        {
            In(method, $"{name}.Dispose();");
        }

        Site(method, $"{name} = Machine.Memory.Map(Site({n}), Length(), MapAccess.Read);", n);
        switch (mapping.Release)
        {
            case ReleasePlace.Unrealize:
                In("unrealize", $"{name}.Dispose();");
                break;
            case ReleasePlace.Finalize:
                In("finalize", $"{name}.Dispose();");
                break;
            case ReleasePlace.Reset:
                In("reset", $"{name}.Dispose();");
                break;
        }
    }

    private void Add(LateRegion late)
    {
        int n = late.Number;
        string name = "_l" + n;
        _fields.Add($"private {TypeOf(late.Sort)}? {name};");
        string? rule = late.Sort switch
        {
            _ when late.Where == LatePlace.Realize || MayComeAndGo(late.Sort) => null,
            _ when IsRam(late.Sort) => "MRL102",
            _ => "MRL101",
        };
        string method = late.Where switch
        {
            LatePlace.Realize => "realize",
            LatePlace.Runtime => "run",
            LatePlace.Reset => "reset",
            _ => "unrealize",
        };
        In(method, $"if ({name} is null)", "{");
        Expect(method, $"    {name} = {New(late.Sort, "l" + n, n)};", rule);
        In(method, "}");
    }

    /// <summary>What the rules say of a region that is destroyed there, whatever the runtime does.</summary>
    public static string? RuleOf(DestroyedRegion destroyed) => (destroyed.Sort, destroyed.Where) switch
    {
        // In unrealize, a region that nobody links may be destroyed: it is needless for RAM, and not worth a word for others.
        (RegionSort.Alias, DestroyPlace.Unlinked) when destroyed.HasOwner => "MRL104",
        _ when MayComeAndGo(destroyed.Sort) => null,
        _ when !destroyed.HasOwner => "MRL105",
        (_, DestroyPlace.Finalize) => null,
        _ when IsRam(destroyed.Sort) => "MRL104",
        (_, DestroyPlace.Unlinked) => "MRL104",
        (_, DestroyPlace.Unrealize) => null,
        _ => "MRL103",
    };

    private void Add(DestroyedRegion destroyed)
    {
        int n = destroyed.Number;
        string name = "_d" + n;
        Field(TypeOf(destroyed.Sort), name, New(destroyed.Sort, "r" + n, n, destroyed.HasOwner ? "this" : "null"));
        string method = destroyed.Where switch
        {
            DestroyPlace.Runtime => "run",
            DestroyPlace.Reset => "reset",
            DestroyPlace.Finalize => "finalize",
            _ => "unrealize",
        };
        string unlink = $"_bus.Memory.DelSubregion({name});";
        if (destroyed.Where is DestroyPlace.Unlinked or DestroyPlace.BeforeUnlink)
        {
            Site("realize", $"_bus.Memory.AddSubregion(0x{Offset(n):x}, {name});", LinkSite(n));
        }

        if (destroyed.Where == DestroyPlace.Unlinked)
        {
            In("unrealize", unlink);
        }

        Expect(method, $"{name}.Unparent();", RuleOf(destroyed));
        if (destroyed.Where == DestroyPlace.BeforeUnlink)
        {
            In("unrealize", unlink);
        }
    }

    private void Add(OrderedLinks ordered)
    {
        int n = ordered.Number;
        string link = $"_bus.Memory.AddSubregion(0x{Offset(n):x}, ";
        Field("MmioRegion", "_a" + n, New(RegionSort.Mmio, "r" + n, n));
        switch (ordered.Mistake)
        {
            case LinkMistake.SubregionOfAlias:
                Field("RamRegion", "_t" + n, New(RegionSort.Ram, "t" + n, n));
                Field("MemoryRegion", "_c" + n, ordered.IsRight ? New(RegionSort.Container, "c" + n, n) : $"new AliasRegion(this, \"c{n}\", _t{n}, 0, 0x1000)");
                In("realize", $"_c{n}.AddSubregion(0, _a{n});");
                return;
            case LinkMistake.InsideItself:
                Field("ContainerRegion", "_c" + n, New(RegionSort.Container, "c" + n, n));
                In("realize", $"_c{n}.AddSubregion(0, {(ordered.IsRight ? "_a" : "_c")}{n});");
                return;
        }

        Field("MmioRegion", "_b" + n, New(RegionSort.Mmio, "r" + (n + SecondLink), n));
        bool links = ordered.Mistake is LinkMistake.LinkedTwice or LinkMistake.LinkedAgain;
        string linked = (links && !ordered.IsRight ? "_a" : "_b") + n;
        string unlinked = (!links && !ordered.IsRight ? "_a" : "_b") + n;
        if (ordered.Mistake == LinkMistake.LinkedAgain)
        {
            _constructor.Add((link + $"_a{n});", LinkSite(n), null));
        }
        else
        {
            Site("realize", link + $"_a{n});", LinkSite(n));
        }

        Site("realize", link + $"{linked});", LinkSite(n + SecondLink));
        if (ordered.Mistake == LinkMistake.UnlinkedByHelper)
        {
            In("unrealize", $"Drop{n}();");
            Helper($"private void Drop{n}()", Plain($"_bus.Memory.DelSubregion(_a{n});"));
        }
        else
        {
            In("unrealize", $"_bus.Memory.DelSubregion(_a{n});");
        }

        In("unrealize", $"_bus.Memory.DelSubregion({unlinked});");
    }
}
