using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// Hears what an address space shows and how that changes, from <see cref="Register"/> to <see cref="Unregister"/> (QEMU's
/// <c>MemoryListener</c>).
/// </summary>
/// <remarks>
/// <para>A commit tells, to all listeners of the machine, <see cref="OnBegin"/>; then per address space whose view has changed, the ranges that went
/// and then those that are new or stayed, each in ascending order; then <see cref="OnCommit"/>. What is added, kept and begun goes to the listeners of
/// lower priority first, what ends to those of higher priority first; of equal priority, those registered earlier are lower.</para>
/// <para>All methods run under the machine's lock. They may change the topology: that takes effect in a commit of its own right after this one. What
/// they throw leaves the operation after it is complete.</para>
/// </remarks>
public abstract class MemoryListener
{
    /// <summary>Creates a listener, which hears nothing yet.</summary>
    /// <param name="name">The name, for diagnostics.</param>
    /// <param name="priority">Its place among the listeners.</param>
    protected MemoryListener(string name, int priority = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Priority = priority;
    }

    /// <summary>The name.</summary>
    [DoesNotThrow]
    public string Name { get; }

    /// <summary>Its place among the listeners.</summary>
    [DoesNotThrow]
    public int Priority { get; }

    /// <summary>The address space that it listens to, or <see langword="null"/>.</summary>
    public AddressSpace? AddressSpace
    {
        [DoesNotThrow]
        get;
        internal set;
    }

    /// <summary>Where it was registered, if acquisitions are tracked.</summary>
    internal string? AcquisitionStack { get; set; }

    /// <summary>
    /// Begins to listen: hears of everything that is shown, as if it was new (<c>memory_listener_register</c>). If one of its methods throws, it is
    /// not registered.
    /// </summary>
    /// <param name="space">The address space.</param>
    /// <exception cref="MemoryRegionException">It is registered already, or the address space is disposed.</exception>
    [Acquires("listener")]
    [Invokes(
        nameof(OnBegin),
        nameof(OnGlobalLogStart),
        nameof(OnRegionAdd),
        nameof(OnCoalescedAdd),
        nameof(OnLogStart),
        nameof(OnEventNotifierAdd),
        nameof(OnCommit))]
    public void Register(AddressSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        space.Machine.Topology.Register(this, space);
    }

