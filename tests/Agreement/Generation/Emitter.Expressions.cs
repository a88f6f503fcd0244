using System;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <content>Expressions.</content>
internal sealed partial class Emitter
{
    private string Expression(Condition condition) => condition switch
    {
        Free => "Choice()",
        Flag flag => flag.Name,
        IsShort test => $"{test.Variable}.Length < {AskedInt(test.Variable)}",
        Not { Operand: IsShort test } => $"{test.Variable}.Length >= {AskedInt(test.Variable)}",
        IsNull { Form: NullTest.Length } test => $"{test.Variable}.Length == 0",
        IsNull { Form: NullTest.Pattern } test => $"{test.Variable} is {{ IsNull: true }}",
        IsNull test => $"{test.Variable}.IsNull",
        Not { Operand: IsNull { Form: NullTest.Length } test } => $"{test.Variable}.Length > 0",
        Not { Operand: IsNull { Form: NullTest.Pattern } test } => $"{test.Variable} is {{ IsNull: false }}",
        Not not => not.Operand is Both ? $"!({Expression(not.Operand)})" : "!" + Expression(not.Operand),
        Both both => $"{Operand(both.Left)} {(both.IsOr ? "||" : "&&")} {Operand(both.Right)}",
        _ => throw new InvalidOperationException(condition.GetType().Name),
    };

    private string Operand(Condition condition) => condition is Both ? $"({Expression(condition)})" : Expression(condition);

    private string Attempt(TryAcquire attempt)
    {
        return attempt.ByHelper ? $"{Helper("TryGet", ResourceKind.Mapping)}({attempt.Site}, " : $"Machine.Memory.TryMap({Asked(attempt.Site, attempt.Length)}, MapAccess.Read, ";
    }

    /// <summary>Where, and how much.</summary>
    private static string Asked(int site, AskedLength length) => length switch
    {
        AskedLength.Free => $"Site({site}), Length()",
        AskedLength.Constant => $"Anywhere({site}), 8",
        _ => $"Anywhere({site}), (ulong){AskedVariable}",
    };

    /// <summary>What was asked for, as it stands in the program.</summary>
    private string AskedInt(string variable) => _asked.Contains(variable) ? AskedVariable : "8";

    private string UseOf(Use use) => (use.Kind, use.Form) switch
    {
        (ResourceKind.Mapping, UseForm.First) => $"Look({use.Variable}.Span[0]);",
        (ResourceKind.Mapping, UseForm.Last) => _asked.Contains(use.Variable) ? $"Look({use.Variable}.Span[{AskedVariable} - 1]);" : $"Look({use.Variable}.Span[7]);",
        (ResourceKind.Mapping, UseForm.Slice) => $"Look({use.Variable}.Span.Slice(0, {AskedInt(use.Variable)}).Length);",
        (ResourceKind.Mapping or ResourceKind.Cache, _) => $"Look({use.Variable}.Span.Length);",
        (ResourceKind.Section, _) => $"Look({use.Variable}.Region.ReferenceCount);",
        (ResourceKind.Space, _) => $"Look({use.Variable}.Root.ReferenceCount);",
        _ => "Look(0);",
    };

    /// <summary>The name of a helper, which is written behind the body.</summary>
    private string Helper(string form, ResourceKind kind)
    {
        string name = form + kind;
        if (form == "Keep")
        {
            _kept.Add(kind);
        }

        _helpers[name] = Helpers.Write(name, form, kind, TypeOf(kind));
        return name;
    }

    private static string TypeOf(ResourceKind kind) => kind switch
    {
        ResourceKind.Mapping => "MemoryMapping",
        ResourceKind.Section => "MemorySection",
        ResourceKind.Cache => "MemoryRegionCache",
        ResourceKind.Space => "AddressSpace",
        _ => "TopologyTransaction",
    };

    private string Expression(Acquisition acquisition) => acquisition.Kind switch
    {
        _ when acquisition.ByHelper => $"{Helper("Get", acquisition.Kind)}({acquisition.Site})",
        ResourceKind.Mapping => $"Machine.Memory.Map({Asked(acquisition.Site, acquisition.Length)}, MapAccess.Read)",
        ResourceKind.Section => $"Machine.SystemMemory.Find(Somewhere({acquisition.Site}), 8)",
        ResourceKind.Cache => $"new MemoryRegionCache(Machine.Memory, Site({acquisition.Site}), 8, MapAccess.Read)",
        ResourceKind.Space => $"new AddressSpace(Machine, RootOf({acquisition.Site}), \"s{acquisition.Site}\")",
        _ => $"MachineOf({acquisition.Site}).BeginTransaction()",
    };

    private string ReleaseOf(Release release) => (release.Kind, release.Form) switch
    {
        (ResourceKind.Mapping, ReleaseForm.AsAsked) => $"{release.Variable}.Unmap({AskedInt(release.Variable)});",
        (ResourceKind.Mapping, ReleaseForm.TooMuch) => $"{release.Variable}.Unmap(9);",
        (ResourceKind.Mapping, ReleaseForm.ByOther) => $"Machine.Io.Unmap({release.Variable}, 0);",
        (ResourceKind.Reference, ReleaseForm.Conditional) => $"{release.Variable}?.Unref();",
        (ResourceKind.Listener, ReleaseForm.Conditional) => $"{release.Variable}?.Unregister();",
        (ResourceKind.Listener, _) => $"{release.Variable}.Unregister();",
        (ResourceKind.Cache or ResourceKind.Space, ReleaseForm.Conditional) => $"{release.Variable}?.Dispose();",
        (ResourceKind.Cache or ResourceKind.Space, _) => $"{release.Variable}.Dispose();",
        (_, ReleaseForm.Dispose) => $"{release.Variable}.Dispose();",
        (ResourceKind.Mapping, ReleaseForm.WithLength) => $"{release.Variable}.Unmap(0);",
        (ResourceKind.Mapping, ReleaseForm.ByOwner) => $"Machine.Memory.Unmap({release.Variable}, 0);",
        (ResourceKind.Mapping, _) => $"{release.Variable}.Unmap();",
        (ResourceKind.Section or ResourceKind.Reference, _) => $"{release.Variable}.Unref();",
        _ => $"{release.Variable}.Commit();",
    };
}
