using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>Turns expressions of one body into <see cref="Value"/>s.</summary>
internal sealed class ValueReader(BodyFacts body, ContractModel contracts)
{
    /// <summary>Deeper expressions are generated code that no rule is about.</summary>
    private const int MaximumDepth = 40;

    private readonly Dictionary<SyntaxNode, CreationFact> _creations = [];

    /// <summary>The function whose operations are being read.</summary>
    public ISymbol Node { get; set; } = body.Member;

    public Value Read(IOperation? operation) => Read(operation, 0);

    /// <summary>The fact of one creation; the same for every reading of it.</summary>
    public CreationFact CreationOf(IObjectCreationOperation operation) => CreationOf(operation, 0);

    /// <summary>The variable or member that an assignment changes; of an element, that of its collection.</summary>
    public static ISymbol? TargetOf(IOperation? operation)
    {
        for (int depth = 0; depth < MaximumDepth; depth++)
        {
            switch (operation)
            {
                case ILocalReferenceOperation local:
                    return local.Local;
                case IParameterReferenceOperation parameter:
                    return parameter.Parameter.OriginalDefinition;
                case IFieldReferenceOperation field:
                    return field.Field.OriginalDefinition;
                case IPropertyReferenceOperation { Property.IsIndexer: true } indexer:
                    operation = indexer.Instance;
                    break;
                case IPropertyReferenceOperation property:
                    return property.Property.OriginalDefinition;
                case IArrayElementReferenceOperation element:
                    operation = element.ArrayReference;
                    break;
                case IDeclarationExpressionOperation declaration:
                    operation = declaration.Expression;
                    break;
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Values of this type may be, or hold, regions or owners.</summary>
    public static bool IsInteresting(ITypeSymbol? type)
    {
        return type is { TypeKind: not (TypeKind.Delegate or TypeKind.Enum or TypeKind.Error or TypeKind.Pointer), SpecialType: not SpecialType.System_String }
            && (type.IsReferenceType || type.SpecialType == SpecialType.None);
    }

    public static bool IsBaseLibrary(ITypeSymbol? type)
    {
        INamespaceSymbol? space = type is IArrayTypeSymbol ? null : type?.ContainingNamespace;
        if (space is null)
        {
            return type is IArrayTypeSymbol;
        }

        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space.Name == "System";
    }

    private Value Read(IOperation? operation, int depth)
    {
        if (operation is null || depth > MaximumDepth)
        {
            return Value.Unknown;
        }

        depth++;
        switch (operation)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                return Read(conversion.Operand, depth);
            case IParenthesizedOperation parenthesized:
                return Read(parenthesized.Operand, depth);
            case IAwaitOperation await:
                return Read(await.Operation, depth);
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                return Value.This(body.Type);
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }:
                return ImplicitReceiver(operation, depth);
            case ILiteralOperation { ConstantValue: { HasValue: true, Value: null } }:
            case IDefaultValueOperation { Type.IsReferenceType: true }:
                return Value.Null;
            case ILocalReferenceOperation local:
                return Value.Variable(local.Local, local.Type);
            case IParameterReferenceOperation parameter:
                return Value.Variable(parameter.Parameter.OriginalDefinition, parameter.Type);
            case IDeclarationExpressionOperation declaration:
                return Read(declaration.Expression, depth);
            case IFieldReferenceOperation field:
                return Member(field.Field, field.Instance, field.Type, depth);
            case IPropertyReferenceOperation { Property.IsIndexer: true } indexer when IsBaseLibrary(indexer.Property.ContainingType):
                return Read(indexer.Instance, depth);
            case IPropertyReferenceOperation { Property.IsIndexer: true }:
                return Value.Unknown;
            case IPropertyReferenceOperation property:
                return Member(property.Property, property.Instance, property.Type, depth);
            case IArrayElementReferenceOperation element:
                return Read(element.ArrayReference, depth);
            case IImplicitIndexerReferenceOperation { Instance: { } indexed }:
                return Read(indexed, depth);
            case IConditionalAccessOperation access:
                return Read(access.WhenNotNull, depth);
            case IConditionalAccessInstanceOperation instance:
                return Read(AccessedBy(instance), depth);
            case IConditionalOperation conditional:
                return Union(depth, conditional.WhenTrue, conditional.WhenFalse);
            case ICoalesceOperation coalesce:
                return Union(depth, coalesce.Value, coalesce.WhenNull);
            case ICoalesceAssignmentOperation assignment:
                return Union(depth, assignment.Target, assignment.Value);
            case ISimpleAssignmentOperation assignment:
                return Read(assignment.Value, depth);
            case ISwitchExpressionOperation choice:
                return Union(choice.Arms, static arm => arm.Value, depth);
            case ITupleOperation tuple:
                return Union(tuple.Elements, static element => element, depth);
            case IArrayCreationOperation { Initializer: { } initializer }:
                return Union(initializer.ElementValues, static element => element, depth);
            case IArrayCreationOperation:
                return Value.Union(ImmutableArray<Value>.Empty);
            case ICollectionExpressionOperation collection:
                return Union(collection.Elements, static element => element is ISpreadOperation spread ? spread.Operand : element, depth);
            case IObjectCreationOperation creation when IsBaseLibrary(creation.Type):
                return Collection(creation, depth);
            case IObjectCreationOperation { Type: INamedTypeSymbol } creation:
                return Value.Created(CreationOf(creation, depth));
            case IInvocationOperation invocation:
                return Call(invocation, depth);
            default:
                return Value.Unknown;
        }
    }

    private Value Member(ISymbol member, IOperation? instance, ITypeSymbol? type, int depth)
    {
        if (instance is null)
        {
            return Value.Member(member, null, type);
        }

        // An element of a collection, the value of an option, the component of a tuple: not told apart from the whole.
        return IsBaseLibrary(member.ContainingType) ? Read(instance, depth) : Value.Member(member, Read(instance, depth), type);
    }

    private Value Call(IInvocationOperation invocation, int depth)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (!IsBaseLibrary(method.ContainingType))
        {
            return Value.Call(method, invocation.Instance is null ? null : Read(invocation.Instance, depth), invocation.Type);
        }

        ImmutableArray<Value>.Builder parts = ImmutableArray.CreateBuilder<Value>();
        if (invocation.Instance is not null && method.MethodKind != MethodKind.DelegateInvoke)
        {
            parts.Add(Read(invocation.Instance, depth));
        }

        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (IsInteresting(argument.Value.Type))
            {
                parts.Add(Read(argument.Value, depth));
            }
        }

