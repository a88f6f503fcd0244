using System.Collections.Generic;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Objects;

public sealed class DeviceTests : IDisposable
{
    private readonly Machine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Realize_makes_a_device_without_a_parent_a_child_of_unattached()
    {
        var device = new TestDevice(_machine, "nic");
        device.Realize();
        Assert.True(device.IsRealized);
        Assert.Equal("/machine/unattached/nic", device.Path);
    }

    [Fact]
    public void Realize_leaves_a_parent_alone()
    {
        var device = new TestDevice(_machine);
        _machine.AddChild("nic", device);
        device.Realize();
        Assert.Same(_machine, device.Parent);
    }

    [Fact]
    public void Device_that_is_never_realized_leaves_nothing()
    {
        var device = new TestDevice(_machine);
        var registers = new MmioRegion(device, "registers", 16, null, null);
        device.Unref();
        Assert.True(device.IsFinalized);
        Assert.True(registers.IsFinalized);
        Assert.Equal(["device.finalize"], device.Log);
        Assert.Empty(_machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Realize_twice_is_refused()
    {
        var device = new TestDevice(_machine);
        device.Realize();
        Misuse.IsRefused(MemoryRegionErrorCode.AlreadyRealized, "MRL108", device.Realize);
        device.Unrealize();
        Misuse.IsRefused(MemoryRegionErrorCode.AlreadyRealized, "MRL108", device.Realize);
    }

    [Fact]
    public void Failed_realize_leaves_the_device_unrealized_and_does_not_unrealize()
    {
        var device = new TestDevice(_machine) { WhenRealized = _ => throw new FormatException() };
        Assert.Throws<FormatException>(device.Realize);
        Assert.False(device.IsRealized);
        Assert.Null(device.Parent);
        Assert.Equal(1, device.ReferenceCount);
        device.Unref();
        Assert.Equal(["device.realize", "device.finalize"], device.Log);
    }

    [Fact]
    public void Failed_realize_leaves_a_parent_alone()
    {
        var device = new TestDevice(_machine) { WhenRealized = _ => throw new FormatException() };
        _machine.AddChild("nic", device);
        Assert.Throws<FormatException>(device.Realize);
        Assert.Same(_machine, device.Parent);
    }

    [Fact]
    public void Unrealize_runs_once_while_the_device_is_still_realized()
    {
        var device = new TestDevice(_machine);
        device.Realize();
        device.Unrealize();
        device.Unrealize();
        Assert.True(device.WasRealizedInUnrealize);
        Assert.False(device.IsRealized);
        Assert.Equal(["device.realize", "device.unrealize"], device.Log);
    }

    [Fact]
    public void Unparent_of_a_realized_device_unrealizes_it_first()
    {
        var device = new TestDevice(_machine);
        device.Realize();
        device.Unref();
        device.Unparent();
        Assert.Equal(["device.realize", "device.unrealize", "device.finalize"], device.Log);
    }

    [Fact]
    public void End_of_a_parent_unrealizes_its_devices()
    {
        var parent = new Owner(_machine);
        var device = new TestDevice(_machine);
        parent.AddChild("child", device);
        device.Unref();
        device.Realize();
        parent.Unref();
        Assert.Equal(["child.realize", "child.unrealize", "child.finalize"], device.Log);
    }

    [Fact]
    public void Reset_runs_in_the_order_of_realization()
    {
        var log = new List<string>();
        var first = new TestDevice(_machine, "first") { Log = log };
        var second = new TestDevice(_machine, "second") { Log = log };
        second.Realize();
        first.Realize();
        log.Clear();
        _machine.Reset();
        Assert.Equal(["second.reset", "first.reset"], log);
    }

    [Fact]
    public void Device_with_the_machines_lifetime_cannot_be_unplugged()
    {
        var device = new BoardDevice(_machine);
        device.Realize();
        Misuse.IsRefused(MemoryRegionErrorCode.MachineLifetime, null, device.Unrealize);
        Misuse.IsRefused(MemoryRegionErrorCode.MachineLifetime, null, device.Unparent);
        Assert.True(device.IsRealized);
        Assert.NotNull(device.Parent);
    }

    [Fact]
    public void Device_with_the_machines_lifetime_goes_with_its_machine()
    {
        var machine = new Machine();
        var device = new BoardDevice(machine);
        device.Realize();
        machine.Dispose();
        Assert.Equal(["board.realize", "board.unrealize", "board.finalize"], device.Log);
    }

    [Fact]
    public void Dispose_of_the_machine_unrealizes_the_last_realized_first_and_finalizes_all()
    {
        var machine = new Machine();
        var log = new List<string>();
        var first = new TestDevice(machine, "first") { Log = log };
        var second = new TestDevice(machine, "second") { Log = log };
        first.Realize();
        second.Realize();
        machine.Dispose();
        Assert.Equal(["first.realize", "second.realize", "second.unrealize", "first.unrealize", "first.finalize", "second.finalize"], log);
        Assert.True(machine.IsFinalized);
        Assert.Empty(machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Dispose_of_the_machine_completes_when_a_device_fails_to_unrealize()
    {
        var machine = new Machine();
        var first = new TestDevice(machine, "first");
        var second = new TestDevice(machine, "second") { WhenUnrealized = _ => throw new FormatException() };
        first.Realize();
        second.Realize();
        Assert.Throws<FormatException>(machine.Dispose);
        Assert.True(first.IsFinalized);
        Assert.True(second.IsFinalized);
        Assert.True(machine.IsFinalized);
    }

    [Fact]
    public void Creator_may_drop_its_reference_after_the_machine_is_gone()
    {
        var machine = new Machine();
        var device = new TestDevice(machine);
        machine.Dispose();
        Assert.True(device.IsFinalized);
        device.Unref();
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", device.Unref);
        Assert.Single(device.Log, "device.finalize");
    }

    [Fact]
    public void Disposed_machine_takes_no_new_devices()
    {
        var machine = new Machine();
        machine.Dispose();
        machine.Dispose();
        Misuse.IsRefused(MemoryRegionErrorCode.MachineDisposed, null, () => _ = new TestDevice(machine));
        Misuse.IsRefused(MemoryRegionErrorCode.MachineDisposed, null, () => machine.BeginTransaction());
    }

    [Fact]
    public void Devices_may_use_transactions_while_the_machine_is_being_disposed()
    {
        var machine = new Machine();
        var device = new TestDevice(machine)
        {
            WhenUnrealized = d =>
            {
                using TopologyTransaction transaction = d.Machine.BeginTransaction();
            },
        };
        device.Realize();
        machine.Dispose();
        Assert.True(device.IsFinalized);
    }
}
