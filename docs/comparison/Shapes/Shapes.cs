using Api;

// Each shape begins with its name, and what it is: a bug that must be reported, or good code that must not be.
namespace Shapes;

public class Locals(Memory memory)
{
    private static int Length(Mapping mapping) => mapping.Length;

    private static void Release(Mapping mapping) => mapping.Dispose();

    // shape: never released | bug
    public int NeverReleased() { var m = memory.Map(); return m.Length; }

    // shape: optional argument | bug
    public int OptionalArgument() { var m = memory.Map(address: 3); return m.Read(0); }

    // shape: used in an expression | bug
    public int InExpression() => memory.Map().Length + 1;

    // shape: discarded | bug
    public void Discarded() { _ = memory.Map(); }

    // shape: passed to a helper that only looks | bug
    public int PassedToHelper() { var m = memory.Map(); return Length(m); }

    // shape: throw before the release | bug
    public int ThrowBefore(bool b) { var m = memory.Map(); if (b) { throw new InvalidOperationException(); } int n = m.Length; m.Dispose(); return n; }

    // shape: early return | bug
    public int EarlyReturn(bool b) { var m = memory.Map(); if (b) { return 0; } int n = m.Length; m.Dispose(); return n; }

    // shape: catch that returns | bug
    public int CatchReturns() { var m = memory.Map(); try { memory.Work(); } catch (IOException) { return 0; } int n = m.Length; m.Dispose(); return n; }

    // shape: catch that throws again | bug
    public int CatchRethrows() { var m = memory.Map(); try { memory.Work(); } catch (IOException) { throw; } int n = m.Length; m.Dispose(); return n; }

    // shape: continue | bug
    public void Continue(int[] list) { foreach (int n in list) { var m = memory.Map(n); if (m.Length < n) { continue; } m.Dispose(); } }

    // shape: loop with break | bug
    public void Break(int[] list) { foreach (int n in list) { var m = memory.Map(n); if (m.Length < n) { break; } m.Dispose(); } }

    // shape: goto | bug
    public void Goto(bool b) { var m = memory.Map(); if (b) { goto end; } m.Dispose(); end: memory.Work(); }

    // shape: nested try | bug
    public void NestedTry(bool b) { var m = memory.Map(); try { try { memory.Work(); if (b) { return; } } finally { memory.Work(); } } catch (IOException) { } m.Dispose(); }

    // shape: null check the wrong way round | bug
    public void WrongWayRound() { var m = memory.MapOrNull(); if (m is null) { m?.Dispose(); } }

    // shape: pattern variable | bug
    public int PatternVariable() { if (memory.MapOrNull() is { } m) { return m.Length; } return 0; }

    // shape: success flag out parameter, not released | bug
    public int SuccessFlagLeak() { if (!memory.TryMap(1, out var m)) { return 0; } return m!.Length; }

    // shape: local overwritten | bug
    public void Overwritten() { var m = memory.Map(1); m = memory.Map(2); m.Dispose(); }

    // shape: tuple element | bug
    public int TupleElement() { var (m, n) = (memory.Map(), 1); return m.Length + n; }

    // shape: dropped with a local list | bug
    public int LocalList() { var list = new List<Mapping> { }; list.Add(memory.Map()); return list.Count; }

    // shape: released twice | bug
    public void ReleasedTwice() { var m = memory.Map(); m.Unmap(); memory.Work(); m.Unmap(); }

    // shape: used after release | bug
    public int UsedAfter() { var m = memory.Map(); m.Dispose(); return m.Read(0); }

    // shape: await, then early return | bug
    public async Task<int> AwaitThenReturn(bool b) { var m = memory.Map(); await Task.Yield(); if (b) { return 0; } int n = m.Length; m.Dispose(); return n; }

    // shape: yield break | bug
    public IEnumerable<int> YieldBreak(bool b) { var m = memory.Map(); if (b) { yield break; } yield return m.Length; m.Dispose(); }

    // shape: released in a lambda that never runs | bug
    public Action? LambdaNeverRuns() { var m = memory.Map(); Action release = () => m.Dispose(); return null; }

    // shape: released in only one arm of a switch | bug
    public void OneArm(int n) { var m = memory.Map(); switch (n) { case 0: m.Dispose(); break; case 1: break; default: m.Dispose(); break; } }

