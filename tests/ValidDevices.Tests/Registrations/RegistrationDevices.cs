namespace MemoryRegions.ValidDevices.Tests.Registrations;

/// <summary>Finds, takes what it needs, drops the section.</summary>
public sealed class FindsAndDrops : Device, IUsable
{
    public FindsAndDrops(Machine machine)
        : base(machine)
    {
    }

    public void Use() => Assert.True(IsRam(0x1000));

    private bool IsRam(ulong address)
    {
        MemorySection section = Machine.SystemMemory.Find(address, 4);
        if (section.IsNull)
        {
            return false;
        }

        bool isRam = section.Region is RamRegion;
        section.Unref();
        return isRam;
    }
}

/// <summary>A section is kept from one use to the next.</summary>
public sealed class KeepsSection : Device, IUsable
{
    private MemorySection _section;

    public KeepsSection(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        _section.Dispose();
        _section = Machine.SystemMemory.Find(0x2000, 16);
    }

    protected override void OnUnrealize()
    {
        _section.Dispose();
        _section = default;
    }
}

/// <summary>A device that holds its bus for its life: the reference taken by the constructor is dropped in finalize.</summary>
public sealed class HoldsItsBus : Device, IUsable
{
    private readonly QomObject _bus;

    public HoldsItsBus(Machine machine)
        : base(machine)
    {
        _bus = machine.Objects;
        _bus.Ref();
    }

    public void Use() => Assert.False(_bus.IsFinalized);

    protected override void OnFinalize() => _bus.Unref();
}

/// <summary>The reference that another device gives and takes.</summary>
public sealed class PinsWhileBusy : Device, IUsable
{
    private readonly MmioRegion _registers;
    private bool _isBusy;

    public PinsWhileBusy(Machine machine)
        : base(machine) => _registers = new MmioRegion(this, "registers", 0x10, null, null);

    public void Use()
    {
        if (_isBusy)
        {
            Finish();
        }
        else
        {
            _isBusy = true;
            _registers.Ref();
        }
    }

    protected override void OnReset() => Finish();

    protected override void OnUnrealize() => Finish();

    private void Finish()
    {
        if (_isBusy)
        {
            _isBusy = false;
            _registers.Unref();
        }
    }
}

/// <summary>A listener from realize to unrealize.</summary>
public sealed class WatchesMemory : Device, IUsable
{
    private readonly Watcher _watcher = new();
    private readonly MmioRegion _window;

    public WatchesMemory(Machine machine)
        : base(machine) => _window = new MmioRegion(this, "window", 0x1000, null, null);

    public void Use()
    {
        int before = _watcher.Changes;
        Machine.SystemMemory.AddSubregion(0xf000_0000, _window);
        Machine.SystemMemory.DelSubregion(_window);
        Assert.NotEqual(before, _watcher.Changes);
    }

    protected override void OnRealize() => _watcher.Register(Machine.Memory);

    protected override void OnUnrealize() => _watcher.Unregister();

    private sealed class Watcher() : MemoryListener("watcher")
    {
        public int Changes { get; private set; }

        protected override void OnRegionAdd(in FlatRange range) => Changes++;

        protected override void OnRegionDel(in FlatRange range) => Changes++;
    }
}

/// <summary>An address space of its own, made by realize and disposed of by unrealize.</summary>
public sealed class OwnAddressSpace : Device, IUsable
{
    private readonly ContainerRegion _root;
    private AddressSpace? _space;

    public OwnAddressSpace(Machine machine)
        : base(machine)
    {
        _root = new ContainerRegion(this, "root", 0x1_0000);
        _root.AddSubregion(0, new AliasRegion(this, "memory", machine.SystemMemory, 0, 0x1_0000));
    }

    public void Use() => Assert.NotNull(_space);

    protected override void OnRealize() => _space = new AddressSpace(Machine, _root, "own");

    protected override void OnUnrealize()
    {
        _space?.Dispose();
        _space = null;
    }
}

/// <summary>A cache of a ring, made anew when the guest moves it.</summary>
public sealed class CachedRing : Device, IUsable
{
    private MemoryRegionCache? _ring;
    private ulong _address = 0x4000;

    public CachedRing(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        _address += 0x100;
        _ring?.Dispose();
        _ring = new MemoryRegionCache(Machine.Memory, _address, 0x100, MapAccess.Read);
    }

    protected override void OnReset() => Drop();

    protected override void OnUnrealize() => Drop();

    private void Drop()
    {
        _ring?.Dispose();
        _ring = null;
    }
}

/// <summary>A transaction around a loop, with an early way out.</summary>
public sealed class TransactionWithBreak : Device, IUsable
{
    private readonly MmioRegion[] _windows = new MmioRegion[4];

    public TransactionWithBreak(Machine machine)
        : base(machine)
    {
        for (int i = 0; i < _windows.Length; i++)
        {
            _windows[i] = new MmioRegion(this, "window", 0x100, null, null);
        }
    }

    public void Use()
    {
        TopologyTransaction transaction = Machine.BeginTransaction();
        try
        {
            foreach (MmioRegion window in _windows)
            {
                if (!window.IsMapped)
                {
                    break;
                }

                window.Enabled = !window.Enabled;
            }
        }
        finally
        {
            transaction.Commit();
        }
    }

    protected override void OnRealize()
    {
        using TopologyTransaction transaction = Machine.BeginTransaction();
        for (int i = 0; i < _windows.Length; i++)
        {
            Machine.SystemMemory.AddSubregion(0xf000_0000 + ((ulong)i << 12), _windows[i]);
        }
    }

    protected override void OnUnrealize()
    {
        using TopologyTransaction transaction = Machine.BeginTransaction();
        foreach (MmioRegion window in _windows)
        {
            Machine.SystemMemory.DelSubregion(window);
        }
    }
}

/// <summary>A notifier that hears of an IOMMU's mappings while the device runs.</summary>
public sealed class HearsOfMappings : Device, IUsable
{
    private readonly IommuRegion _iommu;
    private readonly IommuNotifier _notifier;
    private int _heard;

    public HearsOfMappings(Machine machine)
        : base(machine)
    {
        _iommu = new IommuRegion(this, "iommu", 1 << 20, Translate);
        _notifier = new IommuNotifier((_, _) => _heard++, IommuEvents.Unmap);
    }

    public void Use()
    {
        int before = _heard;
        _iommu.Notify(0, IommuEvents.Unmap, new IommuTlbEntry(Machine.Memory, 0, 0, 0xfff, IommuAccess.None));
        Assert.Equal(before + 1, _heard);
    }

    protected override void OnRealize() => _notifier.Register(_iommu);

    protected override void OnUnrealize() => _notifier.Unregister();

    private IommuTlbEntry Translate(ulong address, IommuAccess access, int index) =>
        new(Machine.Memory, address & ~0xfffUL, address & ~0xfffUL, 0xfff, IommuAccess.ReadWrite);
}

/// <summary>Sections of a list, each dropped by a loop.</summary>
public sealed class SectionList : Device, IUsable
{
    private readonly List<MemorySection> _sections = [];

    public SectionList(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        DropAll();
        for (ulong address = 0; address < 0x3000; address += 0x1000)
        {
            MemorySection section = Machine.SystemMemory.Find(address, 0x1000);
            if (!section.IsNull)
            {
                _sections.Add(section);
            }
        }
    }

    protected override void OnUnrealize() => DropAll();

    private void DropAll()
    {
        foreach (MemorySection section in _sections)
        {
            section.Unref();
        }

        _sections.Clear();
    }
}
