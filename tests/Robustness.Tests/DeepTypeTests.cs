using System;
using System.Collections.Generic;
using Xunit;
using static MemoryRegions.Robustness.Tests.DeepCode;

namespace MemoryRegions.Robustness.Tests;

/// <summary>Types as deep and as wide as the compiler accepts: calls, owners and phases are followed through all of it without overflow, and in time.</summary>
public class DeepTypeTests
{
    private static readonly Dictionary<string, (Func<int, string> Members, int Depth, string[] Expected)> s_devices = new()
    {
        ["many statements"] = (n => $"protected override void OnRealize() {{ {Repeat("Work(); ", n)}{Link} }}", 10_000, ["MRL201"]),
        ["many regions"] = (
            n => $"{Each(n, i => $"private MmioRegion? _r{i}; ")} protected override void OnRealize() {{ {Each(n, i => $"_r{i} = new(this, \"r\", 16, new MmioOperations()); _bus.AddSubregion({i * 16}, _r{i}); ")}}} protected override void OnUnrealize() {{ {Each(n, i => $"_bus.DelSubregion(_r{i}!); ")}}}",
            1_000,
            []),
        ["many regions that stay linked"] = (
            n => $"{Each(n, i => $"private MmioRegion? _r{i}; ")} protected override void OnRealize() {{ {Each(n, i => $"_r{i} = new(this, \"r\", 16, new MmioOperations()); _bus.AddSubregion({i * 16}, _r{i}); ")}}}",
            500,
            ["MRL201"]),
        ["many links of one region"] = (n => $"protected override void OnRealize() {{ {Repeat("_bus.AddSubregion(0, _region); _bus.DelSubregion(_region); ", n)}{Link} }}", 500, []),
        ["many branches around a link"] = (n => $"protected override void OnRealize() {{ {Repeat("if (Ask()) Work(); ", n)}{Link} }} protected override void OnUnrealize() {{ {Repeat("if (Ask()) Work(); ", n)}{Unlink} }}", 1_000, []),
        ["conditional links"] = (n => $"protected override void OnRealize() {{ {Each(n, i => $"if (_count == {i}) {Link} else ")}Work(); }} protected override void OnUnrealize() {{ {Unlink} }}", 500, []),
        ["helper that calls the next"] = (n => $"protected override void OnRealize() => H0(); {Each(n, i => $"private void H{i}() => H{i + 1}(); ")}private void H{n}() {{ {Link} }}", 5_000, ["MRL201"]),
        ["teardown that calls the next"] = (n => $"protected override void OnRealize() {{ {Link} }} protected override void OnUnrealize() => H0(); {Each(n, i => $"private void H{i}() => H{i + 1}(); ")}private void H{n}() {{ {Unlink} }}", 5_000, []),
        ["helpers that call each other"] = (n => $"protected override void OnRealize() {{ H0(); {Link} }} {Each(n, i => $"private void H{i}() {{ {Each(n, j => $"if (Ask()) H{j}(); ")}}} ")}", 50, ["MRL201"]),
        ["helpers that call two others"] = (n => $"protected override void OnRealize() {{ H0(); }} {Each(n, i => $"private void H{i}() {{ H{i + 1}(); H{i + 2}(); }} ")}private void H{n}() {{ {Link} }} private void H{n + 1}() {{ }}", 500, ["MRL201"]),
        ["properties that read the next"] = (n => $"protected override void OnRealize() => _bus.AddSubregion(0, P0); {Each(n, i => $"private MemoryRegion P{i} => P{i + 1}; ")}private MemoryRegion P{n} => _region;", 5_000, []),
        ["methods that return the next"] = (n => $"protected override void OnRealize() => _bus.AddSubregion(0, G0()); {Each(n, i => $"private MemoryRegion G{i}() => G{i + 1}(); ")}private MemoryRegion G{n}() => _region;", 5_000, []),
        ["methods that pass it on"] = (n => $"protected override void OnRealize() => A0(_region); {Each(n, i => $"private void A{i}(MemoryRegion r) => A{i + 1}(r); ")}private void A{n}(MemoryRegion r) => _bus.AddSubregion(0, r);", 5_000, []),
        ["fields that copy the last"] = (n => $"private MmioRegion? _f0; {Each(n, i => $"private MmioRegion? _f{i + 1}; ")} protected override void OnRealize() {{ _f0 = new(this, \"r\", 16, new MmioOperations()); {Each(n, i => $"_f{i + 1} = _f{i}; ")}_bus.AddSubregion(0, _f{n}!); }}", 2_000, []),
        ["variables that copy the last"] = (n => $"protected override void OnRealize() {{ MemoryRegion r0 = _region; {Each(n, i => $"var r{i + 1} = r{i}; ")}_bus.AddSubregion(0, r{n}); }}", 2_000, []),
        ["delegates that copy the last"] = (n => $"private Action? _a0; {Each(n, i => $"private Action? _a{i + 1}; ")} protected override void OnRealize() {{ _a0 = Link; {Each(n, i => $"_a{i + 1} = _a{i}; ")}_a{n}!(); }} private void Link() {{ {Link} }}", 2_000, []),
        ["callbacks"] = (n => $"protected override void OnRealize() {{ {Each(n, i => $"_ = new MmioRegion(this, \"r\", 16, new MmioOperations {{ Read = (_, _) => {i} }}); ")}}}", 500, []),
        ["containers in containers"] = (n => $"protected override void OnRealize() {{ var c0 = new ContainerRegion(this, \"c\", 16); {Each(n, i => $"var c{i + 1} = new ContainerRegion(this, \"c\", 16); c{i}.AddSubregion(0, c{i + 1}); ")}_bus.AddSubregion(0, c0); }}", 500, []),
        ["aliases of aliases"] = (n => $"protected override void OnRealize() {{ var c0 = new AliasRegion(this, \"c\", _region, 0, 16); {Each(n, i => $"var c{i + 1} = new AliasRegion(this, \"c\", c{i}, 0, 16); ")}_bus.AddSubregion(0, c{n}); }}", 500, []),
        ["mappings in fields"] = (n => $"{Each(n, i => $"private Slot _s{i}; ")} protected override void OnRealize() {{ {Each(n, i => $"_s{i} = _leases.Take({i}); ")}}} protected override void OnUnrealize() {{ {Each(n, i => $"_s{i}.Free(); ")}}}", 500, []),
        ["mappings in fields that stay"] = (n => $"{Each(n, i => $"private Slot _s{i}; ")} protected override void OnRealize() {{ {Each(n, i => $"_s{i} = _leases.Take({i}); ")}}}", 500, []),
        ["slot that is passed on"] = (n => $"void M() {{ var s = _leases.Take(); A0(s); }} {Each(n, i => $"private void A{i}(Slot s) => A{i + 1}(s); ")}private void A{n}(Slot s) => s.Free();", 5_000, []),
        ["slot that is returned"] = (n => $"void M() {{ var s = G0(); Work(); }} {Each(n, i => $"private Slot G{i}() => G{i + 1}(); ")}private Slot G{n}() => _leases.Take();", 5_000, []),
        ["slot among helpers that call each other"] = (n => $"void M() {{ var s = _leases.Take(); A0(s); Work(); }} {Each(n, i => $"private void A{i}(Slot s) {{ {Each(n, j => $"if (Ask()) A{j}(s); ")}}} ")}", 50, []),
        ["slot among helpers that call two others"] = (n => $"void M() {{ var s = _leases.Take(); A0(s); Work(); }} {Each(n, i => $"private void A{i}(Slot s) {{ A{i + 1}(s); A{i + 2}(s); }} ")}private void A{n}(Slot s) {{ }} private void A{n + 1}(Slot s) {{ }}", 500, []),
        ["constructors that call the next"] = (n => $"{Each(n, i => $"private C(Machine m, int a, byte[{new string(',', i % 30)}] b, Tuple<{Nest(i / 30)}>? t) : this(m, a) {{ }} ")}private C(Machine m, int a) : this(m) {{ }} protected override void OnRealize() {{ {Link} }}", 200, ["MRL201"]),
        ["overloads"] = (n => $"{Each(n, i => $"private void O(C c, Func<{Nest(i)}>? f) {{ {Link} }} ")}protected override void OnRealize() {{ {Link} }}", 100, []),
    };

    private static readonly Dictionary<string, (Func<int, string> Source, int Depth)> s_types = new()
    {
        ["inheritance"] = (n => $"abstract class C0(Machine machine) : Device(machine, \"c\") {{ protected override void OnRealize() {{ }} }} {Each(n, i => $"class C{i + 1}(Machine machine) : C{i}(machine) {{ private readonly MmioRegion _r{i} = null!; protected override void OnRealize() {{ base.OnRealize(); machine.SystemMemory.AddSubregion(0, _r{i}); }} }} ")}".Replace("abstract class C0", "class C0", StringComparison.Ordinal), 500),
        ["nested types"] = (n => $"{Each(n, i => $"class N{i} {{ private readonly Leases.Bus _bus = new(); void M() {{ var s = _bus.Take(); }} ")}{Repeat("} ", n)}", 200),
        ["nested devices"] = (n => $"{Each(n, i => $"class N{i}(Machine machine) : Device(machine, \"n\") {{ protected override void OnRealize() {{ machine.SystemMemory.AddSubregion(0, new MmioRegion(this, \"r\", 16, new MmioOperations())); }} ")}{Repeat("} ", n)}", 100),
        ["generics"] = (n => $"class C {{ void M({Nest(n)} list) {{ var s = new Leases.Bus().Take(); _ = list; }} }}", 200),
        ["many types"] = (n => Each(n, i => $"class T{i}(Machine machine) : Device(machine, \"t\") {{ private readonly MmioRegion _r = null!; protected override void OnRealize() {{ machine.SystemMemory.AddSubregion(0, _r); }} }} "), 1_000),
        ["partial types"] = (n => Each(n, i => $"partial class P {{ private readonly Leases.Bus _bus{i} = new(); void M{i}() {{ var s = _bus{i}.Take(); }} }} "), 1_000),
        ["interfaces"] = (n => $"{Each(n, i => $"interface I{i + 1} : I{i} {{ }} ")}interface I0 {{ }} class C : I{n} {{ void M() {{ var s = new Leases.Bus().Take(); }} }}", 500),
    };

    private const string Link = "_bus.AddSubregion(0, _region);";

    private const string Unlink = "_bus.DelSubregion(_region);";

    public static TheoryData<string> Devices => new(s_devices.Keys);

    public static TheoryData<string> Types => new(s_types.Keys);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Device(string shape)
    {
        (Func<int, string> members, int depth, string[] expected) = s_devices[shape];
        string[] ids = Analyze(shape, n => DeviceWith(members(n)), depth, isNested: false);
        Assert.All(expected, id => Assert.Contains(id, ids));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Type(string shape) => Analyze(shape, s_types[shape].Source, s_types[shape].Depth, isNested: true);

    private static string Nest(int depth) => $"{Repeat("List<", depth)}int{Repeat(">", depth)}";

    private static string DeviceWith(string members) => $$"""
        using Leases;

        class C : Device
        {
            private readonly Bus _leases = new();
            private readonly MemoryRegion _bus;
            private readonly MmioRegion _region;
            private int _count;

            public C(Machine machine)
                : base(machine, "c")
            {
                _bus = machine.SystemMemory;
                _region = new MmioRegion(this, "region", 16, new MmioOperations());
            }

            private void Work() => _count++;
            private bool Ask() => _count > 3;

            {{members}}
        }
        """;
}
