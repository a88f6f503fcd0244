using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <content>Expressions and conditions.</content>
internal sealed partial class ScriptBuilder
{
    private Step VisitExpression(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation invocation:
                return Sequence(Of(invocation.Instance), All(ImmutableArray<IOperation>.CastUp(invocation.Arguments)), Call(invocation));
            case IObjectCreationOperation creation:
                return Sequence(All(ImmutableArray<IOperation>.CastUp(creation.Arguments)), Creation(creation), Of(creation.Initializer));
            case ISimpleAssignmentOperation assignment:
                return Sequence(Parts(assignment.Target), Of(assignment.Value), Store(assignment.Target, assignment.Value, assignment.Syntax));
            case ICoalesceAssignmentOperation assignment:
                return Choice(NullTest(assignment.Target), Sequence(Of(assignment.Value), Store(assignment.Target, assignment.Value, assignment.Syntax)), SequenceStep.Nothing);
            case ICompoundAssignmentOperation assignment:
                return Sequence(Parts(assignment.Target), Of(assignment.Value), Store(assignment.Target, null, assignment.Syntax));
            case IIncrementOrDecrementOperation step:
                return Sequence(Parts(step.Target), Store(step.Target, null, step.Syntax));
            case IDeconstructionAssignmentOperation deconstruction:
                IEnumerable<IOperation> targets = deconstruction.Target.DescendantsAndSelf().Where(static part => part is ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation or IParameterReferenceOperation);
                return Join([Of(deconstruction.Value), .. targets.Select(part => Store(part, null, deconstruction.Syntax))]);
            case IVariableDeclaratorOperation { Initializer: { } initializer } declarator:
                NoteTestIn(declarator.Symbol, initializer.Value);
                return Sequence(Of(initializer.Value), Store(Value.Variable(declarator.Symbol, declarator.Symbol.Type), initializer.Value, declarator.Syntax));
            case IFieldInitializerOperation initializer:
                return Join([Of(initializer.Value), .. initializer.InitializedFields.Select(field => Store(OfThis(field, field.Type), initializer.Value, initializer.Syntax))]);
            case IPropertyInitializerOperation initializer:
                return Join([Of(initializer.Value), .. initializer.InitializedProperties.Select(property => Store(OfThis(property, property.Type), initializer.Value, initializer.Syntax))]);
            case IConditionalAccessOperation access:
                return Choice(Condition.Not(NullTest(access.Operation)), Of(access.WhenNotNull), SequenceStep.Nothing);
            case ICoalesceOperation coalesce:
                return Choice(NullTest(coalesce.Value), Of(coalesce.WhenNull), SequenceStep.Nothing);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr }:
                return Choice(ConditionOf(operation), SequenceStep.Nothing, SequenceStep.Nothing);
            case IPropertyReferenceOperation property when _contracts.IsInSource(property.Property) && property.Property.GetMethod is { } getter:
                return Sequence(Children(operation), new CallStep(getter.OriginalDefinition, InstanceOf(property), property.Property.IsVirtual, mayThrow: false, []));
            case IIsPatternOperation pattern:
                return Join([Of(pattern.Value), .. Declared(pattern.Pattern, pattern)]);
            default:
                return Children(operation);
        }
    }

    private Value? InstanceOf(IMemberReferenceOperation reference) => reference.Instance is null ? null : _values.Read(reference.Instance);

    private Value OfThis(ISymbol member, ITypeSymbol type) => Value.Member(member, Value.This(_body.Type), type);

    /// <summary>What the target of an assignment evaluates itself.</summary>
    private Step Parts(IOperation target) => target is IPropertyReferenceOperation or IFieldReferenceOperation or IArrayElementReferenceOperation ? Children(target) : SequenceStep.Nothing;

    private Step Store(IOperation target, IOperation? value, SyntaxNode syntax)
    {
        if (target is IPropertyReferenceOperation { Property: { SetMethod: { } setter } property } reference && _contracts.IsInSource(property))
        {
            return Sequence(new CallStep(setter.OriginalDefinition, InstanceOf(reference), property.IsVirtual, mayThrow: false, []), Store(_values.Read(target), value, syntax));
        }

        return target is IArrayElementReferenceOperation or IDiscardOperation ? SequenceStep.Nothing : Store(_values.Read(target), value, syntax);
    }

    private Step Store(Value target, IOperation? value, SyntaxNode syntax)
    {
        if (target.Kind is not (ValueKind.Variable or ValueKind.Member))
        {
            return SequenceStep.Nothing;
        }

        while (value is IConversionOperation { OperatorMethod: null } conversion)
        {
            value = conversion.Operand;
        }

        Assigned assigned = value switch
        {
            { ConstantValue: { HasValue: true, Value: true } } => Assigned.True,
            { ConstantValue: { HasValue: true, Value: false } } => Assigned.False,
            { ConstantValue: { HasValue: true, Value: null } } => Assigned.Null,
            IObjectCreationOperation or IArrayCreationOperation or ICollectionExpressionOperation => Assigned.NotNull,
            _ => Assigned.Other,
        };
        return Assign(target, assigned, value is null ? null : _values.Read(value), syntax);
    }

    private AssignStep Assign(Value target, Assigned assigned, Value? source, SyntaxNode syntax)
    {
        var step = new AssignStep(_function, target, assigned, source, syntax);
        _assignments.Add(step);
        return step;
    }

    private IEnumerable<Step> Declared(IPatternOperation pattern, IOperation operation)
    {
        foreach (IOperation part in pattern.DescendantsAndSelf())
        {
            ISymbol? declared = part switch
            {
                IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
                IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
                _ => null,
            };
            if (declared is ILocalSymbol local)
            {
                yield return Assign(Value.Variable(local, local.Type), Assigned.NotNull, null, operation.Syntax);
            }
        }
    }

    private Step Call(IInvocationOperation invocation)
    {
        SyntaxNode syntax = WholeOf(invocation);
        if (_links.TryGetValue(syntax, out LinkFact? link))
        {
            return new LinkStep(link, links: true);
        }

        if (_unlinks.TryGetValue(syntax, out LinkFact? unlink))
        {
            return new LinkStep(unlink, links: false);
        }

        IMethodSymbol method = invocation.TargetMethod;
        MethodContract contract = _contracts.Of(method);
        if (contract.Destroys && invocation.Instance is not null)
        {
            return new DestroyStep(_values.Read(invocation.Instance));
        }

        bool mayThrow = !contract.DoesNotThrow;
        var stored = new List<Step>();
        var arguments = ImmutableArray.CreateBuilder<KeyValuePair<ISymbol, Value>>();
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out })
            {
                stored.Add(Store(argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value, null, argument.Syntax));
            }
            else if (argument.Parameter is { } parameter)
            {
                arguments.Add(new(parameter.OriginalDefinition, _values.Read(argument.Value)));
            }
        }

        var call = new CallStep(
            method.OriginalDefinition, invocation.Instance is null ? null : _values.Read(invocation.Instance), invocation.IsVirtual, mayThrow, arguments.ToImmutable());
        return Join([call, .. stored]);
    }

    private Step Creation(IObjectCreationOperation creation)
    {
        if (_creations.TryGetValue(creation.Syntax, out CreationFact? fact))
        {
            return new CreateStep(fact);
        }

        return creation.Constructor is { } constructor && _contracts.IsInSource(constructor)
            ? new CallStep(constructor.OriginalDefinition, Value.Unknown, isVirtual: false, mayThrow: true, [])
            : SequenceStep.Nothing;
    }

    /// <summary>The expression by which the facts know the call.</summary>
    private static SyntaxNode WholeOf(IOperation call)
    {
        IOperation whole = call;
        while (whole.Parent is IConditionalAccessOperation access && access.WhenNotNull == whole)
        {
            whole = access;
        }

        return whole.Syntax;
    }

    private Condition ConditionOf(IOperation operation)
    {
        if (++_depth > MaximumDepth)
        {
            _depth--;
            return new Condition(ConditionKind.Opaque) { Before = new UnknownStep() };
        }

        Condition condition = Read(operation);
        _depth--;
        return condition;
    }

    private Condition Read(IOperation operation)
    {
        switch (operation)
        {
            case { ConstantValue: { HasValue: true, Value: bool constant } }:
                return constant ? Condition.True : Condition.Not(Condition.True);
            case IParenthesizedOperation parenthesized:
                return ConditionOf(parenthesized.Operand);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Condition.Not(ConditionOf(not.Operand));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } both when both.Type?.SpecialType == SpecialType.System_Boolean:
                return new Condition(ConditionKind.And) { Left = ConditionOf(both.LeftOperand), Right = ConditionOf(both.RightOperand) };
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } either when either.Type?.SpecialType == SpecialType.System_Boolean:
                return new Condition(ConditionKind.Or) { Left = ConditionOf(either.LeftOperand), Right = ConditionOf(either.RightOperand) };
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals:
                return Equality(equals);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } differs:
                return Condition.Not(Equality(differs));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan } less:
                return Less(less.LeftOperand, less.RightOperand);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThan } greater:
                return Less(greater.RightOperand, greater.LeftOperand);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThanOrEqual } notGreater:
                return Condition.Not(Less(notGreater.RightOperand, notGreater.LeftOperand));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual } notLess:
                return Condition.Not(Less(notLess.LeftOperand, notLess.RightOperand));
            case IIsPatternOperation pattern:
                return Pattern(pattern);
            case ILocalReferenceOperation local when _testsInLocals.TryGetValue(local.Local, out Condition? test):
                return test;
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation:
                return Flag(operation);
            default:
                return new Condition(ConditionKind.Opaque) { Before = Of(operation) };
        }
    }

    private Condition Flag(IOperation operation)
    {
        Step before = Of(operation);
        if (operation is IPropertyReferenceOperation { Instance: { } region, Property: { } property } && (_contracts.Of(property) & PropertyContract.TestsLink) != 0)
        {
            return Note(new Condition(ConditionKind.Linked) { Value = _values.Read(region), Before = before });
        }

        if (IsRuntimeState(operation))
        {
            return new Condition(ConditionKind.RuntimeState) { Before = before };
        }

        return Named(operation) is { } value
            ? Note(new Condition(ConditionKind.Flag) { Value = value, Before = before })
            : new Condition(ConditionKind.Opaque) { Before = before };
    }

    /// <summary>A property of an object of the runtime that is no region, or a static one of the base library.</summary>
    private bool IsRuntimeState(IOperation operation)
    {
        if (operation is not IMemberReferenceOperation { Member: { } member } || _contracts.IsInSource(member))
        {
            return false;
        }

        bool tells = operation.Type is { SpecialType: SpecialType.System_Boolean } || (operation.Type is { } type && _contracts.Of(type).HasLifecycle);
        return (tells && member.IsStatic) || (tells && _contracts.Of(member.ContainingType) is { HasLifecycle: true } && _contracts.RegionKindOf(member.ContainingType) is null)
            || (operation is IPropertyReferenceOperation { Instance: { } instance } && IsRuntimeState(instance));
    }

    private Condition Equality(IBinaryOperation operation)
    {
        IOperation left = operation.LeftOperand, right = operation.RightOperand;
        if (left.ConstantValue.HasValue || Stripped(left).ConstantValue.HasValue)
        {
            (left, right) = (right, left);
        }

        Optional<object?> constant = Stripped(right).ConstantValue;
        return constant.HasValue
            ? constant.Value is null ? NullTest(Stripped(left)) : EqualTest(Stripped(left), constant.Value)
            : new Condition(ConditionKind.Opaque) { Before = Sequence(Of(left), Of(right)) };
    }

    private Condition Less(IOperation left, IOperation right)
    {
        Step before = Sequence(Of(left), Of(right));
        left = Stripped(left);
        right = Stripped(right);
        Optional<object?> leftConstant = left.ConstantValue, rightConstant = right.ConstantValue;
        Value? leftValue = leftConstant.HasValue ? null : Named(left), rightValue = rightConstant.HasValue ? null : Named(right);
        bool isNamed = (leftValue is not null || leftConstant.HasValue) && (rightValue is not null || rightConstant.HasValue) && (leftValue ?? rightValue) is not null;
        return isNamed
            ? Note(new Condition(ConditionKind.Less) { Value = leftValue, Other = rightValue, Constant = leftConstant.HasValue ? leftConstant.Value : rightConstant.Value, Before = before })
            : new Condition(ConditionKind.Opaque) { Before = before };
    }

    /// <summary>The variable or member itself, not a collection of which it is an element.</summary>
    private Value? Named(IOperation operation)
    {
        Value value = _values.Read(operation);
        return value.Kind is ValueKind.Variable or ValueKind.Member && SymbolEqualityComparer.Default.Equals(value.Type, operation.Type) ? value : null;
    }

    private Condition Pattern(IIsPatternOperation pattern)
    {
        IPatternOperation inner = pattern.Pattern;
        bool isNegated = false;
        while (inner is INegatedPatternOperation negated)
        {
            inner = negated.Pattern;
            isNegated = !isNegated;
        }

        Condition condition = inner switch
        {
            IConstantPatternOperation { Value: { } value } when Stripped(value).ConstantValue is { HasValue: true, Value: null } => NullTest(pattern.Value),
            IConstantPatternOperation { Value: { } value } when Stripped(value).ConstantValue is { HasValue: true, Value: true } => ConditionOf(pattern.Value),
            IConstantPatternOperation { Value: { } value } when Stripped(value).ConstantValue is { HasValue: true, Value: false } => Condition.Not(ConditionOf(pattern.Value)),
            IConstantPatternOperation { Value: { } value } when Stripped(value).ConstantValue is { HasValue: true } constant => EqualTest(pattern.Value, constant.Value!),
            IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true } recursive when AcceptsAll(recursive.MatchedType, pattern.Value) => Condition.Not(NullTest(pattern.Value)),
            IDeclarationPatternOperation declaration when AcceptsAll(declaration.MatchedType, pattern.Value) => Condition.Not(NullTest(pattern.Value)),
            _ => new Condition(ConditionKind.Opaque) { Before = Of(pattern.Value) },
        };

        var declared = Declared(pattern.Pattern, pattern).ToList();
        if (declared.Count > 0)
        {
            // The variables get their values whichever way it goes: they are read where it is true.
            condition = new Condition(ConditionKind.And) { Left = new Condition(ConditionKind.True) { Before = Join(declared) }, Right = condition };
        }

        return isNegated ? Condition.Not(condition) : condition;
    }

    private static bool AcceptsAll(ITypeSymbol? matched, IOperation value)
    {
        for (ITypeSymbol? type = value.Type; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, matched))
            {
                return true;
            }
        }

        return false;
    }

    private Condition NullTest(IOperation operation)
    {
        operation = Stripped(operation);
        Step before = Of(operation);
        if (operation is IPropertyReferenceOperation { Instance: { } region, Property: { } property } && (_contracts.Of(property) & PropertyContract.LinkContainer) != 0)
        {
            return Condition.Not(Note(new Condition(ConditionKind.Linked) { Value = _values.Read(region), Before = before }));
        }

        // The container of a region that may be null itself: "region?.Container".
        if (operation is IConditionalAccessOperation { WhenNotNull: IPropertyReferenceOperation { Property: { } inner } } access && (_contracts.Of(inner) & PropertyContract.LinkContainer) != 0)
        {
            return Condition.Not(Note(new Condition(ConditionKind.Linked) { Value = _values.Read(access.Operation) }));
        }

        if (IsRuntimeState(operation))
        {
            return new Condition(ConditionKind.RuntimeState) { Before = before };
        }

        return Named(operation) is { } value
            ? Note(new Condition(ConditionKind.Null) { Value = value, Before = before, IsNeverNull = IsNeverNull(value.Symbol!) })
            : new Condition(ConditionKind.Opaque) { Before = before };
    }

    private static bool IsNeverNull(ISymbol symbol)
    {
        ITypeSymbol? type = symbol switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            IParameterSymbol parameter => parameter.Type,
            _ => null,
        };
        return type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.NotAnnotated };
    }

    private Condition EqualTest(IOperation operation, object constant)
    {
        Step before = Of(operation);
        if (constant is bool truth && operation.Type?.SpecialType == SpecialType.System_Boolean)
        {
            Condition flag = ConditionOf(operation);
            return truth ? flag : Condition.Not(flag);
        }

        if (IsRuntimeState(operation))
        {
            return new Condition(ConditionKind.RuntimeState) { Before = before };
        }

        return Named(operation) is { } value
            ? Note(new Condition(ConditionKind.Equal) { Value = value, Constant = constant, Before = before })
            : new Condition(ConditionKind.Opaque) { Before = before };
    }

    /// <summary><c>bool linked = region.IsMapped;</c></summary>
    private void NoteTestIn(ILocalSymbol local, IOperation value)
    {
        if (local.Type.SpecialType == SpecialType.System_Boolean && Stripped(value) is IPropertyReferenceOperation { Property: { } property } && (_contracts.Of(property) & PropertyContract.TestsLink) != 0)
        {
            _testsInLocals[local] = new Condition(ConditionKind.Linked) { Value = _values.Read(((IPropertyReferenceOperation)Stripped(value)).Instance) };
        }
    }

    private Condition Note(Condition test)
    {
        _tests.Add(test);
        return test;
    }

    private static IOperation Stripped(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;
        }

        return operation;
    }
}
