using System.Linq;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// The local functions of a body that it only calls, and the lambdas in variables that it only calls: what they do to the variables of the
/// body happens at the calls, and nowhere else. A variable that only such functions use besides the body is lent to them, and not shared.
/// </summary>
internal sealed class NestedFunctions
{
    private static readonly ImmutableHashSet<ISymbol> Nothing = ImmutableHashSet<ISymbol>.Empty.WithComparer(SymbolEqualityComparer.Default);

    private readonly Dictionary<ISymbol, IFlowAnonymousFunctionOperation> _lambdas = new(SymbolEqualityComparer.Default);

    private NestedFunctions(ImmutableHashSet<ISymbol> shared)
    {
        Shared = shared;
    }

    /// <summary>The variables that are used by functions of which nobody can tell from the body when they run.</summary>
    public ImmutableHashSet<ISymbol> Shared { get; private set; }

    /// <summary>The variables that are used by functions which the body only calls.</summary>
    public ImmutableHashSet<ISymbol> Lent { get; private set; } = Nothing;

    /// <summary>The lambda that a variable holds from its declaration on; null if it may hold another one, or runs elsewhere.</summary>
    public IFlowAnonymousFunctionOperation? LambdaIn(ISymbol variable) => _lambdas.TryGetValue(variable, out IFlowAnonymousFunctionOperation? lambda) ? lambda : null;

    /// <param name="graph">The body.</param>
    /// <param name="isFollowed">Tells of which variables it is worth to know.</param>
    public static NestedFunctions Of(ControlFlowGraph graph, Func<ISymbol, bool> isFollowed)
    {
        var functions = new NestedFunctions(SharedVariables.Of(graph));
        if (graph.Parent is null && (!graph.LocalFunctions.IsEmpty || SharedVariables.AnonymousFunctions(graph).Count > 0))
        {
            functions.FindLent(graph, isFollowed);
        }

        return functions;
    }

    private void FindLent(ControlFlowGraph graph, Func<ISymbol, bool> isFollowed)
    {
        var own = Uses.Of(graph);
        List<Function> functions = graph.LocalFunctions
            .Select(function => new Function(function, null, graph.GetLocalFunctionControlFlowGraph(function)))
            .Concat(SharedVariables.AnonymousFunctions(graph).Select(lambda => new Function(lambda.Symbol, lambda, graph.GetAnonymousFunctionControlFlowGraph(lambda))))
            .ToList();

        // A function that becomes a delegate runs at any time, and so do those that it calls, and those inside others.
        var indirect = new HashSet<ISymbol>(own.Converted.Concat(functions.SelectMany(function => function.Uses.Converted.Concat(function.Inner.Converted).Concat(function.Inner.Called))), SymbolEqualityComparer.Default);
        foreach (Function function in functions)
        {
            if (!RunsAtOnce(function.Symbol)
                || (function.Lambda is { } lambda && (VariableOf(lambda, own) is not { } variable || functions.Any(other => other.Uses.Mentions(variable) || other.Inner.Mentions(variable)))))
            {
                indirect.Add(function.Symbol);
            }
        }

        for (bool grew = true; grew;)
        {
            grew = functions.Where(function => indirect.Contains(function.Symbol)).SelectMany(function => function.Uses.Called).ToList().Exists(indirect.Add);
        }

        var lent = new HashSet<ISymbol>(Shared.Where(isFollowed), SymbolEqualityComparer.Default);
        foreach (Function function in functions)
        {
            lent.ExceptWith(indirect.Contains(function.Symbol) ? function.Uses.Variables.Concat(function.Inner.Variables) : function.Inner.Variables);
            if (function.Lambda is { } lambda && !indirect.Contains(function.Symbol))
            {
                _lambdas[VariableOf(lambda, own)!] = lambda;
            }
        }

        Lent = lent.ToImmutableHashSet<ISymbol>(SymbolEqualityComparer.Default);
        Shared = Shared.Except(Lent);
    }

