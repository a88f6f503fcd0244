namespace MemoryRegions.Tests.Support;

/// <summary>An object that owns regions and counts its end.</summary>
public sealed class Owner(Machine machine, string name = "owner") : QomObject(machine, name)
{
    public int Finalizations { get; private set; }

    public Action? WhenFinalized { get; init; }

    protected override void OnFinalize()
    {
        Finalizations++;
        WhenFinalized?.Invoke();
    }
}
