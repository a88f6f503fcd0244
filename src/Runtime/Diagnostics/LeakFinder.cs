using System.Collections.Generic;

namespace MemoryRegions;

/// <summary>Looks for what is still held. Under the lock.</summary>
internal sealed class LeakFinder(Machine machine)
{
    internal IReadOnlyList<Leak> Find() => machine.IsFinalized ? [] : throw new NotImplementedException();
}
