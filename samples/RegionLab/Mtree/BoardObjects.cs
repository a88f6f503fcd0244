using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.RegionLab.Mtree;

/// <summary>The owners of regions, in the tree in which their paths say that they are.</summary>
internal sealed class BoardObjects
{
    private const string Unattached = "/machine/unattached";

    private readonly MtreeText _text;
    private readonly Machine _machine;
    private readonly HashSet<string> _devices = [];
    private readonly Dictionary<string, QomObject> _objects = [];

    internal BoardObjects(Machine machine, MtreeText text)
    {
        _machine = machine;
        _text = text;
        _objects.Add("/machine", machine);
        _objects.Add(Unattached, machine.Unattached);
        foreach (TreeSection section in text.Sections)
        {
            FindDevices(section.Root);
        }
    }

    /// <summary>The owner of a region; <see langword="null"/> if it has none.</summary>
    internal QomObject? Find(TreeNode node)
    {
        OwnerText owner = node.Owner;
        switch (owner.Relation, owner.Key)
        {
            case ("orphan", _):
            case ("parent", "path") when owner.Value == Unattached:
                return null;
            case ("parent", _):
                throw new InputException(_text.File, node.LineNumber, $"a region without an owner is a child of {Unattached}, not of {owner.Value}");
            case (_, "id"):
                return FindById(owner, node);
            case (_, "path"):
                return FindByPath(owner.Value, node);
            default:
                throw new InputException(_text.File, node.LineNumber, $"an owner without a path (type={owner.Value}) cannot be rebuilt");
        }
    }

    private void FindDevices(TreeNode node)
    {
        if (node.Owner is { IsDevice: true, Key: "path" })
        {
            _devices.Add(node.Owner.Value);
        }

        foreach (TreeNode child in node.Children)
        {
            FindDevices(child);
        }
    }

    private QomObject FindById(OwnerText owner, TreeNode node)
    {
        // Where QEMU puts a device to which its user gave a name.
        string path = $"/machine/peripheral/{owner.Value}";
        return _objects.GetValueOrDefault(path)
            ?? Add(path, new BoardDevice(_machine, owner.Value) { Id = owner.Value }, node);
    }

    private QomObject FindByPath(string path, TreeNode node)
    {
        if (_objects.TryGetValue(path, out QomObject? known))
        {
            return known;
        }

        if (path == "/objects")
        {
            return _objects[path] = _machine.Objects;
        }

        string name = path[(path.LastIndexOf('/') + 1)..];
        if (name.Length == 0 || !path.StartsWith('/'))
        {
            throw new InputException(_text.File, node.LineNumber, $"{path} is not below /machine or /objects");
        }

        return Add(path, _devices.Contains(path) ? new BoardDevice(_machine, name) : new BoardObject(_machine, name), node);
    }

    private QomObject Add(string path, QomObject o, TreeNode node)
    {
        int slash = path.LastIndexOf('/');
        if (slash <= 0)
        {
            throw new InputException(_text.File, node.LineNumber, $"{path} is not below /machine or /objects");
        }

        FindByPath(path[..slash], node).AddChild(path[(slash + 1)..], o);
        o.Unref();
        return _objects[path] = o;
    }

    private sealed class BoardObject(Machine machine, string name) : QomObject(machine, name);

    private sealed class BoardDevice(Machine machine, string name) : Device(machine, name);
}
