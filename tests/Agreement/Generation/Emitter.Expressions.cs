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
        return attempt.ByHelper ? $"{Helper("TryGet", ResourceKind.Mapping)}({attempt.Site}, " : $"Machine.Memory.TryMap(Site({attempt.Site}), Length(), MapAccess.Read, ";
    }

    /// <summary>The name of a helper, which is written behind the body.</summary>
    private string Helper(string form, ResourceKind kind)
    {
        string name = form + kind;
        _helpers[name] = Helpers.Write(name, form, kind, TypeOf(kind));
        return name;
    }

    private static string TypeOf(ResourceKind kind) => kind switch
    {
        ResourceKind.Mapping => "MemoryMapping",
        ResourceKind.Section => "MemorySection",
        _ => "TopologyTransaction",
    };

    private string Expression(Acquisition acquisition) => acquisition.Kind switch
    {
        _ when acquisition.ByHelper => $"{Helper("Get", acquisition.Kind)}({acquisition.Site})",
        ResourceKind.Mapping => $"Machine.Memory.Map(Site({acquisition.Site}), Length(), MapAccess.Read)",
        ResourceKind.Section => $"Machine.SystemMemory.Find(Somewhere({acquisition.Site}), 8)",
        _ => $"MachineOf({acquisition.Site}).BeginTransaction()",
    };

    private static string ReleaseOf(Release release) => (release.Kind, release.Form) switch
    {
        (_, ReleaseForm.Dispose) => $"{release.Variable}.Dispose();",
        (ResourceKind.Mapping, ReleaseForm.WithLength) => $"{release.Variable}.Unmap(0);",
        (ResourceKind.Mapping, ReleaseForm.ByOwner) => $"Machine.Memory.Unmap({release.Variable}, 0);",
        (ResourceKind.Mapping, _) => $"{release.Variable}.Unmap();",
        (ResourceKind.Section or ResourceKind.Reference, _) => $"{release.Variable}.Unref();",
        _ => $"{release.Variable}.Commit();",
    };
}
