using System.Collections.Generic;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Reports;

/// <summary>The names under which the table counts what a program is made of.</summary>
internal static class Constructs
{
    public static IReadOnlySet<string> Of(DeviceProgram program)
    {
        var names = new SortedSet<string>(System.StringComparer.Ordinal);
        if (program.Shape != BodyShape.Method)
        {
            names.Add(program.Shape == BodyShape.Async ? "async" : "iterator");
        }

        foreach (ContractMember member in program.Contracts)
        {
            names.Add("contract " + member.Form.ToString().ToLowerInvariant());
        }

        foreach (Element element in program.Elements)
        {
            LifeConstructs.Add(element, names);
        }

        foreach (Statement statement in program.Statements())
        {
            switch (statement)
            {
                case If { Condition: IsNull or Not { Operand: IsNull } }:
                    names.Add("null test");
                    break;
                case If { Condition: Flag or Not { Operand: Flag } }:
                    names.Add("correlated flag");
                    break;
                case If { Condition: IsShort }:
                    names.Add("length test");
                    break;
                case If:
                    names.Add("if");
                    break;
                case Loop loop:
                    names.Add("loop " + loop.Form.ToString().ToLowerInvariant());
                    break;
                case Switch:
                    names.Add("switch");
                    break;
                case Try { Handler: not null, Finally: not null }:
                    names.Add("try catch finally");
                    break;
                case Try { Handler: not null }:
                    names.Add("try catch");
                    break;
                case Try:
                    names.Add("try finally");
                    break;
                case Using or UsingDeclaration:
                    names.Add("using");
                    break;
                case TryAcquire:
                    names.Add("TryMap");
                    names.Add("out parameter");
                    break;
                case Acquire { ByOut: true }:
                    names.Add("out parameter");
                    names.Add("helper acquires");
                    break;
                case MapFor directed:
                    names.Add("map for " + directed.Access.ToString().ToLowerInvariant());
                    break;
                case CallHelper { Form: HelperForm.Keep }:
                    names.Add("helper keeps");
                    break;
                case Lambda:
                    names.Add("lambda");
                    break;
                case Nested { IsLocked: true }:
                    names.Add("lock");
                    break;
                case Wrap wrap:
                    names.Add(wrap.IsTuple ? "tuple" : "struct");
                    break;
                case Release { Form: ReleaseForm.Conditional }:
                    names.Add("conditional access");
                    break;
                case Pause pause:
                    names.Add(pause.Waits ? "call that waits" : program.Shape == BodyShape.Async ? "await of a completed task" : "yield");
                    break;
                case Discard:
                    names.Add("discard");
                    break;
                case Label:
                    names.Add("label");
                    break;
                case CallHelper { Form: HelperForm.Borrow }:
                    names.Add("helper borrows");
                    break;
                case CallHelper:
                    names.Add("helper releases");
                    break;
                case CallDecider:
                    names.Add("helper decides");
                    break;
                case FillArray fill:
                    names.Add(fill.Checks ? "array with prefix release" : "array");
                    break;
                case Use:
                    names.Add("use");
                    break;
                case Copy:
                    names.Add("copy");
                    break;
                case Assign:
                    names.Add("overwrite");
                    break;
                case Jump jump:
                    names.Add("jump " + jump.Kind.ToString().ToLowerInvariant());
                    break;
                case Work:
                    names.Add("call that throws");
                    break;
            }

            if (statement is TryAcquire { ByHelper: true } || Value(statement) is { ByHelper: true })
            {
                names.Add("helper acquires");
            }

            if (program.HasLocalHelpers && statement is CallHelper or CallDecider)
            {
                names.Add("local function");
            }

            if (Kind(statement) is { } kind)
            {
                names.Add("kind " + kind.ToString().ToLowerInvariant());
            }
        }

        return names;
    }

    private static ResourceKind? Kind(Statement statement) => statement switch
    {
        TryAcquire or MapFor => ResourceKind.Mapping,
        TakeReference take => take.Kind,
        _ => Value(statement)?.Kind,
    };

    private static Acquisition? Value(Statement statement) => statement switch
    {
        Acquire acquire => acquire.Value,
        Assign assign => assign.Value,
        FillArray fill => fill.Value,
        Discard discard => discard.Value,
        Using @using => @using.Value,
        UsingDeclaration declaration => declaration.Value,
        _ => null,
    };
}
