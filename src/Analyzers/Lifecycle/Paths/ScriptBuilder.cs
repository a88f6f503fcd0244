using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <summary>Makes the steps of a body from its operations.</summary>
internal sealed partial class ScriptBuilder
{
    /// <summary>Code that nests deeper is not followed; the steps nest no deeper either, so that walking them needs little stack.</summary>
    private const int MaximumDepth = 120;

    private readonly BodyFacts _body;
    private readonly ContractModel _contracts;
    private readonly ValueReader _values;
    private readonly Dictionary<SyntaxNode, LinkFact> _links = [];
    private readonly Dictionary<SyntaxNode, LinkFact> _unlinks = [];
    private readonly Dictionary<SyntaxNode, CreationFact> _creations = [];
    private readonly Dictionary<ISymbol, Step> _functions = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, Condition> _testsInLocals = new(SymbolEqualityComparer.Default);
    private readonly ImmutableArray<AssignStep>.Builder _assignments = ImmutableArray.CreateBuilder<AssignStep>();
    private readonly ImmutableArray<Condition>.Builder _tests = ImmutableArray.CreateBuilder<Condition>();
    private ISymbol _function;
    private int _depth;

    private ScriptBuilder(BodyFacts body, ContractModel contracts, ValueReader values)
    {
        _body = body;
        _contracts = contracts;
        _values = values;
        _function = body.Member;
        foreach (LinkFact fact in body.Links)
        {
            _links[fact.Syntax] = fact;
        }

        foreach (LinkFact fact in body.Unlinks)
        {
            _unlinks[fact.Syntax] = fact;
        }

        foreach (CreationFact fact in body.RegionCreations)
        {
            _creations[fact.Syntax] = fact;
        }
    }

    public static Script Build(BodyFacts body, ImmutableArray<IOperation> blocks, ContractModel contracts, ValueReader values)
    {
        var builder = new ScriptBuilder(body, contracts, values);
        var steps = new List<Step>();

        // The call of another constructor comes behind the body in the list, but runs first.
        foreach (IOperation block in blocks.OrderBy(static block => block is IBlockOperation ? 1 : 0))
        {
            if (block.Kind is not OperationKind.Attribute and not OperationKind.ParameterInitializer)
            {
                steps.Add(builder.Of(block));
            }
        }

        return new Script(Join(steps), builder._functions, builder._assignments.ToImmutable(), builder._tests.ToImmutable());
    }

    private static Step Join(List<Step> steps)
    {
        steps.RemoveAll(static step => step == SequenceStep.Nothing);
        return steps.Count switch
        {
            0 => SequenceStep.Nothing,
            1 => steps[0],
            _ => new SequenceStep(ImmutableArray.CreateRange(steps)),
        };
    }

    private static Step Sequence(params Step[] steps) => Join(steps.ToList());

    private Step Of(IOperation? operation)
    {
        if (operation is null)
        {
            return SequenceStep.Nothing;
        }

        if (++_depth > MaximumDepth)
        {
            _depth--;
            return new UnknownStep();
        }

        Step step = Visit(operation);
        _depth--;
        return step;
    }

