using System.Numerics;

namespace MemoryRegions.Samples.Devices;

/// <summary>
/// A parallel NOR flash chip, 16 bits wide, with the Intel command set and a CFI table (after QEMU's <c>pflash_cfi01</c>).
/// </summary>
/// <remarks>
/// <para>The cells are a ROM device: reads see the memory directly, writes are commands. In every other mode an overlay of the same size lies in
/// front, so that reads see the status, the identification or the CFI table. The overlay is made and linked once; commands only enable
/// and disable it. (A single ROM device whose <see cref="RomDeviceRegion.RomMode"/> is switched would do as well.)</para>
/// </remarks>
public sealed class ParallelFlash : Device
{
    /// <summary>The size of an erase block in bytes.</summary>
    public const int BlockSize = 0x1_0000;

    /// <summary>Status bit: the chip is ready. All operations here take no time, so that it always is.</summary>
    public const byte Ready = 0x80;

    /// <summary>Status bit: an erase failed.</summary>
    public const byte EraseError = 0x20;

    /// <summary>Status bit: programming failed.</summary>
    public const byte ProgramError = 0x10;

    /// <summary>Status bit: the block is locked.</summary>
    public const byte BlockLocked = 0x02;

    private const int ProgramBufferSize = 64;
    private const ushort Manufacturer = 0x0089;
    private const ushort DeviceCode = 0x0018;

    private readonly ContainerRegion _chip;
    private readonly RomDeviceRegion _cells;
    private readonly MmioRegion _overlay;
    private readonly MemoryRegion _bus;
    private readonly ulong _address;
    private readonly bool[] _locked;
    private readonly byte[] _cfi = new byte[0x40];
    private Mode _mode = Mode.ReadArray;
    private byte _status = Ready;
    private int _wordsLeft;

    /// <summary>Creates an erased chip.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="bus">The container that the chip goes into; it must outlive the device.</param>
    /// <param name="address">Where in the container.</param>
    /// <param name="blocks">The size in blocks.</param>
    public ParallelFlash(Machine machine, string name, MemoryRegion bus, ulong address, int blocks)
        : base(machine, name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blocks);
        _bus = bus;
        _address = address;
        _locked = new bool[blocks];
        FillCfiTable(blocks);

        ulong size = (ulong)blocks * BlockSize;
        _chip = new ContainerRegion(this, "flash", size);
        _cells = new RomDeviceRegion(this, "flash-cells", size, new MmioOperations { Write = WriteCommand, ValidMaxAccessSize = 2 });
        _overlay = new MmioRegion(this, "flash-commands", size, new MmioOperations { Read = ReadOverlay, Write = WriteCommand, ValidMaxAccessSize = 2 });
        _overlay.Enabled = false;

