using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.Analyzers.Lifecycle;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>
/// MRL305, as far as it is a fact of the type: a body calls what may come back to its object, and goes on with a field that a public member
/// of the object releases, without a look at whether it still holds anything.
/// </summary>
internal sealed class ReentryRule(HolderFamily family, Keeping keeping, Action<Diagnostic> report, CancellationToken cancellation)
    : HolderRule(family, report, cancellation)
{
    /// <summary>How far a release is looked for behind the member that somebody calls.</summary>
    private const int MaximumDepth = 8;

    private readonly HashSet<(SyntaxNode Call, ISymbol Field)> _reported = new();

    public void Check()
    {
        if (Family.Bodies.All(static body => body.Reentries.Count == 0))
        {
            return;
        }

        foreach (BodyUses body in Family.Bodies.Where(body => IsInOutermost(body.Member) && !body.Member.IsStatic && (body.Reentries.Count > 0 || HelpersIn(body).Any())).ToList())
        {
            foreach (IFieldSymbol field in Family.Symbols.OfType<IFieldSymbol>().Where(field => !field.IsStatic && IsOf(field, body.Type) && Family.IsClosed(field)).ToList())
            {
                Cancellation.ThrowIfCancellationRequested();
                foreach ((IMethodSymbol member, ReleaseSite release) in ReleasingMembers(field, body))
                {
                    Check(body, field, member, release);
                }
            }
        }
    }

    /// <summary>Calls of helpers that return nothing, and call what may come back.</summary>
    private IEnumerable<(ISymbol Helper, IOperation Call)> HelpersIn(BodyUses body)
    {
        return body.Calls
            .Where(call => call is { Call: IInvocationOperation { Instance: IInstanceReferenceOperation }, Callee: IMethodSymbol { MethodKind: MethodKind.Ordinary, ReturnsVoid: true, IsAsync: false } }
                && Family.IsClosed(call.Callee)
                && Family.Calls.DescendantsOf(new[] { call.Callee }) is var reached
                && Family.Bodies.Any(other => other.Reentries.Count > 0 && reached.Contains(other.Member)))
            .Select(static call => (call.Callee, call.Call));
    }

    private static bool IsOf(IFieldSymbol field, INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, field.ContainingType))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The members by which a callee that comes back can have the field released: whenever they are called, and for good.</summary>
    private IEnumerable<(IMethodSymbol Member, ReleaseSite Release)> ReleasingMembers(IFieldSymbol field, BodyUses body)
    {
        HashSet<ISymbol>? running = null;
        var seen = new HashSet<(ISymbol, string)>();
        foreach (ReleaseSite release in ReleasesOf(field))
        {
            if (release is not { Kind: { } kind, IsPart: false } || Contracts.IsCounted(field.Type, kind))
            {
                continue;
            }

            foreach (ISymbol ancestor in Family.Calls.AncestorsOf(release.Function))
            {
                if (ancestor is IMethodSymbol member && CanBeCalled(member)
                    && !(running ??= Family.Calls.AncestorsOf(body.Member)).Contains(member)
                    && LeadsTo(member, release, field, 0)
                    && !FillsAgain(member, field, kind)
                    && seen.Add((member, kind)))
                {
                    yield return (member, release);
                }
            }
        }
    }

    /// <summary>What releases the field, or a variable that its value is moved to.</summary>
    private IEnumerable<ReleaseSite> ReleasesOf(IFieldSymbol field)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { field };
        var pending = new Queue<ISymbol>(seen);
        while (pending.Count > 0)
        {
            if (Family.TraceOf(pending.Dequeue()) is not { } trace)
            {
                continue;
            }

            foreach (ReleaseSite release in trace.Releases)
            {
                yield return release;
            }

            foreach ((ISymbol target, bool isPart) in trace.Flows)
            {
                if (!isPart && target is ILocalSymbol or IParameterSymbol && seen.Add(target))
                {
                    pending.Enqueue(target);
                }
            }
        }
    }

    /// <summary>Somebody who knows the object can call the member while it is at work, or have the machine call it.</summary>
    private bool CanBeCalled(IMethodSymbol member)
    {
        if (member.IsStatic || member.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation or MethodKind.PropertySet))
        {
            return false;
        }

        return Contracts.Of(member).Phase is { } phase
            ? phase == LifecyclePhase.Runtime
            : member.MethodKind == MethodKind.ExplicitInterfaceImplementation
                || (!Family.IsClosed(member) && member.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal);
    }

    /// <summary>Nothing but the field itself decides whether the call comes to the release.</summary>
    private bool LeadsTo(ISymbol function, ReleaseSite release, IFieldSymbol field, int depth)
    {
        if (SymbolEqualityComparer.Default.Equals(function, release.Function))
        {
            return Activations.IsCertain(release.Call, field);
        }

        return depth < MaximumDepth
            && Family.Calls.CalleesOf(function).Any(callee => callee.Call is IInvocationOperation { Instance: IInstanceReferenceOperation }
                && Activations.IsCertain(callee.Call, field) && LeadsTo(callee.Function, release, field, depth + 1));
    }

    /// <summary>The member leaves the field with something new in it.</summary>
    private bool FillsAgain(IMethodSymbol member, IFieldSymbol field, string kind)
    {
        HashSet<ISymbol> activation = Family.Calls.DescendantsOf(new[] { member });
        return Family.Acquisitions.Any(site => site.Kind == kind && activation.Contains(site.Function))
            || WritesIn(activation).Any(write => SymbolEqualityComparer.Default.Equals(write.Field, field) && !IsEmpty(write.Value));
    }

    private static bool IsEmpty(IOperation? value) => BodyGraph.Unwrap(value) is IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null } };

    /// <summary>The fields that functions write, and the values, as far as they are assigned one by one.</summary>
    private IEnumerable<(ISymbol Field, IOperation? Value)> WritesIn(HashSet<ISymbol> functions)
    {
        foreach (IOperation part in Family.Bodies.Where(body => functions.Contains(body.Member)).SelectMany(static body => body.Roots).SelectMany(static root => root.DescendantsAndSelf()))
        {
            if (part is IFieldReferenceOperation field && SummaryBuilder.IsWritten(field))
            {
                yield return (field.Field.OriginalDefinition, field.Parent is ISimpleAssignmentOperation assignment ? assignment.Value : null);
            }
        }
    }

    private void Check(BodyUses body, IFieldSymbol field, IMethodSymbol member, ReleaseSite release)
    {
        var written = new Dictionary<ISymbol, bool?>(SymbolEqualityComparer.Default);
        foreach ((ISymbol target, IOperation? value) in WritesIn(Family.Calls.DescendantsOf(new ISymbol[] { member })))
        {
            bool? constant = value?.ConstantValue is { HasValue: true, Value: bool known } ? known : null;
            written[target] = written.TryGetValue(target, out bool? before) && before != constant ? null : constant;
        }

        var calls = new HashSet<SyntaxNode>(body.Reentries.Select(static reentry => reentry.Call.Syntax));
        List<IOperation> helpers = HelpersIn(body).Where(helper => !LooksAt(helper.Helper, field, written)).Select(static helper => helper.Call).ToList();
        var reentry = new Reentry(field, calls, new HashSet<SyntaxNode>(helpers.Select(static helper => helper.Syntax)), written, body.Roots);
        helpers.AddRange(body.Reentries.Select(static direct => direct.Call));
        IEnumerable<IOperation> uses = keeping.Analyze(body, graph => Choose(graph, reentry, release.Kind!)).SelectMany(static history => history.UsesAfterReentry);

        // A look at the field after the call would do for all uses, so it is one finding: the first after the call in the text, if any is.
        foreach (IGrouping<IOperation, IOperation> found in uses.GroupBy(use => CallBefore(use, helpers)))
        {
            IOperation first = found.OrderBy(use => use.Syntax.SpanStart < found.Key.Syntax.Span.End).ThenBy(static use => use.Syntax.SpanStart).First();
            if (_reported.Add((found.Key.Syntax, field)))
            {
                ReportAt(first, found.Key, field, member, release);
            }
        }
    }

    private static IOperation CallBefore(IOperation use, List<IOperation> calls)
    {
        // In a loop it may be a later one.
        return calls.Where(call => call.Syntax.Span.End <= use.Syntax.SpanStart).OrderBy(static call => call.Syntax.SpanStart).LastOrDefault()
            ?? calls.OrderBy(static call => call.Syntax.SpanStart).Last();
    }

    /// <summary>What the field holds at the beginning, and what the body acquires and may store in it.</summary>
    private IEnumerable<TrackedObject> Choose(BodyGraph body, Reentry reentry, string kind)
    {
        yield return new TrackedObject(kind, ObjectOrigin.Entry, reentry.Field.Type, null, body.Slots.Of(reentry.Field), mayBeNull: true) { Reentry = reentry };
        foreach (TrackedObject acquired in TrackedObjects.AcquiredIn(body, Contracts))
        {
            if (acquired.Kind == kind && !acquired.IsCounted)
            {
                yield return acquired.With(reentry);
            }
        }
    }

    /// <summary>The helper may look at what the member leaves behind, and throw.</summary>
    private bool LooksAt(ISymbol helper, IFieldSymbol field, Dictionary<ISymbol, bool?> written)
    {
        HashSet<ISymbol> reached = Family.Calls.DescendantsOf(new[] { helper });
        return Family.Bodies.Where(body => reached.Contains(body.Member)).SelectMany(static body => body.Roots).SelectMany(static root => root.DescendantsAndSelf())
            .Any(part => part is IFieldReferenceOperation read && (written.ContainsKey(read.Field.OriginalDefinition) || SymbolEqualityComparer.Default.Equals(read.Field.OriginalDefinition, field)));
    }

    private void ReportAt(IOperation use, IOperation call, IFieldSymbol field, IMethodSymbol member, ReleaseSite release)
    {
        int line = call.Syntax.GetLocation().GetMappedLineSpan().StartLinePosition.Line + 1;
        Report(field.ContainingType, () => Diagnostic.Create(
            ResourceRules.UsedAfterRelease,
            use.Syntax.GetLocation(),
            new[] { call.Syntax.GetLocation(), release.Call.Syntax.GetLocation() },
            release.Kind!,
            "'" + field.Name + "'",
            "the call at line " + line + " may have come back to " + Names.OfFunction(member) + ", which releases it",
            "test '" + field.Name + "' again after the call"));
    }
}
