using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.RegionLab.Replay;

/// <summary>Runs the operations of a trace on a machine, and prints what the trace prints.</summary>
public sealed partial class TraceInterpreter
{
    private readonly ContainerRegion _probe;
    private readonly List<string> _output = [];
    private readonly List<QomObject> _owners = [];
    private readonly List<MemoryRegion> _regions = [];
    private readonly HashSet<QomObject> _known = [];
    private readonly Dictionary<string, QomObject> _objects = [];
    private readonly Dictionary<string, AddressSpace> _spaces = [];
    private readonly Dictionary<string, MemoryMapping> _mappings = [];
    private readonly Stack<TopologyTransaction> _transactions = [];
    private readonly List<MemorySection> _sections = [];
    private readonly HashSet<FlatView> _views = [];

    public TraceInterpreter()
    {
        Holdings = new ScriptHoldings();
        Machine = new Machine();
        _probe = new ContainerRegion(Machine, "probe", 0x1000);
        Machine.Diagnostics.Finalized += o =>
        {
            if (_known.Contains(o))
            {
                _output.Add($"! finalize {(o is MemoryRegion ? "region" : "owner")} {o.Name}");
            }
        };
    }

    /// <summary>The machine on which it runs.</summary>
    public Machine Machine { get; }

    /// <summary>The owners, in the order of their creation.</summary>
    public IReadOnlyList<QomObject> Owners => _owners;

    /// <summary>The regions, in the order of their creation.</summary>
    public IReadOnlyList<MemoryRegion> Regions => _regions;

    /// <summary>The address spaces that are not disposed.</summary>
    public IEnumerable<AddressSpace> Spaces => _spaces.Values.Where(space => !space.IsDisposed);

    /// <summary>Whether a transaction is open, in which views show what was before it.</summary>
    public bool IsTransactionOpen => _transactions.Count > 0;

    /// <summary>The flat views that hold references.</summary>
    public IReadOnlyCollection<FlatView> Views => _views;

    /// <summary>What the script holds.</summary>
    public ScriptHoldings Holdings { get; }

    /// <summary>What the last operation printed, even if it threw.</summary>
    public IReadOnlyList<string> Output => _output;

    /// <summary>Runs one operation and returns what it printed.</summary>
    /// <exception cref="OperationException">It is misspelt, or names what does not exist.</exception>
    /// <exception cref="WrongKindException">Its operand is of a kind on which it cannot be used.</exception>
    /// <exception cref="MemoryRegionException">The runtime refuses it.</exception>
    public IReadOnlyList<string> Run(IReadOnlyList<string> words)
    {
        _output.Clear();
        if (!s_operations.TryGetValue(words[0], out Operation? operation))
        {
            throw new OperationException($"there is no operation '{words[0]}'");
        }

        int count = words.Count - 1;
        if (count < operation.MinOperands || count > operation.MaxOperands)
        {
            throw new OperationException($"'{operation.Usage}' is expected");
        }

        try
        {
            operation.Run(this, new Operands(words));
        }
        finally
        {
            LookAtViews();
        }

        return _output.ToArray();
    }

    /// <summary>Commits the transactions that are open.</summary>
    public void CommitAll()
    {
        while (_transactions.TryPop(out TopologyTransaction transaction))
        {
            transaction.Commit();
        }

        LookAtViews();
    }

    private void LookAtViews()
    {
        // Inside a transaction views do not change, and what an address space showed that is gone since is kept until the end.
        if (_transactions.Count == 0)
        {
            _views.Clear();
        }

        _views.UnionWith(Spaces.Select(space => space.FlatView));
    }

    private QomObject Object(string name) => _objects.GetValueOrDefault(name) ?? throw new OperationException($"there is no object '{name}'");

    private QomObject? Owner(string name) => name == "-" ? null : Object(name);

    private MemoryRegion Region(string name) => Object(name) as MemoryRegion ?? throw new OperationException($"'{name}' is no region");

    private T Region<T>(string name)
        where T : MemoryRegion => Region(name) as T ?? throw new WrongKindException($"'{name}' is no {typeof(T).Name}");

    private AddressSpace Space(string name) => _spaces.GetValueOrDefault(name) ?? throw new OperationException($"there is no address space '{name}'");

    private void AddOwner(string name, QomObject? parent)
    {
        ThrowIfTaken(name);
        var owner = new TraceOwner(Machine, name);
        if (parent is not null)
        {
            parent.AddChild(name, owner);
            owner.Unref();
        }
        else
        {
            Holdings.Take(owner);
        }

        _objects.Add(name, owner);
        _known.Add(owner);
        _owners.Add(owner);
    }

    private void AddRegion(string name, Func<MemoryRegion> create)
    {
        ThrowIfTaken(name);
        MemoryRegion region = create();
        Machine.Adopt(region);
        _objects.Add(name, region);
        _known.Add(region);
        _regions.Add(region);
    }

    private void ThrowIfTaken(string name)
    {
        if (_objects.ContainsKey(name))
        {
            throw new OperationException($"there is an object '{name}' already");
        }
    }

    private void Drop(QomObject o)
    {
        if (o is MemoryRegion)
        {
            throw new OperationException($"'{o.Name}' is a region, which its owner holds: 'unparent' or 'unref' is expected");
        }

        o.Unref();
        Holdings.Drop(o);
    }

    private void Ref(MemoryRegion region)
    {
        region.Ref();
        Holdings.TakePolicy(region);
    }

    // In QEMU the reference of a found section and that of memory_region_ref are the same.
    private void Unref(MemoryRegion region)
    {
        int index = _sections.FindLastIndex(section => section.Region == region);
        if (index < 0)
        {
            region.Unref();
        }
        else
        {
            MemorySection found = _sections[index];
            _sections.RemoveAt(index);
            found.Unref();
        }

        Holdings.DropPolicy(region);
    }

    private void Map(string handle, MemoryMapping mapping)
    {
        _mappings[handle] = mapping;
        if (mapping.IsNull)
        {
            _output.Add($"# {handle} len=0x0 kind=null");
            return;
        }

        Holdings.TakePolicy(mapping.Region);
        string region = mapping.Region?.Name ?? "unassigned";
        _output.Add(mapping.IsDirect
            ? $"# {handle} len=0x{mapping.Length:x} kind=direct mr={region}+0x{mapping.OffsetInRegion:x}"
            : $"# {handle} len=0x{mapping.Length:x} kind=bounce mr={region}");
    }

    private void Unmap(string handle, ulong accessed)
    {
        MemoryMapping mapping = _mappings.GetValueOrDefault(handle);
        MemoryRegion? region = mapping.IsNull ? null : mapping.Region;
        mapping.Unmap((int)Math.Min(accessed, int.MaxValue));
        Holdings.DropPolicy(region);
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
        Holdings.TakePolicy(section.Region);
    }

    private void Commit()
    {
        if (!_transactions.TryPop(out TopologyTransaction transaction))
        {
            throw new OperationException("no transaction is open");
        }

        transaction.Commit();
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
