using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>How messages call things.</summary>
internal static class Names
{
    public static string? Of(Value value) => value.Kind switch
    {
        ValueKind.This => "this",
        ValueKind.Variable => value.Symbol!.Name,
        ValueKind.Member when value.Instance is null or { Kind: ValueKind.This } => value.Symbol!.Name,
        ValueKind.Member => Of(value.Instance!) is { } instance ? instance + "." + value.Symbol!.Name : value.Symbol!.Name,
        ValueKind.Call => value.Symbol!.Name + "()",
        ValueKind.Creation => Of(value.Creation!),
        _ => null,
    };

    public static string? Of(CreationFact creation) => creation.Target?.Name ?? creation.Name;

    /// <summary>"MMIO region 'x'", or without a name if none is known.</summary>
    public static string OfRegion(RegionKind kind, string? name) => name is null ? kind.DisplayName() : kind.DisplayName() + " '" + name + "'";

    /// <summary>The number of the line on which the node begins, from 1.</summary>
    public static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    public static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);

    public static string OfFunction(ISymbol function)
    {
        switch (function)
        {
            case IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } lambda:
                return "a lambda in " + OfFunction(lambda.ContainingSymbol);
            case IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } constructor:
                return "the constructor of '" + constructor.ContainingType.Name + "'";
            case IMethodSymbol { AssociatedSymbol: { } associated }:
                return "'" + associated.Name + "'";
            case IMethodSymbol { ExplicitInterfaceImplementations: { IsEmpty: false } implemented }:
                return "'" + implemented[0].Name + "'";
            case IFieldSymbol { AssociatedSymbol: { } property }:
                return "the initialiser of '" + property.Name + "'";
            case IFieldSymbol or IPropertySymbol:
                return "the initialiser of '" + function.Name + "'";
            default:
                return "'" + function.Name + "'";
        }
    }

    /// <summary>The function, and how it comes to run in the phase: "'MapWindow', called by 'OnDoorbellWrite', an MMIO callback".</summary>
    public static string WithReason(ISymbol function, LifecyclePhase phase, PhaseMap phases)
    {
        (ImmutableArray<ISymbol> chain, string? role) = phases.Explain(function, phase);
        var names = new List<string>();
        foreach (ISymbol link in chain)
        {
            string name = OfFunction(link);
            if (names.Count == 0 || names[names.Count - 1] != name)
            {
                names.Add(name);
            }
        }

        string text = names[0];
        if (names.Count > 1)
        {
            text += ", called by " + names[names.Count - 1];
            for (int i = names.Count - 2; i > 0; i--)
            {
                text += (i == names.Count - 2 ? " through " : ", ") + names[i];
            }
        }

        return role is null ? text : text + ", " + role;
    }
}
