using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;

namespace MemoryRegions.Agreement.Execution;

/// <summary>
/// The machines that programs run on. Memory is laid out so that what leaks says where it was acquired: each acquisition has its own
/// address and its own region, and each transaction its own machine. Machines are used again as long as nothing leaked.
/// </summary>
internal sealed class Bench
{
    public const ulong SiteSize = 0x1000;
    public const ulong Nowhere = 0x100_0000;
    public const int MaxSites = 12;

    /// <summary>Where programs may put regions.</summary>
    public const ulong FirstFree = 0x200_0000;

    /// <summary>Links are numbered from here on, so that they are told from acquisitions.</summary>
    public const int FirstLink = 1000;

    /// <summary>Aliases that outlive what they show are numbered from here on.</summary>
    public const int FirstAlias = 2000;

    private const int Nobody = -1;

    private static readonly MachineOptions s_options = new() { Metrics = false, BounceBufferSize = 0 };

    private readonly Dictionary<int, Machine> _others = [];
    private readonly MemoryRegion[] _objects = new MemoryRegion[MaxSites];
    private readonly HashSet<int> _used = [];

    public Bench() => Main = NewMain();

    public Machine Main { get; private set; }

    /// <summary>The bus of <see cref="Main"/>.</summary>
    public Bus Bus { get; private set; }

    public Machine MachineOf(int site)
    {
        _used.Add(site);
        if (!_others.TryGetValue(site, out Machine? machine))
        {
            machine = new Machine("t", s_options);
            _others.Add(site, machine);
        }

        return machine;
    }

    /// <summary>The numbers of the transactions that are open.</summary>
    public IEnumerable<int> OpenTransactions() => _used.Where(site => _others[site].Diagnostics.FindLeaks().Count > 0);

    public MemoryRegion ObjectOf(int site) => _objects[site];

    /// <summary>What the last run left behind, by the numbers of the acquisitions; then all is clean again.</summary>
    public void Collect(HashSet<int> sites, bool spoiled)
    {
        foreach (Leak leak in Main.Diagnostics.FindLeaks())
        {
            spoiled = true;
            sites.Add(leak.Kind switch
            {
                LeakKind.Mapping or LeakKind.RegionCache => SiteOfAddress(leak.Description),
                LeakKind.Section or LeakKind.Reference or LeakKind.Listener => NumberOf(leak.ObjectPath),
                LeakKind.AddressSpace => NumberOf(leak.Holder),
                LeakKind.Link => FirstLink + NumberOf(leak.ObjectPath),
                LeakKind.DanglingAlias => FirstAlias + NumberOf(leak.ObjectPath),
                _ => throw new InvalidOperationException("unexpected leak: " + leak),
            });
        }

        sites.Remove(Nobody);
        if (spoiled)
        {
            Main = NewMain();
        }

        foreach (int site in _used)
        {
            if (_others[site].Diagnostics.FindLeaks().Count > 0)
            {
                sites.Add(site);
                _others.Remove(site);
            }
        }

        _used.Clear();
    }

    /// <summary>The aliases that show nothing any more, of a device that still lives.</summary>
    public IEnumerable<int> Dangling()
    {
        return Main.Diagnostics.FindLeaks().Where(leak => leak.Kind == LeakKind.DanglingAlias).Select(leak => FirstAlias + NumberOf(leak.ObjectPath));
    }

    /// <summary>The number at the end of a region's path, in front of what tells it from others of its name.</summary>
    private int NumberOf(string path)
    {
        // A reference on what is not the program's own.
        if (path == Bus.Memory.Path)
        {
            return Nobody;
        }

        ReadOnlySpan<char> number = path.AsSpan(path.LastIndexOf('/') + 2);
        int end = number.IndexOf('[');
        return int.Parse(end < 0 ? number : number[..end], CultureInfo.InvariantCulture);
    }

    private static int SiteOfAddress(string description)
    {
        // "0x8 bytes at 0x3000 of the address space memory (...) are not unmapped."
        const string At = " bytes at 0x";
        int start = description.IndexOf(At, StringComparison.Ordinal) + At.Length;
        int end = description.IndexOf(' ', start);
        return (int)(ulong.Parse(description.AsSpan(start, end - start), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / SiteSize);
    }

    [MemberNotNull(nameof(Bus))]
    private Machine NewMain()
    {
        var machine = new Machine("machine", s_options);
        for (int site = 0; site < MaxSites; site++)
        {
            _objects[site] = new RamRegion(null, "s" + site.ToString(CultureInfo.InvariantCulture), SiteSize);
            machine.SystemMemory.AddSubregion((ulong)site * SiteSize, _objects[site]);
        }

        Bus = new Bus(machine);
        machine.AddChild("bus", Bus);
        return machine;
    }
}
