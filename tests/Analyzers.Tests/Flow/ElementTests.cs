using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Flow;

/// <summary>Arrays and lists that helpers fill, look at, and empty.</summary>
public class ElementTests
{
    private const string FillAndStop = "for (int i = 0; i < n; i++) { a[i] = {|MRL302:_bus.Take(i)|}; if (a[i].Length < 4) { STOP; return; } } DropAll(a);";

    [Theory]
    [InlineData("Drop(a, i)")]
    [InlineData("DropDown(a, i)")]
    [InlineData("DropDown2(a, i)")]
    [InlineData("DropByHelper(a, i)")]
    [InlineData("Look(a)")]
    [InlineData("LookAtSome(a, i)")]
    public Task Current_element_is_not_released_by_the_helper(string stop) => CheckAsync("var a = new Slot[n]; " + FillAndStop.Replace("STOP", stop));

    [Theory]
    [InlineData("DropAll(a)")]
    [InlineData("DropList(i, a)")]
    [InlineData("Drop(a, i + 1)")]
    [InlineData("i++; Drop(a, i)")]
    [InlineData("Drop(a, n)")]
    [InlineData("a[i].Dispose(); Drop(a, i)")]
    [InlineData("DropUpTo(a, i)")]
    [InlineData("DropFrom(a, i)")]
    [InlineData("Perhaps(a, i)")]
    [InlineData("Keep(a, i)")]
    [InlineData("DropOneMore(a, i)")]
    [InlineData("DropAsync(a, i).Wait()")]
    public Task Helper_may_take_care_of_the_current_element(string stop) => CheckAsync("var a = new Slot[n]; " + FillAndStop.Replace("{|MRL302:", "").Replace("|}", "").Replace("STOP", stop));

    [Theory]
    [InlineData("left on failure", "var a = new Slot[4]; if (!{|MRL302:Fill(a)|}) return; DropAll(a);")]
    [InlineData("never released", "var a = new Slot[4]; {|MRL301:Fill(a)|}; Look(a);")]
    [InlineData("filled in rounds", "var a = new Slot[4]; do { if (!{|MRL302:Fill(a)|}) return; } while (_flag); DropAll(a);")]
    [InlineData("cleaned up by the helper, forgotten on success", "var a = new Slot[4]; if (!{|MRL302:FillOrClean(a)|}) return; if (_flag) return; DropAll(a);")]
    [InlineData("list", "var a = new List<Slot>(); {|MRL302:Add(a)|}; if (_flag) return; foreach (var s in a) s.Free();")]
    public Task What_the_helper_put_in_is_left(string shape, string body) => CheckAsync("/* " + shape + " */ " + body);

    [Theory]
    [InlineData("released", "var a = new Slot[4]; if (!Fill(a)) { DropAll(a); return; } DropAll(a);")]
    [InlineData("released in a finally", "var a = new Slot[4]; try { if (!Fill(a)) return; _bus.Work(); } finally { Drop(a, n); }")]
    [InlineData("cleaned up by the helper", "var a = new Slot[4]; if (!FillOrClean(a)) return; DropAll(a);")]
    [InlineData("cleaned up by the helper, result in a variable", "var a = new Slot[4]; if (!FillOrClean2(a)) return; DropAll(a);")]
    [InlineData("kept", "var a = new Slot[4]; if (!Fill(a)) { DropAll(a); return; } _slots = a;")]
    [InlineData("array of somebody else", "if (!Fill(_slots)) return;")]
    [InlineData("parameter", "void N(Slot[] p) { if (!Fill(p)) return; } N(_slots);")]
    public Task What_the_helper_put_in_is_released(string shape, string body) => CheckAsync("/* " + shape + " */ " + body);

    [Theory]
    [InlineData("cleared", "var l = new List<Slot>(); l.Add(_bus.Take()); {|MRL310:l.Clear()|};")]
    [InlineData("some removed", "var l = new List<Slot>(); for (int i = 0; i < n; i++) l.Add(_bus.Take(i)); {|MRL310:l.RemoveRange(1, 2)|}; foreach (var s in l) s.Free();")]
    public Task Element_is_taken_out_while_it_is_held(string shape, string body) => CheckAsync("/* " + shape + " */ " + body);

    [Theory]
    [InlineData("cleared after release", "var l = new List<Slot>(); l.Add(_bus.Take()); foreach (var s in l) s.Free(); l.Clear();")]
    [InlineData("removed after release", "var l = new List<Slot>(); for (int i = 0; i < n; i++) l.Add(_bus.Take(i)); for (int k = 1; k < 3; k++) l[k].Free(); l.RemoveRange(1, 2); foreach (var s in l) s.Free();")]
    [InlineData("taken before", "var l = new List<Slot>(); l.Add(_bus.Take()); var t = l[0]; l.RemoveAt(0); t.Free();")]
    [InlineData("kept elsewhere", "var l = new List<Slot>(); l.Add(_bus.Take()); _list = l; l.Clear();")]
    [InlineData("copied before", "var l = new List<Slot>(); l.Add(_bus.Take()); _list.AddRange(l); l.Clear();")]
    public Task Element_is_taken_out_and_released(string shape, string body) => CheckAsync("/* " + shape + " */ " + body);

    private static Task CheckAsync(string body) => FlowTest.CheckAsync($$"""
        Slot[] _slots = []; List<Slot> _list = [];
        static void DropAll(Slot[] a) { foreach (var s in a) s.Dispose(); }
        static void Drop(Slot[] a, int count) { for (int i = 0; i < count; i++) a[i].Free(); }
        static void DropDown(Slot[] a, int count) { while (--count >= 0) a[count].Free(); }
        static void DropDown2(Slot[] a, int count) { while (count-- > 0) { a[count].Free(); } }
        static void DropList(int count, IReadOnlyList<Slot> a) { for (int i = 0; i < count; i++) a[i].Free(); }
        static void DropByHelper(Slot[] a, int count) { Drop(a, count); }
        static void DropUpTo(Slot[] a, int last) { for (int i = 0; i <= last; i++) a[i].Free(); }
        static void DropFrom(Slot[] a, int first) { for (int i = first; i < a.Length; i++) a[i].Dispose(); }
        static void DropOneMore(Slot[] a, int count) { for (int i = 0; i < count; i++) a[i].Free(); if (count > 1) a[count].Free(); }
        static async Task DropAsync(Slot[] a, int count) { await Task.Yield(); for (int i = 0; i < count; i++) a[i].Free(); }
        static void Look(Slot[] a) { Use(a[0].Span); }
        static void LookAtSome(Slot[] a, int count) { for (int i = 0; i < count; i++) Use(a[i].Span); }
        void Perhaps(Slot[] a, int count) { if (_flag) return; for (int i = 0; i < a.Length; i++) a[i].Free(); }
        void Keep(Slot[] a, int count) { for (int i = 0; i < count; i++) a[i].Free(); _slots = a; }
        bool Fill(Slot[] a) { for (int i = 0; i < a.Length; i++) { a[i] = _bus.Take(i); if (a[i].IsNull) return false; } return true; }
        bool FillOrClean(Slot[] a) { for (int i = 0; i < a.Length; i++) { a[i] = _bus.Take(i); if (a[i].IsNull) { while (--i >= 0) a[i].Free(); return false; } } return true; }
        bool FillOrClean2(Slot[] a) { bool ok = true; for (int i = 0; i < a.Length; i++) { a[i] = _bus.Take(i); if (a[i].IsNull) { Drop(a, i); ok = false; break; } } return ok; }
        void Add(List<Slot> l) { l.Add(_bus.Take()); }
        void M(int n) { {{body}} }
        """);
}
