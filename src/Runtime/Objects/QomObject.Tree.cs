using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <content>The tree: children, parents, and what happens at the last reference.</content>
public abstract partial class QomObject
{
    private volatile bool _isFinalized;
    private string? _childName;
    private QomObject? _parent;
    private QomObject? _firstChild;
    private QomObject? _lastChild;
    private QomObject? _previousSibling;
    private QomObject? _nextSibling;
    private Dictionary<string, int>? _childNames;

    /// <summary>The object that has this one as a child, or <see langword="null"/>.</summary>
    [DoesNotThrow]
    public QomObject? Parent => _parent;

    /// <summary>The names from the machine down to the object, such as <c>/machine/unattached/nic/bar0</c>; of an object without a parent, its name.</summary>
    public string Path
    {
        get
        {
            if (_parent is null)
            {
                return IsTreeRoot ? "/" + Name : Name;
            }

            var names = new List<string>();
            QomObject top = this;
            for (QomObject? o = this; o is not null; o = o._parent)
            {
                names.Add(o._childName ?? o.Name);
                top = o;
            }

            names.Reverse();
            string path = string.Join('/', names);
            return top.IsTreeRoot ? "/" + path : path;
        }
    }

    /// <summary>Whether the object is at the top of a tree whose paths begin with a slash.</summary>
    internal virtual bool IsTreeRoot => false;

    /// <summary>Whether the object is in such a tree, so that its path names it.</summary>
    internal bool IsInTree
    {
        get
        {
            QomObject top = this;
            while (top._parent is { } parent)
            {
                top = parent;
            }

            return top.IsTreeRoot;
        }
    }

    /// <summary>The children, in the order of their creation. Call under the lock.</summary>
    internal IEnumerable<QomObject> Children
    {
        get
        {
            for (QomObject? child = _firstChild; child is not null; child = child._nextSibling)
            {
                yield return child;
            }
        }
    }

    /// <summary>
    /// Makes another object a child, and its name the given one. From then on this object holds a reference to it; the caller keeps its own
    /// (<c>object_property_add_child</c>).
    /// </summary>
    /// <param name="name">The name of the child, unique among the children.</param>
    /// <param name="child">The child; it must not have a parent.</param>
    /// <exception cref="MemoryRegionException">One of the two is finalized, the child has a parent, is an ancestor of this object or belongs to another machine, or the name is taken.</exception>
    [RequiresAlive]
    public void AddChild(string name, [Adopts, RequiresAlive] QomObject child)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(child);
        using TopologyScope scope = TopologyScope.Enter(Topology);
        ThrowIfDead();
        child.ThrowIfDead();
        if (child._parent is not null || child is Machine || (child is MemoryRegion { Owner: null } region && region.HeldByMachine))
        {
            throw child.Error(MemoryRegionErrorCode.AlreadyParented, "the object has a parent already");
        }

        if (child._machine is not null && child._machine != _machine)
        {
            throw child.Error(MemoryRegionErrorCode.DifferentMachines, "the object belongs to another machine");
        }

        for (QomObject? ancestor = this; ancestor is not null; ancestor = ancestor._parent)
        {
            if (ancestor == child)
            {
                throw child.Error(MemoryRegionErrorCode.ObjectInsideItself, "the object would be its own ancestor");
            }
        }

        if (_childNames is not null && _childNames.ContainsKey(name))
        {
            throw Error(MemoryRegionErrorCode.DuplicateName, $"there is a child named '{name}' already");
        }

