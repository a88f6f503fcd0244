using System.Globalization;
using System.Text.RegularExpressions;

namespace MemoryRegions.RegionLab.Mtree;

/// <summary>Takes the lines of QEMU's <c>info mtree</c> apart. Names may contain blanks, so that lines are read from both ends.</summary>
public static partial class MtreeLineParser
{
    /// <summary>Parses a line of a tree, or returns null if it is none.</summary>
    public static TreeNode? ParseNode(string line, int lineNumber)
    {
        Match match = TreeLine().Match(line);
        if (!match.Success || match.Groups["indent"].Length % 2 != 0 || ParseOwner(match.Groups["owner"].Value) is not { } owner)
        {
            return null;
        }

        // A region whose parent is not its owner cannot be rebuilt: a region is a child of its owner.
        string name = match.Groups["name"].Value;
        if (name.Contains(" owner:{", StringComparison.Ordinal))
        {
            return null;
        }

        bool disabled = name.EndsWith(" [disabled]", StringComparison.Ordinal);
        name = disabled ? name[..^" [disabled]".Length] : name;
        Match alias = AliasName().Match(name);
        return int.TryParse(match.Groups["priority"].Value, CultureInfo.InvariantCulture, out int priority)
            ? new TreeNode
            {
                LineNumber = lineNumber,
                Level = match.Groups["indent"].Length / 2,
                First = Address(match.Groups["first"]),
                Last = Address(match.Groups["last"]),
                Priority = priority,
                Kind = match.Groups["kind"].Value,
                Name = alias.Success ? alias.Groups["name"].Value : name,
                Enabled = !disabled,
                Owner = owner,
                Target = alias.Success ? alias.Groups["target"].Value : null,
                TargetOffset = alias.Success ? Address(alias.Groups["first"]) : 0,
            }
            : null;
    }

    /// <summary>Parses a range of a flat view, or returns null if the line is none.</summary>
    public static ViewRange? ParseRange(string line, int lineNumber)
    {
        Match match = TreeLine().Match(line);
        if (!match.Success || ParseOwner(match.Groups["owner"].Value) is not { } owner
            || !int.TryParse(match.Groups["priority"].Value, CultureInfo.InvariantCulture, out int priority))
        {
            return null;
        }

        string name = match.Groups["name"].Value;
        Match offset = NameWithOffset().Match(name);
        return new ViewRange(
            lineNumber,
            Address(match.Groups["first"]),
            Address(match.Groups["last"]),
            priority,
            match.Groups["kind"].Value,
            offset.Success ? offset.Groups["name"].Value : name,
            offset.Success ? Address(offset.Groups["offset"]) : 0,
            owner);
    }

    /// <summary>Parses the heading of an address space in a flat view, or returns null if the line is none.</summary>
    public static ViewSpace? ParseSpace(string line, int lineNumber)
    {
        Match match = SpaceLine().Match(line);
        return match.Success ? new ViewSpace(lineNumber, match.Groups["name"].Value, match.Groups["root"].Value) : null;
    }

    private static ulong Address(Group group) => ulong.Parse(group.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static OwnerText? ParseOwner(string text)
    {
        if (text == "orphan")
        {
            return OwnerText.Orphan;
        }

        Match match = Owner().Match(text);
        return match.Success
            ? new OwnerText(match.Groups["relation"].Value, match.Groups["type"].Value == "dev", match.Groups["key"].Value, match.Groups["value"].Value)
            : null;
    }

    [GeneratedRegex(
        @"^(\[DETECTED OVERFLOW!\] )?(?<indent> *)(?<first>[0-9a-f]{16})-(?<last>[0-9a-f]{16}) \(prio (?<priority>-?\d+), (?<kind>ram|rom|romd|i/o)\): (?<name>.+?) (?<owner>orphan|(owner|parent):\{[^}]*\})$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex TreeLine();

    [GeneratedRegex("^alias (?<name>.+) @(?<target>.+) (?<first>[0-9a-f]{16})-[0-9a-f]{16}$", RegexOptions.ExplicitCapture)]
    private static partial Regex AliasName();

    [GeneratedRegex("^(?<name>.+) @(?<offset>[0-9a-f]{16})$", RegexOptions.ExplicitCapture)]
    private static partial Regex NameWithOffset();

    [GeneratedRegex("^ AS \"(?<name>.*)\", root: (?<root>.+?)(, alias .+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex SpaceLine();

    [GeneratedRegex(@"^(?<relation>owner|parent):\{(?<type>dev|obj) (?<key>path|id|type)=(?<value>[^}]+)\}$", RegexOptions.ExplicitCapture)]
    private static partial Regex Owner();
}
