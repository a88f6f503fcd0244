using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Rules;

/// <summary>MRL602: compares what the attributes of a method say with what its body does.</summary>
internal sealed class ContractCheck(IMethodSymbol method, MethodContract contract, BodyGraph body, CallOracle oracle, Action<Diagnostic> report)
{
    public static bool Concerns(IMethodSymbol method, MethodContract contract)
    {
        if (method.IsAbstract || method.IsExtern)
        {
            return false;
        }

        return contract.ReturnAcquires is not null || contract.Parameters.Any(static parameter => parameter.Releases is not null || parameter.Borrows || parameter.TakesOwnership);
    }

    public void Check()
    {
        for (int i = 0; i < contract.Parameters.Length; i++)
        {
            ParameterContract said = contract.Parameters[i];
            IParameterSymbol parameter = method.Parameters[i];
            if (parameter.RefKind != RefKind.None)
            {
                continue;
            }

            if (said.Releases is { } release)
            {
                CheckReleases(parameter, release);
            }
            else if (said.TakesOwnership)
            {
                CheckTakesOwnership(parameter);
            }
            else if (said.Borrows)
            {
                CheckBorrows(parameter);
            }
        }

        if (contract.ReturnAcquires is { When: CallOutcome.Always } acquisition && !method.IsAsync)
        {
            CheckAcquires(acquisition);
        }
    }

    private void CheckReleases(IParameterSymbol parameter, Release release)
    {
        if (Follow(parameter, release.Kind) is not { } history)
        {
            return;
        }

        // What never happens may happen out of sight: in a pool that takes back its own, or through a part of the handle.
        bool isDoneSomewhere = history.Returns.Any(static exit => exit.IsKept || exit.Status != ObjectStatus.Held);
        if (!isDoneSomewhere && !CanRelease(parameter, release.Kind))
        {
            return;
        }

        string says = "[Releases] of '" + parameter.Name + "'";
        switch (release.When)
        {
            case CallOutcome.Always:
                ReportAt(history.Returns.Where(static exit => exit is { IsKept: false, Status: ObjectStatus.Held }), parameter, says, "it is not released ");
                break;
            default:
                bool success = release.When == CallOutcome.WhenTrue;
                says = "[Releases] of '" + parameter.Name + "' when it returns " + (success ? "true" : "false");
                ReportAt(history.Returns.Where(exit => exit is { IsKept: false, Status: ObjectStatus.Held } && exit.Result == success), parameter, says, "it is not released ");
                ReportAt(history.Returns.Where(exit => exit.Status == ObjectStatus.Released && exit.Result == !success), parameter, says, "it is released all the same ");
                break;
        }
    }

    private void CheckTakesOwnership(IParameterSymbol parameter)
    {
        foreach (HandleKind handle in oracle.Contracts.Of(parameter.Type).HandleKinds)
        {
            if (handle.IsCounted || Follow(parameter, handle.Kind) is not { } history)
            {
                continue;
            }

            if (history.Returns.Any(static exit => exit.IsKept || exit.Status != ObjectStatus.Held))
            {
                ReportAt(
                    history.Returns.Where(static exit => exit is { IsKept: false, Status: ObjectStatus.Held }),
                    parameter,
                    "[TakesOwnership] of '" + parameter.Name + "'",
                    "it is neither kept nor released ");
            }
        }
    }

    private void CheckBorrows(IParameterSymbol parameter)
    {
        foreach (HandleKind handle in oracle.Contracts.Of(parameter.Type).HandleKinds)
        {
            // A reference that is taken and dropped here is nobody else's.
            if (handle.IsCounted || Follow(parameter, handle.Kind) is not { } history)
            {
                continue;
            }

            string says = "[Borrows] of '" + parameter.Name + "'";
            if (history.Releases.Count > 0 && history.Returns.Any(static exit => exit.Status == ObjectStatus.Released))
            {
                IOperation release = history.Releases.OrderBy(static operation => operation.Syntax.SpanStart).First();
                ReportAt(release.Syntax.GetLocation(), parameter, says, "it is released here");
            }
            else if (history.Handovers.Count > 0)
            {
                IOperation call = history.Handovers.OrderBy(static operation => operation.Syntax.SpanStart).First();
                ReportAt(call.Syntax.GetLocation(), parameter, says, "it is handed to a call that takes it over");
            }
        }
    }

