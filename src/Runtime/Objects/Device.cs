using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// An object that is plugged into a machine: realized once, reset any number of times, and unrealized before it goes (QEMU's
/// <c>DeviceState</c>).
/// </summary>
/// <remarks>A device whose type carries <see cref="MachineLifetimeAttribute"/> cannot be unplugged; any other can be at any time.</remarks>
public abstract class Device : QomObject
{
    private DeviceState _state;

    /// <summary>Creates a device that is named after its type. The caller holds one reference.</summary>
    /// <param name="machine">The machine.</param>
    /// <exception cref="MemoryRegionException">The machine is disposed.</exception>
    protected Device(Machine machine)
        : base(machine)
    {
    }

    /// <summary>Creates a device. The caller holds one reference.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="name">The device's name.</param>
    /// <exception cref="MemoryRegionException">The machine is disposed.</exception>
    protected Device(Machine machine, string name)
        : base(machine, name)
    {
    }

    /// <summary>The name that the user gave to the device, if any: <c>info mtree</c> shows it in place of the path (QEMU's <c>id</c> property).</summary>
    public string? Id
    {
        [DoesNotThrow]
        get;
        init;
    }

    /// <summary>Whether the device is realized. Still true while <see cref="OnUnrealize"/> runs.</summary>
    public bool IsRealized
    {
        [DoesNotThrow]
        get => _state is DeviceState.Realized or DeviceState.Unrealizing;
    }

    /// <summary>Whether the device was realized, or should have been, and is not any more.</summary>
    internal bool IsUnplugged => _state is DeviceState.Failed or DeviceState.Unrealized;

    /// <summary>
    /// Plugs the device in. A device without a parent becomes a child of the machine's <c>unattached</c> object, as in qdev.
    /// </summary>
    /// <remarks>If <see cref="OnRealize"/> throws, the device is not realized, <see cref="OnUnrealize"/> does not run, and the exception goes to the caller.</remarks>
    /// <exception cref="MemoryRegionException">The device is finalized or was realized before, or the machine is disposed.</exception>
    [RequiresAlive]
    public void Realize()
    {
        bool parentedHere = false;
        using (TopologyScope.Enter(Topology))
        {
            Machine.ThrowIfDisposed();
            ThrowIfDead();
            if (_state is not (DeviceState.Created or DeviceState.Failed))
            {
                throw Error(MemoryRegionErrorCode.AlreadyRealized, "a device is realized at most once", "MRL108");
            }

            _state = DeviceState.Realizing;
            if (Parent is null)
            {
                Machine.Unattached.AdoptUnderUniqueName(this);
                parentedHere = true;
            }
        }

        // A reference of our own: OnRealize may take the device from its parent.
        ObjectRef();
        try
        {
            OnRealize();
            using (TopologyScope.Enter(Topology))
            {
                _state = DeviceState.Realized;
                Machine.RealizedDevices.Add(this);
            }
        }
        catch
        {
            _state = DeviceState.Failed;
            if (parentedHere)
            {
                LeaveParent();
            }

            throw;
        }
        finally
        {
            ObjectUnref();
        }
    }

    /// <summary>Unplugs the device: runs <see cref="OnUnrealize"/>. Nothing happens if it is not realized.</summary>
    /// <exception cref="MemoryRegionException">The device lives as long as its machine, and the machine is not being disposed.</exception>
    public void Unrealize()
    {
        if (_state is not DeviceState.Realized)
        {
            return;
        }

        ThrowIfMachineLifetime();
        ForceUnrealize();
    }

    /// <summary>Resets the device: runs <see cref="OnReset"/>.</summary>
    /// <exception cref="MemoryRegionException">The device is finalized.</exception>
    [RequiresAlive]
    public void Reset()
    {
        ThrowIfDead();
        OnReset();
    }

    /// <summary>Creates what could not be created in the constructor, and links and maps what the guest shall see.</summary>
    [LifecyclePhase(LifecyclePhase.Init)]
    protected virtual void OnRealize()
    {
    }

    /// <summary>Undoes what <see cref="OnRealize"/> linked, mapped and registered.</summary>
    [LifecyclePhase(LifecyclePhase.Unrealize)]
    protected virtual void OnUnrealize()
    {
    }

    /// <summary>Puts the device into its power-on state.</summary>
    [LifecyclePhase(LifecyclePhase.Runtime)]
    protected virtual void OnReset()
    {
    }

    /// <inheritdoc/>
    private protected override void BeforeUnparent()
    {
        ThrowIfMachineLifetime();
        ForceUnrealize();
    }

    /// <inheritdoc/>
    internal override void BeforeRelease()
    {
        try
        {
            ForceUnrealize();
        }
        catch (Exception e) when (Topology is not null)
        {
            // The parent's end cannot be called off.
            Topology.Defer(System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e));
        }
    }

    /// <summary>Unrealizes a realized device, whatever its type says.</summary>
    internal void ForceUnrealize()
    {
        using (TopologyScope.Enter(Topology))
        {
            if (_state is not DeviceState.Realized)
            {
                return;
            }

            _state = DeviceState.Unrealizing;
            Machine.RealizedDevices.Remove(this);
            ObjectRef();
        }

        try
        {
            OnUnrealize();
        }
        finally
        {
            _state = DeviceState.Unrealized;
            ObjectUnref();
        }
    }

    private void LeaveParent()
    {
        using TopologyScope scope = TopologyScope.Enter(Topology);
        if (Parent is not null)
        {
            Detach();
            ObjectUnref();
        }
    }

    private void ThrowIfMachineLifetime()
    {
        if (!Machine.IsDisposing && GetType().IsDefined(typeof(MachineLifetimeAttribute), inherit: true))
        {
            throw Error(MemoryRegionErrorCode.MachineLifetime, "the device lives as long as its machine and cannot be unplugged");
        }
    }

    private enum DeviceState
    {
        Created,
        Realizing,
        Realized,
        Unrealizing,
        Unrealized,
        Failed,
    }
}