    // shape: using | good
    public int Using() { using var m = memory.Map(); return m.Length; }

    // shape: finally | good
    public int Finally(bool b) { var m = memory.Map(); try { if (b) { return 0; } return m.Length; } finally { m.Dispose(); } }

    // shape: null-guarded finally | good
    public int GuardedFinally() { Mapping? m = null; try { m = memory.Map(); return m.Length; } finally { if (m is not null) { m.Dispose(); } } }

    // shape: conditional access in finally | good
    public int ConditionalFinally() { Mapping? m = null; try { m = memory.Map(); return m.Length; } finally { m?.Dispose(); } }

    // shape: flag that goes with the resource | good
    public void Flag(bool b) { Mapping? m = null; bool mapped = false; if (b) { m = memory.Map(); mapped = true; } memory.Work(); if (mapped) { m!.Dispose(); } }

    // shape: same condition twice | good
    public void SameCondition(bool b) { Mapping? m = b ? memory.Map() : null; memory.Work(); if (b) { m!.Dispose(); } }

    // shape: success flag out parameter | good
    public void SuccessFlag() { if (memory.TryMap(1, out var m)) { m!.Dispose(); } }

    // shape: success flag, negated | good
    public int SuccessFlagNegated() { if (!memory.TryMap(1, out var m)) { return 0; } int n = m!.Length; m.Dispose(); return n; }

    // shape: pattern variable released | good
    public void PatternReleased() { if (memory.MapOrNull() is { } m) { m.Dispose(); } }

    // shape: is null test | good
    public void IsNullTest() { var m = memory.MapOrNull(); if (m is null) { return; } m.Dispose(); }

    // shape: helper that releases | good
    public void Helper() { var m = memory.Map(); Release(m); }

    // shape: local function that releases | good
    public void LocalFunction() { var m = memory.Map(); void Done() => m.Dispose(); memory.Work(); Done(); }

    // shape: lambda that runs | good
    public void LambdaRuns() { var m = memory.Map(); Action done = () => m.Dispose(); memory.Work(); done(); }

    // shape: returned to the caller | good
    public Mapping Returned(int n) { var m = memory.Map(n); memory.Work(); return m; }

    // shape: given to an owner | good
    public Request GivenToOwner() { var m = memory.Map(); return new Request(m); }

    // shape: array drained by a loop | good
    public void Array() { var all = new Mapping[4]; for (int i = 0; i < all.Length; i++) { all[i] = memory.Map(i); } foreach (Mapping m in all) { m.Dispose(); } }

    // shape: goto out of try and finally | good
    public void GotoOut(bool b) { var m = memory.Map(); try { if (b) { goto end; } memory.Work(); } finally { m.Dispose(); } end: memory.Work(); }

    // shape: released on every arm | good
    public int EveryArm(int n) { var m = memory.Map(); switch (n) { case 0: m.Dispose(); return 1; case 1: m.Dispose(); return 2; default: m.Dispose(); return 3; } }

    // shape: loop with break, released after it | good
    public void BreakReleased(int[] list) { Mapping? m = null; foreach (int n in list) { if (n > 3) { m = memory.Map(n); break; } } m?.Dispose(); }
}

public class OverwritesField(Memory memory) : IDisposable
{
    private Mapping? _mapping;

    // shape: field overwritten | bug
    public void Remap() { _mapping = memory.Map(1); _mapping = memory.Map(2); }

    public void Dispose() => _mapping?.Dispose();
}

public class KeepsField(Memory memory) : IDisposable
{
    private Mapping? _mapping;

    // shape: kept in a field that Dispose releases | good
    public void Open() { _mapping?.Dispose(); _mapping = memory.Map(); }

    public void Dispose() => _mapping?.Dispose();
}

/// <summary>Bugs that were repaired in QEMU and Linux, and their repairs, by the ids that the tests of the corpus use too.</summary>
public class CorpusBugs(Memory memory)
{
    private readonly List<Mapping> _registered = [];

    // shape: C1-57, short mapping returns | bug
    public int Short(int want)
    {
        var m = memory.MapOrNull();
        if (m is null || m.Length < want) { return -1; }
        int n = m.Read(0);
        m.Dispose();
        return n;
    }

