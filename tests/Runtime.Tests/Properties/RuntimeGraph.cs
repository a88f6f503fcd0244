using System.Collections.Generic;
using MemoryRegions.Tests.Support;

namespace MemoryRegions.Tests.Properties;

/// <summary>A random graph in the runtime and as a naive one, side by side.</summary>
public sealed class RuntimeGraph : IDisposable
{
    private readonly Dictionary<MemoryRegion, NaiveRegion> _naive = [];
    private readonly List<MemoryRegion> _regions = [];
    private readonly List<NaiveRegion> _models = [];
    private readonly Owner _owner;

    public RuntimeGraph(GraphSpec graph)
    {
        Machine = new Machine();
        _owner = new Owner(Machine);
        Create(new RegionSpec(RegionSort.Container, MemoryRegion.MaxSize, 0, 0, true, false, 0, 0, 0));
        foreach (RegionSpec spec in graph.Regions)
        {
            Create(spec);
        }

        for (int i = 1; i < _regions.Count; i++)
        {
            Link(i, _models[i].Spec.Container % _regions.Count);
        }

        Spaces = [(new AddressSpace(Machine, _regions[0], "first"), _models[0])];

        // A root that is linked would be shown at its place in its container.
        List<NaiveRegion> unlinked = _models.FindAll(model => model.Container is null && model.Number != 0);
        if (unlinked.Count > 0)
        {
            NaiveRegion second = unlinked[graph.SecondRoot % unlinked.Count];
            Spaces.Add((new AddressSpace(Machine, RegionOf(second), "second"), second));
        }
    }

    public Machine Machine { get; }

    public List<(AddressSpace Space, NaiveRegion Root)> Spaces { get; }

    /// <summary>The callback that came last: the region, the offset, and the value if it was a write.</summary>
    public (NaiveRegion Region, ulong Offset, ulong? Value)? LastCall { get; set; }

    /// <summary>Whether an alias of an alias is linked.</summary>
    public bool HasVisibleNestedAlias => _models.Exists(model => model.Container is not null && model.Target?.Target is not null);

    public NaiveRegion ModelOf(MemoryRegion region) => _naive[region];

    public MemoryRegion RegionOf(NaiveRegion model) => _regions[model.Number];

    /// <summary>The byte that memory holds.</summary>
    public static byte Pattern(NaiveRegion region, ulong offset) => (byte)((offset * 31) + (offset >> 8) + ((ulong)region.Number * 7) + 1);

    public void Dispose() => Machine.Dispose();

    private void Create(RegionSpec spec)
    {
        int number = _regions.Count;
        var model = new NaiveRegion(number, spec);
        NaiveRegion? target = spec.Sort == RegionSort.Alias && number > 0 ? _models[spec.Target % number] : null;
        model.Target = target;
        MemoryRegion region = spec.Sort switch
        {
            RegionSort.Container => new ContainerRegion(_owner, $"r{number}", spec.Size),
            RegionSort.Alias => new AliasRegion(_owner, $"r{number}", RegionOf(target!), spec.TargetOffset, spec.Size),
            RegionSort.Ram => Fill(new RamRegion(_owner, $"r{number}", spec.Size), model),
            RegionSort.Rom => Fill(new RomRegion(_owner, $"r{number}", spec.Size), model),
            RegionSort.RomDevice or RegionSort.SilentRomDevice => Fill(new RomDeviceRegion(_owner, $"r{number}", spec.Size, Callbacks(model)), model),
            _ => new MmioRegion(_owner, $"r{number}", spec.Size, Callbacks(model)),
        };
        region.Enabled = spec.Enabled;
        region.ReadOnly = model.IsReadOnly;
        _regions.Add(region);
        _models.Add(model);
        _naive.Add(region, model);
    }

    private MmioOperations Callbacks(NaiveRegion model) => new()
    {
        ValidMaxAccessSize = 8,
        ValidUnaligned = true,
        ImplementedUnaligned = true,
        Read = (offset, _) =>
        {
            LastCall = (model, offset, null);
            return 0x5a;
        },
        Write = (offset, value, _) => LastCall = (model, offset, value),
    };

    private static MemoryRegion Fill(MemoryRegion region, NaiveRegion model)
    {
        var bytes = new byte[(int)region.Size];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = Pattern(model, (ulong)i);
        }

        Span<byte> memory = region switch
        {
            RamRegion ram => ram.GetSpan(0, bytes.Length),
            RomRegion rom => rom.GetSpan(0, bytes.Length),
            RomDeviceRegion device => device.GetSpan(0, bytes.Length),
            _ => default,
        };
        bytes.CopyTo(memory);
        if (region is RomDeviceRegion silent && model.Spec.Sort == RegionSort.SilentRomDevice)
        {
            silent.RomMode = false;
        }

        return region;
    }

    private void Link(int number, int containerNumber)
    {
        NaiveRegion container = _models[containerNumber];
        if (container.Spec.Sort == RegionSort.Alias || container.IsInside(_models[number]))
        {
            // It stays a region that only aliases show.
            return;
        }

        container.Add(_models[number]);
        _regions[containerNumber].AddSubregion(_models[number].Spec.Offset, _regions[number], _models[number].Spec.Priority);
    }
}
