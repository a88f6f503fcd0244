using System.Linq;

namespace MemoryRegions.ValidDevices.Tests.Creation;

/// <summary>The constructor leaves the creation to helpers.</summary>
public sealed class CreatedByHelper : Device, IUsable
{
    private readonly MmioRegion _registers;

    public CreatedByHelper(Machine machine)
        : base(machine) => _registers = Create("registers", 0x100);

    public void Use() => Machine.Memory.LoadUInt32LittleEndian(0xf000_0000);

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0xf000_0000, _registers);

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_registers);

    private MmioRegion Create(string name, ulong size) => new(this, name, size, Read, null);

    private ulong Read(ulong offset, int size) => offset;
}

/// <summary>LINQ in a constructor: the lambda runs at once, so that it is init code.</summary>
public sealed class CreatedByLinq : Device, IUsable
{
    private readonly MmioRegion[] _ports;

    public CreatedByLinq(Machine machine)
        : base(machine) =>
        _ports = Enumerable.Range(0, 4).Select(i => new MmioRegion(this, $"port{i}", 8, (_, _) => (ulong)i, null)).ToArray();

    public void Use() => Assert.Equal(2u, Machine.Io.LoadUInt8(0x110));

    protected override void OnRealize()
    {
        for (int i = 0; i < _ports.Length; i++)
        {
            Machine.IoSpace.AddSubregion(0x100 + ((ulong)i * 8), _ports[i]);
        }
    }

    protected override void OnUnrealize()
    {
        foreach (MmioRegion port in _ports)
        {
            Machine.IoSpace.DelSubregion(port);
        }
    }
}

/// <summary>A local function that only the constructor calls.</summary>
public sealed class CreatedByLocalFunction : Device, IUsable
{
    private readonly MmioRegion _first;
    private readonly MmioRegion _second;
    private readonly ContainerRegion _both;

    public CreatedByLocalFunction(Machine machine)
        : base(machine)
    {
        _both = new ContainerRegion(this, "both", 0x20);
        _first = Add(0);
        _second = Add(0x10);

        MmioRegion Add(ulong offset)
        {
            var region = new MmioRegion(this, "part", 0x10, (_, _) => offset, null);
            _both.AddSubregion(offset, region);
            return region;
        }
    }

    public void Use()
    {
        _first.Enabled = !_first.Enabled;
        _second.Enabled = !_second.Enabled;
    }

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0xf000_0000, _both);

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_both);
}

/// <summary>Created on first use, in realize: <c>??=</c> is no re-creation.</summary>
public sealed class CreatedInRealize : Device, IUsable
{
    private MmioRegion? _registers;

    public CreatedInRealize(Machine machine)
        : base(machine)
    {
    }

    public void Use() => Assert.NotNull(_registers);

    protected override void OnRealize()
    {
        _registers ??= new MmioRegion(this, "registers", 0x10, null, null);
        Machine.SystemMemory.AddSubregion(0xf000_0000, _registers);
    }

    protected override void OnUnrealize()
    {
        if (_registers is { } registers)
        {
            Machine.SystemMemory.DelSubregion(registers);
        }
    }
}

/// <summary>One of two kinds of region, as the configuration says; both arms assign the slot once.</summary>
public sealed class CreatedByConfiguration : Device, IUsable
{
    private readonly MemoryRegion _window;

    public CreatedByConfiguration(Machine machine)
        : base(machine)
    {
        if (machine.Options.Tracking)
        {
            _window = new MmioRegion(this, "traced", 0x1000, (offset, _) => offset, null);
        }
        else
        {
            _window = new RamRegion(this, "plain", 0x1000);
        }
    }

    public void Use() => _window.Enabled ^= true;

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0xf000_0000, _window);

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_window);
}

/// <summary>A timer recreates an alias: aliases may come and go, if the old one goes first.</summary>
public sealed class AliasRemade : Device, IUsable
{
    private readonly ContainerRegion _window;
    private readonly RamRegion _memory;
    private AliasRegion? _view;
    private ulong _page;

    public AliasRemade(Machine machine)
        : base(machine)
    {
        _window = new ContainerRegion(this, "window", 0x1000);
        _memory = new RamRegion(this, "memory", 0x4000);
    }

