using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.Analyzers.Lifecycle;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>Walks the operations of one member once and notes where resources and their holders go. Iterative: generated code nests deeply.</summary>
internal sealed class UseCollector
{
    private readonly HolderModel _model;
    private readonly BodyUses _body;
    private readonly Trail _trail;

    private UseCollector(BodyUses body, HolderModel model)
    {
        _model = model;
        _body = body;
        _trail = new Trail(body, model);
    }

    public static BodyUses Collect(ISymbol member, ImmutableArray<IOperation> roots, HolderModel model, CancellationToken cancellation)
    {
        var body = new BodyUses(member.OriginalDefinition, member.ContainingType.OriginalDefinition, roots);
        var collector = new UseCollector(body, model);
        foreach (IOperation root in roots)
        {
            if (root.Kind is not (OperationKind.Attribute or OperationKind.ParameterInitializer))
            {
                collector.Walk(root, cancellation);
            }
        }

        return body;
    }

    private void Walk(IOperation root, CancellationToken cancellation)
    {
        var pending = new Stack<(IOperation Operation, ISymbol Function)>();
        pending.Push((root, _body.Member));
        while (pending.Count > 0)
        {
            (IOperation operation, ISymbol function) = pending.Pop();
            cancellation.ThrowIfCancellationRequested();
            _trail.Function = function;
            Visit(operation, function);
            ISymbol inner = operation switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                ILocalFunctionOperation local => local.Symbol.OriginalDefinition,
                _ => function,
            };
            if (!ReferenceEquals(inner, function))
            {
                // It may be called where it stands.
                _body.Calls.Add((function, inner, operation));
                function = inner;
            }

            foreach (IOperation child in operation.ChildOperations)
            {
                pending.Push((child, function));
            }
        }
    }

    private void Visit(IOperation operation, ISymbol function)
    {
        switch (operation)
        {
            case IInvalidOperation:
                _body.HasErrors = true;
                break;
            case ILocalReferenceOperation local when Trail.MayHold(local.Type):
                _trail.Follow(_body.TraceOf(local.Local), local);
                break;
            case IParameterReferenceOperation parameter when Trail.MayHold(parameter.Type):
                _trail.Follow(_body.TraceOf(parameter.Parameter), parameter);
                break;
            case IFieldReferenceOperation field when Trail.MayHold(field.Type) && _trail.IsInFamily(field.Field):
                _trail.Follow(_body.TraceOf(field.Field), field);
                break;
            case IPropertyReferenceOperation property when _trail.IsInFamily(property.Property):
                VisitProperty(property, function);
                break;
            case IInvocationOperation invocation:
                VisitCall(invocation, invocation.TargetMethod, function);
                break;
            case IObjectCreationOperation { Constructor: { } constructor } creation:
                VisitCall(creation, constructor, function);
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                LetPartsEscape(BodyGraph.Unwrap(deconstruction.Value)?.Type);
                break;
            case IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: false } pattern:
                LetPartsEscape(pattern.MatchedType);
                break;
            case IThrowOperation:
                _body.Throwing.Add(function);
                break;
            case ISimpleAssignmentOperation assignment:
                VisitAssignment(assignment.Target, assignment.Value, assignment, function);
                break;
            case ICoalesceAssignmentOperation assignment:
                VisitAssignment(assignment.Target, assignment.Value, assignment, function);
                break;
            case IVariableDeclaratorOperation { Initializer: { } initializer } declarator when Trail.MayHold(declarator.Symbol.Type):
                NoteSource(_body.TraceOf(declarator.Symbol), initializer.Value);
                break;
            case IFieldInitializerOperation initializer:
                foreach (IFieldSymbol field in initializer.InitializedFields)
                {
                    NoteSource(_body.TraceOf(field), initializer.Value);
                }

                break;
            case IPropertyInitializerOperation initializer:
                foreach (IPropertySymbol property in initializer.InitializedProperties)
                {
                    NoteSource(_body.TraceOf(property), initializer.Value);
                }

                break;
            case IMethodReferenceOperation method when _trail.IsInFamily(method.Method):
                _body.Delegates.Add((method.Method.OriginalDefinition, IsRegionCallback(method, method.Method, function)));
                break;
            case IAnonymousFunctionOperation lambda:
                _body.Delegates.Add((lambda.Symbol, IsRegionCallback(lambda, lambda.Symbol, function)));
                break;
        }
    }

    private void VisitProperty(IPropertyReferenceOperation reference, ISymbol function)
    {
        if (Trail.MayHold(reference.Type))
        {
            _trail.Follow(_body.TraceOf(reference.Property), reference);
        }

        if (reference.Property.GetMethod is { } getter)
        {
            _body.Calls.Add((function, getter.OriginalDefinition, reference));
        }

        if (reference.Property.SetMethod is { } setter)
        {
            _body.Calls.Add((function, setter.OriginalDefinition, reference));
        }
    }

    /// <summary>The compiler takes a record apart by a method without a body.</summary>
    private void LetPartsEscape(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { IsRecord: true } record && _trail.IsInFamily(record.InstanceConstructors.FirstOrDefault() ?? (ISymbol)record))
        {
            foreach (IPropertySymbol property in record.GetMembers().OfType<IPropertySymbol>())
            {
                _body.TraceOf(property).Escapes = true;
            }
        }
    }

    private void VisitCall(IOperation call, IMethodSymbol method, ISymbol function)
    {
        MethodContract contract = _model.Contracts.Of(method);
        if (call is IInvocationOperation && !_trail.IsInFamily(method) && !ValueReader.IsBaseLibrary(method.ContainingType) && !(method.ContainingType.IsValueType && contract.TouchesResources))
        {
            (_model.IsApi(method.ContainingAssembly) ? _body.CallingApi : _body.CallingForeign).Add(function);
        }
        else if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            _body.CallingForeign.Add(function);
        }

        if (call is IInvocationOperation { Instance: { } receiver } && MayReenter(method, receiver))
        {
            _body.Reentries.Add((call, function));
        }

        if (method.MethodKind == MethodKind.LocalFunction || _trail.IsInFamily(method))
        {
            _body.Calls.Add((function, method.OriginalDefinition, call));
            if (call is IInvocationOperation && Trail.MayHold(call.Type))
            {
                _trail.Follow(_body.TraceOf(method), call);
            }
        }

        if (call is IInvocationOperation { Instance: { } collection } && ValueReader.IsBaseLibrary(method.ContainingType)
            && _trail.RootOf(collection, out bool isInside) is { } changed && !isInside)
        {
            if (method.Name == "Clear")
            {
                _body.TraceOf(changed).Drops.Add(new DropSite(call, function));
            }
            else if (method.Name.StartsWith("Remove", StringComparison.Ordinal) || method.Name is "Dequeue" or "TryDequeue" or "Pop" or "TryPop" or "TryTake" or "TryRemove")
            {
                _body.TraceOf(changed).Removals.Add(function);
                if (KnownTypes.IsRemover(method))
                {
                    _body.TraceOf(changed).Shortenings.Add(new DropSite(call, function));
                }
            }
        }

        if (!contract.TouchesResources)
        {
            return;
        }

        NoteAcquisitions(call, method, contract, function);
        foreach ((int _, Release released, ITypeSymbol? type) in TrackedObjects.ReleasesOf(call, new CallEffects { Contract = contract }))
        {
            _body.Releases.Add(new ReleaseSite(released.Kind, call, function, released.Idempotent, isPart: false, type));
        }

        if (contract.ReceiverReleases is { } release && call is IInvocationOperation { Instance: IInstanceReferenceOperation })
        {
            _body.ReleasedOnThis.Add(release.Kind);
        }
    }

    /// <summary>Its contract says so, or that of what holds the delegate which is called.</summary>
    private bool MayReenter(IMethodSymbol method, IOperation receiver)
    {
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            IOperation? holder = receiver is IConditionalAccessInstanceOperation instance ? ValueReader.AccessedBy(instance) : receiver;
            ISymbol? symbol = holder switch
            {
                IMemberReferenceOperation member => member.Member,
                IParameterReferenceOperation parameter => parameter.Parameter,
                _ => null,
            };
            if (symbol is not null && AttributeReader.Has(symbol, ContractNames.MayReenter))
            {
                return true;
            }
        }

        return _model.Contracts.MayReenter(method);
    }

    private void NoteAcquisitions(IOperation call, IMethodSymbol method, MethodContract contract, ISymbol function)
    {
        if (contract.ReturnAcquires is { } returned)
        {
            var site = new AcquisitionSite(returned.Kind, call, method, function) { Handle = KnownTypes.ResultOf(call.Type) };
            _trail.Follow(site, call);
            _body.Acquisitions.Add(site);
        }

        if (contract.ReceiverAcquires is { } received && call is IInvocationOperation { Instance: { } instance })
        {
            var site = new AcquisitionSite(received.Kind, call, method, function) { Handle = instance.Type, IsOnReceiver = true };
            if (_trail.RootOf(instance, out _) is { } root)
            {
                site.Flows.Add((root, true));
            }
            else
            {
                site.Escapes = true;
            }

            _body.Acquisitions.Add(site);
        }

        ImmutableArray<IArgumentOperation> arguments = call is IInvocationOperation invocation ? invocation.Arguments : ((IObjectCreationOperation)call).Arguments;
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Out } parameter && contract.Parameter(parameter.Ordinal).Acquires is { } given)
            {
                var site = new AcquisitionSite(given.Kind, call, method, function) { Handle = parameter.Type };
                _trail.Store(site, argument.Value, isPart: false);
                _body.Acquisitions.Add(site);
            }
        }
    }

    private void VisitAssignment(IOperation target, IOperation value, IOperation assignment, ISymbol function)
    {
        if (!Trail.MayHold(target.Type) || _trail.RootOf(target, out bool isPart) is not { } variable)
        {
            return;
        }

        Trace trace = _body.TraceOf(variable);
        if (!isPart && IsNothing(value))
        {
            trace.Drops.Add(new DropSite(assignment, function));
        }
        else if (!isPart && Shortening.IsOf(value, part => SymbolEqualityComparer.Default.Equals(_trail.RootOf(part, out bool isInside), variable) && !isInside))
        {
            trace.Removals.Add(function);
            trace.Shortenings.Add(new DropSite(assignment, function));
            trace.Assignments++;
        }
        else
        {
            NoteSource(trace, value);
        }
    }

    /// <summary>Notes where the value of a variable comes from: somebody else may have it too, unless it is new.</summary>
    private void NoteSource(Trace trace, IOperation? value)
    {
        while (value is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            value = value is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)value).Operand;
        }

        if (value is null || IsNothing(value))
        {
            return;
        }

        trace.Assignments++;
        bool isKnown = value switch
        {
            IObjectCreationOperation { Type: { } type, Constructor: { } constructor } => MayBeTrusted(type, constructor),
            IArrayCreationOperation or ICollectionExpressionOperation or ITupleOperation or IWithOperation => true,
            IInvocationOperation invocation => _trail.IsInFamily(invocation.TargetMethod) || _model.Contracts.Of(invocation.TargetMethod).ReturnAcquires is not null,
            _ => _trail.RootOf(value, out _) is not null,
        };
        trace.IsOpen |= !isKnown;
        if (value is IObjectCreationOperation)
        {
            trace.Creations.Add(value);
        }
    }

    /// <summary>A new handle of a class that is not seen might acquire or release itself.</summary>
    private bool MayBeTrusted(ITypeSymbol type, IMethodSymbol constructor)
    {
        return _model.Contracts.Of(type).HandleKinds.IsEmpty || _model.IsApi(type.ContainingAssembly) || _trail.IsInFamily(constructor);
    }

    private static bool IsNothing(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
        {
            value = conversion.Operand;
        }

        return value switch
        {
            IDefaultValueOperation => true,
            { ConstantValue: { HasValue: true, Value: null } } => true,
            IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: null, Type.IsValueType: true } => true,
            _ => false,
        };
    }

    private bool IsRegionCallback(IOperation operation, ISymbol function, ISymbol node)
    {
        return DelegateSinks.Find(operation, function, node, _model.Contracts) is { Phase: LifecyclePhase.Runtime, Role: "an MMIO callback" };
    }
}
