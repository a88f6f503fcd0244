namespace MemoryRegions.ValidDevices.Tests.Links;

/// <summary>Added under a flag, removed under the same flag.</summary>
public sealed class OptionalFeature : Device, IUsable
{
    private readonly MmioRegion _base;
    private readonly MmioRegion _feature;
    private readonly bool _hasFeature;

    public OptionalFeature(Machine machine)
        : base(machine)
    {
        _hasFeature = machine.Options.Tracking;
        _base = new MmioRegion(this, "base", 0x10, null, null);
        _feature = new MmioRegion(this, "feature", 0x10, null, null);
    }

    public void Use() => Assert.Equal(_hasFeature, _feature.IsMapped);

    protected override void OnRealize()
    {
        Machine.SystemMemory.AddSubregion(0xf000_0000, _base);
        if (_hasFeature)
        {
            Machine.SystemMemory.AddSubregion(0xf000_1000, _feature);
        }
    }

    protected override void OnUnrealize()
    {
        if (_hasFeature)
        {
            Machine.SystemMemory.DelSubregion(_feature);
        }

        Machine.SystemMemory.DelSubregion(_base);
    }
}

/// <summary>Removed from wherever it is.</summary>
public sealed class RemovedByItsContainer : Device, IUsable
{
    private readonly MmioRegion _window;

    public RemovedByItsContainer(Machine machine)
        : base(machine) => _window = new MmioRegion(this, "window", 0x1000, null, null);

    public void Use() => MoveTo(_window.Container == Machine.SystemMemory ? Machine.IoSpace : Machine.SystemMemory);

    protected override void OnUnrealize() => _window.Container?.DelSubregion(_window);

    private void MoveTo(MemoryRegion container)
    {
        _window.Container?.DelSubregion(_window);
        container.AddSubregion(0x1000, _window, priority: 1);
    }
}

/// <summary>A remapped window: removed and added at each write, in one transaction.</summary>
public sealed class RemappedWindow : Device, IUsable
{
    private readonly MmioRegion _window;
    private ulong _address = 0xf000_0000;

    public RemappedWindow(Machine machine)
        : base(machine) => _window = new MmioRegion(this, "window", 0x1000, null, null);

    public void Use() => Remap(_address + 0x1000);

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(_address, _window);

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_window);

    private void Remap(ulong address)
    {
        using TopologyTransaction transaction = Machine.BeginTransaction();
        Machine.SystemMemory.DelSubregion(_window);
        _address = address;
        Machine.SystemMemory.AddSubregion(_address, _window);
    }
}

/// <summary>An enable bit that links and unlinks; a flag of its own remembers which.</summary>
public sealed class LinkedByEnableBit : Device, IUsable
{
    private readonly MmioRegion _window;
    private bool _isLinked;

    public LinkedByEnableBit(Machine machine)
        : base(machine) => _window = new MmioRegion(this, "window", 0x1000, null, null);

    public void Use() => SetEnabled(!_isLinked);

    protected override void OnReset() => SetEnabled(false);

    protected override void OnUnrealize() => SetEnabled(false);

    private void SetEnabled(bool value)
    {
        if (value == _isLinked)
        {
            return;
        }

        if (value)
        {
            Machine.SystemMemory.AddSubregion(0xf000_0000, _window);
        }
        else
        {
            Machine.SystemMemory.DelSubregion(_window);
        }

        _isLinked = value;
    }
}

/// <summary>An array that one loop adds and another, backwards, removes.</summary>
public sealed class ArrayOfWindows : Device, IUsable
{
    private readonly MmioRegion[] _windows = new MmioRegion[3];

    public ArrayOfWindows(Machine machine)
        : base(machine)
    {
        for (int i = 0; i < _windows.Length; i++)
        {
            _windows[i] = new MmioRegion(this, "window", 0x100, null, null);
        }
    }

    public void Use() => Assert.All(_windows, window => Assert.True(window.IsMapped));

    protected override void OnRealize()
    {
        ulong address = 0xf000_0000;
        foreach (MmioRegion window in _windows)
        {
            Machine.SystemMemory.AddSubregion(address, window);
            address += 0x1000;
        }
    }

    protected override void OnUnrealize()
    {
        for (int i = _windows.Length - 1; i >= 0; i--)
        {
            Machine.SystemMemory.DelSubregion(_windows[i]);
        }
    }
}

/// <summary>A realize that undoes its links when a later step fails.</summary>
public sealed class UndoneByCatch : Device, IUsable
{
    private readonly MmioRegion _memory;
    private readonly MmioRegion _ports;

    public UndoneByCatch(Machine machine)
        : base(machine)
    {
        _memory = new MmioRegion(this, "memory", 0x1000, null, null);
        _ports = new MmioRegion(this, "ports", 8, null, null);
    }