    /// <summary>The body runs as a whole when the function is called, and not bit by bit later.</summary>
    private static bool RunsAtOnce(IMethodSymbol function) => !function.IsAsync && function.ReturnType.TypeKind != TypeKind.Interface;

    /// <summary>The variable that the lambda is stored in, if it is called there, and nothing else happens to it.</summary>
    private static ISymbol? VariableOf(IFlowAnonymousFunctionOperation lambda, Uses uses)
    {
        IOperation? parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: { } local } } && uses.IsOnlyCalled(local) ? local : null;
    }

    /// <summary>A function directly in the body, what it uses itself, and what the functions in it use.</summary>
    private sealed class Function
    {
        public Function(IMethodSymbol symbol, IFlowAnonymousFunctionOperation? lambda, ControlFlowGraph body)
        {
            Symbol = symbol.OriginalDefinition;
            Lambda = lambda;
            Uses = Uses.Of(body);
            Inner = new Uses();
            foreach (ControlFlowGraph inner in SharedVariables.Inside(body))
            {
                Inner.Collect(inner);
            }
        }

        public IMethodSymbol Symbol { get; }

        public IFlowAnonymousFunctionOperation? Lambda { get; }

        public Uses Uses { get; }

        public Uses Inner { get; }
    }

    /// <summary>The variables and functions that a body uses.</summary>
    private sealed class Uses
    {
        private readonly Dictionary<ISymbol, (int Calls, int Others)> _delegates = new(SymbolEqualityComparer.Default);

        /// <summary>Local functions of which delegates are made.</summary>
        public HashSet<ISymbol> Converted { get; } = new(SymbolEqualityComparer.Default);

        /// <summary>Local functions that are called.</summary>
        public HashSet<ISymbol> Called { get; } = new(SymbolEqualityComparer.Default);

        public HashSet<ISymbol> Variables { get; } = new(SymbolEqualityComparer.Default);

        public static Uses Of(ControlFlowGraph graph)
        {
            var uses = new Uses();
            uses.Collect(graph);
            return uses;
        }

        public bool Mentions(ISymbol variable) => Variables.Contains(variable);

        /// <summary>Assigned once, called, and nothing else.</summary>
        public bool IsOnlyCalled(ISymbol variable) => _delegates.TryGetValue(variable, out (int Calls, int Others) uses) && uses is { Calls: > 0, Others: 1 };

        public void Collect(ControlFlowGraph graph)
        {
            var pending = new Stack<IOperation>();
            foreach (BasicBlock block in graph.Blocks)
            {
                foreach (IOperation operation in block.Operations)
                {
                    pending.Push(operation);
                }

                if (block.BranchValue is { } value)
                {
                    pending.Push(value);
                }
            }

            while (pending.Count > 0)
            {
                IOperation operation = pending.Pop();
                Note(operation);
                foreach (IOperation child in operation.ChildOperations)
                {
                    pending.Push(child);
                }
            }
        }

        private void Note(IOperation operation)
        {
            switch (operation)
            {
                case IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } reference:
                    Converted.Add(reference.Method.OriginalDefinition);
                    break;

                case IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } call:
                    Called.Add(call.TargetMethod.OriginalDefinition);
                    break;

                case IParameterReferenceOperation parameter:
                    Variables.Add(parameter.Parameter);
                    break;

                case ILocalReferenceOperation local:
                    Variables.Add(local.Local);
                    if (local.Local.Type.TypeKind == TypeKind.Delegate)
                    {
                        _delegates.TryGetValue(local.Local, out (int Calls, int Others) uses);
                        bool isCall = local.Parent is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } invocation && invocation.Instance == local;
                        _delegates[local.Local] = isCall ? (uses.Calls + 1, uses.Others) : (uses.Calls, uses.Others + 1);
                    }

                    break;
            }
        }
    }
}
