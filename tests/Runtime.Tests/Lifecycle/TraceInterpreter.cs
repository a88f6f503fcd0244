using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace MemoryRegions.Tests.Lifecycle;

/// <summary>Runs the operations of a trace on a machine, and prints what the trace prints.</summary>
public sealed class TraceInterpreter
{
    private readonly Machine _machine = new();
    private readonly ContainerRegion _probe;
    private readonly List<string> _output = [];
    private readonly List<QomObject> _owners = [];
    private readonly List<MemoryRegion> _regions = [];
    private readonly Dictionary<string, QomObject> _objects = [];
    private readonly Dictionary<string, AddressSpace> _spaces = [];
    private readonly Dictionary<string, MemoryMapping> _mappings = [];
    private readonly Stack<TopologyTransaction> _transactions = [];
    private readonly List<MemorySection> _sections = [];

    public TraceInterpreter()
    {
        _probe = new ContainerRegion(_machine, "probe", 0x1000);
        _machine.Diagnostics.Finalized += o =>
        {
            if (_objects.ContainsValue(o))
            {
                _output.Add($"! finalize {(o is MemoryRegion ? "region" : "owner")} {o.Name}");
            }
        };
    }

    /// <summary>The owners, in the order of their creation.</summary>
    public IReadOnlyList<QomObject> Owners => _owners;

    /// <summary>The regions, in the order of their creation.</summary>
    public IReadOnlyList<MemoryRegion> Regions => _regions;

    /// <summary>Runs one operation and returns what it printed.</summary>
    public IReadOnlyList<string> Run(string[] words)
    {
        _output.Clear();
        switch (words[0])
        {
            case "owner":
                AddOwner(new TraceOwner(_machine, words[1]));
                break;
            case "child":
                var child = new TraceOwner(_machine, words[2]);
                Object(words[1]).AddChild(words[2], child);
                child.Unref();
                AddOwner(child);
                break;
            case "ram":
                AddRegion(new RamRegion(Owner(words[1]), words[2], Number(words[3])));
                break;
            case "rom":
                AddRegion(new RomRegion(Owner(words[1]), words[2], Number(words[3])));
                break;
            case "romd":
                AddRegion(new RomDeviceRegion(Owner(words[1]), words[2], Number(words[3]), new MmioOperations()));
                break;
            case "mmio":
                AddRegion(new MmioRegion(Owner(words[1]), words[2], Number(words[3]), new MmioOperations()));
                break;
            case "container":
                AddRegion(new ContainerRegion(Owner(words[1]), words[2], Number(words[3])));
                break;
            case "alias":
                AddRegion(new AliasRegion(Owner(words[1]), words[2], Region(words[3]), Number(words[4]), Number(words[5])));
                break;
            case "add":
                int priority = words.Length > 4 ? int.Parse(words[4], CultureInfo.InvariantCulture) : 0;
                Region(words[1]).AddSubregion(Number(words[3]), Region(words[2]), priority);
                break;
            case "del":
                Region(words[1]).DelSubregion(Region(words[2]));
                break;
            case "enable":
                Region(words[1]).Enabled = words[2] == "1";
                break;
            case "resize":
                Region(words[1]).Size = Number(words[2]);
                break;
            case "move":
                Region(words[1]).Address = Number(words[2]);
                break;
            case "readonly":
                Region(words[1]).ReadOnly = words[2] == "1";
                break;
            case "romdmode":
                ((RomDeviceRegion)Region(words[1])).RomMode = words[2] == "1";
                break;
            case "aliasoff":
                ((AliasRegion)Region(words[1])).AliasOffset = Number(words[2]);
                break;
            case "ref":
                Region(words[1]).Ref();
                break;
            case "unref":
                Unref(Region(words[1]));
                break;
            case "space":
                _spaces[words[1]] = new AddressSpace(_machine, Region(words[2]), words[1]);
                break;
            case "unspace":
                _spaces[words[1]].Dispose();
                break;
            case "map":
                Map(words[5], _spaces[words[1]].Map(Number(words[2]), Number(words[3]), words[4] is "w" or "1" ? MapAccess.Write : MapAccess.Read));
                break;
            case "unmap":
                _mappings.GetValueOrDefault(words[1]).Unmap((int)Number(words[2]));
                break;
            case "unparent":
                Object(words[1]).Unparent();
                break;
            case "drop":
                Object(words[1]).Unref();
                break;
            case "begin":
                _transactions.Push(_machine.BeginTransaction());
                break;
            case "commit":
                _transactions.Pop().Commit();
                break;
            case "sync":
                _probe.Enabled = !_probe.Enabled;
                break;
            case "flat":
                PrintView(_spaces[words[1]].FlatView);
                break;
            case "find":
                Find(Region(words[1]).Find(Number(words[2]), Number(words[3])));
                break;
            default:
                throw new InvalidDataException(words[0]);
        }

        return _output.ToArray();
    }

    private static ulong Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : ulong.Parse(text, CultureInfo.InvariantCulture);

    private QomObject Object(string name) => _objects[name];

    private QomObject? Owner(string name) => name == "-" ? null : _objects[name];

    private MemoryRegion Region(string name) => (MemoryRegion)_objects[name];

    private void AddOwner(TraceOwner owner)
    {
        _objects.Add(owner.Name, owner);
        _owners.Add(owner);
    }

    private void AddRegion(MemoryRegion region)
    {
        _machine.Adopt(region);
        _objects.Add(region.Name, region);
        _regions.Add(region);
    }

    private void Map(string handle, MemoryMapping mapping)
    {
        _mappings[handle] = mapping;
        if (mapping.IsNull)
        {
            _output.Add($"# {handle} len=0x0 kind=null");
            return;
        }

        string region = mapping.Region?.Name ?? "unassigned";
        _output.Add(mapping.IsDirect
            ? $"# {handle} len=0x{mapping.Length:x} kind=direct mr={region}+0x{mapping.OffsetInRegion:x}"
            : $"# {handle} len=0x{mapping.Length:x} kind=bounce mr={region}");
    }

    private void Find(MemorySection section)
    {
        if (section.IsNull)
        {
            _output.Add("# none");
            return;
        }

        _output.Add($"# {section.Region.Name}+0x{section.OffsetInRegion:x} 0x{section.Size:x}");
        _sections.Add(section);
    }

    // In QEMU the reference of a found section and that of memory_region_ref are the same.
    private void Unref(MemoryRegion region)
    {
        int index = _sections.FindLastIndex(section => section.Region == region);
        if (index < 0)
        {
            region.Unref();
            return;
        }

        MemorySection found = _sections[index];
        _sections.RemoveAt(index);
        found.Unref();
    }

    private void PrintView(FlatView view)
    {
        foreach (FlatRange range in view)
        {
            string kind = range.Kind switch
            {
                FlatRangeKind.Ram => "ram",
                FlatRangeKind.Rom => "rom",
                FlatRangeKind.RomDevice => "romd",
                _ => "i/o",
            };
            _output.Add($"~ 0x{range.Start:x}-0x{range.Last:x} {range.Region.Name}+0x{range.OffsetInRegion:x} {kind}");
        }
    }

    private sealed class TraceOwner(Machine machine, string name) : QomObject(machine, name);
}
