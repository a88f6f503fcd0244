using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Flow;

/// <summary>Objects in tuples, structs, records and plain objects that only one variable of the body holds.</summary>
public class WrapperTests
{
    [Theory]
    [InlineData("tuple", "var t = ({|MRL301:_bus.Take()|}, 1); Use(t.Item1.Span);")]
    [InlineData("tuple with names", "(Slot slot, int n) t = ({|MRL302:_bus.Take()|}, 1); if (_flag) return; t.slot.Free();")]
    [InlineData("tuple released twice", "var t = (slot: _bus.Take(), 1); t.slot.Free(); {|MRL304:t.slot.Free()|};")]
    [InlineData("only one element released", "var t = ({|MRL301:_bus.Take()|}, _bus.Take(1)); t.Item2.Free();")]
    [InlineData("deconstructed", "var (a, k) = ({|MRL302:_bus.Take()|}, 1); if (_flag) return; a.Free();")]
    [InlineData("deconstructed later", "var t = ({|MRL302:_bus.Take()|}, 1); var (a, k) = t; if (_flag) return; a.Free();")]
    [InlineData("element overwritten", "var t = (_bus.Take(), 1); {|MRL310:t.Item1 = default|};")]
    [InlineData("whole overwritten", "var t = (_bus.Take(), 1); {|MRL310:t = (default, 2)|};")]
    [InlineData("overwritten by a deconstruction", "var a = _bus.Take(); int k; {|MRL310:(a, k) = Other()|};")]
    [InlineData("thrown away", "_ = {|MRL310:_bus.Take()|}; var (_, k) = ({|MRL310:_bus.Take(1)|}, 1);")]
    [InlineData("nested tuple", "var t = (1, (2, {|MRL302:_bus.Take()|})); if (_flag) return; t.Item2.Item2.Free();")]
    [InlineData("in a loop", "for (int i = 0; i < n; i++) { var t = ({|MRL302:_bus.Take()|}, i); if (_flag) continue; t.Item1.Free(); }")]
    [InlineData("in a loop, variable outside", "(Slot, int) t = default; for (int i = 0; i < n; i++) { {|MRL310:t = (_bus.Take(), i)|}; } t.Item1.Dispose();")]
    public Task Tuple_is_left_with_the_object(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("released", "var t = (_bus.Take(), 1); t.Item1.Free();")]
    [InlineData("released by a variable", "var t = (slot: _bus.Take(), 1); var s = t.slot; s.Free();")]
    [InlineData("released after deconstruction", "var (a, k) = (_bus.Take(), 1); a.Free();")]
    [InlineData("swapped", "var a = _bus.Take(); var b = _bus.Take(1); (a, b) = (b, a); a.Free(); b.Free();")]
    [InlineData("handed on", "var t = (_bus.Take(), 1); Anything(t);")]
    [InlineData("kept in a field", "_pair = (_bus.Take(), 1);")]
    [InlineData("deconstructed into a field", "int k; (_slot, k) = (_bus.Take(), 1);")]
    [InlineData("put into a list", "var l = new List<(Slot, int)>(); l.Add((_bus.Take(), 1)); foreach (var (s, k) in l) s.Free();")]
    [InlineData("put into an array", "var a = new (Slot, int)[4]; a[0] = (_bus.Take(), 1); a[0].Item1.Free();")]
    [InlineData("matched", "var t = (_bus.Take(), 1); if (t is (var s, 1)) s.Free();")]
    [InlineData("switched over", "var t = (_bus.Take(), 1); switch (t) { case (var s, 1): s.Free(); break; }")]
    [InlineData("captured", "var t = (_bus.Take(), 1); Action end = () => t.Item1.Free(); _bus.Anything(default); end();")]
    [InlineData("boxed", "object t = (_bus.Take(), 1); Anything(t);")]
    [InlineData("boxed again and again", "object t = (_bus.Take(), 1); while (_flag) { t = (t, 1); } Anything(t);")]
    [InlineData("passed by reference", "var t = (_bus.Take(), 1); ByRef(ref t); ByRef(ref t.Item1);")]
    [InlineData("tested", "var t = (_bus.Take(), 1); if (t.Item1.IsNull) return; t.Item1.Free();")]
    [InlineData("released when all went well", "var t = (_bus.Take(), ok: false); if (_flag) { t.Item1.Free(); t.ok = true; return; } t.Item1.Free();")]
    [InlineData("using", "var t = (_bus.Take(), 1); using (t.Item1) { if (_flag) return; }")]
    [InlineData("in a loop", "(Slot, int) t = default; for (int i = 0; i < n; i++) { t.Item1.Dispose(); t = (_bus.Take(), i); } t.Item1.Dispose();")]
    public Task Tuple_is_taken_care_of(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("struct", "Held h; h.Slot = {|MRL302:_bus.Take()|}; h.Number = 1; if (_flag) return; h.Slot.Free();")]
    [InlineData("struct with initializer", "var h = new Held { Slot = {|MRL302:_bus.Take()|}, Number = 1 }; if (_flag) return; h.Slot.Free();")]
    [InlineData("struct property", "var h = new Held(); h.Automatic = {|MRL302:_bus.Take()|}; if (_flag) return; h.Automatic.Free();")]
    [InlineData("struct in a struct", "var o = new Outer(); o.Held.Slot = {|MRL302:_bus.Take()|}; if (_flag) return; o.Held.Slot.Free();")]
    [InlineData("record struct", "var r = new Positional({|MRL302:_bus.Take()|}, 1); if (_flag) return; r.Slot.Free();")]
    [InlineData("record", "var r = new Entry({|MRL302:_bus.Take()|}, 1); if (_flag) return; r.Slot.Free();")]
    [InlineData("record released twice", "var r = new Entry(_bus.Take(), 1); r.Slot.Free(); {|MRL304:r.Slot.Free()|};")]
    [InlineData("object", "var b = new Box { Slot = {|MRL302:_bus.Take()|} }; if (_flag) return; b.Slot.Free();")]
    [InlineData("object, filled later", "var b = new Box(); b.Slot = {|MRL301:_bus.Take()|}; b.Number = 3;")]
    [InlineData("object, overwritten", "var b = new Box(); b.Slot = _bus.Take(); {|MRL310:b.Slot = _bus.Take(1)|}; b.Slot.Free();")]
    [InlineData("by an out argument", "Held h = default; if (!{|MRL302:_bus.TryTake(out h.Slot)|}) return; if (_flag) return; h.Slot.Free();")]
    [InlineData("copy of a struct", "var h = new Held { Slot = {|MRL302:_bus.Take()|} }; var g = h; if (_flag) return; g.Slot.Free();")]
    public Task Member_is_left_with_the_object(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("struct", "Held h; h.Slot = _bus.Take(); h.Number = 1; h.Slot.Free();")]
    [InlineData("struct, guarded", "Held h = default; try { h.Slot = _bus.Take(); _bus.Work(); } finally { if (!h.Slot.IsNull) h.Slot.Free(); }")]
    [InlineData("copy of a struct", "var h = new Held { Slot = _bus.Take() }; var g = h; g.Slot.Free();")]
    [InlineData("method of the struct", "var h = new Held { Slot = _bus.Take() }; h.End();")]
    [InlineData("property of the struct", "var h = new Held { Slot = _bus.Take() }; h.Same.Free();")]
    [InlineData("object that is disposed", "using var b = new Disposable { Slot = _bus.Take() };")]
    [InlineData("object handed on", "var b = new Box { Slot = _bus.Take() }; Anything(b);")]
    [InlineData("object that is created for a call", "Anything(new Box { Slot = _bus.Take() });")]
    [InlineData("object that another variable holds", "var b = new Box(); var c = b; b.Slot = _bus.Take(); c.Slot.Free();")]
    [InlineData("object kept in a field", "_box = new Box { Slot = _bus.Take() };")]
    [InlineData("object from somewhere", "var b = Make(); b.Slot = _bus.Take();")]
    [InlineData("object whose constructor may tell others", "var b = new Registered(this); b.Slot = _bus.Take();")]
    [InlineData("object in a list", "var l = new List<Box>(); l.Add(new Box { Slot = _bus.Take() }); foreach (var b in l) b.Slot.Free();")]
    [InlineData("record", "var r = new Entry(_bus.Take(), 1); r.Slot.Free();")]
    [InlineData("record that is copied", "var r = new Entry(_bus.Take(), 1); var q = r with { Number = 2 }; q.Slot.Free();")]
    [InlineData("record that is deconstructed", "var r = new Entry(_bus.Take(), 1); var (s, k) = r; s.Free();")]
    [InlineData("record that is matched", "var r = new Entry(_bus.Take(), 1); if (r is { Slot: var s }) s.Free();")]
    [InlineData("record with a property of its own", "var r = new Own(_bus.Take()); r.End();")]
    [InlineData("captured", "var b = new Box(); Action end = () => b.Slot.Free(); b.Slot = _bus.Take(); end();")]
    [InlineData("null", "Box? b = null; try { b = new Box { Slot = _bus.Take() }; _bus.Work(); } finally { b?.Slot.Dispose(); }")]
    [InlineData("returned", "Box F() { var b = new Box(); b.Slot = _bus.Take(); return b; } F().Slot.Free();")]
    public Task Member_is_taken_care_of(string shape, string body) => CheckAsync(shape, body);

