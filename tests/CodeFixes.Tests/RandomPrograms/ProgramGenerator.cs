using System;
using System.Collections.Generic;
using System.Text;

namespace MemoryRegions.CodeFixes.Tests.RandomPrograms;

/// <summary>
/// Writes methods that map, look, unmap and forget at random, in random control flow. Where a path goes is decided by <c>B(n)</c>, what it
/// sees goes into the log.
/// </summary>
internal sealed class ProgramGenerator(int seed)
{
    private const int MaxDepth = 3;

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();

    // To unmap what was never mapped is a mistake of another kind.
    private readonly HashSet<string> _mapped = [];
    private int _names;
    private int _conditions;

    public string Method(string name)
    {
        _text.Append($"    public static int {name}(AddressSpace s, Func<int, bool> B, List<string> log)\n    {{\n");
        Block(2, [], inLoop: false, depth: 0);
        _text.Append("        return 0;\n    }\n\n");
        return _text.ToString();
    }

    private void Line(int indent, string text) => _text.Append(' ', indent * 4).Append(text).Append('\n');

    private bool Chance() => _random.Next(2) == 0;

    private string Condition() => $"B({_conditions++ % 8})";

    private string NewName() => "m" + _names++;

    private string OneOf(List<string> names) => names[_random.Next(names.Count)];

    private string Value(List<string> visible) => visible.Count > 0 && Chance() ? OneOf(visible) + ".Length" : _random.Next(9).ToString();

    private string Map() => $"s.Map({_random.Next(4)}, {(_random.Next(4) == 0 ? 0 : 8)}, MapAccess.{(Chance() ? "Read" : "Write")})";

    private void Nested(int indent, string head, List<string> visible, bool inLoop, int depth)
    {
        Line(indent, head);
        Line(indent, "{");
        Block(indent + 1, visible, inLoop, depth + 1);
        Line(indent, "}");
    }

    private void Block(int indent, List<string> outer, bool inLoop, int depth)
    {
        List<string> visible = [.. outer];
        List<string> own = [];
        for (int count = _random.Next(2, 5); count > 0; count--)
        {
            if (_random.Next(3) > 0 || depth == MaxDepth)
            {
                Simple(indent, visible, own, inLoop);
            }
            else
            {
                Compound(indent, visible, inLoop, depth);
            }
        }

        foreach (string name in own)
        {
            if (Chance())
            {
                Line(indent, name + (_mapped.Contains(name) && Chance() ? ".Unmap();" : ".Dispose();"));
            }
        }
    }

    private void Simple(int indent, List<string> visible, List<string> own, bool inLoop)
    {
        string name = NewName();
        switch (_random.Next(10))
        {
            case 0 or 1:
                Line(indent, $"{(Chance() ? "var" : "MemoryMapping")} {name} = {Map()};");
                break;
            case 2:
                Line(indent, $"if (!s.TryMap({_random.Next(4)}, 8, MapAccess.Read, out var {name}))");
                Line(indent + 1, inLoop && Chance() ? "continue;" : "return -1;");
                _mapped.Add(name);
                break;
            case 3:
                Line(indent, $"MemoryMapping {name} = default;");
                Line(indent, $"if ({Condition()})");
                Line(indent, "{");
                Line(indent + 1, $"{name} = {Map()};");
                Line(indent, "}");
                break;
            case 4 when visible.Count > 0:
                Line(indent, $"log.Add(\"n\" + {OneOf(visible)}.IsNull + {OneOf(visible)}.Length);");
                return;
            case 5 when own.Count > 0:
                Line(indent, $"if ({Condition()}) {{ {OneOf(own)}.Dispose(); return {Value([])}; }}");
                return;
            case 6 when own.Exists(_mapped.Contains):
                Line(indent, $"{(Chance() ? $"if ({Condition()}) " : string.Empty)}{OneOf(own.FindAll(_mapped.Contains))}.Unmap();");
                return;
            case 7 when own.Count > 0:
                string overwritten = OneOf(own);
                _mapped.Remove(overwritten);
                Line(indent, $"{overwritten} = {Map()};");
                return;
            case 8:
                Line(indent, Chance() ? Map() + ";" : $"log.Add(\"o\" + {Map()}.Length);");
                return;
            default:
                Line(indent, $"if ({Condition()})");
                Line(indent + 1, inLoop && Chance() ? (Chance() ? "break;" : "continue;") : $"return {Value(visible)};");
                return;
        }

        visible.Add(name);
        own.Add(name);
    }

    private void Compound(int indent, List<string> visible, bool inLoop, int depth)
    {
        switch (_random.Next(5))
        {
            case 0:
                Nested(indent, $"if ({Condition()})", visible, inLoop, depth);
                if (Chance())
                {
                    Nested(indent, "else", visible, inLoop, depth);
                }

                break;
            case 1:
                string counter = "k" + _names++;
                Nested(indent, $"for (int {counter} = 0; {counter} < 2; {counter}++)", visible, inLoop: true, depth);
                break;
            case 2:
                string name = NewName();
                Nested(indent, $"if (s.TryMap(0, {(_random.Next(3) == 0 ? 0 : 8)}, MapAccess.Write, out var {name}))", [.. visible, name], inLoop, depth);
                break;
            case 3:
                Line(indent, "try");
                Line(indent, "{");
                Block(indent + 1, visible, inLoop, depth + 1);
                Line(indent + 1, $"if ({Condition()}) throw new InvalidOperationException(\"e\" + {Value(visible)});");
                Line(indent, "}");
                Line(indent, "catch (InvalidOperationException e) when (e is not MemoryRegionException)");
                Line(indent, "{");
                Line(indent + 1, "log.Add(e.Message);");
                Line(indent, "}");
                break;
            default:
                string inSection = NewName();
                Line(indent, $"switch ({Condition()})");
                Line(indent, "{");
                Line(indent + 1, "case true:");
                Line(indent + 2, $"var {inSection} = {Map()};");
                Line(indent + 2, $"if ({Condition()}) {{ {inSection}.Dispose(); break; }}");
                Line(indent + 2, $"log.Add(\"s\" + {inSection}.Length);");
                Line(indent + 2, "break;");
                Line(indent, "}");
                break;
        }
    }
}
