using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <content>Calls and creations.</content>
internal sealed partial class FactCollector
{
    private void VisitInvocation(IInvocationOperation invocation, ISymbol node)
    {
        IMethodSymbol method = invocation.TargetMethod;
        MethodContract contract = _contracts.Of(method);
        IOperation? receiver = invocation.Instance;
        NoteArguments(invocation.Arguments, method, node);
        if (_contracts.IsInSource(method))
        {
            _body.Calls.Add(new CallFact(node, method.OriginalDefinition, invocation.IsVirtual));
        }

        if (contract.Destroys && receiver is not null && _contracts.RegionKindOf(receiver.Type) is { } kind)
        {
            _body.Destructions.Add(new DestructionFact(_body, node, WholeOf(invocation), _values.Read(receiver), kind) { IsGuarded = IsGuarded(invocation, node) });
        }
        else if (receiver?.Type is { } receiverType && (contract.Destroys || contract.ReceiverReleases is not null || method.ContainingType is { SpecialType: SpecialType.System_IDisposable }))
        {
            List<ReleaseFact> ends = contract.Destroys && _contracts.Of(receiverType).HasLifecycle ? _body.ObjectDestructions : _body.Releases;
            ends.Add(new ReleaseFact(_body, node, WholeOf(invocation), _values.Read(receiver)) { Type = receiverType, IsGuarded = IsGuarded(invocation, node) });
        }

        if (contract.ReceiverAcquires is not null && receiver is not null && _contracts.RegionKindOf(receiver.Type) is not null)
        {
            _body.RegionReferences.Add(new RegionReferenceFact(_body, node, WholeOf(invocation), _values.Read(receiver)));
        }

        NoteUses(invocation, receiver, contract, invocation.Arguments, node);
        if (method.MethodKind == MethodKind.Constructor)
        {
            NoteOwnerPassedOn(invocation, contract);
        }

        bool touchesTopology = false;
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            ParameterContract parameter = contract.Parameter(argument.Parameter?.Ordinal ?? -1);
            if (parameter.Links || parameter.Unlinks)
            {
                touchesTopology = true;
                IOperation? container = receiver ?? ReducedReceiver(invocation);
                var link = new LinkFact(_body, node, WholeOf(invocation), method, _values.Read(container), _values.Read(argument.Value))
                {
                    ContainerIsRegion = _contracts.RegionKindOf(container?.Type) is not null,
                    IsConditional = parameter.Links && (_left.Contains(node) || LinkConditions.IsConditional(invocation)),
                    IsUndoing = parameter.Unlinks && LinkConditions.IsUndoing(invocation),
                    Elements = ElementRange.Of(argument.Value, invocation),
                };
                (parameter.Links ? _body.Links : _body.Unlinks).Add(link);
            }
            else if (parameter.Adopts)
            {
                touchesTopology = true;
                _body.Adoptions.Add(new AdoptionFact(_body, node, invocation.Syntax, receiver is null ? null : _values.Read(receiver), _values.Read(argument.Value)));
            }
        }

        if (!touchesTopology)
        {
            VisitForeignCall(invocation, method, contract, node);
        }
    }

    /// <summary>The call of another constructor by one of a region class.</summary>
    private void NoteOwnerPassedOn(IInvocationOperation initializer, MethodContract contract)
    {
        foreach (IArgumentOperation argument in initializer.Arguments)
        {
            IOperation value = argument.Value is IConversionOperation conversion ? conversion.Operand : argument.Value;
            if (contract.Parameter(argument.Parameter?.Ordinal ?? -1).IsOwner && value is IParameterReferenceOperation { Parameter: { } passed })
            {
                _body.OwnerParameter = passed.Ordinal;
            }
        }
    }

    /// <summary>Calls that put things into collections, and calls of code that is not seen here.</summary>
    private void VisitForeignCall(IInvocationOperation invocation, IMethodSymbol method, MethodContract contract, ISymbol node)
    {
        if (ValueReader.IsBaseLibrary(method.ContainingType) && method.MethodKind != MethodKind.DelegateInvoke)
        {
            ISymbol? collection = ValueReader.TargetOf(invocation.Instance);
            foreach (IArgumentOperation argument in invocation.Arguments)
            {
                if (!ValueReader.IsInteresting(argument.Value.Type))
                {
                    continue;
                }

                if (argument.Parameter?.RefKind == RefKind.Out)
                {
                    if (invocation.Instance is not null)
                    {
                        NoteFlow(ValueReader.TargetOf(argument.Value), invocation.Instance);
                    }
                }
                else if (collection is not null)
                {
                    NoteFlow(collection, argument.Value);
                }
            }

            return;
        }

        if (contract != MethodContract.None && !contract.Parameters.IsEmpty)
        {
            return;
        }

        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (ValueReader.IsInteresting(argument.Value.Type))
            {
                Value? receiver = invocation.Instance is null ? null : _values.Read(invocation.Instance);
                _body.Handovers.Add(new HandoverFact(_body, node, invocation.Syntax, method, receiver, _values.Read(argument.Value)));
            }
        }
    }

    private void VisitCreation(IObjectCreationOperation creation, ISymbol node)
    {
        if (creation.Constructor is not { } constructor)
        {
            return;
        }

        if (_contracts.IsInSource(constructor))
        {
            _body.Calls.Add(new CallFact(node, constructor.OriginalDefinition, isVirtual: false));
        }

        NoteArguments(creation.Arguments, constructor, node);
        MethodContract contract = _contracts.Of(constructor);
        NoteUses(creation, null, contract, creation.Arguments, node);
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            if (contract.Parameter(argument.Parameter?.Ordinal ?? -1).IsRoot)
            {
                _body.Roots.Add(new RootFact(_body, node, creation.Syntax, _values.CreationOf(creation), _values.Read(argument.Value)) { Target = StoredIn(creation) });
            }
        }

        if (_contracts.RegionKindOf(creation.Type) is not null)
        {
            CreationFact fact = _values.CreationOf(creation);
            fact.Target = StoredIn(creation);
            fact.CallsThis = CallbackTargets.UseThis(creation);
            _body.RegionCreations.Add(fact);
        }
    }
}
