using System.Collections.Concurrent;
using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// Summaries of the methods of a compilation: what they do to the handles that they are passed, which they return, and which fields they
/// change. Made by the same engine, bottom-up, when a caller asks; each once. Thread-safe.
/// </summary>
/// <param name="compilation">The compilation.</param>
/// <param name="keepsBodies">Each body that touches resources will be asked for once, by <see cref="TakeBody"/>.</param>
internal sealed class SummaryProvider(Compilation compilation, bool keepsBodies = false)
{
    /// <summary>How deep helpers may call helpers before nothing is assumed of them.</summary>
    private const int MaxDepth = 8;

    /// <summary>How many summaries may be cut short for one: of helpers that all call one another there is one for each way through them.</summary>
    private const int MaxCutSummaries = 64;

    private readonly ConcurrentDictionary<IMethodSymbol, CallEffects> _known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, CallEffects> _declared = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, BodyGraph?> _bodies = new(SymbolEqualityComparer.Default);

    /// <summary>The effects of a method that changes no fields of its caller. Found once for each method.</summary>
    public CallEffects Declared(IMethodSymbol method, MethodContract contract)
    {
        return _declared.TryGetValue(method, out CallEffects? effects) ? effects : _declared.GetOrAdd(method, CallOracle.Declare(method, contract, FieldSet.None));
    }

    /// <summary>The body of a method whose turn has come, if it was read before, for a summary.</summary>
    public BodyGraph? TakeBody(ISymbol method)
    {
        _bodies.TryGetValue(method, out BodyGraph? body);
        _bodies[method] = null;
        return body;
    }

    /// <summary>What methods that calls run do with fields.</summary>
    public CallbackUses Callbacks { get; } = new(compilation);

    /// <summary>The summary of a method; null if there is none to be had.</summary>
    public CallEffects? Of(IMethodSymbol method, CallOracle oracle, ControlFlowGraph caller)
    {
        method = method.OriginalDefinition;
        if (_known.TryGetValue(method, out CallEffects? known))
        {
            return known;
        }

        if (oracle.Callees.Count == 0)
        {
            oracle.CutSummaries = 0;
        }

        if (oracle.Callees.Count >= MaxDepth || oracle.CutSummaries >= MaxCutSummaries || oracle.Callees.Contains(method, SymbolEqualityComparer.Default))
        {
            oracle.WasCut = true;
            return null;
        }

        if (GraphOf(method, caller, oracle) is not { } graph)
        {
            return null;
        }

        bool cutBefore = oracle.WasCut;
        oracle.WasCut = false;
        oracle.Callees.Add(method);
        var body = new BodyGraph(graph, method, oracle);
        CallEffects? effects = new SummaryBuilder(method, body, oracle).Build();
        oracle.Callees.RemoveAt(oracle.Callees.Count - 1);

        // What depends on a cut depends on where the question came from, and must not be remembered, unless nothing is left to be cut.
        if (effects is not null && (!oracle.WasCut || oracle.Callees.Count == 0))
        {
            effects = _known.GetOrAdd(method, effects);
            if (keepsBodies && !oracle.WasCut && graph.Parent is null && body.TouchesResources)
            {
                // Not if its turn is over.
                _bodies.TryAdd(method, body);
            }
        }
        else if (oracle.WasCut)
        {
            oracle.CutSummaries++;
        }

        oracle.WasCut |= cutBefore;
        return effects;
    }

    private ControlFlowGraph? GraphOf(IMethodSymbol method, ControlFlowGraph caller, CallOracle oracle)
    {
        if (method.MethodKind == MethodKind.AnonymousFunction)
        {
            // A lambda is only summarised for the body that it stands in.
            return SharedVariables.AnonymousFunctions(caller).FirstOrDefault(lambda => SymbolEqualityComparer.Default.Equals(lambda.Symbol, method)) is { } found
                ? caller.GetAnonymousFunctionControlFlowGraph(found, oracle.Cancellation)
                : null;
        }

        if (method.MethodKind == MethodKind.LocalFunction)
        {
            for (ControlFlowGraph? graph = caller; graph is not null; graph = graph.Parent)
            {
                if (graph.LocalFunctions.Contains(method, SymbolEqualityComparer.Default))
                {
                    return graph.GetLocalFunctionControlFlowGraph(method, oracle.Cancellation);
                }
            }

            return null;
        }

        if (method.IsAbstract || method.IsExtern || method.DeclaringSyntaxReferences.Length != 1 || !oracle.Contracts.IsInSource(method))
        {
            return null;
        }

        SyntaxNode declaration = method.DeclaringSyntaxReferences[0].GetSyntax(oracle.Cancellation);
#pragma warning disable RS1030 // The body of a callee is in no context of ours; it is asked for once for each method, and only if a caller needs it.
        SemanticModel model = compilation.GetSemanticModel(declaration.SyntaxTree);
#pragma warning restore RS1030
        return model.GetOperation(declaration, oracle.Cancellation) is IMethodBodyOperation { Parent: null } body
            ? ControlFlowGraph.Create(body, oracle.Cancellation)
            : null;
    }
}
