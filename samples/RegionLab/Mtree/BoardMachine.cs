using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MemoryRegions.RegionLab.Mtree;

/// <summary>A machine that was built after a board: its objects, regions, links and address spaces.</summary>
public sealed class BoardMachine : IDisposable
{
    private readonly Board _board;
    private readonly BoardObjects _objects;
    private readonly Dictionary<BoardRegion, MemoryRegion> _regions = [];
    private readonly Dictionary<MemoryRegion, BoardRegion> _models = [];
    private readonly List<(AddressSpace Space, string Root)> _spaces = [];

    /// <summary>Builds the machine.</summary>
    /// <exception cref="InputException">The board cannot be built.</exception>
    public BoardMachine(Board board)
    {
        _board = board;
        Machine = new Machine();
        _objects = new BoardObjects(Machine, board.Text);
        foreach (BoardRegion region in board.Regions)
        {
            _objects.Find(region.Node);
        }

        foreach (BoardRegion region in board.Regions)
        {
            Build(region);
        }

        using (TopologyTransaction transaction = Machine.BeginTransaction())
        {
            foreach (BoardRegion region in board.Regions)
            {
                Link(region);
            }

            RemoveOrphans();
        }

        CreateSpaces();
    }

    public Machine Machine { get; }

    /// <summary>The address spaces in the order of the trees.</summary>
    public IReadOnlyList<AddressSpace> Spaces => _spaces.ConvertAll(entry => entry.Space);

    /// <summary>The region that a region of the machine was built after.</summary>
    public BoardRegion ModelOf(MemoryRegion region) => _models[region];

    /// <summary>The address spaces of a name whose root has the given name.</summary>
    public IEnumerable<AddressSpace> SpacesOf(ViewSpace wanted) =>
        _spaces.Where(entry => entry.Space.Name == wanted.Name && entry.Root == wanted.Root).Select(entry => entry.Space);

    public void Dispose() => Machine.Dispose();

    private MemoryRegion Build(BoardRegion model)
    {
        if (_regions.TryGetValue(model, out MemoryRegion? known))
        {
            return known;
        }

        MemoryRegion region;
        try
        {
            region = Create(model, model.Target is { } target ? Build(target) : null);
        }
        catch (Exception e) when (e is MemoryRegionException or ArgumentException)
        {
            throw new InputException(_board.Text.File, model.Node.LineNumber, e.Message);
        }

        Machine.Adopt(region);
        region.Address = model.Address;
        region.Priority = model.Node.Priority;
        region.Enabled = model.Node.Enabled;
        region.ReadOnly = model.IsReadOnly;
        _regions.Add(model, region);
        _models.Add(region, model);
        return region;
    }

    private MemoryRegion Create(BoardRegion model, MemoryRegion? target)
    {
        TreeNode node = model.Node;
        QomObject? owner = _objects.Find(node);
        if (target is not null)
        {
            return new AliasRegion(owner, node.Name, target, node.TargetOffset, node.Size);
        }

        return node.Kind switch
        {
            "ram" => new RamRegion(owner, node.Name, node.Size),
            "rom" => new RomRegion(owner, node.Name, node.Size),
            "romd" => new RomDeviceRegion(owner, node.Name, node.Size, new MmioOperations()),
            _ when model.Terminates => new MmioRegion(owner, node.Name, node.Size, new MmioOperations()),
            _ => new ContainerRegion(owner, node.Name, node.Size),
        };
    }

    private void Link(BoardRegion model)
    {
        // Of equal priority the one that is added last is in front.
        MemoryRegion container = _regions[model];
        foreach (BoardRegion subregion in Enumerable.Reverse(model.FrontToBack))
        {
            try
            {
                container.AddSubregion(subregion.Address, _regions[subregion], subregion.Node.Priority);
            }
            catch (MemoryRegionException e)
            {
                throw new InputException(_board.Text.File, subregion.Node.LineNumber, e.Message);
            }
        }
    }

    /// <summary>Takes regions from the machine that are held only by their link.</summary>
    private void RemoveOrphans()
    {
        foreach (BoardRegion model in _board.Regions.Where(region => region.Node.Owner == OwnerText.Orphan))
        {
            if (model.Container?.Node.Owner.Relation is not ("orphan" or "parent"))
            {
                throw new InputException(
                    _board.Text.File, model.Node.LineNumber, $"nothing keeps {model.Node.Name} alive: it has neither owner nor parent, nor is it linked into a region without an owner");
            }

            _regions[model].Unparent();
        }
    }

    private void CreateSpaces()
    {
        for (int i = 0; i < _board.Roots.Count; i++)
        {
            foreach (string name in _board.Text.Sections[i].Spaces)
            {
                MemoryRegion root = _regions[_board.Roots[i]];
                _spaces.Add((new AddressSpace(Machine, root, name), root.Name));
            }
        }
    }
}
