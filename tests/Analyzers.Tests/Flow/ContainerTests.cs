using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Flow;

/// <summary>Objects in arrays and lists that only the body knows.</summary>
public class ContainerTests
{
    [Theory]
    [InlineData("return without the prefix", "for (int i = 0; i < n; i++) { a[i] = {|MRL302:_bus.Take(i)|}; if (a[i].IsNull) return; } foreach (var s in a) s.Free();")]
    [InlineData("current released, prefix forgotten", "for (int i = 0; i < n; i++) { a[i] = {|MRL302:_bus.Take(i)|}; if (a[i].Length < 4) { a[i].Free(); return; } } foreach (var s in a) s.Free();")]
    [InlineData("prefix released, current forgotten", "for (int i = 0; i < n; i++) { a[i] = {|MRL302:_bus.Take(i)|}; if (a[i].Length < 4) { while (--i >= 0) a[i].Free(); return; } } foreach (var s in a) s.Free();")]
    [InlineData("loop up to the current one", "for (int i = 0; i < n; i++) { a[i] = {|MRL302:_bus.Take(i)|}; if (a[i].Length < 4) { for (int j = 0; j < i; j++) a[j].Free(); return; } } foreach (var s in a) s.Free();")]
    [InlineData("never released", "for (int i = 0; i < n; i++) { a[i] = {|MRL301:_bus.Take(i)|}; Use(a[i].Span); }")]
    [InlineData("constant indices", "a[0] = {|MRL301:_bus.Take()|}; a[1] = _bus.Take(1); a[1].Free();")]
    [InlineData("overwritten in the array", "a[0] = _bus.Take(); {|MRL310:a[0] = _bus.Take(1)|}; a[0].Free();")]
    [InlineData("released twice in the array", "a[0] = _bus.Take(); a[0].Free(); {|MRL304:a[0].Free()|};")]
    [InlineData("break before the end", "int i = 0; for (; i < n; i++) { a[i] = {|MRL301:_bus.Take(i)|}; if (_flag) break; }")]
    public Task Array_is_left_full(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("prefix and current", "for (int i = 0; i < n; i++) { a[i] = _bus.Take(i); if (a[i].Length < 4) { for (int j = 0; j <= i; j++) a[j].Dispose(); return; } } foreach (var s in a) s.Free();")]
    [InlineData("prefix of what failed", "for (int i = 0; i < n; i++) { a[i] = _bus.Take(i); if (a[i].IsNull) { while (i-- > 0) a[i].Free(); return; } } foreach (var s in a) s.Free();")]
    [InlineData("downwards from the current one", "for (int i = 0; i < n; i++) { a[i] = _bus.Take(i); if (a[i].Length < 4) { for (; i >= 0; i--) a[i].Dispose(); return; } } foreach (var s in a) s.Free();")]
    [InlineData("downwards by another variable", "for (int i = 0; i < n; i++) { a[i] = _bus.Take(i); if (a[i].Length < 4) { for (int j = i; j >= 0; j--) a[j].Dispose(); return; } } foreach (var s in a) s.Free();")]
    [InlineData("included by counting on", "for (int i = 0; i < n; i++) { a[i] = _bus.Take(i); if (a[i].Length < 4) { if (!a[i].IsNull) i++; while (--i >= 0) a[i].Free(); return; } } foreach (var s in a) s.Free();")]
    [InlineData("counted separately", "int k = 0; while (k < n) { var s = _bus.Take(k); if (s.IsNull) break; a[k++] = s; } for (int j = 0; j < k; j++) a[j].Free();")]
    [InlineData("kept in a field", "for (int i = 0; i < n; i++) a[i] = _bus.Take(i); _slots = a;")]
    [InlineData("passed on", "for (int i = 0; i < n; i++) a[i] = _bus.Take(i); Drop(a, n);")]
    [InlineData("known elsewhere before it is filled", "_slots = a; for (int i = 0; i < n; i++) a[i] = _bus.Take(i);")]
    [InlineData("alias", "var b = a; for (int i = 0; i < n; i++) a[i] = _bus.Take(i); for (int i = 0; i < n; i++) b[i].Free();")]
    [InlineData("released by a local", "for (int i = 0; i < n; i++) a[i] = _bus.Take(i); for (int i = 0; i < n; i++) { var s = a[i]; s.Free(); }")]
    [InlineData("released by an argument", "for (int i = 0; i < n; i++) a[i] = _bus.Take(i); for (int i = 0; i < n; i++) _bus.Return(a[i]);")]
    [InlineData("released in a finally", "int i = 0; try { for (; i < n; i++) a[i] = _bus.Take(i); _bus.Work(); } finally { while (--i >= 0) a[i].Free(); }")]
    [InlineData("released in a finally by a helper", "int i = 0; try { for (; i < n; i++) a[i] = _bus.Take(i); _bus.Work(); } finally { Drop(a, i); }")]
    [InlineData("released in rounds", "for (int k = 0; k < 3; k++) { for (int i = 0; i < n; i++) a[i] = _bus.Take(i); for (int i = 0; i < n; i++) a[i].Free(); }")]
    [InlineData("constant index, released by a loop", "a[0] = _bus.Take(); a[1] = _bus.Take(1); for (int i = 0; i < 2; i++) a[i].Free();")]
    [InlineData("ring", "int i = 0; while (_flag) { if (!a[i].IsNull) a[i].Free(); a[i] = _bus.Take(i); i = (i + 1) % n; } foreach (var s in a) s.Dispose();")]
    [InlineData("captured", "Action end = () => { foreach (var s in a) s.Free(); }; for (int i = 0; i < n; i++) a[i] = _bus.Take(i); end();")]
    [InlineData("out", "for (int i = 0; i < n; i++) { if (!_bus.TryTake(out a[i])) { while (--i >= 0) a[i].Free(); return; } } Drop(a, n);")]
    public Task Array_is_taken_care_of(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("never looked at", "var l = new List<Slot>(); for (int i = 0; i < n; i++) l.Add({|MRL301:_bus.Take(i)|});")]
    [InlineData("forgotten on one path", "var l = new List<Slot>(n); for (int i = 0; i < n; i++) { var s = {|MRL302:_bus.Take(i)|}; if (s.IsNull) return; l.Add(s); } foreach (var s in l) s.Free();")]
    [InlineData("left when the list goes", "for (int k = 0; k < n; k++) { var l = new Stack<Slot>(); l.Push({|MRL301:_bus.Take(k)|}); }")]
    public Task List_is_left_full(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("filled by a foreach", "var l = new List<Slot>(); foreach (var i in new int[n]) l.Add(_bus.Take(i)); foreach (var s in l) s.Free();")]
    [InlineData("foreach", "var l = new List<Slot>(); for (int i = 0; i < n; i++) l.Add(_bus.Take(i)); foreach (var s in l) s.Free();")]
    [InlineData("for", "var l = new List<Slot>(); for (int i = 0; i < n; i++) l.Add(_bus.Take(i)); for (int i = 0; i < l.Count; i++) l[i].Free();")]
    [InlineData("stack", "var l = new Stack<Slot>(); for (int i = 0; i < n; i++) l.Push(_bus.Take(i)); while (l.Count > 0) l.Pop().Free();")]
    [InlineData("queue", "var l = new Queue<Slot>(); for (int i = 0; i < n; i++) l.Enqueue(_bus.Take(i)); while (l.TryDequeue(out var s)) s.Free();")]
    [InlineData("delegate", "var l = new List<Slot>(); for (int i = 0; i < n; i++) l.Add(_bus.Take(i)); l.ForEach(s => s.Free());")]
    [InlineData("kept before", "var l = new List<Slot>(); _list = l; for (int i = 0; i < n; i++) l.Add(_bus.Take(i));")]
    public Task List_is_taken_care_of(string shape, string body) => CheckAsync(shape, body);

    private static Task CheckAsync(string shape, string body) => FlowTest.CheckAsync($$"""
        // {{shape}}
        Slot[] _slots = []; List<Slot> _list = [];
        void Drop(Slot[] a, int n) { for (int i = 0; i < n; i++) a[i].Free(); }
        void M(int n) { {{(body.Contains("a[") ? "var a = new Slot[n]; " : string.Empty)}}{{body}} }
        """);
}
