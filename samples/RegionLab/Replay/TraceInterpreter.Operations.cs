using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.RegionLab.Replay;

/// <content>The operations of the script language.</content>
public sealed partial class TraceInterpreter
{
    private static readonly Dictionary<string, Operation> s_operations = new Operation[]
    {
        new("owner A", (t, o) => t.AddOwner(o[1], null)),
        new("child A B", (t, o) => t.AddOwner(o[2], t.Object(o[1]))),
        new("ram A R SIZE", (t, o) => t.AddRegion(o[2], () => new RamRegion(t.Owner(o[1]), o[2], o.Number(3)))),
        new("rom A R SIZE", (t, o) => t.AddRegion(o[2], () => new RomRegion(t.Owner(o[1]), o[2], o.Number(3)))),
        new("romd A R SIZE", (t, o) => t.AddRegion(o[2], () => new RomDeviceRegion(t.Owner(o[1]), o[2], o.Number(3), new MmioOperations()))),
        new("mmio A R SIZE", (t, o) => t.AddRegion(o[2], () => new MmioRegion(t.Owner(o[1]), o[2], o.Number(3), new MmioOperations()))),
        new("container A R SIZE", (t, o) => t.AddRegion(o[2], () => new ContainerRegion(t.Owner(o[1]), o[2], o.Number(3)))),
        new(
            "alias A R TARGET OFFSET SIZE",
            (t, o) => t.AddRegion(o[2], () => new AliasRegion(t.Owner(o[1]), o[2], t.Region(o[3]), o.Number(4), o.Number(5)))),
        new("add C R OFFSET [PRIO]", (t, o) => t.Region(o[1]).AddSubregion(o.Number(3), t.Region(o[2]), o.Count > 4 ? o.Priority(4) : 0)),
        new("del C R", (t, o) => t.Region(o[1]).DelSubregion(t.Region(o[2]))),
        new("enable R 0|1", (t, o) => t.Region(o[1]).Enabled = o.Flag(2)),
        new("resize R SIZE", (t, o) => t.Region(o[1]).Size = o.Number(2)),
        new("move R OFFSET", (t, o) => t.Region(o[1]).Address = o.Number(2)),
        new("readonly R 0|1", (t, o) => t.Region(o[1]).ReadOnly = o.Flag(2)),
        new("romdmode R 0|1", (t, o) => t.Region<RomDeviceRegion>(o[1]).RomMode = o.Flag(2)),
        new("aliasoff R OFFSET", (t, o) => t.Region<AliasRegion>(o[1]).AliasOffset = o.Number(2)),
        new("ref R", (t, o) => t.Ref(t.Region(o[1]))),
        new("unref R", (t, o) => t.Unref(t.Region(o[1]))),
        new("space S C", (t, o) => t._spaces[o[1]] = new AddressSpace(t.Machine, t.Region(o[2]), o[1])),
        new("unspace S", (t, o) => t.Space(o[1]).Dispose()),
        new("map S ADDR LEN w|r HANDLE", (t, o) => t.Map(o[5], t.Space(o[1]).Map(o.Number(2), o.Number(3), o.Access(4)))),
        new("unmap HANDLE ACCESSLEN", (t, o) => t.Unmap(o[1], o.Number(2))),
        new("unparent X", (t, o) => t.Object(o[1]).Unparent()),
        new("drop A", (t, o) => t.Drop(t.Object(o[1]))),
        new("begin", (t, _) => t._transactions.Push(t.Machine.BeginTransaction())),
        new("commit", (t, _) => t.Commit()),
        new("sync", (t, _) => t._probe.Enabled = !t._probe.Enabled),
        new("flat S", (t, o) => t.PrintView(t.Space(o[1]).FlatView)),
        new("find C ADDR LEN", (t, o) => t.Find(t.Region(o[1]).Find(o.Number(2), o.Number(3)))),
    }.ToDictionary(operation => operation.Name);

    /// <summary>An operation.</summary>
    /// <param name="Usage">Its name and operands; those in brackets may be missing.</param>
    /// <param name="Run">Runs it.</param>
    private sealed record Operation(string Usage, Action<TraceInterpreter, Operands> Run)
    {
        internal string Name { get; } = Usage.Split(' ')[0];

        internal int MaxOperands { get; } = Usage.Count(c => c == ' ');

        internal int MinOperands { get; } = Usage.Count(c => c == ' ') - Usage.Count(c => c == '[');
    }
}
