using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <content>
/// Tuples, structs, records and plain objects whose members hold the tracked object. As long as one variable of the body holds the whole,
/// its members are followed; who gets the whole of it takes care of what is in it.
/// </content>
internal sealed partial class Evaluator
{
    /// <summary>How deep members of members are followed.</summary>
    private const int MaxMemberDepth = 4;

    private AbstractValue EvaluateTuple(ITupleOperation tuple)
    {
        Wrapper members = Wrapper.Value;
        for (int i = 0; i < tuple.Elements.Length; i++)
        {
            members = members.With(TupleMember(i), Evaluate(tuple.Elements[i]));
        }

        return members.MayBeObject ? AbstractValue.Of(members) : AbstractValue.Unknown;
    }

    private AbstractValue EvaluateDeconstruction(IDeconstructionAssignmentOperation deconstruction)
    {
        IOperation target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        if (target is not ITupleOperation targets)
        {
            EvaluateChildren(deconstruction, escape: true);
            return AbstractValue.Unknown;
        }

        EvaluateTargets(targets);
        AbstractValue value = Evaluate(deconstruction.Value);
        Deconstruct(targets, deconstruction.Value.Type is { IsTupleType: true } ? value : Whole(value), deconstruction);
        return AbstractValue.Unknown;
    }

    private void EvaluateTargets(ITupleOperation targets)
    {
        foreach (IOperation element in targets.Elements)
        {
            if (element is ITupleOperation nested)
            {
                EvaluateTargets(nested);
            }
            else if (element is not (IDiscardOperation or IDeclarationExpressionOperation) && body.SlotOf(element) < 0 && !IsMember(element))
            {
                EvaluateTarget(element);
            }
        }
    }

    private void Deconstruct(ITupleOperation targets, AbstractValue value, IOperation assignment)
    {
        if (value.Wrapper is null)
        {
            Escape(value);
        }

        // What holds the object comes first, so that a swap does not look like a loss.
        foreach (bool holding in new[] { true, false })
        {
            for (int i = 0; i < targets.Elements.Length; i++)
            {
                AbstractValue element = value.Wrapper?[TupleMember(i)] ?? AbstractValue.Unknown;
                if (element.MayBeObject != holding)
                {
                    continue;
                }

                if (targets.Elements[i] is ITupleOperation nested)
                {
                    Deconstruct(nested, element, assignment);
                }
                else
                {
                    Assign(targets.Elements[i] is IDeclarationExpressionOperation declared ? declared.Expression : targets.Elements[i], element, assignment);
                }
            }
        }
    }

    private static string TupleMember(int index) => "Item" + (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>
    /// A new record whose constructor stores its arguments in its properties, as the compiler writes it, or a new object of a class without
    /// a constructor of its own.
    /// </summary>
    private bool TryCreateWrapper(IObjectCreationOperation creation, out AbstractValue wrapper)
    {
        wrapper = AbstractValue.Unknown;
        if (creation.Constructor is not { } constructor || creation.Type is not INamedTypeSymbol type || body.EffectsOf(creation).Contract.TouchesResources)
        {
            return false;
        }

        if (type.IsReferenceType && type.BaseType?.SpecialType != SpecialType.System_Object)
        {
            return false;
        }

        Wrapper members = type.IsReferenceType ? Wrapper.Reference : Wrapper.Value;
        if (constructor.Parameters.IsEmpty)
        {
            wrapper = AbstractValue.Of(members);
            return type.IsReferenceType && constructor.IsImplicitlyDeclared && !KnownTypes.IsCollection(type);
        }

        if (!type.IsRecord || !constructor.Parameters.All(parameter => PositionalMember(type, parameter)))
        {
            return false;
        }

        foreach (IArgumentOperation argument in creation.Arguments)
        {
            members = members.With(argument.Parameter!.Name, Evaluate(argument.Value));
        }

        wrapper = AbstractValue.Of(members);
        return true;
    }

    /// <summary>The compiler made a property of the parameter.</summary>
    private static bool PositionalMember(INamedTypeSymbol type, IParameterSymbol parameter)
    {
        foreach (ISymbol member in type.GetMembers(parameter.Name))
        {
            if (member is IPropertySymbol { SetMethod: not null } property && SymbolEqualityComparer.Default.Equals(property.Type, parameter.Type))
            {
                // In source, both have the same declaration.
                return property.DeclaringSyntaxReferences.IsEmpty
                    || property.DeclaringSyntaxReferences[0].Span == parameter.DeclaringSyntaxReferences.FirstOrDefault()?.Span;
            }
        }

        return false;
    }

    /// <summary>The expression names a member of something that a variable, or a temporary, of the body holds.</summary>
    private bool IsMember(IOperation expression) => TryFindMember(expression, out _, out _);

    private bool TryFindMember(IOperation expression, out int root, out List<string> path)
    {
        root = -1;
        path = new List<string>();
        IOperation? current = expression;
        while (path.Count < MaxMemberDepth)
        {
            switch (current)
            {
                case IFieldReferenceOperation { Instance: { } instance and not IInstanceReferenceOperation } field:
                    path.Insert(0, (field.Field.CorrespondingTupleField ?? field.Field).Name);
                    current = instance;
                    break;
                case IPropertyReferenceOperation { Instance: { } instance and not IInstanceReferenceOperation, Arguments.IsEmpty: true } property
                    when IsAutomatic(property.Property) && body.ContractOf(property.Property) == PropertyContract.None:
                    path.Insert(0, property.Property.Name);
                    current = instance;
                    break;
                case ILocalReferenceOperation or IParameterReferenceOperation or IFlowCaptureReferenceOperation when path.Count > 0:
                    root = body.SlotOf(current);
                    return root >= 0 && !body.Slots[root].Outlives && (_state[root].Wrapper is not null || (current.Type?.IsValueType == true && !_state[root].MayBeObject));
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>A property that is nothing but a field.</summary>
    private static bool IsAutomatic(IPropertySymbol property)
    {
        INamedTypeSymbol type = property.ContainingType;
        if (type.SpecialType != SpecialType.None || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || property.IsStatic || property.IsAbstract)
        {
            return false;
        }

        if (property.DeclaringSyntaxReferences.IsEmpty)
        {
            // The fields behind it are not to be seen. That of a record's parameter is one.
            return property.SetMethod is { IsInitOnly: true } && type.IsRecord
                && type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => parameter.Name == property.Name));
        }

        return type.GetMembers().Any(member => member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property.OriginalDefinition))
            || property.OriginalDefinition.ContainingType.GetMembers().Any(member => member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property.OriginalDefinition));
    }

