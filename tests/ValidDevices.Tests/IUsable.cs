namespace MemoryRegions.ValidDevices.Tests;

/// <summary>A device that a test can use: it does what the guest would make it do.</summary>
public interface IUsable
{
    /// <summary>Uses the device. Called several times while it is realized.</summary>
    void Use();
}
