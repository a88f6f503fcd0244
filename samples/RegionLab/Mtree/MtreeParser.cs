using System.Collections.Generic;
using System.IO;

namespace MemoryRegions.RegionLab.Mtree;

/// <summary>Reads what QEMU's monitor prints for <c>info mtree -o -D</c> followed by <c>info mtree -f -o</c>.</summary>
public sealed class MtreeParser
{
    private const string SpaceHeading = "address-space: ";
    private const string RegionHeading = "memory-region: ";
    private const string ViewHeading = "FlatView #";
    private const string RootHeading = " Root memory region: ";
    private const string NoRanges = "  No rendered FlatView";

    private readonly string _file;
    private readonly string[] _lines;
    private readonly List<TreeSection> _sections = [];
    private readonly List<ViewSection> _views = [];
    private int _next;

    private MtreeParser(string file, string[] lines)
    {
        _file = file;
        _lines = lines;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">The file is not such a text.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MtreeText Read(string file) => Parse(file, File.ReadAllText(file));

    /// <summary>Parses a text.</summary>
    /// <param name="file">The name to complain about.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="InputException">It is not such a text.</exception>
    public static MtreeText Parse(string file, string text)
    {
        string[] lines = text.Split('\n');
        return new MtreeParser(file, lines[^1].Length == 0 ? lines[..^1] : lines).Parse();
    }

    private string? Current => _next < _lines.Length ? _lines[_next] : null;

    private MtreeText Parse()
    {
        while (Current is { } line && !line.StartsWith(ViewHeading, StringComparison.Ordinal))
        {
            if (line.Length == 0)
            {
                _next++;
                continue;
            }

            ParseSection();
        }

        int firstViewLine = _next + 1;
        while (Current is { } line)
        {
            if (line.Length == 0)
            {
                _next++;
                continue;
            }

            ParseView();
        }

        if (_sections.Count == 0)
        {
            throw Error("there is no region tree: the text of 'info mtree -o -D' is expected");
        }

        if (_views.Count == 0)
        {
            throw Error("there is no flat view: the text of 'info mtree -f -o' is expected after the trees");
        }

        return new MtreeText(_file, _sections, _views, _lines, firstViewLine);
    }

    private InputException Error(string message) => new(_file, Math.Min(_next + 1, Math.Max(_lines.Length, 1)), message);

    private void ParseSection()
    {
        int start = _next + 1;
        var spaces = new List<string>();
        while (Current is { } line && line.StartsWith(SpaceHeading, StringComparison.Ordinal))
        {
            spaces.Add(line[SpaceHeading.Length..]);
            _next++;
        }

        string? region = null;
        if (spaces.Count == 0)
        {
            region = Current!.StartsWith(RegionHeading, StringComparison.Ordinal)
                ? Current[RegionHeading.Length..]
                : throw Error("'address-space: ', 'memory-region: ' or 'FlatView #' is expected");
            _next++;
        }

        TreeNode root = ParseTree();
        if (region is not null && root.Name != region)
        {
            _next = start;
            throw Error($"the tree of the region {region} is expected");
        }

        _sections.Add(new TreeSection(start, spaces, root));
    }

    private TreeNode ParseTree()
    {
        var open = new Stack<TreeNode>();
        TreeNode? root = null;
        while (Current is { Length: > 0 } line)
        {
            TreeNode node = MtreeLineParser.ParseNode(line, _next + 1)
                ?? throw Error("a region is expected: START-END (prio N, ram|rom|romd|i/o): NAME owner:{...}, as 'info mtree -o -D' prints it");
            while (open.TryPeek(out TreeNode? above) && above.Level >= node.Level)
            {
                open.Pop();
            }

            if (open.TryPeek(out TreeNode? container) ? node.Level != container.Level + 1 : node.Level != 1 || root is not null)
            {
                throw Error("the indentation does not fit the line before");
            }

            if (container is { Target: not null })
            {
                throw Error("an alias has no subregions");
            }

            root ??= node;
            container?.Children.Add(node);
            open.Push(node);
            _next++;
        }

        return root ?? throw Error("a region tree is expected");
    }

    private void ParseView()
    {
        if (!Current!.StartsWith(ViewHeading, StringComparison.Ordinal))
        {
            throw Error("'FlatView #' is expected");
        }

        _next++;
        var spaces = new List<ViewSpace>();
        while (Current is { } line && MtreeLineParser.ParseSpace(line, _next + 1) is { } space)
        {
            spaces.Add(space);
            _next++;
        }

        if (spaces.Count == 0)
        {
            throw Error("an address space is expected:  AS \"NAME\", root: REGION");
        }

        if (Current?.StartsWith(RootHeading, StringComparison.Ordinal) != true)
        {
            throw Error($"'{RootHeading}' is expected");
        }

        _next++;
        var ranges = new List<ViewRange>();
        if (Current == NoRanges)
        {
            _next++;
        }
        else
        {
            while (Current is { Length: > 0 } line)
            {
                ranges.Add(MtreeLineParser.ParseRange(line, _next + 1) ?? throw Error("a range of a flat view is expected"));
                _next++;
            }
        }

        _views.Add(new ViewSection(spaces, ranges));
    }
}
