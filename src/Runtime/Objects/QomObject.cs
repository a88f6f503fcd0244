using System.Threading;
using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// A reference-counted object in the tree of a machine, after QEMU's object model (<c>qom/object.c</c>).
/// </summary>
/// <remarks>
/// <para>The creator of an object holds one reference and drops it with <see cref="Unref"/> (regions differ: their owner holds it). A parent
/// holds a reference to each of its children, until <see cref="Unparent"/> or its own end. At the last reference the children are released
/// first, in the order of their creation, and then <see cref="OnFinalize"/> runs, once.</para>
/// <para>All members may be used from any thread; the tree changes under the lock of the machine.</para>
/// </remarks>
[HasLifecycle]
public abstract partial class QomObject
{
    private const int CreatorHolds = 1;
    private const int OneExplicitReference = 2;

    private Machine? _machine;
    private int _referenceCount = 1;

    // The program's own references: bit 0 is the creator's, the rest counts those of Ref(). Kept apart from the others so that a
    // release of what is not held is an error instead of a stolen reference.
    private int _programReferences;
    private int _surrendered;

    /// <summary>Creates an object without a parent. The caller holds one reference.</summary>
    /// <param name="machine">The machine that it belongs to for all its life.</param>
    /// <exception cref="MemoryRegionException">The machine is disposed.</exception>
    protected QomObject(Machine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        machine.ThrowIfDisposed();
        _programReferences = CreatorHolds;
        Name = GetType().Name;
        _machine = machine;
        machine.Registry.Add(this);
    }

    /// <summary>Creates an object without a parent, under a name of its own. The caller holds one reference.</summary>
    /// <param name="machine">The machine that it belongs to for all its life.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="MemoryRegionException">The machine is disposed.</exception>
    protected QomObject(Machine machine, string name)
        : this(machine)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>For the machine, and for regions, whose first reference is the owner's.</summary>
    private protected QomObject(string name, bool creatorHoldsReference)
    {
        Name = name;
        _programReferences = creatorHoldsReference ? CreatorHolds : 0;
    }

    /// <summary>The machine that the object belongs to.</summary>
    /// <exception cref="MemoryRegionException">The object is a region without an owner that is not part of a machine yet.</exception>
    [DoesNotThrow]
    public Machine Machine => _machine
        ?? throw new MemoryRegionException(MemoryRegionErrorCode.NotInMachine, Path, "the region has no owner and is not linked into a machine yet");

    /// <summary>The object's name; the last part of its path once it has a parent.</summary>
    [DoesNotThrow]
    public string Name { get; private protected set; }

    /// <summary>The number of references to the object itself, as in QEMU. A snapshot, meant for tests and diagnostics.</summary>
    public int ReferenceCount
    {
        [DoesNotThrow]
        get => Volatile.Read(ref _referenceCount);
    }

    /// <summary>Whether the last reference is gone and <see cref="OnFinalize"/> has run (for a region: has begun).</summary>
    public bool IsFinalized
    {
        [DoesNotThrow]
        get => _isFinalized;
    }

    /// <summary>The machine, or <see langword="null"/> for a region that is not part of one yet.</summary>
    internal Machine? MachineOrNull => _machine;

    /// <summary>The topology whose lock guards the object; <see langword="null"/> for a region that is not part of a machine yet.</summary>
    internal MachineTopology? Topology => _machine?.Topology;

    /// <summary>Whether an operation on the object is still allowed.</summary>
    internal bool IsAlive => Volatile.Read(ref _referenceCount) > 0;

    /// <summary>The number of references that the program took with <see cref="Ref"/> and has not dropped.</summary>
    internal int ExplicitReferences => Volatile.Read(ref _programReferences) / OneExplicitReference;

    /// <summary>Whether the reference that <c>new</c> gave to the creator is still held.</summary>
    internal bool CreatorReferenceHeld => (Volatile.Read(ref _programReferences) & CreatorHolds) != 0;