    private Step Visit(IOperation operation)
    {
        switch (operation)
        {
            case IConditionalOperation conditional:
                return Choice(ConditionOf(conditional.Condition), Of(conditional.WhenTrue), Of(conditional.WhenFalse));
            case IWhileLoopOperation loop:
                Condition condition = loop.Condition is null ? Condition.Opaque : ConditionOf(loop.Condition);
                return new LoopStep(condition, Of(loop.Body), SequenceStep.Nothing, loop.ConditionIsTop);
            case IForLoopOperation loop:
                Step before = All(loop.Before);
                return Sequence(before, new LoopStep(loop.Condition is null ? null : ConditionOf(loop.Condition), Of(loop.Body), All(loop.AtLoopBottom), testsFirst: true) { IsEndless = loop.Condition is null });
            case IForEachLoopOperation loop:
                var item = loop.Locals.Select(local => Assign(Value.Variable(local, local.Type), Assigned.Other, null, loop.Syntax)).ToList();
                return Sequence(Of(loop.Collection), new LoopStep(null, Join([.. item, Of(loop.Body)]), SequenceStep.Nothing, testsFirst: true));
            case ISwitchOperation choice:
                return Sequence(
                    Of(choice.Value),
                    new SwitchStep(
                        ImmutableArray.CreateRange(choice.Cases.Select(section => All(section.Body))),
                        choice.Cases.Any(static section => section.Clauses.Any(static clause => clause.CaseKind == CaseKind.Default))));
            case ISwitchExpressionOperation choice:
                return Sequence(Of(choice.Value), new SwitchStep(ImmutableArray.CreateRange(choice.Arms.Select(arm => Of(arm.Value))), isExhaustive: true));
            case ITryOperation attempt:
                return new TryStep(
                    Of(attempt.Body),
                    ImmutableArray.CreateRange(attempt.Catches.Select(HandlerOf)),
                    attempt.Finally is null ? null : Of(attempt.Finally));
            case IReturnOperation { Kind: OperationKind.YieldReturn } yielded:
                return Of(yielded.ReturnedValue);
            case IReturnOperation returned:
                return Sequence(Of(returned.ReturnedValue), new ExitStep(ExitKind.Return, returned.Syntax, exception: null));
            case IThrowOperation thrown:
                IOperation? exception = thrown.Exception is IConversionOperation { IsImplicit: true } conversion ? conversion.Operand : thrown.Exception;
                return Sequence(Of(thrown.Exception), new ExitStep(ExitKind.Throw, thrown.Syntax, exception?.Type));
            case IBranchOperation { BranchKind: BranchKind.Break } branch:
                return new ExitStep(ExitKind.Break, branch.Syntax, exception: null);
            case IBranchOperation { BranchKind: BranchKind.Continue } branch:
                return new ExitStep(ExitKind.Continue, branch.Syntax, exception: null);
            case IBranchOperation or IInvalidOperation:
                return new UnknownStep();
            case ILocalFunctionOperation local:
                AddFunction(local.Symbol.OriginalDefinition, local.Body);
                return SequenceStep.Nothing;
            case IAnonymousFunctionOperation lambda:
                AddFunction(lambda.Symbol, lambda.Body);
                return new LambdaStep(lambda.Symbol);
            case INameOfOperation or ITypeOfOperation or IAttributeOperation:
                return SequenceStep.Nothing;
            default:
                return VisitExpression(operation);
        }
    }

    private Handler HandlerOf(ICatchClauseOperation clause)
    {
        ITypeSymbol? caught = clause.ExceptionType is { SpecialType: not SpecialType.System_Object } type && type.ToDisplayString() != "System.Exception" ? type : null;
        return new Handler(caught, clause.Filter is not null, Of(clause.Handler));
    }

    private Step All(ImmutableArray<IOperation> operations) => Join(operations.Select(Of).ToList());

    private Step Children(IOperation operation)
    {
        var steps = new List<Step>();
        foreach (IOperation child in operation.ChildOperations)
        {
            steps.Add(Of(child));
        }

        return Join(steps);
    }

    private static Step Choice(Condition condition, Step whenTrue, Step whenFalse)
    {
        bool decidesNothing = whenTrue == SequenceStep.Nothing && whenFalse == SequenceStep.Nothing && condition.Left is null && condition.Before == SequenceStep.Nothing;
        return decidesNothing ? SequenceStep.Nothing : new ChoiceStep(condition, whenTrue, whenFalse);
    }

    private void AddFunction(ISymbol function, IOperation? body)
    {
        ISymbol outer = _function;
        int depth = _depth;
        _function = function;
        _values.Node = function;
        _functions[function] = Of(body);
        _function = outer;
        _values.Node = outer;
        _depth = depth;
    }
}
