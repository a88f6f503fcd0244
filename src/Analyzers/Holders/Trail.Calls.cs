using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.Analyzers.Lifecycle;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Holders;

/// <content>Calls: what they do with their receivers and arguments.</content>
internal sealed partial class Trail
{
    /// <summary>What happens to the receiver of a call. True if the result may be it, or a part of it.</summary>
    private bool FollowsReceiver(Trace trace, IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        MethodContract contract = _contracts.Of(method);
        if (invocation.Instance?.Type is { TypeKind: not TypeKind.Interface } type && method.ContainingType.TypeKind == TypeKind.Interface
            && type.FindImplementationForInterfaceMember(method) is IMethodSymbol implementation)
        {
            contract = _contracts.Of(implementation);
        }

        if (contract.ReceiverReleases is { } release)
        {
            trace.Releases.Add(new ReleaseSite(release.Kind, invocation, Function, release.Idempotent));
            return false;
        }

        if (ValueReader.IsBaseLibrary(method.ContainingType))
        {
            if (method.ContainingType is { TypeKind: TypeKind.Delegate or TypeKind.Interface } && !IsGeneric(method.ContainingType))
            {
                trace.Escapes = method.Name != "Equals";
                return false;
            }

            if (method.Name == "Clear")
            {
                return false;
            }

            FollowOutAndLambdas(trace, invocation.Arguments);
            return MayHold(invocation.Type);
        }

        if (contract != MethodContract.None || IsInFamily(method) || IsApi(method) || IsHandle(method.ContainingType))
        {
            return false;
        }

        trace.IsCalled = true;
        return false;
    }

    private static bool IsGeneric(INamedTypeSymbol type) => type.IsGenericType && type.TypeKind != TypeKind.Delegate;

    private void FollowOutAndLambdas(Trace trace, ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter?.RefKind == RefKind.Out)
            {
                if (MayHold(argument.Value.Type))
                {
                    Store(trace, argument.Value, isPart: true);
                }

                continue;
            }

            IOperation value = argument.Value;
            while (value is IConversionOperation conversion)
            {
                value = conversion.Operand;
            }

            if (value is IDelegateCreationOperation creation)
            {
                value = creation.Target;
            }