    private AbstractValue EvaluateMember(IMemberReferenceOperation member)
    {
        if (TryFindMember(member, out int root, out List<string> path) && _state[root].Wrapper is not null)
        {
            AbstractValue value = _state[root];
            foreach (string name in path)
            {
                value = value.Wrapper?[name] ?? AbstractValue.Unknown;
            }

            if (value.IsFormerObject)
            {
                // Whoever still uses the earlier object takes care of it.
                _state.ForgetFormerObjects();
                return AbstractValue.Unknown;
            }

            return value.Wrapper is { IsReference: true } ? Whole(value) : value;
        }

        AbstractValue instance = Evaluate(member.Instance);
        NoteAccess(member, member.Member, instance);
        if (member is IFieldReferenceOperation field && instance.Wrapper is { } wrapper)
        {
            AbstractValue value = wrapper[(field.Field.CorrespondingTupleField ?? field.Field).Name];
            return value.Wrapper is { IsReference: true } ? Whole(value) : value;
        }

        // Of a handle or of something that may hold one: what a member of it is, is not known.
        return instance.MayBeObject && !instance.IsObject && member.Type is { SpecialType: SpecialType.None } ? AbstractValue.MaybeObject : AbstractValue.Unknown;
    }

    private bool TryAssignMember(IOperation target, AbstractValue value, IOperation assignment)
    {
        if (!TryFindMember(target, out int root, out List<string> path))
        {
            return false;
        }

        AbstractValue whole = _state[root];
        if (whole.Wrapper is null)
        {
            if (!value.MayBeObject)
            {
                if (whole.IsConstant)
                {
                    // It is not the default any more.
                    Store(root, AbstractValue.Unknown, assignment);
                }

                return true;
            }

            if (whole.MayBeObject)
            {
                return false;
            }

            if (whole.IsConstant && body.Slots[root].Symbol is ILocalSymbol { Type.IsValueType: true } variable)
            {
                whole = DefaultOf(variable.Type);
            }
        }

        Store(root, With(whole, path, 0, value), assignment);
        return true;
    }

    /// <summary>The members of a struct that nothing was stored in yet.</summary>
    private static AbstractValue DefaultOf(ITypeSymbol type)
    {
        Wrapper members = Wrapper.Value;
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic))
        {
            if (field.Type.IsReferenceType || field.Type.SpecialType == SpecialType.System_Boolean)
            {
                members = members.With(field.AssociatedSymbol?.Name ?? field.Name, AbstractValue.Constant(field.Type.IsReferenceType ? null : false));
            }
        }

        return AbstractValue.Of(members);
    }

    private static AbstractValue With(AbstractValue whole, List<string> path, int next, AbstractValue value)
    {
        if (next == path.Count)
        {
            return value;
        }

        Wrapper members = whole.Wrapper ?? Wrapper.Value;
        return AbstractValue.Of(members.With(path[next], With(members[path[next]], path, next + 1, value)));
    }

    /// <summary>A value that is used as a whole: somebody else may take care of what is in it.</summary>
    private AbstractValue Whole(AbstractValue value)
    {
        if (value.Wrapper is null)
        {
            return value;
        }

        Escape(value);
        return AbstractValue.Unknown;
    }
}