        return parts.Count == 0 ? Value.Unknown : Value.Union(parts.ToImmutable());
    }

    private Value Collection(IObjectCreationOperation creation, int depth)
    {
        ImmutableArray<Value>.Builder parts = ImmutableArray.CreateBuilder<Value>();
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            if (IsInteresting(argument.Value.Type))
            {
                parts.Add(Read(argument.Value, depth));
            }
        }

        foreach (IOperation initializer in creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            switch (initializer)
            {
                case IInvocationOperation add:
                    foreach (IArgumentOperation argument in add.Arguments)
                    {
                        if (IsInteresting(argument.Value.Type))
                        {
                            parts.Add(Read(argument.Value, depth));
                        }
                    }

                    break;
                case ISimpleAssignmentOperation assignment:
                    parts.Add(Read(assignment.Value, depth));
                    break;
            }
        }

        return Value.Union(parts.ToImmutable());
    }

    private Value ImplicitReceiver(IOperation operation, int depth)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation creation })
            {
                return Read(creation, depth);
            }
        }

        return Value.Unknown;
    }

    /// <summary>What stands in front of the <c>?.</c></summary>
    public static IOperation? AccessedBy(IConditionalAccessInstanceOperation instance)
    {
        IOperation child = instance;
        for (IOperation? parent = instance.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == child)
            {
                return access.Operation;
            }
        }

        return null;
    }

    private CreationFact CreationOf(IObjectCreationOperation operation, int depth)
    {
        if (_creations.TryGetValue(operation.Syntax, out CreationFact? known))
        {
            return known;
        }

        var type = (INamedTypeSymbol)operation.Type!;
        Value? owner = null;
        Value? shown = null;
        string? name = null;
        RegionKind? kind = contracts.RegionKindOf(type);
        if (kind is not null && operation.Constructor is { } constructor)
        {
            MethodContract contract = contracts.Of(constructor);
            foreach (IArgumentOperation argument in operation.Arguments)
            {
                if (argument.Parameter is not { } parameter)
                {
                    continue;
                }

                if (contract.Parameter(parameter.Ordinal).IsOwner)
                {
                    owner = Read(argument.Value, depth);
                }
                else if (kind == RegionKind.Alias && !contracts.IsInSource(constructor) && contracts.RegionKindOf(parameter.Type) is not null)
                {
                    shown = Read(argument.Value, depth);
                }
                else if (name is null && argument.Value.ConstantValue is { HasValue: true, Value: string text })
                {
                    name = text;
                }
            }
        }

        ImmutableDictionary<int, Value> arguments = ImmutableDictionary<int, Value>.Empty;
        bool isUnsaid = kind is not null && owner is null && operation.Constructor is { } made && (contracts.IsInSource(made) || made.IsImplicitlyDeclared);
        if (isUnsaid)
        {
            // A region class of the program's own: its constructor passes the owner on.
            foreach (IArgumentOperation argument in operation.Arguments)
            {
                if (argument.Parameter is { } parameter && IsInteresting(argument.Value.Type))
                {
                    arguments = arguments.SetItem(parameter.Ordinal, Read(argument.Value, depth));
                }
            }
        }

        var creation = new CreationFact(body, Node, operation.Syntax, type, kind)
        {
            Owner = owner,
            Name = name,
            Shown = owner is null ? null : shown,
            Constructor = isUnsaid ? operation.Constructor!.OriginalDefinition : null,
            Arguments = arguments,
        };
        _creations.Add(operation.Syntax, creation);
        return creation;
    }

    private Value Union(int depth, IOperation? first, IOperation? second)
    {
        return Value.Union(ImmutableArray.Create(Read(first, depth), Read(second, depth)));
    }

    private Value Union<T>(ImmutableArray<T> items, Func<T, IOperation> select, int depth)
    {
        ImmutableArray<Value>.Builder parts = ImmutableArray.CreateBuilder<Value>(items.Length);
        foreach (T item in items)
        {
            parts.Add(Read(select(item), depth));
        }

        return Value.Union(parts.MoveToImmutable());
    }
}
