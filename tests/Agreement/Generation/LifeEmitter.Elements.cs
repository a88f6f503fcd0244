using MemoryRegions.Agreement.Execution;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <content>What each element contributes.</content>
internal sealed partial class LifeEmitter
{
    /// <summary>What the second region of an element is numbered by.</summary>
    private const int SecondLink = 100;

    private static string TypeOf(RegionSort sort) => sort + "Region";

    private static string New(RegionSort sort, string name, string owner = "this") => sort switch
    {
        RegionSort.Mmio => $"new MmioRegion({owner}, \"{name}\", 0x1000, null, null)",
        RegionSort.RomDevice => $"new RomDeviceRegion({owner}, \"{name}\", 0x1000, new MmioOperations())",
        _ => $"new {TypeOf(sort)}({owner}, \"{name}\", 0x1000)",
    };

    private void Add(LinkedRegion region)
    {
        int n = region.Number;
        string name = "_r" + n;
        ulong offset = Bench.FirstFree + ((ulong)n * Bench.SiteSize);
        string container = region.Into switch
        {
            LinkTarget.Bus => "_bus.Memory",
            LinkTarget.System => "Machine.SystemMemory",
            _ => "_own" + n,
        };
        _fields.Add($"private readonly {TypeOf(region.Sort)} {name};");
        _constructor.Add($"{name} = {New(region.Sort, "r" + n)};");
        if (region.Into == LinkTarget.Own)
        {
            _fields.Add($"private readonly ContainerRegion _own{n};");
            _constructor.Add($"_own{n} = new ContainerRegion(this, \"own{n}\", 0x10000000);");
        }

        string link = $"{container}.AddSubregion(0x{offset:x}, {name});";
        switch (region.Where)
        {
            case LinkPlace.Realize:
                Site("realize", link, LinkSite(n));
                break;
            case LinkPlace.Helper:
                In("realize", $"Link{n}();");
                _helpers.AddRange([(string.Empty, -1, null), ($"private void Link{n}()", -1, null), ("{", -1, null), ("    " + link, LinkSite(n), null), ("}", -1, null)]);
                break;
            default:
                In("run", $"if (!{name}.IsMapped)", "{");
                Site("run", "    " + link, LinkSite(n));
                In("run", "}");
                break;
        }

        // What is linked at run time may not be linked at all.
        string unlink = region.Where == LinkPlace.Runtime ? $"{name}.Container?.DelSubregion({name});" : $"{container}.DelSubregion({name});";
        switch (region.Unlink)
        {
            case UnlinkPlace.Unrealize:
                In("unrealize", unlink);
                break;
            case UnlinkPlace.UnrealizeIfLinked:
                In("unrealize", $"{name}.Container?.DelSubregion({name});");
                break;
            case UnlinkPlace.Helper:
                In("unrealize", $"Unlink{n}();");
                _helpers.AddRange([(string.Empty, -1, null), ($"private void Unlink{n}()", -1, null), ("{", -1, null), ("    " + unlink, -1, null), ("}", -1, null)]);
                break;
            case UnlinkPlace.Finalize:
                In("finalize", $"{name}.Container?.DelSubregion({name});");
                break;
        }
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
            _ when late.InRealize => null,
            RegionSort.Container => null,
            RegionSort.Ram or RegionSort.Rom => "MRL102",
            _ => "MRL101",
        };
        string method = late.InRealize ? "realize" : "run";
        In(method, $"if ({name} is null)", "{");
        Expect(method, $"    {name} = {New(late.Sort, "l" + n)};", rule);
        In(method, "}");
    }

    private void Add(DestroyedRegion destroyed)
    {
        int n = destroyed.Number;
        string name = "_d" + n;
        _fields.Add($"private readonly {TypeOf(destroyed.Sort)} {name};");
        _constructor.Add($"{name} = {New(destroyed.Sort, "r" + n, destroyed.HasOwner ? "this" : "null")};");
        bool isRam = destroyed.Sort is RegionSort.Ram or RegionSort.Rom;
        string method = destroyed.Where switch
        {
            DestroyPlace.Runtime => "run",
            DestroyPlace.Finalize => "finalize",
            _ => "unrealize",
        };
        string unlink = $"_bus.Memory.DelSubregion({name});";
        if (destroyed.Where is DestroyPlace.Unlinked or DestroyPlace.BeforeUnlink)
        {
            Site("realize", $"_bus.Memory.AddSubregion(0x{Bench.FirstFree + ((ulong)n * Bench.SiteSize):x}, {name});", LinkSite(n));
        }

        if (destroyed.Where == DestroyPlace.Unlinked)
        {
            In("unrealize", unlink);
        }

        // In unrealize, a region that nobody links may be destroyed: it is needless for RAM, and not worth a word for others.
        string? rule = (destroyed.Sort, destroyed.Where) switch
        {
            (RegionSort.Container, _) => null,
            _ when !destroyed.HasOwner => "MRL105",
            (_, DestroyPlace.Finalize) => null,
            _ when isRam => "MRL104",
            (_, DestroyPlace.Unlinked) => "MRL104",
            (_, DestroyPlace.Unrealize) => null,
            _ => "MRL103",
        };
        Expect(method, $"{name}.Unparent();", rule);
        if (destroyed.Where == DestroyPlace.BeforeUnlink)
        {
            In("unrealize", unlink);
        }
    }

    private void Add(OrderedLinks ordered)
    {
        int n = ordered.Number;
        ulong offset = Bench.FirstFree + ((ulong)n * Bench.SiteSize);
        _fields.Add($"private readonly MmioRegion _a{n};");
        _constructor.Add($"_a{n} = {New(RegionSort.Mmio, "r" + n)};");
        switch (ordered.Mistake)
        {
            case LinkMistake.LinkedTwice or LinkMistake.UnlinkedTwice:
                _fields.Add($"private readonly MmioRegion _b{n};");
                _constructor.Add($"_b{n} = {New(RegionSort.Mmio, "r" + (n + SecondLink))};");
                bool links = ordered.Mistake == LinkMistake.LinkedTwice && !ordered.IsRight;
                bool unlinks = ordered.Mistake == LinkMistake.UnlinkedTwice && !ordered.IsRight;
                Site("realize", $"_bus.Memory.AddSubregion(0x{offset:x}, _a{n});", LinkSite(n));
                Site("realize", $"_bus.Memory.AddSubregion(0x{offset:x}, _{(links ? 'a' : 'b')}{n});", LinkSite(n + SecondLink));
                In("unrealize", $"_bus.Memory.DelSubregion(_a{n});", $"_bus.Memory.DelSubregion(_{(unlinks ? 'a' : 'b')}{n});");
                break;
            case LinkMistake.SubregionOfAlias:
                _fields.Add($"private readonly RamRegion _t{n};");
                _fields.Add($"private readonly MemoryRegion _c{n};");
                _constructor.Add($"_t{n} = {New(RegionSort.Ram, "t" + n)};");
                _constructor.Add(ordered.IsRight ? $"_c{n} = {New(RegionSort.Container, "c" + n)};" : $"_c{n} = new AliasRegion(this, \"c{n}\", _t{n}, 0, 0x1000);");
                In("realize", $"_c{n}.AddSubregion(0, _a{n});");
                break;
            default:
                _fields.Add($"private readonly ContainerRegion _c{n};");
                _constructor.Add($"_c{n} = {New(RegionSort.Container, "c" + n)};");
                In("realize", $"_c{n}.AddSubregion(0, {(ordered.IsRight ? "_a" : "_c")}{n});");
                break;
        }
    }
}
