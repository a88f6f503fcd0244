using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.Analyzers.Lifecycle;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>
/// Follows a value from the expression that yields it to whatever is done with it, outwards through the operations around it. Whatever is
/// not understood lets it escape.
/// </summary>
internal sealed partial class Trail(BodyUses body, HolderModel model)
{
    /// <summary>How far a value is followed through one expression.</summary>
    private const int MaximumDepth = 100;

    private readonly ContractModel _contracts = model.Contracts;
    private readonly Dictionary<INamedTypeSymbol, bool> _related = new(SymbolEqualityComparer.Default);

    /// <summary>The function whose operations are being read.</summary>
    public ISymbol Function { get; set; } = body.Member;

    /// <summary>Values of the type may be, or hold, something that is acquired.</summary>
    public static bool MayHold(ITypeSymbol? type) => ValueReader.IsInteresting(type) && type!.SpecialType != SpecialType.System_Void && !KnownTypes.IsSpan(type);

    /// <summary>The member is the body's own type's, a base's, or one's that is nested with them: every use of it that its accessibility allows is read.</summary>
    public bool IsInFamily(ISymbol member)
    {
        if (member is IMethodSymbol { MethodKind: MethodKind.LocalFunction })
        {
            return true;
        }

        if (member.ContainingType is not { } type)
        {
            return false;
        }

        if (!_related.TryGetValue(type, out bool isRelated))
        {
            _related.Add(type, isRelated = IsRelated(type));
        }

        return isRelated;
    }

