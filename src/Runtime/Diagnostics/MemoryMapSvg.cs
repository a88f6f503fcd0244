using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using System.Text;

namespace MemoryRegions;

/// <summary>Lays out the rows of a drawing and renders them as SVG.</summary>
/// <remarks>
/// Columns are as wide as their longest text is in any font, so that no label runs into another; rows are as high as their two lines need.
/// </remarks>
internal sealed class MemoryMapSvg
{
    private const string Sans = "font-family=\"DejaVu Sans, Verdana, Arial, sans-serif\"";
    private const string Mono = "font-family=\"DejaVu Sans Mono, Consolas, Menlo, monospace\"";
    private const string Ink = "#1f2933";
    private const string Faint = "#8a94a0";

    private const string Heading = "owner, and aliases on the way";

    private const int Margin = 24;
    private const int Gap = 14;
    private const int HoleHeight = 24;
    private const int MinRowHeight = 36;
    private const double PixelsPerDoubling = 1.8;
    private const int HeadHeight = 118;
    private const int SmallFont = 11;
    private const int NameFont = 13;

    // A little more than the widest common fonts need on average.
    private const double WidthPerFontSize = 0.64;

    private static readonly (FlatRangeKind Kind, string Label, string Fill, string Stroke)[] s_kinds =
    [
        (FlatRangeKind.Ram, "RAM", "#d3ecd5", "#5a9c61"),
        (FlatRangeKind.Rom, "ROM", "#f6dcc3", "#c08447"),
        (FlatRangeKind.RomDevice, "ROM device", "#f3eab5", "#aa9430"),
        (FlatRangeKind.Io, "I/O", "#d4e2f7", "#5b82bd"),
    ];

    private readonly IReadOnlyList<MemoryMapRow> _rows;
    private readonly StringBuilder _svg = new();
    private readonly string _subtitle;
    private readonly string _title;
    private readonly int _blockLeft;
    private readonly int _blockRight;
    private readonly int _detailsLeft;
    private readonly int _width;

    internal MemoryMapSvg(string title, string subtitle, IReadOnlyList<MemoryMapRow> rows)
    {
        _title = title;
        _rows = rows;
        int shown = rows.Count(row => row.Kind is not null);
        _subtitle = string.Create(CultureInfo.InvariantCulture, $"{subtitle} · {shown} {(shown == 1 ? "range" : "ranges")} · low addresses at the top, heights by the logarithm of the size");
        _blockLeft = Margin + WidthOf(22, SmallFont) + Gap;
        int name = rows.Max(row => WidthOf(row.Name.Length, NameFont) + Gap + WidthOf(row.SizeText.Length, SmallFont));
        _blockRight = _blockLeft + Math.Max(300, name + (2 * Gap));
        _detailsLeft = _blockRight + Gap;
        int details = rows.Max(row => row.Details.Length == 0 ? 0 : WidthOf(Math.Max(Heading.Length, row.Details.Length), SmallFont));
        int head = Math.Max(WidthOf(title.Length, 18), WidthOf(_subtitle.Length, SmallFont));
        _width = Math.Max(_detailsLeft + details, Margin + head) + Margin;
    }

    internal string Render()
    {
        int height = HeadHeight + _rows.Sum(HeightOf) + Margin;
        _svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{_width}\" height=\"{height}\" viewBox=\"0 0 {_width} {height}\">\n");
        _svg.Append(CultureInfo.InvariantCulture, $"<title>{Escape(_title)}</title>\n");
        _svg.Append("<defs><pattern id=\"hole\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">")
            .Append("<rect width=\"8\" height=\"8\" fill=\"#fafbfc\"/><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"8\" stroke=\"#e3e7eb\" stroke-width=\"3\"/></pattern></defs>\n");
        _svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{_width}\" height=\"{height}\" fill=\"white\"/>\n");
        AppendText(Margin, 36, 18, Sans, Ink, Escape(_title), "font-weight=\"bold\"");
        AppendText(Margin, 56, SmallFont, Sans, Faint, Escape(_subtitle));
        AppendLegend();
        AppendText(_blockLeft - Gap, HeadHeight - 8, SmallFont, Sans, Faint, "first and last address", "text-anchor=\"end\"");
        AppendText(_blockLeft + Gap, HeadHeight - 8, SmallFont, Sans, Faint, "region + offset");
        AppendText(_blockRight - Gap, HeadHeight - 8, SmallFont, Sans, Faint, "size", "text-anchor=\"end\"");
        if (_rows.Any(row => row.Details.Length > 0))
        {
            AppendText(_detailsLeft, HeadHeight - 8, SmallFont, Sans, Faint, Heading);
        }

