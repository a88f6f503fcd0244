using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <content>Regions that are linked and unlinked.</content>
internal sealed partial class LifeEmitter
{
    private void Add(LinkedRegion region)
    {
        int n = region.Number;
        string name = "_r" + n;
        string container = region.Into switch
        {
            LinkTarget.Bus => "_bus.Memory",
            LinkTarget.System => "Machine.SystemMemory",
            _ => "_own" + n,
        };
        Field(TypeOf(region.Sort), name, New(region.Sort, "r" + n, n));
        if (region.Into == LinkTarget.Own)
        {
            Field("ContainerRegion", "_own" + n, $"new ContainerRegion(this, \"own{n}\", 0x10000000)");
        }

        bool hasFlag = region.Unlink is UnlinkPlace.UnderAFlag or UnlinkPlace.UnderTheSameFlag;
        if (hasFlag)
        {
            _fields.Add($"private bool _f{n};");
        }

        AddLink(region, $"{container}.AddSubregion(0x{Offset(n):x}, {name});");

        // What is linked at run time may not be linked at all.
        bool isDynamic = region.Where is LinkPlace.Runtime or LinkPlace.Reset;
        AddUnlink(region, isDynamic ? $"{name}.Container?.DelSubregion({name});" : $"{container}.DelSubregion({name});");
    }

    private void AddLink(LinkedRegion region, string link)
    {
        int n = region.Number;
        switch (region.Where)
        {
            case LinkPlace.Realize when region.Unlink == UnlinkPlace.UnderTheSameFlag:
                In("realize", $"_f{n} = Choice();", $"if (_f{n})", "{");
                Site("realize", "    " + link, LinkSite(n));
                In("realize", "}");
                break;
            case LinkPlace.Realize:
                if (region.Unlink == UnlinkPlace.UnderAFlag)
                {
                    In("realize", $"_f{n} = Choice();");
                }

                Site("realize", link, LinkSite(n));
                break;
            case LinkPlace.Helper:
                In("realize", $"Link{n}();");
                Helper($"private void Link{n}()", (link, LinkSite(n), null));
                break;
            case LinkPlace.Constructor:
                _constructor.Add((link, LinkSite(n), null));
                break;
            default:
                string method = region.Where == LinkPlace.Runtime ? "run" : "reset";
                In(method, $"if (!_r{n}.IsMapped)", "{");
                Site(method, "    " + link, LinkSite(n));
                In(method, "}");
                break;
        }
    }

    private void AddUnlink(LinkedRegion region, string unlink)
    {
        int n = region.Number;
        string guarded = $"_r{n}.Container?.DelSubregion(_r{n});";
        switch (region.Unlink)
        {
            case UnlinkPlace.Unrealize:
                In("unrealize", unlink);
                break;
            case UnlinkPlace.UnrealizeIfLinked:
                In("unrealize", guarded);
                break;
            case UnlinkPlace.Helper:
                In("unrealize", $"Unlink{n}();");
                Helper($"private void Unlink{n}()", Plain(unlink));
                break;
            case UnlinkPlace.Finally:
                In("unrealize", "try", "{", "    Work();", "}", "finally", "{", "    " + unlink, "}");
                break;
            case UnlinkPlace.UnderTheSameFlag or UnlinkPlace.UnderAFlag:
                In("unrealize", $"if (_f{n})", "{", "    " + unlink, "}");
                break;
            case UnlinkPlace.Finalize:
                In("finalize", guarded);
                break;
            case UnlinkPlace.Reset:
                In("reset", guarded);
                break;
            case UnlinkPlace.Sometimes:
                In("unrealize", "if (Choice())", "{", "    " + unlink, "}");
                break;
            case UnlinkPlace.BehindReturn:
                In("unrealize", $"Unlink{n}();");
                Helper($"private void Unlink{n}()", Plain("if (Choice())"), Plain("{"), Plain("    return;"), Plain("}"), Plain(string.Empty), Plain(unlink));
                break;
            case UnlinkPlace.Caught:
                In("unrealize", "try", "{", "    Work();", "    " + unlink, "}", "catch (Fault)", "{", "}");
                break;
        }
    }

    private void Add(FailingRealize failing)
    {
        int n = failing.Number;
        string name = "_e" + n;
        string link = $"_bus.Memory.AddSubregion(0x{Offset(n):x}, {name});";
        string unlink = $"_bus.Memory.DelSubregion({name});";
        Field(TypeOf(failing.Sort), name, New(failing.Sort, "r" + n, n));
        if (failing.Form == FailureForm.Rethrow)
        {
            Site("realize", link, LinkSite(n));
            In("realize", "try", "{", "    Work();", "}", "catch (Fault)", "{");
            if (failing.IsRight)
            {
                In("realize", "    " + unlink);
            }

            In("realize", "    Passing();", "    throw;", "}");
        }
        else
        {
            if (!failing.IsRight)
            {
                Site("realize", link, LinkSite(n));
            }

            if (failing.Form == FailureForm.Helper)
            {
                In("realize", $"Check{n}();");
                Helper($"private void Check{n}()", Plain("if (Choice())"), Plain("{"), Plain("    throw new Stop();"), Plain("}"));
            }
            else
            {
                In("realize", "if (Choice())", "{", "    throw new Stop();", "}");
            }

            if (failing.IsRight)
            {
                Site("realize", link, LinkSite(n));
            }
        }

        In("unrealize", unlink);
    }

    private void Add(WrongContainer wrong)
    {
        int n = wrong.Number;
        string name = "_k" + n;
        Field(TypeOf(wrong.Sort), name, New(wrong.Sort, "r" + n, n));
        bool isOwn = wrong.Pair is not (ContainerPair.SystemAndIo or ContainerPair.TwoOfTheBus);
        if (isOwn)
        {
            Field("ContainerRegion", "_own" + n, $"new ContainerRegion(this, \"own{n}\", 0x10000000)");
        }

        if (wrong.Pair == ContainerPair.OwnAndOwn)
        {
            Field("ContainerRegion", "_oth" + n, $"new ContainerRegion(this, \"oth{n}\", 0x10000000)");
        }

        (string container, string other) = wrong.Pair switch
        {
            ContainerPair.SystemAndIo => ("Machine.IoSpace", "Machine.SystemMemory"),
            ContainerPair.OwnAndOwn => ("_own" + n, "_oth" + n),
            ContainerPair.OwnAndSystem => ("Machine.SystemMemory", "_own" + n),
            ContainerPair.OwnAndBus => ("_bus.Memory", "_own" + n),
            _ => ("_bus.Memory", "_bus.Other"),
        };
        string offset = wrong.Pair == ContainerPair.SystemAndIo ? $"0x{n + 1}000" : $"0x{Offset(n):x}";
        Site("realize", $"{container}.AddSubregion({offset}, {name});", LinkSite(n));
        In("unrealize", $"{(wrong.IsRight ? container : other)}.DelSubregion({name});");
    }
}
