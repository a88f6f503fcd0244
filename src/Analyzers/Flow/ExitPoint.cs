using Microsoft.CodeAnalysis.FlowAnalysis;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>A place where a path leaves a scope.</summary>
internal sealed class ExitPoint : IEquatable<ExitPoint>
{
    private ExitPoint(ImmutableArray<BasicBlock> blocks, ControlFlowBranch? branch, BasicBlock? thrower, ControlFlowRegion? handler)
    {
        Blocks = blocks;
        Edge = branch;
        Thrower = thrower;
        Handler = handler;
    }

    /// <summary>The blocks of the body.</summary>
    public ImmutableArray<BasicBlock> Blocks { get; }

    /// <summary>The branch that leaves; null if an exception does.</summary>
    public ControlFlowBranch? Edge { get; }

    /// <summary>The block with the throw statement; null if there is none.</summary>
    public BasicBlock? Thrower { get; }

    /// <summary>The handler that takes the exception; null if none does.</summary>
    public ControlFlowRegion? Handler { get; }

    public static ExitPoint Branch(ControlFlowGraph graph, ControlFlowBranch branch) => new(graph.Blocks, branch, null, null);

    public static ExitPoint Thrown(ControlFlowGraph graph, BasicBlock thrower) => new(graph.Blocks, null, thrower, null);

    public static ExitPoint Caught(ControlFlowGraph graph, ControlFlowRegion handler, BasicBlock? thrower)
    {
        return new ExitPoint(graph.Blocks, null, thrower, handler);
    }

    public bool Equals(ExitPoint? other) => other is not null && Edge == other.Edge && Thrower == other.Thrower && Handler == other.Handler;

    public override bool Equals(object? obj) => Equals(obj as ExitPoint);

    public override int GetHashCode() => (Edge?.GetHashCode() ?? 0) ^ (Thrower?.GetHashCode() ?? 0) ^ (Handler?.GetHashCode() ?? 0);
}
