namespace MemoryRegions.Samples.Tests;

/// <summary>Machines for tests: tracking is on, so that leaks are found with their stacks.</summary>
internal static class TestMachine
{
    internal const ulong RamSize = 1UL << 20;

    internal static MachineOptions Options { get; } = new() { Tracking = true };

    /// <summary>A machine with RAM at 0.</summary>
    internal static Machine WithRam(out RamRegion ram, MachineOptions? options = null)
    {
        var machine = new Machine("test", options ?? Options);
        ram = new RamRegion(null, "ram", RamSize);
        machine.SystemMemory.AddSubregion(0, ram);
        return machine;
    }
}
