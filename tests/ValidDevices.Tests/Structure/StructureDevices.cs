using System.Threading.Tasks;
using MemoryRegions.Contracts;

namespace MemoryRegions.ValidDevices.Tests.Structure;

/// <summary>The callbacks are methods of a helper object that is a child of the device.</summary>
public sealed class CallbacksOfChild : Device, IUsable
{
    private readonly Unit _unit;
    private readonly MmioRegion _registers;

    public CallbacksOfChild(Machine machine)
        : base(machine)
    {
        _unit = new Unit(machine);
        AddChild("unit", _unit);
        _unit.Unref();
        _registers = new MmioRegion(this, "registers", 0x10, _unit.Read, _unit.Write);
    }

    public void Use() => Assert.Equal(7u, Machine.Memory.LoadUInt8(0xf000_0000));

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0xf000_0000, _registers);

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_registers);

    private sealed class Unit(Machine machine) : QomObject(machine)
    {
        public ulong Read(ulong offset, int size) => 7;

        public void Write(ulong offset, ulong value, int size)
        {
        }
    }
}

/// <summary>The callbacks are methods of a plain object that the device holds.</summary>
public sealed class CallbacksOfPlainObject : Device, IUsable
{
    private readonly MmioRegion _registers;

    public CallbacksOfPlainObject(Machine machine)
        : base(machine)
    {
        var file = new RegisterFile();
        _registers = new MmioRegion(this, "registers", 0x40, file.Read, file.Write);
    }

    public void Use()
    {
        Machine.Memory.StoreUInt32LittleEndian(0xf000_0008, 5);
        Assert.Equal(5u, Machine.Memory.LoadUInt32LittleEndian(0xf000_0008));
    }

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0xf000_0000, _registers);

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_registers);

    private sealed class RegisterFile
    {
        private readonly ulong[] _values = new ulong[0x40];

        public ulong Read(ulong offset, int size) => _values[offset];

        public void Write(ulong offset, ulong value, int size) => _values[offset] = value;
    }
}

/// <summary>Two partial declarations; the one links what the other unlinks.</summary>
public sealed partial class InTwoParts : Device, IUsable
{
    private readonly MmioRegion _window;

    public InTwoParts(Machine machine)
        : base(machine) => _window = new MmioRegion(this, "window", 0x1000, null, null);

    public void Use() => Assert.True(_window.IsMapped);

    protected override void OnRealize() => Plug();
}

/// <content>The other part.</content>
public sealed partial class InTwoParts
{
    protected override void OnUnrealize() => Unplug();

    private void Plug() => Machine.SystemMemory.AddSubregion(0xf000_0000, _window);

    private void Unplug() => Machine.SystemMemory.DelSubregion(_window);
}

/// <summary>A generic base that derived devices parametrise.</summary>
public sealed class WithState : StatefulDevice<int>, IUsable
{
    public WithState(Machine machine)
        : base(machine)
    {
    }

    public void Use() => State++;
}

/// <summary>The generic base.</summary>
public abstract class StatefulDevice<T> : Device
{
    private readonly MmioRegion _registers;

    protected StatefulDevice(Machine machine)
        : base(machine) => _registers = new MmioRegion(this, "registers", 8, (_, _) => 0, null);

    protected T? State { get; set; }

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0xf000_0000, _registers);

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_registers);

    protected override void OnReset() => State = default;
}

/// <summary>An event of another object, subscribed and unsubscribed.</summary>
public sealed class HearsEvent : Device, IUsable
{
    private readonly Clock _clock = new();
    private readonly MmioRegion _overlay;
    private int _ticks;

    public HearsEvent(Machine machine)
        : base(machine) => _overlay = new MmioRegion(this, "overlay", 0x1000, null, null) { Enabled = false };

    public void Use()
    {
        int before = _ticks;
        _clock.Tick();
        Assert.Equal(before + 1, _ticks);
    }

    protected override void OnRealize()
    {
        Machine.SystemMemory.AddSubregion(0xf000_0000, _overlay);
        _clock.Ticked += OnTicked;
    }

    protected override void OnUnrealize()
    {
        _clock.Ticked -= OnTicked;
        Machine.SystemMemory.DelSubregion(_overlay);
    }

    private void OnTicked()
    {
        _ticks++;
        _overlay.Enabled = _ticks % 2 == 0;
    }

    private sealed class Clock
    {
        public event Action? Ticked;