        int top = HeadHeight;
        foreach (MemoryMapRow row in _rows)
        {
            AppendRow(row, top);
            top += HeightOf(row);
        }

        _svg.Append("</svg>\n");
        return _svg.ToString();
    }

    private static int WidthOf(int characters, int fontSize) => (int)Math.Ceiling(characters * fontSize * WidthPerFontSize);

    private static int HeightOf(MemoryMapRow row) => row.Kind is null
        ? HoleHeight
        : MinRowHeight + (int)(PixelsPerDoubling * Math.Max(0, Math.Log2((double)row.Size) - 12));

    private static string Escape(string text) => SecurityElement.Escape(text);

    /// <summary>An address of 16 digits, of which the leading zeros are faint.</summary>
    private static string Address(ulong address)
    {
        string digits = address.ToString("x16", CultureInfo.InvariantCulture);
        int zeros = Math.Min(digits.Length - digits.TrimStart('0').Length, 15);
        return zeros == 0 ? digits : $"<tspan fill=\"#c3cad1\">{digits[..zeros]}</tspan>{digits[zeros..]}";
    }

    private void AppendLegend()
    {
        int left = Margin;
        foreach ((FlatRangeKind kind, string label, string fill, string stroke) in s_kinds)
        {
            if (_rows.Any(row => row.Kind == kind))
            {
                left = AppendLegendEntry(left, label, fill, stroke);
            }
        }

        AppendLegendEntry(left, "nothing answers", "url(#hole)", "#c3cad1");
    }

    private int AppendLegendEntry(int left, string label, string fill, string stroke)
    {
        _svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{left}\" y=\"68\" width=\"14\" height=\"14\" rx=\"2\" fill=\"{fill}\" stroke=\"{stroke}\"/>\n");
        AppendText(left + 20, 79, SmallFont, Sans, Ink, label);
        return left + 20 + WidthOf(label.Length, SmallFont) + Gap;
    }

    private void AppendRow(MemoryMapRow row, int top)
    {
        int height = HeightOf(row);
        int width = _blockRight - _blockLeft;
        if (row.Kind is not { } kind)
        {
            _svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{_blockLeft}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"url(#hole)\" stroke=\"#dde2e7\"/>\n");
            AppendText(_blockRight - Gap, top + 16, SmallFont, Sans, Faint, Escape(row.SizeText), "text-anchor=\"end\"");
            return;
        }

        (_, _, string fill, string stroke) = s_kinds.First(entry => entry.Kind == kind);
        _svg.Append("<g>\n").Append("<title>").Append(Escape(row.Line)).Append("</title>\n");
        _svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{_blockLeft}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\" stroke=\"{stroke}\"/>\n");
        int middle = top + (height / 2);
        AppendText(_blockLeft - Gap, top + 12, SmallFont, Mono, Ink, Address(row.First), "text-anchor=\"end\"");
        if (row.Size > 1)
        {
            AppendText(_blockLeft - Gap, top + height - 5, SmallFont, Mono, Faint, Address(row.Last), "text-anchor=\"end\"");
        }

        AppendText(_blockLeft + Gap, middle + 5, NameFont, Sans, Ink, Escape(row.Name), "font-weight=\"bold\"");
        AppendText(_blockRight - Gap, middle + 5, SmallFont, Sans, Ink, Escape(row.SizeText), "text-anchor=\"end\"");
        if (row.Details.Length > 0)
        {
            AppendText(_detailsLeft, middle + 4, SmallFont, Sans, Faint, Escape(row.Details));
        }

        _svg.Append("</g>\n");
    }

    private void AppendText(int x, int y, int size, string font, string fill, string content, string more = "") => _svg.Append(
        CultureInfo.InvariantCulture,
        $"<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" {font} fill=\"{fill}\"{(more.Length > 0 ? " " + more : "")}>{content}</text>\n");
}
