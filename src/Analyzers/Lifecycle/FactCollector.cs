using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>Walks the operations of one member once and notes what the life-cycle rules need. Iterative: generated code nests deeply.</summary>
internal sealed partial class FactCollector
{
    private readonly ContractModel _contracts;
    private readonly BodyFacts _body;
    private readonly ValueReader _values;

    /// <summary>The functions that may have been left by now: what follows need not run.</summary>
    private readonly HashSet<ISymbol> _left = new(SymbolEqualityComparer.Default);

    private FactCollector(BodyFacts body, ContractModel contracts)
    {
        _contracts = contracts;
        _body = body;
        _values = new ValueReader(body, contracts);
    }

    /// <param name="member">The method or accessor, or the field or property whose initialiser it is.</param>
    /// <param name="blocks">The roots of its operations.</param>
    /// <param name="contracts">The contracts of the compilation.</param>
    /// <param name="cancellation">Cancels the walk.</param>
    public static BodyFacts? Collect(ISymbol member, ImmutableArray<IOperation> blocks, ContractModel contracts, CancellationToken cancellation)
    {
        if (blocks.IsEmpty || member.ContainingType is not { } type)
        {
            return null;
        }

        var body = new BodyFacts(member.OriginalDefinition, type.OriginalDefinition, blocks[0].Syntax.SyntaxTree, blocks[0].Syntax.SpanStart)
        {
            IsFinalizer = member is IMethodSymbol method && contracts.Of(method).Phase == LifecyclePhase.Finalize,
        };
        body.Nodes.Add(body.Member);
        var collector = new FactCollector(body, contracts);
        foreach (IOperation block in blocks)
        {
            if (block.Kind != OperationKind.Attribute)
            {
                collector.Walk(block, cancellation);
            }
        }

        body.SetSource(blocks, contracts, collector._values);
        return body;
    }

    private void Walk(IOperation root, CancellationToken cancellation)
    {
        var pending = new Stack<(IOperation Operation, ISymbol Node)>();
        pending.Push((root, _body.Member));

        // Children in the order of the source: those of one operation are pushed last to first.
        var children = new List<IOperation>();
        while (pending.Count > 0)
        {
            (IOperation operation, ISymbol node) = pending.Pop();
            cancellation.ThrowIfCancellationRequested();
            _values.Node = node;
            Visit(operation, node);
            node = operation switch
            {
                IAnonymousFunctionOperation lambda => Enter(lambda.Symbol),
                ILocalFunctionOperation local => Enter(local.Symbol.OriginalDefinition),
                _ => node,
            };
            children.Clear();
            foreach (IOperation child in operation.ChildOperations)
            {
                children.Add(child);
            }

            for (int i = children.Count - 1; i >= 0; i--)
            {
                pending.Push((children[i], node));
            }
        }
    }

    private ISymbol Enter(ISymbol function)
    {
        _body.Nodes.Add(function);
        return function;
    }