    // shape: C1-57, short mapping is unmapped | good
    public int ShortRepaired(int want)
    {
        var m = memory.MapOrNull();
        if (m is null) { return -1; }
        if (m.Length < want) { m.Dispose(); return -1; }
        int n = m.Read(0);
        m.Dispose();
        return n;
    }

    // shape: C1-61, error is completed without unmapping | bug
    public bool Receive(int need)
    {
        var m = memory.MapOrNull();
        bool done = false;
        if (m is null || m.Length < need) { memory.Work(); } else { done = m.Read(0) > 0; m.Dispose(); }
        return done;
    }

    // shape: C1-61, error is completed after unmapping | good
    public bool ReceiveRepaired(int need)
    {
        var m = memory.MapOrNull();
        bool done = false;
        if (m is null) { memory.Work(); } else if (m.Length < need) { m.Dispose(); memory.Work(); } else { done = m.Read(0) > 0; m.Dispose(); }
        return done;
    }

    // shape: C1-62, loop goes on and stops while mapped | bug
    public void Nodes(int[] nodes)
    {
        foreach (int node in nodes)
        {
            var m = memory.MapOrNull(node);
            if (m is null) { continue; }
            if (!memory.Ask()) { continue; }
            if (node > 3) { break; }
            _registered.Add(m);
        }
    }

    // shape: C1-62, loop unmaps before it goes on and stops | good
    public void NodesRepaired(int[] nodes)
    {
        foreach (int node in nodes)
        {
            var m = memory.MapOrNull(node);
            if (m is null) { continue; }
            if (!memory.Ask()) { m.Dispose(); continue; }
            if (node > 3) { m.Dispose(); break; }
            _registered.Add(m);
        }
    }

    // shape: C1-63, second mapping fails, the first stays | bug
    public int Second()
    {
        var first = memory.MapOrNull(1);
        if (first is null) { return -1; }
        var second = memory.MapOrNull(2);
        if (second is null) { return -1; }
        int n = first.Read(0) + second.Read(0);
        second.Dispose();
        first.Dispose();
        return n;
    }

    // shape: C1-63, second mapping fails, the first is unmapped | good
    public int SecondRepaired()
    {
        var first = memory.MapOrNull(1);
        if (first is null) { return -1; }
        var second = memory.MapOrNull(2);
        if (second is null) { first.Dispose(); return -1; }
        int n = first.Read(0) + second.Read(0);
        second.Dispose();
        first.Dispose();
        return n;
    }

    // shape: C1-20, default of a switch leaves it mapped | bug
    public bool Request(int type)
    {
        var m = memory.Map();
        switch (type)
        {
            case 0: memory.Work(); break;
            case 1: m.Read(0); break;
            default: return false;
        }

        m.Dispose();
        return true;
    }

    // shape: C1-20, default of a switch unmaps | good
    public bool RequestRepaired(int type)
    {
        var m = memory.Map();
        switch (type)
        {
            case 0: memory.Work(); break;
            case 1: m.Read(0); break;
            default: m.Dispose(); return false;
        }

        m.Dispose();
        return true;
    }

    // shape: C1-13, loop fails with the mappings made so far | bug
    public Mapping[]? Load(int[] addresses)
    {
        var all = new Mapping[addresses.Length];
        for (int i = 0; i < all.Length; i++)
        {
            var m = memory.MapOrNull(addresses[i]);
            if (m is null) { return null; }
            all[i] = m;
        }

        return all;
    }

    // shape: C1-13, loop unmaps the mappings made so far | good
    public Mapping[]? LoadRepaired(int[] addresses)
    {
        var all = new Mapping[addresses.Length];
        for (int i = 0; i < all.Length; i++)
        {
            var m = memory.MapOrNull(addresses[i]);
            if (m is null)
            {
                while (--i >= 0) { all[i].Dispose(); }
                return null;
            }

            all[i] = m;
        }

        return all;
    }

    // shape: C1-29, callback unmaps and the completion again | bug
    public void Complete(bool failed)
    {
        var m = memory.Map();
        if (failed) { m.Unmap(); }
        m.Unmap();
    }

    // shape: C1-29, only the completion unmaps | good
    public void CompleteRepaired(bool failed)
    {
        var m = memory.Map();
        if (failed) { memory.Work(); }
        m.Unmap();
    }
}