    /// <summary>Ends to listen: hears of everything that is shown, as if it went (<c>memory_listener_unregister</c>).</summary>
    /// <exception cref="MemoryRegionException">It is not registered.</exception>
    [Releases("listener")]
    [Invokes(nameof(OnBegin), nameof(OnLogStop), nameof(OnCoalescedDel), nameof(OnRegionDel), nameof(OnEventNotifierDel), nameof(OnCommit))]
    [DoesNotThrow]
    public void Unregister()
    {
        if (AddressSpace is not { } space || !space.Machine.Topology.TryUnregister(this, space))
        {
            throw new MemoryRegionException(MemoryRegionErrorCode.NotHeld, Name, "the listener is not registered", "MRL304");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Is told one thing.</summary>
    internal void Hear(in ListenerCall call)
    {
        switch (call.What)
        {
            case ListenerEvent.Begin:
                OnBegin();
                break;
            case ListenerEvent.Commit:
                OnCommit();
                break;
            case ListenerEvent.RegionAdd:
                OnRegionAdd(in call.Range);
                break;
            case ListenerEvent.RegionDel:
                OnRegionDel(in call.Range);
                break;
            case ListenerEvent.RegionNop:
                OnRegionNop(in call.Range);
                break;
            case ListenerEvent.LogStart:
                OnLogStart(in call.Range, call.Before, call.After);
                break;
            case ListenerEvent.LogStop:
                OnLogStop(in call.Range, call.Before, call.After);
                break;
            case ListenerEvent.LogSync:
                OnLogSync(in call.Range);
                break;
            case ListenerEvent.GlobalLogStart:
                OnGlobalLogStart();
                break;
            case ListenerEvent.GlobalLogStop:
                OnGlobalLogStop();
                break;
            case ListenerEvent.EventNotifierAdd:
                OnEventNotifierAdd(call.Region!, call.Notifier);
                break;
            case ListenerEvent.EventNotifierDel:
                OnEventNotifierDel(call.Region!, call.Notifier);
                break;
            case ListenerEvent.CoalescedAdd:
                OnCoalescedAdd(in call.Range, call.Part.Start, call.Part.Last);
                break;
            case ListenerEvent.CoalescedDel:
                OnCoalescedDel(in call.Range, call.Part.Start, call.Part.Last);
                break;
        }
    }

    /// <summary>A commit begins.</summary>
    protected virtual void OnBegin()
    {
    }

    /// <summary>A commit is complete.</summary>
    protected virtual void OnCommit()
    {
    }

    /// <summary>A range is shown from now on.</summary>
    /// <param name="range">The range. Take a reference of the region to keep it beyond <see cref="OnRegionDel"/>.</param>
    protected virtual void OnRegionAdd(in FlatRange range)
    {
    }

    /// <summary>A range is not shown any more. Its region is still alive.</summary>
    /// <param name="range">The range.</param>
    protected virtual void OnRegionDel(in FlatRange range)
    {
    }

    /// <summary>A range is shown as before.</summary>
    /// <param name="range">The range.</param>
    protected virtual void OnRegionNop(in FlatRange range)
    {
    }

    /// <summary>Clients begin to log writes to a range.</summary>
    /// <param name="range">The range.</param>
    /// <param name="before">Who did before.</param>
    /// <param name="after">Who does now.</param>
    protected virtual void OnLogStart(in FlatRange range, DirtyClients before, DirtyClients after)
    {
    }

    /// <summary>Clients end to log writes to a range.</summary>
    /// <param name="range">The range.</param>
    /// <param name="before">Who did before.</param>
    /// <param name="after">Who does now.</param>
    protected virtual void OnLogStop(in FlatRange range, DirtyClients before, DirtyClients after)
    {
    }

    /// <summary>Somebody wants to know what was written: note it with <see cref="MemoryRegion.MarkDirty"/>, if the listener knows of writes that the machine does not.</summary>
    /// <param name="range">The range.</param>
    protected virtual void OnLogSync(in FlatRange range)
    {
    }

    /// <summary>Writes to all RAM are logged from now on.</summary>
    protected virtual void OnGlobalLogStart()
    {
    }

    /// <summary>Writes to all RAM are not logged any more.</summary>
    protected virtual void OnGlobalLogStop()
    {
    }

    /// <summary>A write stands for an event from now on.</summary>
    /// <param name="region">The region.</param>
    /// <param name="notifier">The event; its offset is the address in the address space.</param>
    protected virtual void OnEventNotifierAdd(MemoryRegion region, in EventNotifier notifier)
    {
    }

    /// <summary>A write does not stand for an event any more.</summary>
    /// <param name="region">The region.</param>
    /// <param name="notifier">The event; its offset is the address in the address space.</param>
    protected virtual void OnEventNotifierDel(MemoryRegion region, in EventNotifier notifier)
    {
    }

    /// <summary>Writes to a part of a range may be put off from now on.</summary>
    /// <param name="range">The range.</param>
    /// <param name="start">The first address of the part.</param>
    /// <param name="last">The last one.</param>
    protected virtual void OnCoalescedAdd(in FlatRange range, ulong start, ulong last)
    {
    }

    /// <summary>Writes to a part of a range may not be put off any more.</summary>
    /// <param name="range">The range.</param>
    /// <param name="start">The first address of the part.</param>
    /// <param name="last">The last one.</param>
    protected virtual void OnCoalescedDel(in FlatRange range, ulong start, ulong last)
    {
    }
}