        public void Tick() => Ticked?.Invoke();
    }
}

/// <summary>Asynchronous work between map and unmap, under a finally.</summary>
public sealed class AsynchronousWork : Device, IUsable
{
    public AsynchronousWork(Machine machine)
        : base(machine)
    {
    }

    public void Use() => Assert.Equal(16, FillAsync().GetAwaiter().GetResult());

    private async Task<int> FillAsync()
    {
        MemoryMapping mapping = Machine.Memory.Map(0x1000, 16, MapAccess.Write);
        if (mapping.IsNull)
        {
            return 0;
        }

        try
        {
            await Task.Yield();
            mapping.Span.Clear();
            return mapping.Length;
        }
        finally
        {
            mapping.Unmap();
        }
    }
}

/// <summary>An iterator that maps for as long as it is enumerated.</summary>
public sealed class IteratesPages : Device, IUsable
{
    public IteratesPages(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        foreach (int length in Pages())
        {
            Assert.Equal(0x1000, length);
            break;
        }
    }

    private IEnumerable<int> Pages()
    {
        for (ulong address = 0; address < 0x4000; address += 0x1000)
        {
            using MemoryMapping mapping = Machine.Memory.Map(address, 0x1000, MapAccess.Read);
            yield return mapping.Length;
        }
    }
}

/// <summary>A public method that board code calls before the machine runs, and says so.</summary>
public sealed class ConfiguredByBoard : Device, IUsable
{
    private readonly ContainerRegion _slots;

    public ConfiguredByBoard(Machine machine)
        : base(machine)
    {
        _slots = new ContainerRegion(this, "slots", 0x1_0000);
        AddSlot(0);
        AddSlot(1);
    }

    public void Use() => Assert.Equal(2, _slots.Subregions.Count);

    [LifecyclePhase(LifecyclePhase.Init)]
    public void AddSlot(int number) => _slots.AddSubregion((ulong)number << 12, new MmioRegion(this, $"slot{number}", 0x1000, null, null));

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0xf000_0000, _slots);

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_slots);
}

/// <summary>A ROM device whose mode commands switch.</summary>
public sealed class RomWithCommands : Device, IUsable
{
    private readonly RomDeviceRegion _rom;

    public RomWithCommands(Machine machine)
        : base(machine) => _rom = new RomDeviceRegion(this, "rom", 0x1000, new MmioOperations { Read = (_, _) => 0x80, Write = OnCommand });

    public void Use()
    {
        Machine.Memory.StoreUInt8(0xf000_0000, 0x70);
        Assert.Equal(0x80, Machine.Memory.LoadUInt8(0xf000_0000));
        Machine.Memory.StoreUInt8(0xf000_0000, 0xff);
    }

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0xf000_0000, _rom);

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_rom);

    protected override void OnReset() => _rom.RomMode = true;

    private void OnCommand(ulong offset, ulong value, int size) => _rom.RomMode = value == 0xff;
}

/// <summary>Destroys in finalize what is gone already: allowed, and needless.</summary>
public sealed class UnparentsInFinalize : Device, IUsable
{
    private readonly MmioRegion _registers;

    public UnparentsInFinalize(Machine machine)
        : base(machine) => _registers = new MmioRegion(this, "registers", 8, null, null);

    public void Use() => Assert.True(_registers.IsMapped);

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0xf000_0000, _registers);

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_registers);

    protected override void OnFinalize() => _registers.Unparent();
}

/// <summary>Windows toggled by an enable bit, never unlinked while the guest runs.</summary>
public sealed class ToggledWindows : Device, IUsable
{
    private readonly ContainerRegion _space;
    private readonly AliasRegion[] _windows = new AliasRegion[2];

    public ToggledWindows(Machine machine)
        : base(machine)
    {
        _space = new ContainerRegion(this, "space", 0x2000);
        var memory = new RamRegion(this, "memory", 0x2000);
        for (int i = 0; i < 2; i++)
        {
            _windows[i] = new AliasRegion(this, "window", memory, (ulong)i * 0x1000, 0x1000) { Enabled = i == 0 };
            _space.AddSubregion(0, _windows[i]);
        }
    }

    public void Use()
    {
        using TopologyTransaction transaction = Machine.BeginTransaction();
        foreach (AliasRegion window in _windows)
        {
            window.Enabled = !window.Enabled;
        }
    }

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0xf000_0000, _space);

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_space);
}
