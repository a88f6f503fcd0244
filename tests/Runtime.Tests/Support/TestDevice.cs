using System.Collections.Generic;
using MemoryRegions.Contracts;

namespace MemoryRegions.Tests.Support;

/// <summary>A device whose life-cycle methods are given from outside and noted.</summary>
public class TestDevice(Machine machine, string name = "device") : Device(machine, name)
{
    public List<string> Log { get; init; } = [];

    public Action<TestDevice>? WhenRealized { get; init; }

    public Action<TestDevice>? WhenUnrealized { get; init; }

    public bool WasRealizedInUnrealize { get; private set; }

    protected override void OnRealize()
    {
        Log.Add(Name + ".realize");
        WhenRealized?.Invoke(this);
    }

    protected override void OnUnrealize()
    {
        WasRealizedInUnrealize = IsRealized;
        Log.Add(Name + ".unrealize");
        WhenUnrealized?.Invoke(this);
    }

    protected override void OnReset() => Log.Add(Name + ".reset");

    protected override void OnFinalize() => Log.Add(Name + ".finalize");
}

/// <summary>A device that is soldered to its machine.</summary>
[MachineLifetime]
public sealed class BoardDevice(Machine machine, string name = "board") : TestDevice(machine, name);
