using MemoryRegions.Samples.Devices;

namespace MemoryRegions.Samples.Tests;

public sealed class ScatterGatherDmaTests : IDisposable
{
    private const ulong Registers = 0x4000_0000;
    private const ulong Ring = 0x1000;
    private const ulong Source = 0x8000;
    private const ulong Destination = 0x2_0000;

    private readonly Machine _machine;
    private readonly RamRegion _ram;
    private readonly DeviceWatch _watch;
    private readonly ScatterGatherDma _dma;
    private bool _interrupt;

    public ScatterGatherDmaTests()
    {
        _machine = TestMachine.WithRam(out _ram);
        _watch = new DeviceWatch(_machine);
        _dma = new ScatterGatherDma(_machine, "dma", _machine.SystemMemory, Registers, _machine.Memory, level => _interrupt = level);
        _dma.Realize();
        _dma.Reset();
        for (int i = 0; i < 0x4000; i++)
        {
            _ram.GetSpan(Source, 0x4000)[i] = (byte)(i * 7);
        }
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Ring_is_worked_through_until_an_entry_that_is_not_owned()
    {
        PutDescriptor(0, new DmaDescriptor(Source, Destination, 0x100, DmaDescriptor.Owned));
        PutDescriptor(1, new DmaDescriptor(Source + 0x1000, Destination + 0x100, 0x200, DmaDescriptor.Owned | DmaDescriptor.Interrupt));
        PutDescriptor(2, new DmaDescriptor(Source, 0x9_0000, 0x100, 0));
        Start(4);

        Assert.Equal(2u, LoadRegister(ScatterGatherDma.Head));
        Assert.Equal(ScatterGatherDma.InterruptPending, LoadRegister(ScatterGatherDma.Status));
        Assert.True(_interrupt);
        Assert.Equal(_ram.GetSpan(Source, 0x100), _ram.GetSpan(Destination, 0x100));
        Assert.Equal(_ram.GetSpan(Source + 0x1000, 0x200), _ram.GetSpan(Destination + 0x100, 0x200));
        Assert.Equal(0u, Flags(0));
        Assert.Equal(0x200u, Transferred(1));

        StoreRegister(ScatterGatherDma.Status, ScatterGatherDma.InterruptPending);
        Assert.False(_interrupt);
        Assert.Empty(_machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Short_maps_are_continued()
    {
        // Two RAM regions side by side: a mapping ends where the first does.
        var second = new RamRegion(null, "ram2", 0x1000);
        _machine.SystemMemory.AddSubregion(TestMachine.RamSize, second);
        second.GetSpan(0, 0x1000).Fill(0x5a);
        _ram.GetSpan(TestMachine.RamSize - 0x800, 0x800).Fill(0xa5);
        PutDescriptor(0, new DmaDescriptor(TestMachine.RamSize - 0x800, Destination, 0x1800, DmaDescriptor.Owned));
        Start(1);

        Assert.Equal(0x1800u, Transferred(0));
        Assert.Equal(0xa5, _ram.GetSpan(Destination, 0x1800)[0x7ff]);
        Assert.Equal(0x5a, _ram.GetSpan(Destination, 0x1800)[0x800]);
        Assert.Empty(_machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Device_memory_is_copied_through_the_bounce_buffer_piece_by_piece()
    {
        byte[] received = new byte[0x3000];
        var sink = new MmioRegion(null, "sink", 0x4000, null, (offset, value, size) =>
        {
            for (int i = 0; i < size; i++)
            {
                received[(int)offset + i] = (byte)(value >> (8 * i));
            }
        });
        _machine.SystemMemory.AddSubregion(0x5000_0000, sink);
        PutDescriptor(0, new DmaDescriptor(Source, 0x5000_0000, 0x3000, DmaDescriptor.Owned));
        Start(1);

        Assert.Equal(0x3000u, Transferred(0));
        Assert.Equal(_ram.GetSpan(Source, 0x3000), received.AsSpan());
        Assert.Empty(_machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Failed_map_stalls_and_the_next_doorbell_goes_on()
    {
        var device = new MmioRegion(null, "device", 0x1000, (offset, size) => 0x1111_1111, null);
        _machine.SystemMemory.AddSubregion(0x5000_0000, device);
        PutDescriptor(0, new DmaDescriptor(0x5000_0000, Destination, 0x40, DmaDescriptor.Owned));

        // Somebody else has the only bounce buffer.
        MemoryMapping other = _machine.Memory.Map(0x5000_0000, 0x40, MapAccess.Read);
        Start(1);
        Assert.Equal(ScatterGatherDma.Stalled, LoadRegister(ScatterGatherDma.Status));
        Assert.Equal(DmaDescriptor.Owned, Flags(0));

        other.Unmap(0);
        StoreRegister(ScatterGatherDma.Doorbell, 1);
        Assert.Equal(0u, LoadRegister(ScatterGatherDma.Status));
        Assert.Equal(0x40u, Transferred(0));
        Assert.Equal(0x11, _ram.GetSpan(Destination, 0x40)[0x3f]);
        Assert.Empty(_machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Two_bounced_ends_are_given_up_after_some_tries()
    {
        var device = new MmioRegion(null, "device", 0x1000, (offset, size) => 0x1111_1111, null);
        _machine.SystemMemory.AddSubregion(0x5000_0000, device);
        PutDescriptor(0, new DmaDescriptor(0x5000_0000, 0x5000_0800, 0x40, DmaDescriptor.Owned));
        Start(1);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(ScatterGatherDma.Stalled, LoadRegister(ScatterGatherDma.Status));
            StoreRegister(ScatterGatherDma.Doorbell, 1);
        }

        Assert.Equal(ScatterGatherDma.TransferError | ScatterGatherDma.InterruptPending, LoadRegister(ScatterGatherDma.Status));
        Assert.Equal(DmaDescriptor.Failed, Flags(0));
        Assert.Equal(0u, Transferred(0));
        Assert.Empty(_machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Ring_outside_of_memory_is_an_error()
    {
        StoreRegister(ScatterGatherDma.RingBase, 0x6000_0000);
        StoreRegister(ScatterGatherDma.RingLength, 1);
        StoreRegister(ScatterGatherDma.Doorbell, 1);

        Assert.Equal(ScatterGatherDma.RingError, LoadRegister(ScatterGatherDma.Status));
        Assert.True(_interrupt);
    }

    [Fact]
    public void Descriptor_that_writes_to_the_engine_itself_does_not_recurse()
    {
        _machine.Memory.StoreUInt32LittleEndian(Source, 1);
        PutDescriptor(0, new DmaDescriptor(Source, Registers + ScatterGatherDma.Doorbell, 4, DmaDescriptor.Owned));
        Start(1);

        Assert.Equal(4u, Transferred(0));
        Assert.Equal(0u, LoadRegister(ScatterGatherDma.Head));
        Assert.Empty(_machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Unplug_after_use_leaves_nothing()
    {
        PutDescriptor(0, new DmaDescriptor(Source, Destination, 0x100, DmaDescriptor.Owned));
        Start(1);
        _watch.UnplugAndVerify(_dma, ["dma-registers"]);
        Assert.Equal(MemoryTransactionResult.DecodeError, _machine.Memory.StoreUInt32LittleEndian(Registers, 0));
    }

    private void Start(uint entries)
    {
        StoreRegister(ScatterGatherDma.RingBase, (uint)Ring);
        StoreRegister(ScatterGatherDma.RingBase + 4, 0);
        StoreRegister(ScatterGatherDma.RingLength, entries);
        StoreRegister(ScatterGatherDma.Doorbell, 1);
    }

    private void PutDescriptor(int index, DmaDescriptor descriptor)
    {
        Span<byte> bytes = stackalloc byte[DmaDescriptor.Size];
        descriptor.Format(bytes);
        Assert.Equal(MemoryTransactionResult.Ok, _machine.Memory.Write(AddressOf(index), bytes));
    }

    private uint Flags(int index) => _machine.Memory.LoadUInt32LittleEndian(AddressOf(index) + DmaDescriptor.FlagsOffset);

    private uint Transferred(int index) => _machine.Memory.LoadUInt32LittleEndian(AddressOf(index) + DmaDescriptor.TransferredOffset);

    private static ulong AddressOf(int index) => Ring + ((ulong)index * DmaDescriptor.Size);

    private uint LoadRegister(ulong register) => _machine.Memory.LoadUInt32LittleEndian(Registers + register);

    private void StoreRegister(ulong register, uint value) => Assert.Equal(MemoryTransactionResult.Ok, _machine.Memory.StoreUInt32LittleEndian(Registers + register, value));
}
