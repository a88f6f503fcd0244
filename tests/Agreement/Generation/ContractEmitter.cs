using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <summary>Writes classes whose public methods have contracts. Nothing of them runs: where a rule applies is known by construction.</summary>
internal sealed class ContractEmitter
{
    private readonly List<string> _lines = [];
    private readonly ImmutableHashSet<(string, int)>.Builder _expected = ImmutableHashSet.CreateBuilder<(string, int)>();
    private readonly string _name;

    private ContractEmitter(string name) => _name = name;

    public static Source Emit(DeviceProgram program)
    {
        var emitter = new ContractEmitter(program.Name);
        emitter.Write(program.Contracts);
        return new Source(program, string.Join('\n', emitter._lines) + "\n", ImmutableDictionary<int, int>.Empty) { Expected = emitter._expected.ToImmutable() };
    }

    private void Write(ImmutableArray<ContractMember> members)
    {
        _lines.AddRange(["using MemoryRegions;", "using MemoryRegions.Contracts;", "using MemoryRegions.Agreement.Execution;", "using static MemoryRegions.Agreement.Execution.World;", string.Empty]);
        foreach ((ContractMember member, int n) in members.Select((member, n) => (member, n)))
        {
            Describe(member, n);
        }

        _lines.AddRange([$"public sealed class {_name}(Machine machine) : Device(machine), IProgram", "{"]);
        foreach ((ContractMember member, int n) in members.Select((member, n) => (member, n)))
        {
            Write(member, n);
        }

        _lines.AddRange(["    public void Run()", "    {", "        Work();", "    }", "}"]);
    }

    private void Describe(ContractMember member, int n)
    {
        string parameter = member is { Form: ContractForm.ForeignMember, IsRight: false } ? "System.Int64" : "System.Int32";
        string on = member is { Form: ContractForm.ForeignParameter, IsRight: false } ? "number" : "handle";
        if (member.Form is ContractForm.ForeignMember or ContractForm.ForeignParameter)
        {
            Line($"[assembly: ForeignContract(\"M:{_name}.M{n}({parameter})\", On = \"{on}\", Releases = \"{_name}{n}\")]", member.IsRight ? null : "MRL603");
        }
    }

    private void Write(ContractMember member, int n)
    {
        bool isRight = member.IsRight;
        string? notSaid = isRight ? null : "MRL601";
        string? otherwise = isRight ? null : "MRL602";
        (string kind, string type, string acquisition) = member.Kind switch
        {
            ResourceKind.Mapping => ("mapping", "MemoryMapping", "Machine.Memory.Map(Site(1), Length(), MapAccess.Read)"),
            ResourceKind.Section => ("section", "MemorySection", "Machine.SystemMemory.Find(Somewhere(1), 8)"),
            _ => ("transaction", "TopologyTransaction", "MachineOf(1).BeginTransaction()"),
        };
        switch (member.Form)
        {
            case ContractForm.Acquires:
                if (isRight)
                {
                    Line($"    [return: Acquires(\"{kind}\")]");
                }

                Line($"    public {type} M{n}()", notSaid);
                Body($"return {acquisition};");
                break;
            case ContractForm.AcquiresOut:
                Line($"    public void M{n}({(isRight ? $"[Acquires(\"{kind}\")] " : string.Empty)}out {type} handle)", notSaid);
                Body($"handle = {acquisition};");
                break;
            case ContractForm.Releases:
                Line($"    public void M{n}({(isRight ? $"[Releases(\"{kind}\")] " : string.Empty)}{type} handle)", notSaid);
                Body("Work();", "handle.Dispose();");
                break;
            case ContractForm.Keeps:
                Line($"    private {type} _kept{n};");
                Line($"    public void M{n}({(isRight ? "[TakesOwnership] " : string.Empty)}{type} handle)", notSaid);
                Body($"_kept{n}.Dispose();", $"_kept{n} = handle;");
                Line($"    public void Drop{n}()");
                Body($"_kept{n}.Dispose();");
                break;
            case ContractForm.ReleasesAlways:
                Line($"    public void M{n}([Releases(\"{kind}\")] {type} handle)");
                Leaving(isRight, otherwise, "return;", "handle.Dispose();");
                break;
            case ContractForm.ReleasesIfTrue:
                Line($"    public bool M{n}([Releases(\"{kind}\", When = CallOutcome.WhenTrue)] {type} handle)");
                _lines.AddRange(["    {", "        if (Choice())", "        {"]);
                Line($"            return {(isRight ? "false" : "true")};", otherwise);
                _lines.AddRange(["        }", string.Empty, "        handle.Dispose();", "        return true;", "    }", string.Empty]);
                break;
            case ContractForm.Borrows:
                Line($"    public void M{n}([Borrows] {type} handle)");
                _lines.AddRange(["    {", "        Work();"]);
                Line(isRight ? "        Look(1);" : "        handle.Dispose();", otherwise);
                _lines.AddRange(["    }", string.Empty]);
                break;
            case ContractForm.TakesOver:
                Line($"    private {type} _taken{n};");
                Line($"    public void M{n}([TakesOwnership] {type} handle)");
                Leaving(isRight, otherwise, "return;", $"_taken{n}.Dispose();", $"_taken{n} = handle;");
                Line($"    public void Drop{n}()");
                Body($"_taken{n}.Dispose();");
                break;
            default:
                Line($"    public void M{n}(int handle)");
                Body("Look(handle);");
                break;
        }
    }

    /// <summary>A body that may leave early, if it is wrong.</summary>
    private void Leaving(bool isRight, string? rule, string leave, params string[] rest)
    {
        Line("    {");
        if (!isRight)
        {
            _lines.AddRange(["        if (Choice())", "        {"]);
            Line("            " + leave, rule);
            _lines.AddRange(["        }", string.Empty]);
        }

        _lines.AddRange(rest.Select(line => "        " + line));
        _lines.AddRange(["    }", string.Empty]);
    }

    private void Body(params string[] statements) => _lines.AddRange(["    {", .. statements.Select(line => "        " + line), "    }", string.Empty]);

    private void Line(string text, string? rule = null)
    {
        _lines.Add(text);
        if (rule is not null)
        {
            _expected.Add((rule, _lines.Count));
        }
    }
}
