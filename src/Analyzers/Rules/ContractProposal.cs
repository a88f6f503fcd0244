using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;

namespace MemoryRegions.Analyzers.Rules;

/// <summary>MRL601: what a method does with resources, visibly for other assemblies, without an attribute that says so.</summary>
internal static class ContractProposal
{
    /// <summary>The attribute belongs on the return value, or on the parameter of that ordinal.</summary>
    public const string Target = "Target";

    /// <summary>The attribute, as it is written.</summary>
    public const string Attribute = "Attribute";

    public const string ReturnTarget = "return";

    public static bool Concerns(IMethodSymbol method, MethodContract contract, ContractModel contracts)
    {
        // Of overrides and implementations the declaration speaks.
        if (method.IsAbstract || method.IsExtern || method.IsOverride || !IsVisible(method) || Implements(method))
        {
            return false;
        }

        return (contract.ReturnAcquires is null && IsHandle(KnownTypes.ResultOf(method.ReturnType), contracts))
            || method.Parameters.Any(parameter => IsSilent(contract.Parameter(parameter.Ordinal)) && IsHandle(parameter.Type, contracts));
    }

    public static void Report(IMethodSymbol method, MethodContract contract, BodyGraph body, CallOracle oracle, Action<Diagnostic> report)
    {
        if (new SummaryBuilder(method, body, oracle).Build() is not { } effects)
        {
            return;
        }

        Location location = method.Locations[0];
        if (contract.ReturnAcquires is null && effects.Contract.ReturnAcquires is { } returned)
        {
            Propose(ReturnTarget, "Acquires(\"" + returned.Kind + "\")", "acquires the " + returned.Kind + " that it returns");
        }

        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (!IsSilent(contract.Parameter(parameter.Ordinal)))
            {
                continue;
            }

            ParameterContract does = effects.Contract.Parameter(parameter.Ordinal);
            string ordinal = parameter.Ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (does.Acquires is { } acquired)
            {
                Propose(ordinal, Written("Acquires", acquired.Kind, acquired.When), "acquires the " + acquired.Kind + " '" + parameter.Name + "'");
            }
            else if (does.Releases is { } released)
            {
                if (!oracle.Contracts.IsCounted(parameter.Type, released.Kind))
                {
                    Propose(ordinal, Written("Releases", released.Kind, released.When), "releases the " + released.Kind + " '" + parameter.Name + "'");
                }
            }
            else if (parameter.RefKind == RefKind.None && parameter.Type.IsValueType && Keeps(parameter, body, oracle) is { } kind)
            {
                Propose(ordinal, "TakesOwnership", "keeps the " + kind + " '" + parameter.Name + "'");
            }
        }

        void Propose(string target, string attribute, string does)
        {
            ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty.Add(Target, target).Add(Attribute, attribute);
            string shown = target == ReturnTarget ? "[return: " + attribute + "]" : "[" + attribute + "]";
            report(Diagnostic.Create(ContractRules.NotSaid, location, properties, method.Name, does, shown));
        }
    }

    private static string Written(string attribute, string kind, CallOutcome when)
    {
        return attribute + "(\"" + kind + "\"" + (when == CallOutcome.Always ? string.Empty : ", When = CallOutcome." + when) + ")";
    }

    /// <summary>The kind of a handle that is copied into a field on every path. (A reference may be kept by somebody who only looks at the object.)</summary>
    private static string? Keeps(IParameterSymbol parameter, BodyGraph body, CallOracle oracle)
    {
        foreach (HandleKind handle in oracle.Contracts.Of(parameter.Type).HandleKinds)
        {
            var entry = new TrackedObject(handle.Kind, ObjectOrigin.Entry, parameter.Type, null, body.Slots.Of(parameter), mayBeNull: false);
            if (!handle.IsCounted
                && TypestateAnalysis.Run(body, entry, oracle.Cancellation) is { Returns.Count: > 0 } history
                && history.Returns.All(static exit => exit.IsKept))
            {
                return handle.Kind;
            }
        }

        return null;
    }

    private static bool IsSilent(ParameterContract contract)
    {
        return contract.Acquires is null && contract.Releases is null && !contract.TakesOwnership && !contract.Borrows;
    }

    private static bool IsHandle(ITypeSymbol? type, ContractModel contracts)
    {
        return type is not null && contracts.Of(type).HandleKinds.Any(static handle => !handle.IsCounted);
    }

    private static bool IsVisible(IMethodSymbol method)
    {
        for (ISymbol? symbol = method; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Implements(IMethodSymbol method)
    {
        return method.ContainingType.AllInterfaces.Any(contract => contract.GetMembers(method.Name)
            .Any(member => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method)));
    }
}