    /// <summary>A handle is no wrapper, though its properties are nothing but fields.</summary>
    [Fact]
    public Task Handle_with_automatic_properties_tells_by_them_what_it_holds() => FlowTest.CheckAsync("""
        readonly struct Lease
        {
            [TestsNull, DoesNotThrow] public bool IsNull { get; }
            [TestsNull, DoesNotThrow] public int Length { get; }
            [Releases("lease"), DoesNotThrow] public void End() { }
        }

        [return: Acquires("lease")] static Lease Open() => default;
        void M() { var l = Open(); if (l.IsNull) return; l.End(); }
        void N() { var l = Open(); if (l.Length < 4) throw new Exception(); l.End(); }
        void O() { Lease l = default; try { l = Open(); } finally { if (!l.IsNull) l.End(); } }
        """.Replace("var l = Open(); if (l.Length", "var l = {|MRL302:Open()|}; if (l.Length"));

    private static Task CheckAsync(string shape, string body) => FlowTest.CheckAsync($$"""
        // {{shape}}
        struct Held { public Slot Slot; public int Number; public Slot Automatic { get; set; } public Slot Same => Slot; public void End() => Slot.Free(); }
        struct Outer { public Held Held; }
        record struct Positional(Slot Slot, int Number);
        sealed record Entry(Slot Slot, int Number);
        sealed record Own(Slot Slot) { private readonly Slot _own = Slot; public Slot Slot { get; } = Slot; public void End() => _own.Free(); }
        sealed class Box { public Slot Slot; public int Number { get; set; } }
        sealed class Registered { public Registered(C c) => c._registered = this; public Slot Slot; }
        sealed class Disposable : IDisposable { public Slot Slot; public void Dispose() => Slot.Free(); }
        (Slot, int) _pair; Box? _box; Registered? _registered;
        static (Slot, int) Other() => default;
        static void Anything(object o) { }
        static void ByRef<T>(ref T t) { }
        Box Make() => _box!;
        void M(int n) { {{body}} }
        """);
}
