using System.Linq;

namespace MemoryRegions.Analyzers.Contracts;

/// <summary>
/// What assembly-level attributes, of the compilation and of the assemblies that it references, say of members without attributes of their
/// own. Read once for each compilation, when first asked for; a compilation that has no such attribute pays for looking up its type.
/// </summary>
internal sealed class ForeignContracts
{
    private readonly Dictionary<ISymbol, List<ForeignContract>> _contracts = new(SymbolEqualityComparer.Default);
    private readonly List<(ITypeSymbol Type, string Kind)> _resources = new();
    private readonly Dictionary<string, IMethodSymbol> _releases = new(StringComparer.Ordinal);

    private ForeignContracts()
    {
    }

    public static ForeignContracts Of(Compilation compilation)
    {
        var contracts = new ForeignContracts();
        foreach (IAssemblySymbol assembly in Describers(compilation))
        {
            foreach (AttributeData attribute in assembly.GetAttributes())
            {
                if (AttributeReader.ContractName(attribute) == ContractNames.ForeignContract)
                {
                    contracts.Add(ForeignContract.Read(attribute), compilation);
                }
            }
        }

        return contracts;
    }

    /// <summary>Nothing is said of anything.</summary>
    public bool IsEmpty => _contracts.Count == 0 && _resources.Count == 0;

    /// <summary>What is said of a method, or <see cref="MethodContract.None"/>.</summary>
    public MethodContract Of(IMethodSymbol method)
    {
        List<ForeignContract>? own = Find(method);
        List<ForeignContract>? ofProperty = method.MethodKind == MethodKind.PropertyGet && method.AssociatedSymbol is { } property ? Find(property) : null;
        return own is null && ofProperty is null ? MethodContract.None : Combine(method, (own ?? []).Concat(ofProperty ?? []));
    }

    public PropertyContract Of(IPropertySymbol property)
    {
        PropertyContract contract = PropertyContract.None;
        foreach (ForeignContract said in Find(property) ?? [])
        {
            contract |= (said.TestsNull ? PropertyContract.TestsNull : 0)
                | (said.TestsHeld ? PropertyContract.TestsHeld : 0)
                | (said.DoesNotThrow ? PropertyContract.DoesNotThrow : 0);
        }

        return contract;
    }

    /// <summary>The kinds of resource that a value of the type may be, as descriptions of acquisitions say.</summary>
    public ImmutableArray<string> KindsOf(ITypeSymbol type)
    {
        ImmutableArray<string> kinds = ImmutableArray<string>.Empty;
        foreach ((ITypeSymbol resource, string kind) in _resources)
        {
            if (IsSame(resource, type) && !kinds.Contains(kind))
            {
                kinds = kinds.Add(kind);
            }
        }

        return kinds;
    }

    /// <summary>A method that is said to release the kind.</summary>
    public IMethodSymbol? ReleaseOf(string kind) => _releases.TryGetValue(kind, out IMethodSymbol? release) ? release : null;

    /// <summary>The assemblies that may carry descriptions: those that can name the attribute.</summary>
    private static IEnumerable<IAssemblySymbol> Describers(Compilation compilation)
    {
        var definers = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (INamedTypeSymbol attribute in compilation.GetTypesByMetadataName(ContractNames.Namespace + "." + ContractNames.ForeignContract))
        {
            definers.Add(attribute.ContainingAssembly.Name);
        }

        if (definers.Count == 0)
        {
            yield break;
        }

        yield return compilation.Assembly;
        foreach (IAssemblySymbol reference in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (definers.Contains(reference.Name) || reference.Modules.Any(module => module.ReferencedAssemblies.Any(identity => definers.Contains(identity.Name))))
            {
                yield return reference;
            }
        }
    }

