using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.RegionLab.Mtree;

/// <summary>
/// Finds the region that an alias shows. QEMU prints only its name, which need not be unique; but it prints the trees of the regions that
/// aliases show in the order in which it met the aliases.
/// </summary>
internal sealed class AliasResolver(MtreeText text, IReadOnlyList<BoardRegion> regions, IReadOnlyList<BoardRegion> roots)
{
    private readonly List<(TreeSection Section, BoardRegion Region)> _shown =
        text.Sections.Zip(roots).Where(pair => pair.First.Spaces.Count == 0).ToList();

    private int _met;

    internal void Resolve()
    {
        var resolved = new Dictionary<TreeNode, BoardRegion>();
        foreach (TreeSection section in text.Sections)
        {
            Visit(section.Root, resolved);
        }

        foreach (BoardRegion region in regions.Where(region => region.IsAlias))
        {
            region.Target = resolved[region.Node];
        }

        foreach (BoardRegion region in regions)
        {
            ThrowIfCircular(region);
        }
    }

    private void ThrowIfCircular(BoardRegion alias)
    {
        var seen = new HashSet<BoardRegion>();
        for (BoardRegion? region = alias; region is not null; region = region.Target)
        {
            if (!seen.Add(region))
            {
                throw new InputException(text.File, region.Node.LineNumber, $"the alias {region.Node.Name} shows itself");
            }
        }
    }

    private void Visit(TreeNode node, Dictionary<TreeNode, BoardRegion> resolved)
    {
        if (node.Target is not null)
        {
            resolved[node] = Find(node);
        }

        foreach (TreeNode child in node.Children)
        {
            Visit(child, resolved);
        }
    }

    private BoardRegion Find(TreeNode alias)
    {
        // What was met before, or what is met now: the next one whose tree is to be printed.
        BoardRegion? next = _met < _shown.Count ? _shown[_met].Region : null;
        List<BoardRegion> candidates = _shown.Take(_met).Select(shown => shown.Region).Where(region => region.Node.Name == alias.Target).ToList();
        if (next is not null && next.Node.Name == alias.Target)
        {
            candidates.Insert(0, next);
        }

        if (candidates.Count == 0)
        {
            throw new InputException(
                text.File, alias.LineNumber, $"there is no tree 'memory-region: {alias.Target}' of the region that the alias {alias.Name} shows, or not in QEMU's order");
        }

        BoardRegion best = candidates.OrderBy(region => Misfit(alias, region)).First();
        if (best == next)
        {
            _met++;
        }

        return best;
    }

    private static int Misfit(TreeNode alias, BoardRegion target)
    {
        bool sameKind = target.Node.Kind == alias.Kind;
        bool inside = (UInt128)alias.TargetOffset + alias.Size <= target.Node.Size;
        bool sameOwner = target.Node.Owner == alias.Owner;
        return (sameKind ? 0 : 4) + (inside ? 0 : 2) + (sameOwner ? 0 : 1);
    }
}