    /// <summary>A field is returned as it is, to a caller who is told that it has acquired what is in it.</summary>
    private void CheckAcquires(Acquisition acquisition)
    {
        if (TrackedObjects.AcquiredIn(body, oracle.Contracts).Any(acquired => acquired.Kind == acquisition.Kind))
        {
            return;
        }

        foreach (BasicBlock block in body.Graph.Blocks)
        {
            if (block.IsReachable
                && block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return
                && BodyGraph.Unwrap(block.BranchValue) is IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field
                && IsHandle(field.Type, acquisition.Kind)
                && !body.FieldsOfThis.Any(other => SymbolEqualityComparer.Default.Equals(other.Field, field.Field) && SummaryBuilder.IsWritten(other)))
            {
                report(Diagnostic.Create(
                    ContractRules.DoesOtherwise,
                    field.Syntax.GetLocation(),
                    method.Name,
                    "[return: Acquires]",
                    "it returns '" + field.Field.Name + "', which somebody else has acquired and still holds"));
                return;
            }
        }
    }

    private bool IsHandle(ITypeSymbol? type, string kind)
    {
        return type is not null && oracle.Contracts.Of(type).HandleKinds.Any(handle => handle.Kind == kind && !handle.IsCounted);
    }

    /// <summary>The handle has a release of its own that the method could call, and the method is none of those that make the kind.</summary>
    private bool CanRelease(IParameterSymbol parameter, string kind)
    {
        INamedTypeSymbol type = method.ContainingType;
        return method.Locations.Length > 0
            && oracle.Contracts.Of(parameter.Type).HandleKinds.Any(handle => handle.Kind == kind && !SymbolEqualityComparer.Default.Equals(handle.Release.ContainingType.OriginalDefinition, type.OriginalDefinition))
            && AttributeReader.Has(parameter, ContractNames.Releases)
            && !type.GetMembers().OfType<IMethodSymbol>().Any(member => Makes(oracle.Contracts.Of(member), kind));
    }

    private static bool Makes(MethodContract contract, string kind)
    {
        return contract.ReturnAcquires?.Kind == kind || contract.ReceiverAcquires?.Kind == kind || contract.Parameters.Any(parameter => parameter.Acquires?.Kind == kind);
    }

    /// <summary>What becomes of a parameter; null if the body is an iterator, is too large, or never returns.</summary>
    private ObjectHistory? Follow(IParameterSymbol parameter, string kind)
    {
        var entry = new TrackedObject(kind, ObjectOrigin.Entry, parameter.Type, null, body.Slots.Of(parameter), mayBeNull: false) { NoSuspension = true };
        return !body.Slots[entry.Argument].IsShared
            && TypestateAnalysis.Run(body, entry, oracle.Cancellation) is { Returns.Count: > 0 } history
            && !history.Suspensions.ContainsValue(Suspension.Yield)
            ? history
            : null;
    }

    private void ReportAt(IEnumerable<ReturnFact> exits, IParameterSymbol parameter, string says, string but)
    {
        SyntaxNode? declaration = parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(oracle.Cancellation);
        if (declaration is null)
        {
            return;
        }

        ExitDescription? first = exits.Select(exit => (ExitDescription?)ExitDescriber.Describe(exit.Exit, declaration)).OrderBy(static exit => exit!.Value.Location.SourceSpan.Start).FirstOrDefault();
        if (first is { } description)
        {
            ReportAt(description.Location, parameter, says, but + description.Text);
        }
    }

    private void ReportAt(Location location, IParameterSymbol parameter, string says, string but)
    {
        report(Diagnostic.Create(ContractRules.DoesOtherwise, location, parameter.Locations.Take(1), method.Name, says, but));
    }
}
