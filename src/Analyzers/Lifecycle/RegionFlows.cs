using System.Threading;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>What is known along the paths of the bodies of one type that destroy regions. Made when a rule asks for it.</summary>
/// <param name="graphs">The graphs of those bodies, by their members.</param>
/// <param name="family">The type's family.</param>
/// <param name="knowledge">What the family knows of its regions.</param>
internal sealed class RegionFlows(IReadOnlyDictionary<ISymbol, ImmutableArray<ControlFlowGraph>> graphs, TypeFamily family, RegionKnowledge knowledge)
{
    private readonly Dictionary<BodyFacts, RegionFlowResult> _results = [];

    public RegionFlowResult Of(BodyFacts body, CancellationToken cancellation)
    {
        if (body.Destructions.Count == 0 || body.HasErrors || !graphs.TryGetValue(body.Member, out ImmutableArray<ControlFlowGraph> own))
        {
            return RegionFlowResult.Nothing;
        }

        if (!_results.TryGetValue(body, out RegionFlowResult? result))
        {
            _results.Add(body, result = new RegionFlowResult());
            foreach (ControlFlowGraph graph in own)
            {
                RegionFlow.Run(graph, body, family, knowledge, result, cancellation);
            }
        }

        return result;
    }
}
