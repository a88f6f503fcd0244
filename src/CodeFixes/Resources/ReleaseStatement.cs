using System.Linq;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.CodeFixes.Editing;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>One way to write the release of a handle. Which one is right at a place is decided by what the engine says it finds there.</summary>
internal sealed class ReleaseStatement
{
    private readonly Func<Layout, string> _text;
    private readonly ReleaseFinding _allowed;

    private ReleaseStatement(ReleaseFinding allowed, Func<Layout, string> text)
    {
        _allowed = allowed;
        _text = text;
    }

    /// <summary>The ways to release a handle, the best first.</summary>
    public static IEnumerable<ReleaseStatement> For(Handle handle)
    {
        if (handle.Strict is { } strict)
        {
            yield return new ReleaseStatement(ReleaseFinding.Held, _ => strict + ";");
        }

        if (handle.Idempotent is { } idempotent)
        {
            // To release nothing is no mistake then, but a null reference is.
            ReleaseFinding plain = ReleaseFinding.Held | ReleaseFinding.Released | (handle.Type.IsReferenceType ? 0 : ReleaseFinding.Nothing);
            yield return new ReleaseStatement(plain, _ => idempotent + ";");
            if (NullSafe(handle, idempotent) is { } safe && safe != idempotent)
            {
                yield return new ReleaseStatement(plain | ReleaseFinding.Nothing, _ => safe + ";");
            }
        }

        if (handle.Strict is { } guarded && handle.Test is { } test)
        {
            yield return new ReleaseStatement(
                ReleaseFinding.Held,
                layout => NullSafe(handle, guarded) is { } safe && safe != guarded
                    ? safe + ";"
                    : "if (" + test + ")" + layout.EndOfLine + layout.Indent + "{" + layout.EndOfLine + layout.Indent + layout.Unit + guarded + ";"
                        + layout.EndOfLine + layout.Indent + "}");
        }
    }

    public StatementSyntax Build(Layout layout, SyntaxAnnotation mark) => StatementEditor.Parse(_text(layout)).WithAdditionalAnnotations(mark);

    /// <summary>The statement is right where it was put: it releases what is held, and finds nothing that it must not find.</summary>
    public bool IsRight(LeakCase after, SyntaxAnnotation mark)
    {
        return after.State.Root.GetAnnotatedNodes(mark).FirstOrDefault() is { } node && IsRight(after.Scan, node, after.History);
    }

    public bool IsRight(BodyScan scan, SyntaxNode node, ObjectHistory history)
    {
        ReleaseFinding finding = BodyScan.FindingIn(node, history);
        const ReleaseFinding Foreign = ReleaseFinding.Other | ReleaseFinding.OtherBefore;
        if ((finding & Foreign) != 0)
        {
            if (history.Name is not ILocalSymbol local || !HoldsOnlyResources(scan, local, history.Tracked.Kind))
            {
                return false;
            }

            // What else it may hold is tracked too: all of it must be right.
            foreach (ObjectHistory other in scan.Histories)
            {
                if (SymbolEqualityComparer.Default.Equals(other.Name, local))
                {
                    finding |= BodyScan.FindingIn(node, other);
                }
            }

            finding &= ~Foreign;
        }

        return (finding & ReleaseFinding.Held) != 0 && (finding & ~_allowed) == 0;
    }

    /// <summary>A reference that may be null is called by <c>?.</c>.</summary>
    private static string NullSafe(Handle handle, string call)
    {
        string prefix = handle.Text + ".";
        return handle.Type.IsReferenceType && call.StartsWith(prefix, StringComparison.Ordinal) ? handle.Text + "?." + call.Substring(prefix.Length) : call;
    }

    /// <summary>Every value that the local gets is a fresh resource of the kind, or nothing.</summary>
    private static bool HoldsOnlyResources(BodyScan scan, ILocalSymbol local, string kind)
    {
        foreach (IOperation operation in scan.Body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer: { } initializer } declarator when Is(declarator.Symbol) && !Fresh.IsFresh(scan, initializer.Value, kind):
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Is(target.Local) && !Fresh.IsFresh(scan, assignment.Value, kind):
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref, Value: ILocalReferenceOperation byReference } when Is(byReference.Local):
                case IArgumentOperation { Parameter.RefKind: RefKind.Out } argument when IsOut(argument) && !Fresh.IsFresh(scan, argument, kind):
                    return false;
            }
        }

        return true;

        bool Is(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol, local);

        bool IsOut(IArgumentOperation argument) => argument.Value switch
        {
            ILocalReferenceOperation reference => Is(reference.Local),
            IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared } => Is(declared.Local),
            _ => false,
        };
    }
}
