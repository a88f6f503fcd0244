using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// Takes the markup out of a source: <c>$$</c> is a position, <c>[|...|]</c> a span without a name,
/// <c>{|name:...|}</c> a span with a name. Spans may nest.
/// </summary>
public static class TestFileMarkupParser
{
    public static void GetPositionsAndSpans(string input, out string output, out ImmutableArray<int> positions, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans)
    {
        GetPositionsAndSpans(input, treatPositionIndicatorsAsCode: false, out output, out positions, out spans);
    }

    /// <param name="treatPositionIndicatorsAsCode">Leave <c>$$</c> in the text: it starts an interpolated raw string.</param>
    public static void GetPositionsAndSpans(string input, bool treatPositionIndicatorsAsCode, out string output, out ImmutableArray<int> positions, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans)
    {
        ArgumentNullException.ThrowIfNull(input);
        var text = new StringBuilder(input.Length);
        var foundPositions = ImmutableArray.CreateBuilder<int>();
        var foundSpans = new List<(string Name, TextSpan Span)>();
        var open = new Stack<(string Name, int Start, bool Named)>();

        for (int i = 0; i < input.Length;)
        {
            if (At(input, i, "$$") && !treatPositionIndicatorsAsCode)
            {
                foundPositions.Add(text.Length);
                i += 2;
            }
            else if (At(input, i, "[|"))
            {
                open.Push((string.Empty, text.Length, false));
                i += 2;
            }
            else if (TryReadName(input, i, out string name))
            {
                open.Push((name, text.Length, true));
                i += name.Length + 3;
            }
            else if (At(input, i, "|]") || At(input, i, "|}"))
            {
                bool named = input[i + 1] == '}';
                if (open.Count == 0 || open.Peek().Named != named)
                {
                    throw new ArgumentException(named ? "Saw |} without matching {|:" : "Saw |] without matching [|", nameof(input));
                }

                (string Name, int Start, bool Named) span = open.Pop();
                foundSpans.Add((span.Name, TextSpan.FromBounds(span.Start, text.Length)));
                i += 2;
            }
            else
            {
                text.Append(input[i]);
                i++;
            }
        }

        if (open.Count > 0)
        {
            throw new ArgumentException(open.Peek().Named ? "Saw {|: without matching |}" : "Saw [| without matching |]", nameof(input));
        }

        output = text.ToString();
        positions = foundPositions.ToImmutable();
        spans = foundSpans
            .GroupBy(span => span.Name, span => span.Span)
            .ToImmutableDictionary(group => group.Key, group => group.OrderBy(span => span.Start).ThenBy(span => span.End).ToImmutableArray());
    }

    public static void GetPositionAndSpans(string input, out string output, out int? cursorPosition, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans)
    {
        GetPositionsAndSpans(input, out output, out ImmutableArray<int> positions, out spans);
        cursorPosition = positions.Length == 0 ? null : positions.Single();
    }

    public static void GetPositionsAndSpans(string input, out string output, out ImmutableArray<int> positions, out ImmutableArray<TextSpan> spans)
    {
        GetPositionsAndSpans(input, out output, out positions, out ImmutableDictionary<string, ImmutableArray<TextSpan>> named);
        spans = named.GetValueOrDefault(string.Empty, []);
    }

    public static void GetSpans(string input, out string output, out ImmutableArray<TextSpan> spans)
    {
        GetPositionsAndSpans(input, out output, out _, out spans);
    }

    public static void GetSpans(string input, out string output, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans)
    {
        GetPositionsAndSpans(input, out output, out _, out spans);
    }

    public static void GetSpan(string input, out string output, out TextSpan span)
    {
        GetSpans(input, out output, out ImmutableArray<TextSpan> spans);
        span = spans.Single();
    }

    public static void GetPosition(string input, out string output, out int position)
    {
        GetPositionsAndSpans(input, out output, out ImmutableArray<int> positions, out ImmutableDictionary<string, ImmutableArray<TextSpan>> _);
        position = positions.Single();
    }

    private static bool At(string input, int index, string mark)
    {
        return string.CompareOrdinal(input, index, mark, 0, mark.Length) == 0;
    }

    private static bool TryReadName(string input, int index, out string name)
    {
        name = string.Empty;
        if (!At(input, index, "{|"))
        {
            return false;
        }

        int end = index + 2;
        while (end < input.Length && (char.IsAsciiLetterOrDigit(input[end]) || input[end] is '#' or '_' or '-' or '.' or '+'))
        {
            end++;
        }

        if (end == index + 2 || end == input.Length || input[end] != ':')
        {
            return false;
        }

        name = input[(index + 2)..end];
        return true;
    }
}
