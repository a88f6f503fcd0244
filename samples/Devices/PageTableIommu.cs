namespace MemoryRegions.Samples.Devices;

/// <summary>
/// An IOMMU with one page table in guest memory: the devices behind it see addresses that the guest chooses.
/// </summary>
/// <remarks>
/// <para>The table is an array of entries of eight bytes, one for each page of 4 KiB: bit 0 = the device may read, bit 1 = it may write, the bits from 12 on =
/// the page. While the IOMMU is off, addresses pass through unchanged.</para>
/// <para>The address space of the devices behind holds the IOMMU, for its root is the IOMMU's region and not RAM. So it is made by realize and disposed of
/// by unrealize: finalize would never come.</para>
/// </remarks>
public sealed class PageTableIommu : Device
{
    /// <summary>The size of a page in bytes.</summary>
    public const ulong PageSize = 4096;

    /// <summary>The size in bytes of what the devices behind can address.</summary>
    public const ulong WindowSize = 1UL << 30;

    /// <summary>Register, eight bytes: the address of the page table.</summary>
    public const ulong TableAddress = 0x00;

    /// <summary>Register: bit 0 switches the translation on.</summary>
    public const ulong Control = 0x08;

    /// <summary>Register: writing the number of a page forgets what is known of it. The guest does so after it has changed the entry.</summary>
    public const ulong Invalidate = 0x0c;

    private const ulong RegisterWindowSize = 0x1000;
    private const uint Enable = 1;
    private const ulong EntryPermission = 3;

    private readonly IommuRegion _translated;
    private readonly MmioRegion _registers;
    private readonly MemoryRegion _bus;
    private readonly ulong _address;
    private AddressSpace? _deviceSpace;
    private ulong _table;
    private uint _control;

    /// <summary>Creates an IOMMU that is switched off.</summary>
    /// <param name="machine">The machine, whose memory the addresses are translated to.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="bus">The container that the registers go into; it must outlive the device.</param>
    /// <param name="address">Where in the container.</param>
    public PageTableIommu(Machine machine, string name, MemoryRegion bus, ulong address)
        : base(machine, name)
    {
        _bus = bus;
        _address = address;
        _translated = new IommuRegion(this, "iommu", WindowSize, new IommuOperations { Translate = Translate, MinPageSize = PageSize });
        _registers = new MmioRegion(this, "iommu-registers", RegisterWindowSize, new MmioOperations
        {
            Read = ReadRegister,
            Write = WriteRegister,
            ValidMinAccessSize = 4,
            ValidMaxAccessSize = 8,
            ImplementedMinAccessSize = 4,
            ImplementedMaxAccessSize = 4,
        });
    }

    /// <summary>The region that translates, for those who want to hear of changes of its mappings.</summary>
    public IommuRegion Translated => _translated;

    /// <summary>What the devices behind the IOMMU see. They are unplugged before it.</summary>
    /// <exception cref="InvalidOperationException">The IOMMU is not realized.</exception>
    public AddressSpace DeviceSpace => _deviceSpace ?? throw new InvalidOperationException($"{Path} is not realized");

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        base.OnRealize();
        _bus.AddSubregion(_address, _registers);
        try
        {
            _deviceSpace = new AddressSpace(Machine, _translated, Name + "-devices");
        }
        catch
        {
            // OnUnrealize does not run for a device that was not realized.
            _bus.DelSubregion(_registers);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        _deviceSpace?.Dispose();
        _deviceSpace = null;
        _bus.DelSubregion(_registers);
        base.OnUnrealize();
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        base.OnReset();
        _table = 0;
        _control = 0;
        ForgetEverything();
    }

    private ulong ReadRegister(ulong offset, int size) => offset switch
    {
        TableAddress => (uint)_table,
        TableAddress + 4 => (uint)(_table >> 32),
        Control => _control,
        _ => 0,
    };

    private void WriteRegister(ulong offset, ulong value, int size)
    {
        switch (offset)
        {
            case TableAddress:
                _table = (_table & ~0xffff_ffffUL) | value;
                break;
            case TableAddress + 4:
                _table = (uint)_table | (value << 32);
                break;
            case Control:
                _control = (uint)value & Enable;
                ForgetEverything();
                break;
            case Invalidate:
                Forget(value * PageSize, PageSize);
                break;
        }
    }

    private IommuTlbEntry Translate(ulong address, IommuAccess access, int index)
    {
        ulong page = address & ~(PageSize - 1);
        if ((_control & Enable) == 0)
        {
            return new IommuTlbEntry(Machine.Memory, page, page, PageSize - 1, IommuAccess.ReadWrite);
        }

        ulong entry = Machine.Memory.LoadUInt64LittleEndian(_table + (page / PageSize * sizeof(ulong)));
        return new IommuTlbEntry(Machine.Memory, page, entry & ~(PageSize - 1), PageSize - 1, (IommuAccess)(entry & EntryPermission));
    }

    private void ForgetEverything() => Forget(0, WindowSize);

    private void Forget(ulong address, ulong size)
    {
        if (address < WindowSize)
        {
            _translated.Notify(0, IommuEvents.Unmap, new IommuTlbEntry(Machine.Memory, address, 0, size - 1, IommuAccess.None));
        }
    }
}