    public void Use() => Select((_page + 1) % 4);

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0xf000_0000, _window);

    protected override void OnUnrealize()
    {
        Hide();
        Machine.SystemMemory.DelSubregion(_window);
    }

    private void Select(ulong page)
    {
        Hide();
        _page = page;
        _view = new AliasRegion(this, "view", _memory, page * 0x1000, 0x1000);
        _window.AddSubregion(0, _view);
    }

    private void Hide()
    {
        if (_view is null)
        {
            return;
        }

        _window.DelSubregion(_view);
        _view.Unparent();
        _view = null;
    }
}

/// <summary>RAM that is plugged into the device while it runs; the old one is destroyed before the new one comes.</summary>
public sealed class RamReplaced : Device, IUsable
{
    private readonly ContainerRegion _socket;
    private RamRegion? _card;

    public RamReplaced(Machine machine)
        : base(machine) => _socket = new ContainerRegion(this, "socket", 0x1_0000);

    public void Use() => Insert(0x4000);

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0xf000_0000, _socket);

    protected override void OnUnrealize()
    {
        Eject();
        Machine.SystemMemory.DelSubregion(_socket);
    }

    private void Insert(ulong size)
    {
        Eject();
        _card = new RamRegion(this, "card", size);
        _socket.AddSubregion(0, _card);
    }

    private void Eject()
    {
        if (_card is not null)
        {
            _socket.DelSubregion(_card);
            _card.Unparent();
            _card = null;
        }
    }
}

/// <summary>An owner for each dynamic region.</summary>
public sealed class OwnerForEach : Device, IUsable
{
    private readonly Stack<Page> _pages = new();

    public OwnerForEach(Machine machine)
        : base(machine)
    {
    }

    public void Use()
    {
        if (_pages.Count < 2)
        {
            var page = new Page(Machine);
            Machine.SystemMemory.AddSubregion(0xf000_0000 + ((ulong)_pages.Count << 12), page.Region);
            _pages.Push(page);
        }
        else
        {
            RemoveLast();
        }
    }

    protected override void OnUnrealize()
    {
        while (_pages.Count > 0)
        {
            RemoveLast();
        }
    }

    private void RemoveLast()
    {
        Page page = _pages.Pop();
        Machine.SystemMemory.DelSubregion(page.Region);
        page.Unref();
    }

    private sealed class Page : QomObject
    {
        public Page(Machine machine)
            : base(machine) => Region = new MmioRegion(this, "page", 0x1000, null, null);

        public MmioRegion Region { get; }
    }
}

/// <summary>A failed realize that is tried again: what the first try made is used by the second.</summary>
public sealed class SecondTry : Device, IUsable
{
    private readonly MmioRegion _registers;

    public SecondTry(Machine machine)
        : base(machine) => _registers = new MmioRegion(this, "registers", 0x10, null, null);

    public void Use() => Assert.True(_registers.IsMapped);

    protected override void OnRealize()
    {
        try
        {
            Machine.SystemMemory.AddSubregion(0xffff_ffff_ffff_ffff, _registers);
            Machine.SystemMemory.DelSubregion(_registers);
        }
        catch (ArgumentException)
        {
            // The end of the address space: not there, then.
        }

        if (!_registers.IsMapped)
        {
            Machine.SystemMemory.AddSubregion(0xf000_0000, _registers);
        }
    }

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_registers);
}

/// <summary>Regions of a nested object that is made for the device and is its child.</summary>
public sealed class OwnedByChild : Device, IUsable
{
    private readonly Bank _bank;

    public OwnedByChild(Machine machine)
        : base(machine)
    {
        _bank = new Bank(machine);
        AddChild("bank", _bank);
        _bank.Unref();
    }

    public void Use() => Assert.Equal(0u, Machine.Memory.LoadUInt32LittleEndian(0xf000_0000));

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0xf000_0000, _bank.Window);

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_bank.Window);

    private sealed class Bank : QomObject
    {
        public Bank(Machine machine)
            : base(machine)
        {
            Window = new ContainerRegion(this, "bank", 0x2000);
            Window.AddSubregion(0, new RamRegion(this, "low", 0x1000));
            Window.AddSubregion(0x1000, new RamRegion(this, "high", 0x1000));
        }

        public ContainerRegion Window { get; }
    }
}
