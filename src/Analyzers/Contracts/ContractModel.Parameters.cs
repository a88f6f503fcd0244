using System.Linq;

namespace MemoryRegions.Analyzers.Contracts;

/// <content>What attributes say of parameters.</content>
internal sealed partial class ContractModel
{
    private static ImmutableArray<string> ReadForbiddenWhile(IMethodSymbol method)
    {
        ImmutableArray<string>.Builder? kinds = null;
        foreach (AttributeData attribute in method.GetAttributes().AddRange(method.AssociatedSymbol?.GetAttributes() ?? ImmutableArray<AttributeData>.Empty))
        {
            if (AttributeReader.ContractName(attribute) == ContractNames.ForbiddenWhile)
            {
                (kinds ??= ImmutableArray.CreateBuilder<string>()).Add(AttributeReader.StringArgument(attribute));
            }
        }

        return kinds?.ToImmutable() ?? ImmutableArray<string>.Empty;
    }

    private static ImmutableArray<ParameterContract> ReadParameters(IMethodSymbol method, out bool touch)
    {
        touch = false;
        ParameterContract[]? contracts = null;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            ImmutableArray<AttributeData> attributes = parameter.GetAttributes();
            if (attributes.IsEmpty || ReadParameter(attributes) is not { } contract)
            {
                continue;
            }

            touch |= contract.Acquires is not null || contract.Releases is not null;
            if (contracts is null)
            {
                contracts = new ParameterContract[method.Parameters.Length];
                for (int i = 0; i < contracts.Length; i++)
                {
                    contracts[i] = ParameterContract.None;
                }
            }

            contracts[parameter.Ordinal] = contract;
        }

        return contracts is null ? ImmutableArray<ParameterContract>.Empty : ImmutableArray.Create(contracts);
    }

    private static ParameterContract? ReadParameter(ImmutableArray<AttributeData> attributes)
    {
        AttributeData? Named(string name) => AttributeReader.Find(attributes, name);

        var contract = new ParameterContract
        {
            Acquires = Named(ContractNames.Acquires) is { } acquires ? ReadAcquisition(acquires) : null,
            Releases = Named(ContractNames.Releases) is { } releases ? ReadRelease(releases) : null,
            TakesOwnership = Named(ContractNames.TakesOwnership) is not null,
            Borrows = Named(ContractNames.Borrows) is not null,
            IsRequestedLength = Named(ContractNames.RequestedLength) is not null,
            IsAccessedLength = Named(ContractNames.AccessedLength) is not null,
            Direction = Named(ContractNames.AccessDirection) is { ConstructorArguments: { Length: 2 } values } && values[0].Kind != TypedConstantKind.Array && values[1].Kind != TypedConstantKind.Array
                ? new AccessValues(values[0].Value, values[1].Value)
                : null,
            Reads = Named(ContractNames.Reads) is not null,
            Writes = Named(ContractNames.Writes) is not null,
            ReturnsCount = Named(ContractNames.Writes) is { } writes && AttributeReader.NamedArgument(writes, ContractNames.ReturnsCount, false),
            IsOwner = Named(ContractNames.Owner) is not null,
            Adopts = Named(ContractNames.Adopts) is not null,
            Links = Named(ContractNames.Links) is not null,
            Unlinks = Named(ContractNames.Unlinks) is not null,
            RequiresAlive = Named(ContractNames.RequiresAlive) is not null,
            IsRoot = Named(ContractNames.Root) is not null,
            DelegatePhase = ReadPhase(attributes),
        };
        bool any = contract.Acquires is not null || contract.Releases is not null || contract.TakesOwnership || contract.Borrows
            || contract.IsRequestedLength || contract.IsAccessedLength || contract.Direction is not null || contract.Reads || contract.Writes
            || contract.IsOwner || contract.Adopts || contract.Links || contract.Unlinks
            || contract.RequiresAlive || contract.IsRoot || contract.DelegatePhase is not null;
        return any ? contract : null;
    }
}
