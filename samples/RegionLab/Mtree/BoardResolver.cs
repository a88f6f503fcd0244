using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MemoryRegions.RegionLab.Mtree;

/// <summary>
/// Finds out which lines are pictures of the same region: the tree of an alias's target, or of a root, may be printed again inside another
/// tree, and names need not be unique.
/// </summary>
public sealed class BoardResolver
{
    private readonly MtreeText _text;
    private readonly Dictionary<string, int> _shapes = [];
    private readonly Dictionary<TreeNode, int> _shapeOf = [];
    private readonly Dictionary<TreeNode, int> _sizeOf = [];
    private readonly List<BoardRegion> _regions = [];
    private readonly Dictionary<int, List<BoardRegion>> _regionsByShape = [];
    private readonly BoardRegion[] _roots;

    private BoardResolver(MtreeText text)
    {
        _text = text;
        _roots = new BoardRegion[text.Sections.Count];
    }

    /// <summary>
    /// Makes regions out of lines. Where names leave it open what an alias shows there are several possibilities, the likeliest first.
    /// </summary>
    /// <exception cref="InputException">The tree of an alias's target is missing.</exception>
    public static IEnumerable<Board> Resolve(MtreeText text)
    {
        var resolver = new BoardResolver(text);
        resolver.MakeRegions();
        foreach (bool _ in new AliasResolver(text, resolver._regions, resolver._roots).Resolve())
        {
            resolver.ForgetViews();
            yield return new Board(text, resolver._regions, resolver._roots);
        }
    }

    /// <summary>What was concluded from the flat views holds only for one possibility.</summary>
    private void ForgetViews()
    {
        foreach (BoardRegion region in _regions)
        {
            region.Terminates = !region.IsAlias;
            region.IsReadOnly = region.Node.Kind == "rom" && !region.IsAlias;

            // At the same address they are printed in their order; at different ones any will do to begin with.
            region.FrontToBack.Clear();
            region.FrontToBack.AddRange(region.Subregions);
        }
    }

    private void MakeRegions()
    {
        foreach (TreeSection section in _text.Sections)
        {
            Measure(section.Root, 0);
        }

        // The largest first: what is printed in two places is created where it is linked.
        var ofSpaces = new HashSet<BoardRegion>();
        var ofAliases = new HashSet<BoardRegion>();
        IEnumerable<int> order = Enumerable.Range(0, _roots.Length).OrderByDescending(i => _sizeOf[_text.Sections[i].Root]);
        foreach (int i in order)
        {
            // Two sections of one sort never show the same region.
            TreeSection section = _text.Sections[i];
            HashSet<BoardRegion> taken = section.Spaces.Count > 0 ? ofSpaces : ofAliases;
            BoardRegion? known = _regionsByShape.GetValueOrDefault(_shapeOf[section.Root])?.Find(region => !taken.Contains(region));
            BoardRegion root = known ?? Create(section.Root, null);
            taken.Add(root);
            _roots[i] = root;
        }
    }

    /// <summary>Gives equal numbers to equal trees.</summary>
    private void Measure(TreeNode node, ulong containerFirst)
    {
        int size = 1;
        foreach (TreeNode child in node.Children)
        {
            Measure(child, node.First);
            size += _sizeOf[child];
        }

        string shape = string.Join(
            '\n',
            [
                string.Create(CultureInfo.InvariantCulture, $"{unchecked(node.First - containerFirst)} {node.Size} {node.Priority} {node.Kind} {node.Enabled} {node.TargetOffset}"),
                node.Name,
                node.Target ?? "",
                node.Owner.ToString(),
                .. node.Children.Select(child => _shapeOf[child].ToString(CultureInfo.InvariantCulture)),
            ]);
        if (!_shapes.TryGetValue(shape, out int number))
        {
            number = _shapes.Count;
            _shapes.Add(shape, number);
        }

        _shapeOf[node] = number;
        _sizeOf[node] = size;
    }

    private BoardRegion Create(TreeNode node, BoardRegion? container)
    {
        var region = new BoardRegion
        {
            Node = node,
            Address = unchecked(node.First - (container?.Node.First ?? 0)),
            Container = container,
        };
        _regions.Add(region);
        if (!_regionsByShape.TryGetValue(_shapeOf[node], out List<BoardRegion>? same))
        {
            same = [];
            _regionsByShape.Add(_shapeOf[node], same);
        }

        same.Add(region);
        foreach (TreeNode child in node.Children)
        {
            region.Subregions.Add(Create(child, region));
        }

        return region;
    }
}