        child.ObjectRef();
        child.Name = name;
        Attach(name, child);
    }

    /// <summary>
    /// Takes the object from its parent, which drops its reference (<c>object_unparent</c>). Nothing happens without a parent. A realized
    /// device is unrealized first. A region is destroyed, unless something else still holds it.
    /// </summary>
    /// <exception cref="MemoryRegionException">
    /// The object is a region that is still in use in a way that would not keep it alive (linked into a container of another owner, the root
    /// of an address space, visible in the middle of a transaction, mapped, shown by an alias), or a device that lives as long as its machine.
    /// Nothing has changed then.
    /// </exception>
    [Destroys]
    public void Unparent()
    {
        if (HasParentReference)
        {
            BeforeUnparent();
        }

        using TopologyScope scope = TopologyScope.Enter(Topology);
        if (!HasParentReference)
        {
            return;
        }

        CheckUnparent();
        QomObject? parent = _parent;

        // The parent is held meanwhile: what dies with this object may drop the parent's last reference, and the parent's end must not
        // meet this object half removed.
        bool held = parent is not null && parent.TryObjectRef();
        Detach();
        ObjectUnref();
        if (held)
        {
            parent!.ObjectUnref();
        }
    }

    /// <summary>
    /// Runs once, after the last reference is gone and the object's children and regions were released. Does nothing by default.
    /// </summary>
    /// <remarks>Exceptions that it throws do not keep the object alive; they leave the operation that dropped the last reference, after it is complete.</remarks>
    [LifecyclePhase(LifecyclePhase.Finalize)]
    protected virtual void OnFinalize()
    {
    }

    /// <summary>Whether a parent, or the machine in place of one, holds a reference.</summary>
    internal virtual bool HasParentReference => _parent is not null;

    /// <summary>Prepares <see cref="Unparent"/>; without the lock, for code of the program runs.</summary>
    private protected virtual void BeforeUnparent()
    {
    }

    /// <summary>Throws if the object must not be taken from its parent now. Under the lock.</summary>
    private protected virtual void CheckUnparent()
    {
    }

    /// <summary>Prepares an object whose parent is dying.</summary>
    internal virtual void BeforeRelease()
    {
    }

    /// <summary>What the end of the object does besides releasing its children.</summary>
    private protected virtual void FinalizeInstance()
    {
        RunOnFinalize();
        MarkFinalized();
    }

    /// <summary>Lets the end of the object wait for readers that may be looking at it, if there are any.</summary>
    private protected virtual bool TryPostponeEnd() => false;

    /// <summary>Adds a child whose reference is counted already.</summary>
    private protected void Attach(string name, QomObject child)
    {
        _childNames ??= [];
        string unique = name;
        if (_childNames.TryGetValue(name, out int next))
        {
            do
            {
                unique = $"{name}[{next++}]";
            }
            while (_childNames.ContainsKey(unique));

            _childNames[name] = next;
        }

        _childNames[unique] = 1;
        child._childName = unique;
        child._parent = this;
        child._previousSibling = _lastChild;
        if (_lastChild is null)
        {
            _firstChild = child;
        }
        else
        {
            _lastChild._nextSibling = child;
        }

        _lastChild = child;
    }

    /// <summary>Adds a child under a name that is made unique, and takes the parent's reference.</summary>
    internal void AdoptUnderUniqueName(QomObject child)
    {
        child.ObjectRef();
        Attach(child.Name, child);
    }

    /// <summary>Adds a child whose first reference becomes the parent's.</summary>
    internal void AdoptWithReference(QomObject child) => Attach(child.Name, child);

    /// <summary>Removes the object from its parent without touching its reference.</summary>
    internal virtual void Detach()
    {
        QomObject? parent = _parent;
        if (parent is null)
        {
            return;
        }

        if (_previousSibling is null)
        {
            parent._firstChild = _nextSibling;
        }
        else
        {
            _previousSibling._nextSibling = _nextSibling;
        }

        if (_nextSibling is null)
        {
            parent._lastChild = _previousSibling;
        }
        else
        {
            _nextSibling._previousSibling = _previousSibling;
        }

        parent._childNames!.Remove(_childName!);
        _parent = null;
        _previousSibling = null;
        _nextSibling = null;
    }

    /// <summary>Finalizes an object whose end had to wait.</summary>
    internal void FinalizeNow()
    {
        while (_firstChild is { } child)
        {
            // Detached before its reference is dropped, for its end may come back to this list.
            child.BeforeRelease();
            if (child._parent == this)
            {
                child.Detach();
                child.ObjectUnref();
            }
        }

        FinalizeInstance();
        _machine?.Registry.Remove(this);
    }

    private void LastReferenceGone()
    {
        using TopologyScope scope = TopologyScope.Enter(Topology);
        if (!TryPostponeEnd())
        {
            FinalizeNow();
        }
    }

    /// <summary>Runs the override; an exception waits until the operation is complete.</summary>
    private protected void RunOnFinalize()
    {
        try
        {
            OnFinalize();
        }
        catch (Exception e) when (Topology is not null)
        {
            Topology.Defer(ExceptionDispatchInfo.Capture(e));
        }
    }

    /// <summary>Notes that the object is gone and tells the diagnostics.</summary>
    private protected void MarkFinalized()
    {
        _isFinalized = true;
        _machine?.Diagnostics.RaiseFinalized(this);
    }
}
