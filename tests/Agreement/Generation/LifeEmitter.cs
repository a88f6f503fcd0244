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
    private readonly List<(string Text, int Site, string? Rule)> _constructor = [];
    private readonly Dictionary<string, List<(string Text, int Site, string? Rule)>> _bodies = s_methods.ToDictionary(method => method.Name, _ => new List<(string, int, string?)>());
    private readonly List<(string Text, int Site, string? Rule)> _helpers = [];
    private readonly List<(string Text, int Site, string? Rule)> _base = [];
    private readonly StringBuilder _text = new();
    private readonly ImmutableDictionary<int, int>.Builder _lines = ImmutableDictionary.CreateBuilder<int, int>();
    private readonly Dictionary<string, string> _skipped = [];
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

        emitter.CallBase();

        emitter.Write(program.Name);
        return new Source(program, emitter._text.ToString(), emitter._lines.ToImmutable()) { Expected = emitter._expected.ToImmutable() };
    }

    /// <summary>The number under which links are noted as sites.</summary>
    public static int LinkSite(int number) => Execution.Bench.FirstLink + number;

    /// <summary>The number under which aliases that outlive what they show are noted as sites.</summary>
    public static int AliasSite(int number) => Execution.Bench.FirstAlias + number;

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
            case FailingRealize failing:
                Add(failing);
                break;
            case WrongContainer container:
                Add(container);
                break;
            case Recreation recreation:
                Add(recreation);
                break;
            case ForeignCallbacks callbacks:
                Add(callbacks);
                break;
            case DestroyedRoot root:
                Add(root);
                break;
            case UseAfterDestruction use:
                Add(use);
                break;
            case DestroyedWhileLinked linked:
                Add(linked);
                break;
            case OutlivedTarget target:
                Add(target);
                break;
            case AliasReference reference:
                Add(reference);
                break;
            case BaseClass @base:
                Add(@base);
                break;
            case Registration registration:
                Add(registration);
                break;
            default:
                throw new InvalidOperationException(element.GetType().Name);
        }
    }

    private void Field(string type, string name, string value)
    {
        _fields.Add($"private readonly {type} {name};");
        Made($"{name} = {value};");
    }

    /// <summary>What the constructor does.</summary>
    private void Made(string line) => _constructor.Add((line, -1, null));

    private void Helper(string head, params (string Text, int Site, string? Rule)[] body)
    {
        _helpers.AddRange([(string.Empty, -1, null), (head, -1, null), ("{", -1, null), .. body.Select(line => ("    " + line.Text, line.Site, line.Rule)), ("}", -1, null)]);
    }

    private static (string Text, int Site, string? Rule) Plain(string text) => (text, -1, null);

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
        Line($"public sealed class {name} : {(_base.Count > 0 ? name + "Base" : "Device")}, IProgram");
        Line("{");
        Line("    private readonly Bus _bus;");
        foreach (string field in _fields)
        {
            Line("    " + field);
        }

        Line(string.Empty);
        Line($"    public {name}(Machine machine, Bus bus)");
        Line($"        : base({(_base.Count > 0 ? "machine, bus" : "machine")})");
        Line("    {");
        Line("        _bus = bus;");
        Lines(_constructor, "        ");
        Line("    }");
        foreach ((string method, string head) in s_methods)
        {
            if (_bodies[method].Count > 0 || method == "run")
            {
                Line(string.Empty);
                if (_skipped.TryGetValue(method, out string? rule))
                {
                    _expected.Add((rule, _line));
                }

                Line("    " + head);
                Line("    {");
                Lines(_bodies[method], "        ");
                Line("    }");
            }
        }

        Lines(_helpers, "    ");
        Line("}");
        if (_base.Count > 0)
        {
            Line(string.Empty);
            Line($"public abstract class {name}Base : Device");
            Line("{");
            Line($"    protected {name}Base(Machine machine, Bus bus)");
            Lines(_base, "    ");
            Line("}");
        }
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
