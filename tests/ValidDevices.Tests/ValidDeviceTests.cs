using System.Linq;
using System.Reflection;

namespace MemoryRegions.ValidDevices.Tests;

/// <summary>
/// Each device of this project is right, and looks like one that is not. That the analyzers are silent is proved by the build; that the devices are
/// right is proved here: plugged in, used, reset, unplugged, each is finalized and leaves nothing.
/// </summary>
public sealed class ValidDeviceTests
{
    public static TheoryData<string> Devices =>
        new(typeof(ValidDeviceTests).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IUsable)) && type is { IsClass: true, IsAbstract: false })
            .Select(type => type.FullName!)
            .Order(StringComparer.Ordinal));

    [Fact]
    public void There_are_fifty() => Assert.True(Devices.Count >= 50, $"{Devices.Count} devices");

    [Theory]
    [MemberData(nameof(Devices))]
    public void Used_and_unplugged_device_leaves_nothing(string typeName)
    {
        using Machine machine = MachineWithRam();
        Device device = Create(typeName, machine);
        device.Realize();
        device.Reset();
        for (int i = 0; i < 3; i++)
        {
            ((IUsable)device).Use();
        }

        device.Reset();
        ((IUsable)device).Use();
        Unplug(device);
        AssertGone(machine, device);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Device_that_was_never_realized_leaves_nothing(string typeName)
    {
        using Machine machine = MachineWithRam();
        Device device = Create(typeName, machine);
        Unplug(device);
        AssertGone(machine, device);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Device_that_goes_with_its_machine_is_finalized(string typeName)
    {
        Machine machine = MachineWithRam();
        Device device = Create(typeName, machine);
        device.Realize();
        ((IUsable)device).Use();
        device.Unref();
        machine.Dispose();
        Assert.True(device.IsFinalized);
    }

    private static Machine MachineWithRam()
    {
        var machine = new Machine("test", new MachineOptions { Tracking = true });
        machine.SystemMemory.AddSubregion(0, new RamRegion(null, "ram", 1 << 20));
        return machine;
    }

    private static Device Create(string typeName, Machine machine) =>
        (Device)Activator.CreateInstance(Assembly.GetExecutingAssembly().GetType(typeName, throwOnError: true)!, machine)!;

    private static void Unplug(Device device)
    {
        device.Unparent();
        device.Unref();
    }

    private static void AssertGone(Machine machine, Device device)
    {
        Assert.Empty(machine.Diagnostics.FindLeaks().Select(leak => leak.ToString()));
        Assert.True(device.IsFinalized);
    }
}
