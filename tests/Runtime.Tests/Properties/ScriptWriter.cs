using System.Collections.Generic;
using System.Linq;
using MemoryRegions.RegionLab.Replay;

namespace MemoryRegions.Tests.Properties;

/// <summary>A choice of an operation and of its operands, as numbers that mean something only where the script is.</summary>
public sealed record ScriptChoice(int Operation, int A, int B, int C);

/// <summary>Turns choices into operations on what there is.</summary>
internal sealed class ScriptWriter(TraceInterpreter interpreter)
{
    private static readonly string[] s_sizes = ["0x1000", "0x2000", "0x800", "0x4000", "0x10000"];
    private static readonly string[] s_offsets = ["0x0", "0x1000", "0x800", "0x2000", "0x0", "0x3000"];

    // How often each comes up.
    private static readonly (string Name, int Weight)[] s_operations =
    [
        ("owner", 40), ("child", 25), ("ram", 60), ("rom", 10), ("romd", 20), ("mmio", 60), ("container", 80), ("alias", 60),
        ("add", 240), ("del", 50), ("enable", 30), ("resize", 15), ("move", 25), ("readonly", 10), ("romdmode", 10), ("aliasoff", 10),
        ("ref", 20), ("unref", 15), ("space", 45), ("unspace", 15), ("map", 40), ("unmap", 30), ("unparent", 70), ("drop", 20),
        ("begin", 25), ("commit", 30), ("sync", 5), ("find", 20),
    ];

    private readonly List<string> _owners = [];
    private readonly List<string> _regions = [];
    private readonly List<string> _spaces = [];
    private readonly List<string> _handles = [];
    private readonly List<string> _script = [];
    private int _open;

    public override string ToString() => string.Join('\n', _script);

    internal string[] Write(ScriptChoice choice)
    {
        string text = Compose(choice) ?? $"owner {New(_owners, "A")}";
        _script.Add(text);
        return text.Split(' ');
    }

    private string? Compose(ScriptChoice choice)
    {
        (int operation, int a, int b, int c) = choice;
        string name = Choose(operation);
        string size = s_sizes[c % s_sizes.Length];
        string offset = s_offsets[c % s_offsets.Length];
        int flag = c & 1;

        // One in ten regions has no owner.
        string? owner = a % 10 == 0 ? "-" : Living(_owners, a);
        string? region = Pick(_regions, a);
        string? other = Pick(_regions, b);
        switch (name)
        {
            case "child":
                return Living(_owners, a) is { } parent ? $"child {parent} {New(_owners, "A")}" : null;
            case "ram" or "rom" or "romd" or "mmio" or "container":
                return owner is null ? null : $"{name} {owner} {New(_regions, name[..2])} {size}";
            case "alias":
                return owner is null || LivingRegion(b) is not { } target ? null : $"alias {owner} {New(_regions, "al")} {target} {offset} {size}";
            case "add":
                // Mostly into containers, or hardly anything would fit.
                string? container = a % 4 == 0 ? region : Container(a) ?? region;
                return container is null || other is null ? null : $"add {container} {other} {offset} {c % 3}";
            case "del":
                MemoryRegion? linked = Nth(interpreter.Regions.Where(r => r.Container is not null), a);
                return linked is null ? (region is null || other is null ? null : $"del {region} {other}") : $"del {linked.Container!.Name} {linked.Name}";
            case "enable" or "readonly":
                return region is null ? null : $"{name} {region} {flag}";
            case "romdmode":
                return Nth(interpreter.Regions.OfType<RomDeviceRegion>(), a) is { } device ? $"romdmode {device.Name} {flag}" : null;
            case "aliasoff":
                return Nth(interpreter.Regions.OfType<AliasRegion>(), a) is { } alias ? $"aliasoff {alias.Name} {offset}" : null;
            case "resize":
                return region is null ? null : $"resize {region} {size}";
            case "move":
                return region is null ? null : $"move {region} {offset}";
            case "ref" or "unref":
                return region is null ? null : $"{name} {region}";
            case "find":
                return region is null ? null : $"find {region} {offset} 0x1000";
            case "space":
                return (Container(a) ?? region) is { } root ? $"space {New(_spaces, "S")} {root}" : null;
            case "unspace":
                return Nth(interpreter.Spaces, a) is { } space ? $"unspace {space.Name}" : null;
            case "map":
                return Nth(interpreter.Spaces, a) is { } mapped ? $"map {mapped.Name} {offset} {size} {flag} {New(_handles, "h")}" : null;
            case "unmap":
                return Pick(_handles, a) is { } handle ? $"unmap {handle} {c % 5}" : null;
            case "unparent":
                return b % 8 == 0 ? Pick(_owners, a) is { } o ? $"unparent {o}" : null : region is null ? null : $"unparent {region}";
            case "drop":
                return Pick(_owners, a) is { } dropped ? $"drop {dropped}" : null;
            case "begin":
                _open++;
                return "begin";
            case "commit" when _open > 0:
                _open--;
                return "commit";
            case "sync":
                return "sync";
            default:
                return null;
        }
    }

    private static string Choose(int number)
    {
        int left = number % s_operations.Sum(operation => operation.Weight);
        foreach ((string name, int weight) in s_operations)
        {
            left -= weight;
            if (left < 0)
            {
                return name;
            }
        }

        return "sync";
    }

    private static string? Pick(List<string> names, int number) => names.Count == 0 ? null : names[number % names.Count];

    private static T? Nth<T>(IEnumerable<T> items, int number)
        where T : class
    {
        List<T> all = items.ToList();
        return all.Count == 0 ? null : all[number % all.Count];
    }

    private string? Living(List<string> names, int number) =>
        Nth(interpreter.Owners.Where(o => !o.IsFinalized && names.Contains(o.Name)), number)?.Name;

    private string? LivingRegion(int number) => Nth(interpreter.Regions.Where(r => !r.IsFinalized), number)?.Name;

    private string? Container(int number) => Nth(interpreter.Regions.OfType<ContainerRegion>().Where(r => !r.IsFinalized), number)?.Name;

    private static string New(List<string> names, string prefix)
    {
        string name = $"{prefix}{names.Count}";
        names.Add(name);
        return name;
    }
}