    private bool IsRelated(INamedTypeSymbol type)
    {
        if (!_contracts.IsInSource(type))
        {
            return false;
        }

        INamedTypeSymbol outermost = LifecycleModel.Outermost(type);
        for (INamedTypeSymbol? around = body.Type; around is not null; around = around.ContainingType)
        {
            for (INamedTypeSymbol? current = around; current is not null; current = current.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(LifecycleModel.Outermost(current), outermost))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Notes what becomes of the value of an expression.</summary>
    public void Follow(Trace trace, IOperation expression)
    {
        bool isPart = false;
        IOperation child = expression;
        for (int depth = 0; depth < MaximumDepth; depth++)
        {
            IOperation? parent = child.Parent;
            switch (parent)
            {
                case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or IAwaitOperation or IWithOperation or IDeclarationExpressionOperation:
                case ISwitchExpressionArmOperation:
                case ICoalesceOperation:
                    break;
                case IConditionalOperation conditional when conditional.Condition != child:
                    break;
                case ITupleOperation tuple when tuple.Parent is IDeconstructionAssignmentOperation or IConversionOperation { Parent: IDeconstructionAssignmentOperation }:
                    FollowDeconstruction(trace, tuple, child, isPart);
                    return;
                case ITupleOperation or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation or ISpreadOperation or IAnonymousObjectCreationOperation:
                    isPart = true;
                    break;
                case ISwitchExpressionOperation choice when choice.Value != child:
                    break;
                case ISwitchExpressionOperation choice:
                    trace.Tests.Add(Function);
                    foreach (ISwitchExpressionArmOperation arm in choice.Arms)
                    {
                        StoreInPattern(trace, arm.Pattern, isPart);
                    }

                    return;
                case ISwitchOperation choice:
                    trace.Tests.Add(Function);
                    foreach (IPatternCaseClauseOperation clause in choice.Cases.SelectMany(static c => c.Clauses).OfType<IPatternCaseClauseOperation>())
                    {
                        StoreInPattern(trace, clause.Pattern, isPart);
                    }

                    return;
                case IConditionalAccessOperation access when access.Operation == child:
                    trace.Tests.Add(Function);
                    if (InstanceOf(access) is not { } instance)
                    {
                        trace.Escapes = true;
                        return;
                    }

                    child = instance;
                    continue;
                case IConditionalAccessOperation:
                    break;
                case IDeconstructionAssignmentOperation deconstruction:
                    if (deconstruction.Value == child)
                    {
                        StoreInAll(trace, deconstruction.Target);
                    }

                    return;
                case ISimpleAssignmentOperation assignment:
                    if (assignment.Target == child)
                    {
                        return;
                    }

                    if (assignment.IsRef)
                    {
                        trace.Escapes = true;
                        return;
                    }

                    Store(trace, assignment.Target, isPart);
                    if (assignment.Parent is IExpressionStatementOperation or IObjectOrCollectionInitializerOperation)
                    {
                        return;
                    }

                    break;
                case ICoalesceAssignmentOperation assignment:
                    if (assignment.Value == child)
                    {
                        Store(trace, assignment.Target, isPart);
                    }
                    else
                    {
                        trace.Tests.Add(Function);
                    }

                    if (assignment.Parent is IExpressionStatementOperation)
                    {
                        return;
                    }

                    break;
                case IFieldReferenceOperation field:
                    if (IsOwn(field.Field) || !MayHold(field.Type))
                    {
                        return;
                    }

                    isPart = true;
                    break;
                case IPropertyReferenceOperation property:
                    if (!FollowsProperty(trace, property))
                    {
                        return;
                    }

                    isPart = true;
                    break;
                case IArrayElementReferenceOperation element:
                    if (element.ArrayReference != child)
                    {
                        return;
                    }

                    isPart = true;
                    break;
                case IImplicitIndexerReferenceOperation indexer:
                    if (indexer.Instance != child)
                    {
                        return;
                    }

                    isPart = true;
                    break;
                case IInvocationOperation invocation:
                    if (!FollowsReceiver(trace, invocation, isPart))
                    {
                        return;
                    }

                    isPart = true;
                    break;
                case IArgumentOperation argument:
                    if (FollowArgument(trace, argument, isPart) is not { } result)
                    {
                        return;
                    }

                    isPart = true;
                    child = result;
                    continue;
                case IReturnOperation:
                    Return(trace, isPart);
                    return;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    StoreInLocal(trace, declarator, isPart);
                    return;
                case IFieldInitializerOperation initializer:
                    foreach (IFieldSymbol field in initializer.InitializedFields)
                    {
                        trace.Flows.Add((field.OriginalDefinition, isPart));
                    }

                    return;
                case IPropertyInitializerOperation initializer:
                    foreach (IPropertySymbol property in initializer.InitializedProperties)
                    {
                        trace.Flows.Add((property.OriginalDefinition, isPart));
                    }

                    return;
                case IUsingOperation:
                    trace.Releases.Add(new ReleaseSite(string.Empty, parent, Function, isIdempotent: true, isPart));
                    return;
                case IForEachLoopOperation loop:
                    foreach (ILocalSymbol local in loop.Locals)
                    {
                        trace.Flows.Add((local, true));
                    }

                    return;
                case IIsPatternOperation pattern:
                    trace.Tests.Add(Function);
                    StoreInPattern(trace, pattern.Pattern, isPart);
                    return;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } or IIsTypeOperation:
                    trace.Tests.Add(Function);
                    return;
                case IExpressionStatementOperation or ILockOperation or IInterpolationOperation or INameOfOperation or IUnaryOperation or IEventReferenceOperation:
                    return;
                default:
                    trace.Escapes = true;
                    return;
            }

            child = parent!;
        }

        trace.Escapes = true;
    }

    /// <summary>The member is followed as a variable of its own.</summary>
    private bool IsOwn(ISymbol member) => IsInFamily(member) && !member.IsStatic;

    /// <summary>An object of the type is no more than the place where things are kept.</summary>
    private bool IsPlain(INamedTypeSymbol type)
    {
        return ValueReader.IsBaseLibrary(type) || (_contracts.IsInSource(type) && !_contracts.Of(type).HasLifecycle);
    }

    private bool FollowsProperty(Trace trace, IPropertyReferenceOperation reference)
    {
        IPropertySymbol property = reference.Property;
        if ((_contracts.Of(property) & PropertyContract.TestsNull) != 0)
        {
            trace.Tests.Add(Function);
            return false;
        }

        return !IsOwn(property) && MayHold(reference.Type) && !IsHandle(property.ContainingType);
    }

    private void Return(Trace trace, bool isPart)
    {
        if (Function is IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction, ReturnsByRef: false, ReturnsByRefReadonly: false } method)
        {
            trace.Flows.Add((method.AssociatedSymbol?.OriginalDefinition ?? method.OriginalDefinition, isPart));
        }
        else
        {
            trace.Escapes = true;
        }
    }

    private static IOperation? InstanceOf(IConditionalAccessOperation access)
    {
        var pending = new Stack<IOperation>();
        pending.Push(access.WhenNotNull);
        while (pending.Count > 0)
        {
            IOperation operation = pending.Pop();
            switch (operation)
            {
                case IConditionalAccessInstanceOperation:
                    return operation;
                case IConditionalAccessOperation inner:
                    // What follows its own "?." is of another receiver.
                    pending.Push(inner.Operation);
                    continue;
            }

            foreach (IOperation child in operation.ChildOperations)
            {
                pending.Push(child);
            }
        }

        return null;
    }
}