    /// <summary>
    /// Takes a reference, which keeps the object alive until <see cref="Unref"/>. On a region it is the policy reference
    /// (see <see cref="MemoryRegion.Ref"/>).
    /// </summary>
    /// <exception cref="MemoryRegionException">The object is finalized.</exception>
    [Acquires("reference")]
    [RequiresAlive]
    public virtual void Ref()
    {
        if (!TryObjectRef())
        {
            throw Error(MemoryRegionErrorCode.ObjectFinalized, "a finalized object cannot be referenced", "MRL106");
        }

        AddProgramReference();
    }

    /// <summary>
    /// Drops a reference that was taken with <see cref="Ref"/>, or that of the creator. The last one finalizes the object before the call
    /// returns.
    /// </summary>
    /// <exception cref="MemoryRegionException">The program holds no reference.</exception>
    [Releases("reference")]
    [DoesNotThrow]
    public virtual void Unref()
    {
        if (RemoveProgramReference())
        {
            ObjectUnref();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>Takes a reference to the object itself; only for callers who know that somebody holds one.</summary>
    internal void ObjectRef() => Interlocked.Increment(ref _referenceCount);

    /// <summary>Takes a reference to the object itself unless the last one is gone.</summary>
    internal bool TryObjectRef()
    {
        int count = Volatile.Read(ref _referenceCount);
        while (count > 0)
        {
            int seen = Interlocked.CompareExchange(ref _referenceCount, count + 1, count);
            if (seen == count)
            {
                return true;
            }

            count = seen;
        }

        return false;
    }

    /// <summary>Drops a reference to the object itself. At the last one the object is finalized under the machine's lock.</summary>
    internal void ObjectUnref()
    {
        int left = Interlocked.Decrement(ref _referenceCount);
        if (left == 0)
        {
            LastReferenceGone();
        }
        else if (left < 0)
        {
            // Never, unless the runtime itself miscounts.
            _machine?.Registry.CountOverrelease();
        }
    }

    /// <summary>Counts a reference of the program.</summary>
    private protected void AddProgramReference()
    {
        Interlocked.Add(ref _programReferences, OneExplicitReference);
        _machine?.Registry.RecordReference(this);
    }

    /// <summary>Forgets a reference of the program, the explicit ones before the creator's.</summary>
    /// <returns>Whether the object reference behind it has to be dropped now.</returns>
    private protected bool RemoveProgramReference()
    {
        int held = Volatile.Read(ref _programReferences);
        while (held != 0)
        {
            int left = held >= OneExplicitReference ? held - OneExplicitReference : 0;
            int seen = Interlocked.CompareExchange(ref _programReferences, left, held);
            if (seen == held)
            {
                if (held >= OneExplicitReference)
                {
                    _machine?.Registry.ForgetReference(this);
                }

                return true;
            }

            held = seen;
        }

        if (Interlocked.Exchange(ref _surrendered, 0) != 0)
        {
            // The machine dropped the creator's reference when it was disposed; the creator may still do so, to no effect.
            return false;
        }

        throw Error(MemoryRegionErrorCode.NotHeld, "there is no reference to drop", "MRL304");
    }

    /// <summary>Drops the creator's reference on behalf of a creator who never will: the machine is being disposed.</summary>
    internal void SurrenderCreatorReference()
    {
        if ((Interlocked.And(ref _programReferences, ~CreatorHolds) & CreatorHolds) != 0)
        {
            _surrendered = 1;
            ObjectUnref();
        }
    }

    /// <summary>An error about this object.</summary>
    internal MemoryRegionException Error(MemoryRegionErrorCode code, string message, string? ruleId = null) => new(code, Path, message, ruleId);

    /// <summary>Throws if the last reference is gone.</summary>
    internal void ThrowIfDead()
    {
        if (!IsAlive)
        {
            throw Error(MemoryRegionErrorCode.ObjectFinalized, "the object is finalized", "MRL106");
        }
    }

    /// <summary>Makes the object part of a machine, once.</summary>
    private protected void SetMachine(Machine machine)
    {
        _machine = machine;
        machine.Registry.Add(this);
    }
}