    private void Visit(IOperation operation, ISymbol node)
    {
        switch (operation)
        {
            case IInvalidOperation:
                _body.HasErrors = true;
                break;
            case IInvocationOperation invocation:
                VisitInvocation(invocation, node);
                break;
            case IObjectCreationOperation creation:
                VisitCreation(creation, node);
                break;
            case IPropertyReferenceOperation property:
                VisitProperty(property, node);
                goto default;
            case IMethodReferenceOperation method:
                NoteDelegate(method, method.Method.OriginalDefinition, node);
                break;
            case IAnonymousFunctionOperation lambda:
                NoteDelegate(lambda, lambda.Symbol, node);
                break;
            case ISimpleAssignmentOperation assignment:
                NoteFlow(assignment.Target, assignment.Value);
                NoteSetter(assignment.Target, node);
                break;
            case ICompoundAssignmentOperation assignment:
                NoteSetter(assignment.Target, node);
                break;
            case IIncrementOrDecrementOperation increment:
                NoteSetter(increment.Target, node);
                break;
            case ICoalesceAssignmentOperation assignment:
                NoteFlow(assignment.Target, assignment.Value);
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                VisitDeconstruction(deconstruction);
                break;
            case IVariableDeclaratorOperation { Initializer: { } initializer } declarator:
                NoteFlow(declarator.Symbol, initializer.Value);
                break;
            case IFieldInitializerOperation initializer:
                foreach (IFieldSymbol field in initializer.InitializedFields)
                {
                    NoteFlow(field.OriginalDefinition, initializer.Value);
                }

                break;
            case IPropertyInitializerOperation initializer:
                foreach (IPropertySymbol property in initializer.InitializedProperties)
                {
                    NoteFlow(property.OriginalDefinition, initializer.Value);
                }

                break;
            case IForEachLoopOperation loop:
                foreach (ILocalSymbol local in loop.Locals)
                {
                    NoteFlow(local, loop.Collection);
                }

                break;
            case IUsingOperation { Resources: { Type: { } resourceType } resource } statement when resourceType.TypeKind != TypeKind.Error:
                _body.Releases.Add(new ReleaseFact(_body, node, statement.Syntax, _values.Read(resource)) { Type = resourceType });
                break;
            case IIsPatternOperation pattern:
                NotePattern(pattern.Pattern, pattern.Value);
                break;
            case IReturnOperation { ReturnedValue: null }:
            case IBranchOperation { BranchKind: BranchKind.GoTo }:
                _left.Add(node);
                break;
            case IReturnOperation { ReturnedValue: { } returned }:
                _left.Add(node);
                if (node is IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } method2)
                {
                    NoteFlow(method2.AssociatedSymbol?.OriginalDefinition ?? method2.OriginalDefinition, returned);
                }

                break;
            default:
                if (operation.Type is { TypeKind: TypeKind.Delegate } && ValueReader.TargetOf(operation) is { } variable && operation is not IConversionOperation)
                {
                    NoteDelegate(operation, variable, node);
                }

                break;
        }
    }

    private void VisitProperty(IPropertyReferenceOperation reference, ISymbol node)
    {
        IPropertySymbol property = reference.Property.OriginalDefinition;
        if (!_contracts.IsInSource(property))
        {
            return;
        }

        bool isTarget = reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;
        bool isRead = !isTarget || reference.Parent is not ISimpleAssignmentOperation;
        if (isRead && property.GetMethod is { } getter)
        {
            _body.Calls.Add(new CallFact(node, getter, isVirtual: getter.IsVirtual || getter.IsAbstract || getter.IsOverride));
        }

        if ((isTarget || reference.Parent is IIncrementOrDecrementOperation) && property.SetMethod is { } setter)
        {
            _body.Calls.Add(new CallFact(node, setter, isVirtual: setter.IsVirtual || setter.IsAbstract || setter.IsOverride));
        }
    }

    private void VisitDeconstruction(IDeconstructionAssignmentOperation deconstruction)
    {
        IOperation target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        IOperation value = deconstruction.Value;
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        if (target is not ITupleOperation targets)
        {
            return;
        }

        for (int i = 0; i < targets.Elements.Length; i++)
        {
            NoteFlow(targets.Elements[i], value is ITupleOperation values && i < values.Elements.Length ? values.Elements[i] : value);
        }
    }

    private void NotePattern(IPatternOperation pattern, IOperation value)
    {
        if (pattern is IDeclarationPatternOperation { DeclaredSymbol: { } declared })
        {
            NoteFlow(declared, value);
        }
        else if (pattern is IRecursivePatternOperation { DeclaredSymbol: { } named })
        {
            NoteFlow(named, value);
        }
    }

    private void NoteArguments(ImmutableArray<IArgumentOperation> arguments, IMethodSymbol method, ISymbol node)
    {
        bool inSource = _contracts.IsInSource(method) || method.MethodKind == MethodKind.LocalFunction;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return;
        }

        foreach (IArgumentOperation argument in arguments)
        {
            if (inSource && argument.Parameter is { RefKind: not RefKind.Out } parameter && ValueReader.IsInteresting(argument.Value.Type))
            {
                _body.Flows.Add(new FlowFact(parameter.OriginalDefinition, _values.Read(argument.Value)));
            }
        }
    }

    private void NoteUses(IOperation call, IOperation? receiver, MethodContract contract, ImmutableArray<IArgumentOperation> arguments, ISymbol node)
    {
        if (receiver is not null)
        {
            if (contract.RequiresAlive)
            {
                NoteUse(call, receiver, node);
            }

            if ((contract.ReceiverReleases is not null || contract.ReceiverAcquires is not null) && receiver.Type is { } type && _contracts.Of(type).HasLifecycle)
            {
                _body.References.Add(new ReferenceFact(node, _values.Read(receiver), isDrop: contract.ReceiverReleases is not null));
            }
        }

        foreach (IArgumentOperation argument in arguments)
        {
            if (contract.Parameter(argument.Parameter?.Ordinal ?? -1).RequiresAlive)
            {
                NoteUse(call, argument.Value, node);
            }
        }
    }

    private void NoteSetter(IOperation target, ISymbol node)
    {
        if (target is IPropertyReferenceOperation { Property.SetMethod: { } setter, Instance: { } instance } && _contracts.Of(setter).RequiresAlive)
        {
            NoteUse(target, instance, node);
        }
    }

    private void NoteUse(IOperation use, IOperation target, ISymbol node)
    {
        _body.Uses.Add(new UseFact(_body, node, WholeOf(use), _values.Read(target))
        {
            IsGuarded = IsGuarded(use, node),
        });
    }

    private bool IsGuarded(IOperation operation, ISymbol node) => _left.Contains(node) || LinkConditions.AsksForState(operation, _contracts);

    private void NoteFlow(IOperation target, IOperation value) => NoteFlow(ValueReader.TargetOf(target), value);

    private void NoteFlow(ISymbol? target, IOperation value)
    {
        if (target is not null && (ValueReader.IsInteresting(value.Type) || value.Type is null))
        {
            _body.Flows.Add(new FlowFact(target, _values.Read(value)));
        }
    }

    private void NoteDelegate(IOperation operation, ISymbol source, ISymbol node)
    {
        if (DelegateSinks.Find(operation, source, node, _contracts) is { } fact)
        {
            _body.Delegates.Add(fact);
        }
    }

    /// <summary>The expression that a reader takes for the call: with all of "region?." in front.</summary>
    private static SyntaxNode WholeOf(IOperation call)
    {
        IOperation whole = call;
        while (whole.Parent is IConditionalAccessOperation access && access.WhenNotNull == whole)
        {
            whole = access;
        }

        return whole.Syntax;
    }

    private static IOperation? ReducedReceiver(IInvocationOperation invocation)
    {
        return invocation.TargetMethod.IsExtensionMethod && invocation.Arguments.Length > 0 ? invocation.Arguments[0].Value : null;
    }

    private static ISymbol? StoredIn(IOperation operation)
    {
        IOperation child = operation;
        for (IOperation? parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IConversionOperation or IConditionalOperation or ICoalesceOperation or IVariableInitializerOperation:
                    continue;
                case IAssignmentOperation assignment when assignment.Value == child:
                    return ValueReader.TargetOf(assignment.Target);
                case IVariableDeclaratorOperation declarator:
                    return declarator.Symbol;
                case IFieldInitializerOperation { InitializedFields.Length: > 0 } field:
                    return field.InitializedFields[0].OriginalDefinition;
                case IPropertyInitializerOperation { InitializedProperties.Length: > 0 } property:
                    return property.InitializedProperties[0].OriginalDefinition;
                case IReturnOperation:
                    return null;
                default:
                    return null;
            }
        }

        return null;
    }
}
