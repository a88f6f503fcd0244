using System.Linq;

namespace MemoryRegions.Analyzers.Contracts;

/// <summary>Why a description fits no member, and which argument of the attribute is to blame (null: all of it).</summary>
internal sealed class ForeignContractProblem(string reason, string? argument = null)
{
    public string Reason { get; } = reason;

    /// <summary>The name of the named argument; empty for the documentation id.</summary>
    public string? Argument { get; } = argument;
}

/// <summary>Tells whether a description says something that can be true of its member. What cannot be is reported, and not used.</summary>
internal static class ForeignContractCheck
{
    private const string Id = "";

    public static ForeignContractProblem? Check(ForeignContract contract, ISymbol? member)
    {
        switch (member)
        {
            case null:
                return new ForeignContractProblem("no method or property of this project or its references has that documentation id", Id);
            case IMethodSymbol method:
                return CheckPlace(contract, method, method.ReturnType, method.Parameters) ?? CheckMethod(contract);
            case IPropertySymbol property:
                return CheckPlace(contract, property, property.Type, ImmutableArray<IParameterSymbol>.Empty) ?? CheckProperty(contract, property);
            default:
                return new ForeignContractProblem("it is no method or property", Id);
        }
    }

    private static ForeignContractProblem? CheckPlace(ForeignContract contract, ISymbol member, ITypeSymbol type, ImmutableArray<IParameterSymbol> parameters)
    {
        bool isConstructor = member is IMethodSymbol { MethodKind: MethodKind.Constructor };
        if (contract.SpeaksOfPlace && contract.On is null)
        {
            return new ForeignContractProblem("'On' must say what it speaks of: \"return\", \"this\" or a parameter");
        }

        if (contract.Acquires?.Length == 0 || contract.Releases?.Length == 0)
        {
            return new ForeignContractProblem("the kind of resource is empty", contract.Acquires?.Length == 0 ? nameof(contract.Acquires) : nameof(contract.Releases));
        }

        if (contract.Idempotent && contract.Releases is null)
        {
            return new ForeignContractProblem("'Idempotent' says how something is released, and nothing is", nameof(contract.Idempotent));
        }

        if (contract.When != CallOutcome.Always && (type.SpecialType != SpecialType.System_Boolean || (contract.Acquires ?? contract.Releases) is null))
        {
            return new ForeignContractProblem("'When' speaks of the Boolean result of a call that acquires or releases", nameof(contract.When));
        }

        switch (contract.On)
        {
            case null:
                return null;

            case ForeignContract.Return when !isConstructor && type.SpecialType == SpecialType.System_Void:
                return new ForeignContractProblem("it returns nothing", nameof(contract.On));

            case ForeignContract.Return when contract.Releases is not null || contract.TakesOwnership || contract.Borrows:
                return new ForeignContractProblem("a result can be acquired, and nothing else", nameof(contract.On));

            case ForeignContract.This when member.IsStatic || isConstructor:
                return new ForeignContractProblem("it has no receiver", nameof(contract.On));

            case ForeignContract.This when contract.TakesOwnership || contract.Borrows || (contract.Acquires is not null && member is IPropertySymbol):
                return new ForeignContractProblem("a receiver can be acquired or released by a method, and nothing else", nameof(contract.On));

            case ForeignContract.Return or ForeignContract.This:
                return null;
        }

        if (parameters.FirstOrDefault(candidate => candidate.Name == contract.On) is not { } parameter)
        {
            string known = parameters.IsEmpty ? "it has none" : "it has " + string.Join(", ", parameters.Select(candidate => "'" + candidate.Name + "'"));
            return new ForeignContractProblem("there is no parameter '" + contract.On + "': " + known, nameof(contract.On));
        }

        return contract.Acquires is not null && parameter.RefKind is not (RefKind.Out or RefKind.Ref)
            ? new ForeignContractProblem("the caller acquires nothing by '" + parameter.Name + "', which is no out or ref parameter", nameof(contract.On))
            : null;
    }

    private static ForeignContractProblem? CheckMethod(ForeignContract contract)
    {
        if (contract.TestsNull || contract.TestsHeld)
        {
            return new ForeignContractProblem("only a property tests whether its receiver holds something", contract.TestsNull ? nameof(contract.TestsNull) : nameof(contract.TestsHeld));
        }

        return contract.SpeaksOfPlace || contract.DoesNotThrow ? null : SaysNothing();
    }

    private static ForeignContractProblem? CheckProperty(ForeignContract contract, IPropertySymbol property)
    {
        if (contract.Releases is not null)
        {
            return new ForeignContractProblem("a property releases nothing", nameof(contract.Releases));
        }

        if (contract.TestsHeld && property.Type.SpecialType != SpecialType.System_Boolean)
        {
            return new ForeignContractProblem("only a Boolean property tells whether its receiver holds something", nameof(contract.TestsHeld));
        }

        return contract.SpeaksOfPlace || contract.DoesNotThrow || contract.TestsNull || contract.TestsHeld ? null : SaysNothing();
    }

    private static ForeignContractProblem SaysNothing() => new("it says nothing of the member");
}
