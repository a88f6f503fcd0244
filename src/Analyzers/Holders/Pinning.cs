using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>Resources that hold a reference to the very object that keeps them, by one of its own regions that is neither RAM nor ROM.</summary>
internal sealed class Pinning(HolderFamily family)
{
    private readonly ContractModel _contracts = family.Model.Contracts;

    /// <summary>While the resource is held, the object cannot die.</summary>
    public bool Pins(AcquisitionSite site)
    {
        if (site.IsOnReceiver)
        {
            return site.Call is IInvocationOperation { Instance: { } instance } && _contracts.Of(instance.Type!).HasLifecycle && IsOwnRegion(instance);
        }

        // An address space takes a reference of its root.
        return site.Call is IObjectCreationOperation creation
            && family.Model.IsApi(creation.Type?.ContainingAssembly)
            && creation.Arguments.Any(argument => _contracts.RegionKindOf(argument.Parameter?.Type) is not null && IsOwnRegion(argument.Value));
    }

    /// <summary>The expression is a field that holds regions which the object has made for itself, and nothing else.</summary>
    private bool IsOwnRegion(IOperation expression)
    {
        ISymbol? member = BodyGraph.Unwrap(expression) switch
        {
            IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field.OriginalDefinition,
            IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } property => property.Property.OriginalDefinition,
            _ => null,
        };
        return member is not null
            && (family.IsClosed(member) || member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null })
            && family.TraceOf(member) is { Creations.Count: > 0 } trace
            && trace.Creations.Count == trace.Assignments
            && trace.Creations.All(IsOwn);
    }

    private bool IsOwn(IOperation operation)
    {
        var creation = (IObjectCreationOperation)operation;
        return _contracts.RegionKindOf(creation.Type) is { } kind and not RegionKind.Any
            && !kind.ReferencesKeepRegion()
            && creation.Constructor is { } constructor
            && creation.Arguments.Any(argument => argument.Parameter is { } parameter && _contracts.Of(constructor).Parameter(parameter.Ordinal).IsOwner
                && BodyGraph.Unwrap(argument.Value) is IInstanceReferenceOperation);
    }
}
