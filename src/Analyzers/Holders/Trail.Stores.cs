using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Lifecycle;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Holders;

/// <content>Where values are stored, and by which variable.</content>
internal sealed partial class Trail
{
    /// <summary>Notes that a value is stored.</summary>
    public void Store(Trace trace, IOperation target, bool isPart)
    {
        for (int depth = 0; depth < MaximumDepth; depth++)
        {
            switch (target)
            {
                case IDiscardOperation:
                    return;
                case IDeclarationExpressionOperation declaration:
                    target = declaration.Expression;
                    continue;
                case IConversionOperation conversion:
                    target = conversion.Operand;
                    continue;
                case ILocalReferenceOperation { Local.IsRef: false } local:
                    trace.Flows.Add((local.Local, isPart));
                    return;
                case IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter:
                    trace.Flows.Add((parameter.Parameter.OriginalDefinition, isPart));
                    return;
                case IFieldReferenceOperation field when IsOwn(field.Field):
                    trace.Flows.Add((field.Field.OriginalDefinition, isPart));
                    return;
                case IPropertyReferenceOperation { Property.IsIndexer: false } property when IsOwn(property.Property):
                    trace.Flows.Add((property.Property.OriginalDefinition, isPart));
                    return;
                case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }:
                    // Part of a new object, which goes its own way.
                    if (NewObjectAround(target) is { } created)
                    {
                        Follow(trace, created);
                    }
                    else
                    {
                        trace.Escapes = true;
                    }

                    return;
                case IArrayElementReferenceOperation element:
                    target = element.ArrayReference;
                    break;
                case IPropertyReferenceOperation { Instance: { } instance } property when IsPlain(property.Property.ContainingType):
                    target = instance;
                    break;
                case IFieldReferenceOperation { Instance: { } instance } field when IsPlain(field.Field.ContainingType):
                    target = instance;
                    break;
                default:
                    trace.Escapes = true;
                    return;
            }

            isPart = true;
        }

        trace.Escapes = true;
    }

    /// <summary>The variable that an expression names, or that it is a part of; null if there is none.</summary>
    public ISymbol? RootOf(IOperation? expression, out bool isPart)
    {
        isPart = false;
        for (int depth = 0; depth < MaximumDepth; depth++)
        {
            switch (expression)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    expression = conversion.Operand;
                    continue;
                case IConditionalAccessInstanceOperation instance:
                    expression = ValueReader.AccessedBy(instance);
                    continue;
                case ILocalReferenceOperation local:
                    return local.Local;
                case IParameterReferenceOperation parameter:
                    return parameter.Parameter.OriginalDefinition;
                case IFieldReferenceOperation field when IsOwn(field.Field):
                    return field.Field.OriginalDefinition;
                case IPropertyReferenceOperation { Property.IsIndexer: false } property when IsOwn(property.Property):
                    return property.Property.OriginalDefinition;
                case IFieldReferenceOperation { Instance: { } of }:
                    expression = of;
                    break;
                case IPropertyReferenceOperation { Instance: { } of }:
                    expression = of;
                    break;
                case IArrayElementReferenceOperation element:
                    expression = element.ArrayReference;
                    break;
                default:
                    return null;
            }

            isPart = true;
        }

        return null;
    }

    private void StoreInLocal(Trace trace, IVariableDeclaratorOperation declarator, bool isPart)
    {
        if (declarator.Symbol.IsRef)
        {
            trace.Escapes = true;
            return;
        }

        trace.Flows.Add((declarator.Symbol, isPart));
        if (declarator.Parent?.Parent is IVariableDeclarationGroupOperation { Parent: IUsingDeclarationOperation or IUsingOperation } group)
        {
            trace.Releases.Add(new ReleaseSite(string.Empty, group.Parent!, Function, isIdempotent: true, isPart));
        }
    }

    private void FollowDeconstruction(Trace trace, ITupleOperation tuple, IOperation element, bool isPart)
    {
        IOperation whole = tuple.Parent is IConversionOperation conversion ? conversion : tuple;
        if (whole.Parent is not IDeconstructionAssignmentOperation deconstruction || deconstruction.Target == whole)
        {
            trace.Assignments++;
            return;
        }

        IOperation target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        int index = tuple.Elements.IndexOf(element);
        if (target is ITupleOperation targets && index >= 0 && index < targets.Elements.Length)
        {
            Store(trace, targets.Elements[index], isPart);
        }
        else
        {
            trace.Escapes = true;
        }
    }

    private void StoreInAll(Trace trace, IOperation target)
    {
        if (target is IDeclarationExpressionOperation declaration)
        {
            target = declaration.Expression;
        }

        if (target is not ITupleOperation targets)
        {
            trace.Escapes = true;
            return;
        }

        foreach (IOperation element in targets.Elements)
        {
            if (MayHold(element.Type))
            {
                Store(trace, element, isPart: true);
            }
        }
    }

    private static void StoreInPattern(Trace trace, IPatternOperation pattern, bool isPart)
    {
        foreach (IOperation part in pattern.DescendantsAndSelf())
        {
            ISymbol? declared = part switch
            {
                IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
                IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
                IListPatternOperation list => list.DeclaredSymbol,
                _ => null,
            };
            if (declared is not null)
            {
                trace.Flows.Add((declared, isPart || part != pattern));
            }
        }
    }

    private static IOperation? NewObjectAround(IOperation receiver)
    {
        for (IOperation? parent = receiver.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IObjectOrCollectionInitializerOperation initializer)
            {
                return initializer.Parent is IObjectCreationOperation or IWithOperation ? initializer.Parent : null;
            }
        }

        return null;
    }
}