            IMethodSymbol? function = value switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                IMethodReferenceOperation method when IsInFamily(method.Method) => method.Method.OriginalDefinition,
                _ => null,
            };
            if (function is not null)
            {
                foreach (IParameterSymbol parameter in function.Parameters)
                {
                    trace.Flows.Add((parameter, true));
                }
            }
            else if (argument.Parameter?.Type.TypeKind == TypeKind.Delegate)
            {
                trace.Escapes = true;
            }
        }
    }

    /// <summary>What happens to an argument. The operation whose result may be it, or may have it as a part; null if there is none.</summary>
    private IOperation? FollowArgument(Trace trace, IArgumentOperation argument, bool isPart)
    {
        if (argument.Parameter is not { } parameter || argument.Parent is not { } call)
        {
            trace.Escapes = true;
            return null;
        }

        ImmutableArray<IArgumentOperation> arguments;
        IMethodSymbol method;
        IOperation? instance = null;
        switch (call)
        {
            case IInvocationOperation invocation:
                (method, arguments, instance) = (invocation.TargetMethod, invocation.Arguments, invocation.Instance);
                break;
            case IObjectCreationOperation { Constructor: { } constructor } creation:
                (method, arguments) = (constructor, creation.Arguments);
                break;
            case IPropertyReferenceOperation { Instance: { } indexed } indexer when ValueReader.IsBaseLibrary(indexer.Property.ContainingType):
                // The key of a dictionary is kept if something is stored under it.
                if (indexer.Parent is IAssignmentOperation assignment && assignment.Target == indexer)
                {
                    Store(trace, indexed, isPart: true);
                }

                return null;
            default:
                trace.Escapes = true;
                return null;
        }

        ParameterContract contract = _contracts.Of(method).Parameter(parameter.Ordinal);
        if (contract.Releases is { } release)
        {
            trace.Releases.Add(new ReleaseSite(release.Kind, call, Function, release.Idempotent));
            return null;
        }

        // What walks over a collection looks at the collection, but hands its elements on.
        bool onlyLooks = KnownTypes.OnlyLooksAtArguments(method) && !KnownBorrowers.Contains(method);
        if (contract.Borrows || parameter.RefKind == RefKind.Out || onlyLooks || KnownTypes.IsGuarded(parameter))
        {
            return null;
        }

        if (contract.TakesOwnership || parameter.RefKind == RefKind.Ref)
        {
            trace.Escapes = true;
            return null;
        }

        if (ValueReader.IsBaseLibrary(method.ContainingType))
        {
            return FollowIntoLibrary(trace, method, call, instance, arguments);
        }

        if (IsInFamily(method))
        {
            FollowIntoFamily(trace, method, parameter, call, isPart);
            return null;
        }

        if (method.MethodKind == MethodKind.Constructor && _contracts.IsInSource(method) && !_contracts.Of(method.ContainingType).HasLifecycle && IsPlainRecord(method))
        {
            return call;
        }

        trace.Escapes |= !IsApi(method);
        return null;
    }

    private IOperation? FollowIntoLibrary(Trace trace, IMethodSymbol method, IOperation call, IOperation? instance, ImmutableArray<IArgumentOperation> arguments)
    {
        if (method.MethodKind == MethodKind.Constructor)
        {
            // A pair, a tuple, a copy of a collection.
            trace.Escapes |= !IsGeneric(method.ContainingType);
            return trace.Escapes ? null : call;
        }

        if (instance is not null)
        {
            if (method.Name is "Contains" or "Remove" or "IndexOf" or "LastIndexOf" or "ContainsKey" or "ContainsValue" or "TryGetValue" or "Equals" or "CompareTo")
            {
                return null;
            }

            if (!IsGeneric(method.ContainingType))
            {
                trace.Escapes = true;
                return null;
            }

            Store(trace, instance, isPart: true);
            return null;
        }

        if (method.ContainingType.SpecialType == SpecialType.System_Array && method.Name is "Clear" or "IndexOf" or "Exists")
        {
            return null;
        }

        if (method.ContainingType is { Name: "Enumerable" or "Array" or "ImmutableArray" or "KeyValuePair" or "Tuple" or "ValueTuple" })
        {
            FollowOutAndLambdas(trace, arguments);
            return MayHold(call.Type) ? call : null;
        }

        trace.Escapes |= !(method.ContainingType is { Name: "GC" } && method.Name == "KeepAlive");
        return null;
    }

    private void FollowIntoFamily(Trace trace, IMethodSymbol method, IParameterSymbol parameter, IOperation call, bool isPart)
    {
        bool mayBeOverridden = method.IsAbstract || ((method.IsVirtual || method.IsOverride) && !method.IsSealed && !method.ContainingType.IsSealed);
        if (method.MethodKind == MethodKind.DelegateInvoke || method.IsExtern || method.ContainingType.TypeKind == TypeKind.Interface || (mayBeOverridden && call is IInvocationOperation { IsVirtual: true }))
        {
            trace.Escapes = true;
            return;
        }

        IParameterSymbol target = (method.ReducedFrom ?? method).OriginalDefinition.Parameters[parameter.Ordinal + (method.ReducedFrom is null ? 0 : 1)];
        trace.Flows.Add((target, isPart));
        if (method.MethodKind == MethodKind.Constructor && method.ContainingType.IsRecord)
        {
            // The compiler stores the parameters of a positional record.
            foreach (ISymbol member in method.ContainingType.OriginalDefinition.GetMembers(parameter.Name))
            {
                if (member is IPropertySymbol)
                {
                    trace.Flows.Add((member, isPart));
                }
            }
        }
    }

    /// <summary>The constructor is a positional record's, which does nothing but store.</summary>
    private static bool IsPlainRecord(IMethodSymbol constructor)
    {
        return constructor.ContainingType.IsRecord
            && constructor.ContainingType.DeclaringSyntaxReferences.Any(type => constructor.DeclaringSyntaxReferences.Any(
                own => own.SyntaxTree == type.SyntaxTree && own.Span == type.Span));
    }

    /// <summary>Code that comes with the contracts: it says itself what it keeps and releases.</summary>
    private bool IsApi(IMethodSymbol method) => !_contracts.IsInSource(method) && model.IsApi(method.ContainingAssembly);

    /// <summary>The type is a handle, whose members say themselves what they release.</summary>
    private bool IsHandle(ITypeSymbol type) => !_contracts.Of(type).HandleKinds.IsEmpty;
}
