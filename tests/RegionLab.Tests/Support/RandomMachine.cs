using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.RegionLab.Tests.Support;

/// <summary>
/// Machines that are built like real ones: nested containers, overlays, aliases of parts and of all of a region, PCI-like windows, regions
/// that are named alike.
/// </summary>
internal static class RandomMachine
{
    internal static Machine Build(Random random, out AddressSpace[] spaces)
    {
        var machine = new Machine();
        List<QomObject> owners = [machine, .. Enumerable.Range(0, 4).Select(i => CreateOwner(machine, random, i))];
        var system = new ContainerRegion(null, "system", MemoryRegion.MaxSize);
        machine.Adopt(system);
        List<MemoryRegion> containers = [system];
        List<MemoryRegion> all = [system];
        int count = random.Next(3, 40);
        for (int i = 0; i < count; i++)
        {
            MemoryRegion region = Create(random, Pick(random, owners), all, i);
            machine.Adopt(region);
            all.Add(region);
            region.Enabled = random.Next(6) != 0;
            if (random.Next(8) != 0)
            {
                TryLink(random, containers, region);
            }

            if (region is ContainerRegion or MmioRegion)
            {
                containers.Add(region);
            }
        }

        List<AddressSpace> made = [new AddressSpace(machine, system, "memory"), new AddressSpace(machine, system, "cpu-memory-0")];
        foreach (MemoryRegion root in all.Where(region => region.Container is null && region != system).Take(4))
        {
            made.Add(new AddressSpace(machine, root, $"device-{made.Count}"));
        }

        spaces = [.. made];
        return machine;
    }

    private static void TryLink(Random random, List<MemoryRegion> containers, MemoryRegion region)
    {
        MemoryRegion container = Pick(random, containers);
        try
        {
            container.AddSubregion(Place(random), region, random.Next(-2, 3));
        }
        catch (MemoryRegionException e) when (e.Code == MemoryRegionErrorCode.RegionInsideItself)
        {
        }
    }

    private static QomObject CreateOwner(Machine machine, Random random, int number)
    {
        QomObject owner = number == 0
            ? new Plain(machine, "backend")
            : new Plugged(machine, $"device[{number}]") { Id = random.Next(4) == 0 ? $"net{number}" : null };
        QomObject parent = number == 0 ? machine.Objects : owner is Device { Id: not null } ? Peripheral(machine) : machine.Unattached;
        parent.AddChild(owner is Device { Id: { } id } ? id : owner.Name, owner);
        owner.Unref();
        return owner;
    }

    private static QomObject Peripheral(Machine machine)
    {
        var container = new Plain(machine, "peripheral");
        try
        {
            machine.AddChild("peripheral", container);
        }
        catch (MemoryRegionException)
        {
            container.Unref();
            container = Plain.Known[machine];
            return container;
        }

        container.Unref();
        Plain.Known[machine] = container;
        return container;
    }

    private static MemoryRegion Create(Random random, QomObject machineOrOwner, List<MemoryRegion> all, int number)
    {
        QomObject? owner = machineOrOwner is Machine ? null : machineOrOwner;
        MemoryRegion target = all[random.Next(all.Count)];
        switch (random.Next(10))
        {
            case 0 or 1:
                return new RamRegion(owner, $"ram{number}", (ulong)random.Next(1, 0x100) << 12);
            case 2:
                return new RomRegion(owner, $"rom{number}", (ulong)random.Next(1, 0x100) << 12);
            case 3:
                return new RomDeviceRegion(owner, $"flash{number}", (ulong)random.Next(1, 0x100) << 12, new MmioOperations());
            case 4 or 5:
                // Alike by name, not by address.
                return new MmioRegion(owner, $"dev{number % 3}", (ulong)random.Next(1, 0x4000), null, null);
            case 6:
                return new ContainerRegion(owner, random.Next(4) == 0 ? $"dev{number % 3}" : $"bus{number}", Size(random));
            case 7:
                return new AliasRegion(owner, $"all{number}", target, 0, target.Size);
            default:
                return new AliasRegion(owner, $"part{number}", target, (ulong)random.Next(0x10) << 12, Size(random)) { ReadOnly = random.Next(4) == 0 };
        }
    }

    private static UInt128 Size(Random random) => random.Next(4) == 0 ? MemoryRegion.MaxSize : (UInt128)(ulong)random.Next(1, 0x200) << 12;

    private static ulong Place(Random random) => random.Next(3) == 0 ? 0 : (ulong)random.Next(0x200) << 12;

    private static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private sealed class Plain(Machine machine, string name) : QomObject(machine, name)
    {
        internal static Dictionary<Machine, Plain> Known { get; } = [];
    }

    private sealed class Plugged(Machine machine, string name) : Device(machine, name);
}