    public void Use() => Assert.True(_memory.IsMapped && _ports.IsMapped);

    protected override void OnRealize()
    {
        Machine.SystemMemory.AddSubregion(0xf000_0000, _memory);
        try
        {
            Machine.IoSpace.AddSubregion(0x300, _ports);
            Check();
        }
        catch
        {
            if (_ports.IsMapped)
            {
                Machine.IoSpace.DelSubregion(_ports);
            }

            Machine.SystemMemory.DelSubregion(_memory);
            throw;
        }
    }

    protected override void OnUnrealize()
    {
        Machine.IoSpace.DelSubregion(_ports);
        Machine.SystemMemory.DelSubregion(_memory);
    }

    private void Check()
    {
        if (_memory.Size != 0x1000)
        {
            throw new InvalidOperationException();
        }
    }
}

/// <summary>Checked before anything is linked: nothing is left when it throws.</summary>
public sealed class CheckedFirst : Device, IUsable
{
    private readonly MmioRegion _window;

    public CheckedFirst(Machine machine)
        : base(machine) => _window = new MmioRegion(this, "window", 0x1000, null, null);

    public void Use() => Assert.True(_window.IsMapped);

    protected override void OnRealize()
    {
        if (_window.Size > 0x1_0000)
        {
            throw new InvalidOperationException("too large");
        }

        Machine.SystemMemory.AddSubregion(0xf000_0000, _window);
    }

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_window);
}

/// <summary>The pair is in helpers of a base class.</summary>
public sealed class LinkedByBase : WindowDevice, IUsable
{
    public LinkedByBase(Machine machine)
        : base(machine) => Window = new MmioRegion(this, "window", 0x1000, null, null);

    public void Use() => Assert.True(Window!.IsMapped);
}

/// <summary>A base class that links what the derived class made.</summary>
public abstract class WindowDevice : Device
{
    protected WindowDevice(Machine machine)
        : base(machine)
    {
    }

    protected MemoryRegion? Window { get; init; }

    protected override void OnRealize()
    {
        base.OnRealize();
        if (Window is not null)
        {
            Machine.SystemMemory.AddSubregion(0xf000_0000, Window);
        }
    }

    protected override void OnUnrealize()
    {
        if (Window is { IsMapped: true })
        {
            Machine.SystemMemory.DelSubregion(Window);
        }

        base.OnUnrealize();
    }
}

/// <summary>RAM in another owner's container: the link does not keep the device, so finalize may undo it.</summary>
public sealed class RamUnlinkedInFinalize : Device, IUsable
{
    private readonly RamRegion _memory;

    public RamUnlinkedInFinalize(Machine machine)
        : base(machine) => _memory = new RamRegion(this, "memory", 0x1000);

    public void Use() => Machine.Memory.StoreUInt32LittleEndian(0xf000_0000, 1);

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0xf000_0000, _memory);

    protected override void OnFinalize()
    {
        if (_memory.IsMapped)
        {
            Machine.SystemMemory.DelSubregion(_memory);
        }
    }
}

/// <summary>The parent links its child's region into a container of its own: nothing has to be undone.</summary>
public sealed class ChildInMyContainer : Device, IUsable
{
    private readonly ContainerRegion _window;
    private readonly Part _part;

    public ChildInMyContainer(Machine machine)
        : base(machine)
    {
        _window = new ContainerRegion(this, "window", 0x1000);
        _part = new Part(machine);
        AddChild("part", _part);
        _part.Unref();
        _window.AddSubregion(0x100, _part.Registers);
    }

    public void Use() => Assert.True(_part.Registers.IsMapped);

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0xf000_0000, _window);

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_window);

    private sealed class Part : Device
    {
        public Part(Machine machine)
            : base(machine) => Registers = new MmioRegion(this, "part", 0x10, null, null);

        public MmioRegion Registers { get; }
    }
}

/// <summary>A dictionary of windows, keyed by what the guest calls them.</summary>
public sealed class WindowsByKey : Device, IUsable
{
    private readonly Dictionary<int, MmioRegion> _windows = [];

    public WindowsByKey(Machine machine)
        : base(machine)
    {
        foreach (int key in (int[])[3, 5, 8])
        {
            _windows.Add(key, new MmioRegion(this, $"window{key}", 0x100, null, null));
        }
    }

    public void Use() => Assert.Equal(3, _windows.Count);

    protected override void OnRealize()
    {
        foreach ((int key, MmioRegion window) in _windows)
        {
            Machine.SystemMemory.AddSubregion(0xf000_0000 + ((ulong)key << 12), window);
        }
    }

    protected override void OnUnrealize()
    {
        foreach (MmioRegion window in _windows.Values)
        {
            Machine.SystemMemory.DelSubregion(window);
        }
    }
}
