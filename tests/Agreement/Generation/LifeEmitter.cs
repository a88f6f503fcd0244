using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <summary>Writes devices that are made of elements.</summary>
internal sealed partial class LifeEmitter
{
    private static readonly (string Name, string Head)[] s_methods =
    [
        ("realize", "protected override void OnRealize()"),
        ("unrealize", "protected override void OnUnrealize()"),
        ("reset", "protected override void OnReset()"),
        ("finalize", "protected override void OnFinalize()"),
        ("run", "public void Run()"),
    ];

    private readonly List<string> _fields = [];
    private readonly List<string> _constructor = [];
    private readonly Dictionary<string, List<(string Text, int Site, string? Rule)>> _bodies = s_methods.ToDictionary(method => method.Name, _ => new List<(string, int, string?)>());
    private readonly List<(string Text, int Site, string? Rule)> _helpers = [];
    private readonly StringBuilder _text = new();
    private readonly ImmutableDictionary<int, int>.Builder _lines = ImmutableDictionary.CreateBuilder<int, int>();
    private readonly ImmutableHashSet<(string, int)>.Builder _expected = ImmutableHashSet.CreateBuilder<(string, int)>();
    private int _line = 1;

    private LifeEmitter()
    {
    }

    public static Source Emit(DeviceProgram program)
    {
        var emitter = new LifeEmitter();
        foreach (Element element in program.Elements)
        {
            emitter.Add(element);
        }

        emitter.Write(program.Name);
        return new Source(program, emitter._text.ToString(), emitter._lines.ToImmutable()) { Expected = emitter._expected.ToImmutable() };
    }

    /// <summary>The number under which links are noted as sites.</summary>
    public static int LinkSite(int number) => Execution.Bench.FirstLink + number;

    private void Add(Element element)
    {
        switch (element)
        {
            case LinkedRegion region:
                Add(region);
                break;
            case KeptResource kept:
                Add(kept);
                break;
            case KeptMapping mapping:
                Add(mapping);
                break;
            case LateRegion late:
                Add(late);
                break;
            case DestroyedRegion destroyed:
                Add(destroyed);
                break;
            case OrderedLinks ordered:
                Add(ordered);
                break;
            case FailingRealize:
                In("realize", "if (Choice())", "{", "    throw new Stop();", "}");
                break;
        }
    }

    private void In(string method, params string[] lines) => _bodies[method].AddRange(lines.Select(line => (line, -1, (string?)null)));

    private void Site(string method, string line, int site) => _bodies[method].Add((line, site, null));

    private void Expect(string method, string line, string? rule) => _bodies[method].Add((line, -1, rule));

    private void Write(string name)
    {
        Line("using System;");
        Line("using MemoryRegions;");
        Line("using MemoryRegions.Agreement.Execution;");
        Line("using static MemoryRegions.Agreement.Execution.World;");
        Line(string.Empty);
        Line($"public sealed class {name} : Device, IProgram");
        Line("{");
        Line("    private readonly Bus _bus;");
        foreach (string field in _fields)
        {
            Line("    " + field);
        }

        Line(string.Empty);
        Line($"    public {name}(Machine machine, Bus bus)");
        Line("        : base(machine)");
        Line("    {");
        Line("        _bus = bus;");
        foreach (string statement in _constructor)
        {
            Line("        " + statement);
        }

        Line("    }");
        foreach ((string method, string head) in s_methods)
        {
            if (_bodies[method].Count > 0 || method == "run")
            {
                Line(string.Empty);
                Line("    " + head);
                Line("    {");
                Lines(_bodies[method], "        ");
                Line("    }");
            }
        }

        Lines(_helpers, "    ");
        Line("}");
    }

    private void Lines(List<(string Text, int Site, string? Rule)> lines, string indent)
    {
        foreach ((string text, int site, string? rule) in lines)
        {
            if (site >= 0)
            {
                _lines[site] = _line;
            }

            if (rule is not null)
            {
                _expected.Add((rule, _line));
            }

            Line(text.Length == 0 ? text : indent + text);
        }
    }

    private void Line(string text)
    {
        _text.Append(text).Append('\n');
        _line++;
    }
}