        // One owner for all three: these links make no cycle and die with the chip.
        _chip.AddSubregion(0, _cells);
        _chip.AddSubregion(0, _overlay, priority: 1);
        for (int block = 0; block < blocks; block++)
        {
            _cells.GetSpan((ulong)block * BlockSize, BlockSize).Fill(0xff);
        }
    }

    private enum Mode
    {
        ReadArray,
        ReadStatus,
        ReadIdentification,
        ReadCfi,
        Program,
        ProgramCount,
        ProgramData,
        ProgramConfirm,
        Erase,
        Lock,
    }

    /// <summary>Puts an image into the cells, as a programmer does before the chip is soldered in.</summary>
    public void Load(ReadOnlySpan<byte> image) => image.CopyTo(_cells.GetSpan(0, image.Length));

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        base.OnRealize();
        _bus.AddSubregion(_address, _chip);
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        _bus.DelSubregion(_chip);
        base.OnUnrealize();
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        base.OnReset();
        _status = Ready;
        _wordsLeft = 0;
        Enter(Mode.ReadArray);
    }

    private void Enter(Mode mode)
    {
        _mode = mode;
        _overlay.Enabled = mode != Mode.ReadArray;
    }

    private ulong ReadOverlay(ulong offset, int size)
    {
        ulong word = offset >> 1;
        switch (_mode)
        {
            case Mode.ReadIdentification:
                return (word & 0xff) switch
                {
                    0 => Manufacturer,
                    1 => DeviceCode,
                    2 => _locked[(int)(offset / BlockSize)] ? 1UL : 0,
                    _ => 0,
                };
            case Mode.ReadCfi:
                return word < (ulong)_cfi.Length ? _cfi[word] : 0UL;
            default:
                return _status;
        }
    }

    private void WriteCommand(ulong offset, ulong value, int size)
    {
        switch (_mode)
        {
            case Mode.Program:
                Program(offset, value, size);
                Enter(Mode.ReadStatus);
                break;
            case Mode.ProgramCount:
                BeginBufferedProgram((int)value + 1);
                break;
            case Mode.ProgramData:
                Program(offset, value, size);
                Enter(--_wordsLeft == 0 ? Mode.ProgramConfirm : Mode.ProgramData);
                break;
            case Mode.ProgramConfirm:
                Confirm(value, ProgramError);
                break;
            case Mode.Erase:
                if (Confirm(value, EraseError | ProgramError))
                {
                    Erase(offset);
                }

                break;
            case Mode.Lock:
                _locked[(int)(offset / BlockSize)] = (byte)value == 0x01;
                Enter(Mode.ReadStatus);
                break;
            default:
                BeginCommand((byte)value);
                break;
        }
    }

    private void BeginCommand(byte command)
    {
        switch (command)
        {
            case 0xff:
                Enter(Mode.ReadArray);
                break;
            case 0x90:
                Enter(Mode.ReadIdentification);
                break;
            case 0x98:
                Enter(Mode.ReadCfi);
                break;
            case 0x10 or 0x40:
                Enter(Mode.Program);
                break;
            case 0xe8:
                Enter(Mode.ProgramCount);
                break;
            case 0x20:
                Enter(Mode.Erase);
                break;
            case 0x60:
                Enter(Mode.Lock);
                break;
            case 0x50:
                _status = Ready;
                break;
            default:
                // 0x70, and whatever the chip does not know.
                Enter(Mode.ReadStatus);
                break;
        }
    }

    private void BeginBufferedProgram(int words)
    {
        if (words * 2 > ProgramBufferSize)
        {
            _status |= ProgramError;
            Enter(Mode.ReadStatus);
            return;
        }

        _wordsLeft = words;
        Enter(Mode.ProgramData);
    }

    private bool Confirm(ulong value, byte error)
    {
        bool confirmed = (byte)value == 0xd0;
        if (!confirmed)
        {
            _status |= error;
        }

        Enter(Mode.ReadStatus);
        return confirmed;
    }

    private void Program(ulong offset, ulong value, int size)
    {
        if (IsLocked(offset))
        {
            _status |= ProgramError | BlockLocked;
            return;
        }

        // Programming clears bits; only erasing sets them.
        Span<byte> cells = _cells.GetSpan(offset, size);
        for (int i = 0; i < size; i++)
        {
            cells[i] &= (byte)(value >> (8 * i));
        }
    }

    private void Erase(ulong offset)
    {
        if (IsLocked(offset))
        {
            _status |= EraseError | BlockLocked;
            return;
        }

        _cells.GetSpan(offset / BlockSize * BlockSize, BlockSize).Fill(0xff);
    }

    private bool IsLocked(ulong offset) => _locked[(int)(offset / BlockSize)];

    private void FillCfiTable(int blocks)
    {
        "QRY"u8.CopyTo(_cfi.AsSpan(0x10));
        _cfi[0x13] = 0x01; // the Intel command set
        _cfi[0x27] = (byte)BitOperations.Log2((uint)blocks * BlockSize);
        _cfi[0x28] = 0x01; // 16 bits wide
        _cfi[0x2a] = (byte)BitOperations.Log2(ProgramBufferSize);
        _cfi[0x2c] = 0x01; // one kind of blocks
        _cfi[0x2d] = (byte)(blocks - 1);
        _cfi[0x2e] = (byte)((blocks - 1) >> 8);
        _cfi[0x2f] = unchecked((byte)(BlockSize / 256)); // in units of 256 bytes
        _cfi[0x30] = (byte)((BlockSize / 256) >> 8);
    }
}
