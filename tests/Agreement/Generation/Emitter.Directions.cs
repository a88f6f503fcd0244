using System;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <content>
/// Mappings with a direction. The runtime complains of none: of the machines here memory is direct, and whoever writes what was mapped
/// for reading does write. So where the rule applies is known by construction.
/// </content>
internal sealed partial class Emitter
{
    private const string AgainstDirection = "MRL312";

    private void Write(MapFor directed)
    {
        string variable = directed.Variable;
        string flag = "is" + variable;
        if (directed.Access == MappedFor.Either)
        {
            Line($"bool {flag} = Choice();");
        }

        string access = directed.Access switch
        {
            MappedFor.Reading => "MapAccess.Read",
            MappedFor.Writing => "MapAccess.Write",
            _ => $"{flag} ? MapAccess.Write : MapAccess.Read",
        };
        Acquiring(directed.Site, $"if (Machine.Memory.TryMap(Site({directed.Site}), Length(), {access}, out var {variable}))");
        Line("{");
        _indent++;
        if (_tries > 0)
        {
            // For all that is known of the length a use may throw, and a handler may meet that.
            Line("Work();");
        }

        if (!directed.IsRight)
        {
            // One warning, at the first use.
            _expected.Add((AgainstDirection, _line + (directed.Access == MappedFor.Either ? 2 : 0)));
            _reached.Add(_line + (directed.Access == MappedFor.Either ? 2 : 0), directed.Site);
        }

        if (directed.Access == MappedFor.Either)
        {
            Line($"if ({(directed.IsRight ? string.Empty : "!")}{flag})");
            Line("{");
            Line("    " + UseFor(directed, writes: true));
            Line("}");
            Line("else");
            Line("{");
            Line("    " + UseFor(directed, writes: false));
            Line("}");
        }
        else
        {
            Line(UseFor(directed, writes: directed.Access == MappedFor.Writing == directed.IsRight));
        }

        Line($"{variable}.Unmap();");
        _indent--;
        Line("}");
    }

    private static string UseFor(MapFor directed, bool writes) => (directed.Use, writes) switch
    {
        (ContentUse.Element, true) => $"{directed.Variable}.Span[0] = 1;",
        (ContentUse.Element, false) => $"Look({directed.Variable}.Span[0]);",
        (ContentUse.All, true) => $"{directed.Variable}.Span.Fill(1);",
        (ContentUse.All, false) => $"Look({directed.Variable}.Span.ToArray()[0]);",
        (ContentUse.Loop, true) => $"for (int i{directed.Variable} = 0; i{directed.Variable} < {directed.Variable}.Length; i{directed.Variable}++) {{ {directed.Variable}.Span[i{directed.Variable}] = 1; }}",
        (ContentUse.Loop, false) => $"foreach (byte b{directed.Variable} in {directed.Variable}.Span) {{ Look(b{directed.Variable}); }}",
        _ => throw new InvalidOperationException(directed.Use.ToString()),
    };
}
