using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.RegionLab.Mtree;

/// <summary>
/// Finds the region that an alias shows. QEMU prints only its name, which need not be unique; but it prints the trees of the regions that
/// aliases show in the order in which it met the aliases. Where that leaves a choice, the flat views decide.
/// </summary>
internal sealed class AliasResolver
{
    // Ways that are tried in vain before giving up: names that are not unique are rare, and most of them are decided at once.
    private const int MaxAttempts = 100_000;

    private readonly MtreeText _text;
    private readonly IReadOnlyList<BoardRegion> _regions;
    private readonly List<(TreeNode Alias, int Printed)> _aliases = [];
    private readonly List<BoardRegion> _shown;
    private readonly BoardRegion[] _chosen;
    private TreeNode? _stuck;
    private int _attempts;

    internal AliasResolver(MtreeText text, IReadOnlyList<BoardRegion> regions, IReadOnlyList<BoardRegion> roots)
    {
        _text = text;
        _regions = regions;
        _shown = text.Sections.Zip(roots).Where(pair => pair.First.Spaces.Count == 0).Select(pair => pair.Second).ToList();
        int printed = 0;
        foreach (TreeSection section in text.Sections)
        {
            printed += section.Spaces.Count == 0 ? 1 : 0;
            AddAliases(section.Root, printed);
        }

        _chosen = new BoardRegion[_aliases.Count];
    }

    /// <summary>Sets the targets of the aliases, in each way that fits the order of the trees; the likeliest first.</summary>
    /// <exception cref="InputException">There is none.</exception>
    internal IEnumerable<bool> Resolve()
    {
        bool any = false;
        foreach (bool _ in Choose(0, 0))
        {
            any = true;
            SetTargets();
            yield return true;
        }

        if (!any)
        {
            TreeNode alias = _stuck ?? _aliases[0].Alias;
            throw new InputException(
                _text.File, alias.LineNumber, $"there is no tree 'memory-region: {alias.Target}' of the region that the alias {alias.Name} shows, or not in QEMU's order");
        }
    }

    private void AddAliases(TreeNode node, int printed)
    {
        if (node.Target is not null)
        {
            _aliases.Add((node, printed));
        }

        foreach (TreeNode child in node.Children)
        {
            AddAliases(child, printed);
        }
    }

    /// <summary>Chooses the target of an alias, and of those after it.</summary>
    /// <param name="index">The alias.</param>
    /// <param name="met">How many of the trees were met before.</param>
    private IEnumerable<bool> Choose(int index, int met)
    {
        // Recursion would be as deep as there are aliases: without a choice it goes on here.
        for (; index < _aliases.Count; index++)
        {
            (TreeNode alias, int printed) = _aliases[index];
            List<(BoardRegion Region, bool IsNew)> candidates = met < printed ? [] : Candidates(alias, met);
            if (candidates.Count == 0)
            {
                _stuck ??= alias;
                yield break;
            }

            if (candidates.Count > 1)
            {
                foreach ((BoardRegion region, bool isNew) in candidates)
                {
                    if (++_attempts > MaxAttempts)
                    {
                        yield break;
                    }

                    _chosen[index] = region;
                    foreach (bool found in Choose(index + 1, met + (isNew ? 1 : 0)))
                    {
                        yield return found;
                    }
                }

                yield break;
            }

            _chosen[index] = candidates[0].Region;
            met += candidates[0].IsNew ? 1 : 0;
        }

        if (met == _shown.Count)
        {
            yield return true;
        }
    }

    /// <summary>What was met before, or is met now: the next one whose tree is to be printed.</summary>
    private List<(BoardRegion Region, bool IsNew)> Candidates(TreeNode alias, int met)
    {
        var candidates = new List<(BoardRegion Region, bool IsNew)>();
        if (met < _shown.Count && _shown[met].Node.Name == alias.Target)
        {
            candidates.Add((_shown[met], true));
        }

        candidates.AddRange(_shown.Take(met).Where(region => region.Node.Name == alias.Target).Select(region => (region, false)));
        return candidates.Where(c => c.Region.Node.Kind == alias.Kind).OrderBy(c => Misfit(alias, c.Region)).ToList();
    }

    private static int Misfit(TreeNode alias, BoardRegion target)
    {
        bool inside = (UInt128)alias.TargetOffset + alias.Size <= target.Node.Size;
        bool sameOwner = target.Node.Owner == alias.Owner;
        return (inside ? 0 : 2) + (sameOwner ? 0 : 1);
    }

    private void SetTargets()
    {
        var resolved = new Dictionary<TreeNode, BoardRegion>();
        for (int i = 0; i < _aliases.Count; i++)
        {
            resolved[_aliases[i].Alias] = _chosen[i];
        }

        foreach (BoardRegion region in _regions.Where(region => region.IsAlias))
        {
            region.Target = resolved[region.Node];
        }

        foreach (BoardRegion region in _regions)
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
                throw new InputException(_text.File, region.Node.LineNumber, $"the alias {region.Node.Name} shows itself");
            }
        }
    }
}
