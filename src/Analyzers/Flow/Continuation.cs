using Microsoft.CodeAnalysis.FlowAnalysis;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// What goes on when the finally region ends that is being walked: a branch that is pending, or the search for a handler. A finally
/// region is walked once for each, because the graph has no edge out of it. Interned: equal continuations are the same object.
/// </summary>
internal sealed class Continuation
{
    private Continuation(Continuation? outer, ControlFlowRegion @finally, ControlFlowBranch? branch, int nextFinally, BasicBlock? thrower, ControlFlowRegion? origin)
    {
        Outer = outer;
        Finally = @finally;
        Branch = branch;
        NextFinally = nextFinally;
        Thrower = thrower;
        Origin = origin;
    }

    /// <summary>The continuation of the finally region around the place that the branch or exception came from.</summary>
    public Continuation? Outer { get; }

    /// <summary>The region that is being walked.</summary>
    public ControlFlowRegion Finally { get; }

    /// <summary>The pending branch; null while an exception is looking for its handler.</summary>
    public ControlFlowBranch? Branch { get; }

    /// <summary>The finally region of the branch that comes next.</summary>
    public int NextFinally { get; }

    /// <summary>The block whose throw statement raised the exception; null if a call did.</summary>
    public BasicBlock? Thrower { get; }

    /// <summary>Where the exception comes from; null if no handler has let it pass on the way to here.</summary>
    public ControlFlowRegion? Origin { get; }

    /// <summary>Makes each continuation once.</summary>
    public sealed class Table
    {
        private readonly Dictionary<(Continuation?, ControlFlowRegion, object?, int, ControlFlowRegion?), Continuation> _interned = new();

        public Continuation OfBranch(Continuation? outer, ControlFlowRegion @finally, ControlFlowBranch branch, int nextFinally)
        {
            return Intern(outer, @finally, branch, nextFinally, null, null);
        }

        public Continuation OfException(Continuation? outer, ControlFlowRegion @finally, BasicBlock? thrower, ControlFlowRegion? origin)
        {
            return Intern(outer, @finally, null, -1, thrower, origin);
        }

        private Continuation Intern(Continuation? outer, ControlFlowRegion @finally, ControlFlowBranch? branch, int nextFinally, BasicBlock? thrower, ControlFlowRegion? origin)
        {
            (Continuation?, ControlFlowRegion, object?, int, ControlFlowRegion?) key = (outer, @finally, (object?)branch ?? thrower, nextFinally, origin);
            if (!_interned.TryGetValue(key, out Continuation? continuation))
            {
                continuation = new Continuation(outer, @finally, branch, nextFinally, thrower, origin);
                _interned.Add(key, continuation);
            }

            return continuation;
        }
    }
}