    private void Add(ForeignContract contract, Compilation compilation)
    {
        foreach (ISymbol member in contract.Resolve(compilation))
        {
            if (ForeignContractCheck.Check(contract, member) is not null)
            {
                continue;
            }

            if (!_contracts.TryGetValue(member, out List<ForeignContract>? said))
            {
                _contracts.Add(member, said = new List<ForeignContract>());
            }

            said.Add(contract);
            if (contract.Acquires is { } kind && ResourceOf(contract, member) is { } resource)
            {
                _resources.Add((resource, kind));
            }

            if (contract.Releases is { } released && member is IMethodSymbol release && !_releases.ContainsKey(released))
            {
                _releases.Add(released, release);
            }
        }
    }

    /// <summary>The type of the value that the caller gets; null if it is the receiver, which has its release among its own methods.</summary>
    private static ITypeSymbol? ResourceOf(ForeignContract contract, ISymbol member)
    {
        return contract.On switch
        {
            ForeignContract.This => null,
            ForeignContract.Return => member is IMethodSymbol method
                ? method.MethodKind == MethodKind.Constructor ? method.ContainingType : method.ReturnType
                : ((IPropertySymbol)member).Type,
            _ => (member as IMethodSymbol)?.Parameters.FirstOrDefault(parameter => parameter.Name == contract.On)?.Type,
        };
    }

    private static bool IsSame(ITypeSymbol resource, ITypeSymbol type)
    {
        return (resource, type) switch
        {
            (IArrayTypeSymbol first, IArrayTypeSymbol second) => first.Rank == second.Rank
                && (first.ElementType is ITypeParameterSymbol || IsSame(first.ElementType, second.ElementType)),
            (IPointerTypeSymbol first, IPointerTypeSymbol second) => IsSame(first.PointedAtType, second.PointedAtType),
            (ITypeParameterSymbol, _) => false,
            _ => SymbolEqualityComparer.Default.Equals(resource.OriginalDefinition, type.OriginalDefinition),
        };
    }

    private List<ForeignContract>? Find(ISymbol member)
    {
        return _contracts.Count > 0 && _contracts.TryGetValue(member.OriginalDefinition, out List<ForeignContract>? said) ? said : null;
    }

    private static MethodContract Combine(IMethodSymbol method, IEnumerable<ForeignContract> contracts)
    {
        Acquisition? returns = null, receiverAcquires = null;
        Release? receiverReleases = null;
        bool doesNotThrow = false, parametersTouch = false;
        ParameterContract[]? parameters = null;
        foreach (ForeignContract contract in contracts)
        {
            doesNotThrow |= contract.DoesNotThrow;
            Acquisition? acquisition = contract.Acquires is { } acquired ? new Acquisition(acquired, contract.When) : null;
            Release? release = contract.Releases is { } released ? new Release(released, contract.Idempotent, contract.When) : null;
            switch (contract.On)
            {
                case null:
                    break;
                case ForeignContract.Return:
                    returns = acquisition ?? returns;
                    break;
                case ForeignContract.This:
                    receiverAcquires = acquisition ?? receiverAcquires;
                    receiverReleases = release ?? receiverReleases;
                    break;
                default:
                    IParameterSymbol parameter = method.Parameters.First(candidate => candidate.Name == contract.On);
                    parameters ??= Enumerable.Repeat(ParameterContract.None, method.Parameters.Length).ToArray();
                    ParameterContract before = parameters[parameter.Ordinal];
                    parametersTouch |= acquisition is not null || release is not null;
                    parameters[parameter.Ordinal] = new ParameterContract
                    {
                        Acquires = acquisition ?? before.Acquires,
                        Releases = release ?? before.Releases,
                        TakesOwnership = contract.TakesOwnership || before.TakesOwnership,
                        Borrows = contract.Borrows || before.Borrows,
                    };
                    break;
            }
        }

        return new MethodContract
        {
            ReturnAcquires = returns,
            ReceiverAcquires = receiverAcquires,
            ReceiverReleases = receiverReleases,
            DoesNotThrow = doesNotThrow,
            Parameters = parameters is null ? ImmutableArray<ParameterContract>.Empty : ImmutableArray.Create(parameters),
            TouchesResources = returns is not null || receiverAcquires is not null || receiverReleases is not null || parametersTouch,
        };
    }
}
