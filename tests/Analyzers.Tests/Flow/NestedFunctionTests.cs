using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Flow;

/// <summary>Local functions and lambdas that use the variables of the body around them.</summary>
public class NestedFunctionTests
{
    [Theory]
    [InlineData("path without the call", "var s = {|MRL302:_bus.Take()|}; if (_flag) return; End(); void End() { s.Free(); }")]
    [InlineData("called twice", "var s = _bus.Take(); End(); {|MRL304:End()|}; void End() => s.Free();")]
    [InlineData("called and released", "var s = _bus.Take(); End(); {|MRL304:s.Free()|}; void End() => s.Free();")]
    [InlineData("only looks", "var s = {|MRL301:_bus.Take()|}; Look(); void Look() { Use(s.Span); }")]
    [InlineData("used by a static helper too", "var s = {|MRL302:_bus.Take()|}; if (_flag) { Look(); return; } s.Free(); void Look() { _bus.Look(s); }")]
    [InlineData("one function calls another", "var s = {|MRL302:_bus.Take()|}; if (_flag) return; Finish(); void Finish() { End(); } void End() => s.Free();")]
    [InlineData("releases on its own condition", "var s = {|MRL302:_bus.Take()|}; if (_flag) return; End(); void End() { if (s.IsNull) return; s.Free(); }")]
    [InlineData("lambda", "var s = {|MRL302:_bus.Take()|}; Action end = () => s.Free(); if (_flag) return; end();")]
    [InlineData("lambda called twice", "var s = _bus.Take(); Action end = () => s.Free(); end(); {|MRL304:end()|};")]
    [InlineData("lambda that looks", "var s = {|MRL301:_bus.Take()|}; Func<int> length = () => s.Length; var n = length();")]
    [InlineData("function that returns a handle", "var s = {|MRL302:Get()|}; if (_flag) return; s.Free(); Slot Get() => _bus.Take();")]
    [InlineData("lambda that returns a handle", "Func<Slot> get = () => _bus.Take(); var s = {|MRL302:get()|}; if (_flag) return; s.Free();")]
    [InlineData("lambda with a parameter", "var s = {|MRL302:_bus.Take()|}; Action<Slot> end = x => x.Free(); if (_flag) return; end(s);")]
    public Task Called_function_is_followed(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("released by a function", "var s = _bus.Take(); End(); void End() => s.Free();")]
    [InlineData("on each path", "var s = _bus.Take(); if (_flag) { End(); return; } _bus.Work(); End(); void End() => s.Free();")]
    [InlineData("in a finally", "var s = _bus.Take(); try { if (_flag) return; _bus.Work(); } finally { End(); } void End() => s.Free();")]
    [InlineData("lambda in a finally", "var s = _bus.Take(); Action end = () => s.Free(); try { if (_flag) return; _bus.Work(); } finally { end(); }")]
    [InlineData("becomes a delegate", "var s = _bus.Take(); Anything((Action)End); void End() => s.Free();")]
    [InlineData("called by one that becomes a delegate", "var s = _bus.Take(); Anything((Action)(() => End())); void End() => s.Free();")]
    [InlineData("called by a function that becomes a delegate", "var s = _bus.Take(); Anything((Action)Finish); void Finish() { End(); } void End() => s.Free();")]
    [InlineData("becomes a delegate inside another", "var s = _bus.Take(); Start(); void Start() { Anything((Action)End); } void End() => s.Free();")]
    [InlineData("lambda inside a function", "var s = _bus.Take(); Start(); void Start() { Anything((Action)(() => s.Free())); }")]
    [InlineData("function inside a function", "var s = _bus.Take(); Start(); void Start() { End(); void End() => s.Free(); }")]
    [InlineData("lambda that is passed on", "var s = _bus.Take(); Action end = () => s.Free(); end(); Anything(end);")]
    [InlineData("lambda that is replaced", "var s = _bus.Take(); Action end = () => s.Free(); if (_flag) end = () => { }; end();")]
    [InlineData("lambda called inside another", "var s = _bus.Take(); Action end = () => s.Free(); Action all = () => end(); Anything(all); if (_flag) end();")]
    [InlineData("lambda that is never called", "var s = _bus.Take(); Action end = () => s.Free();")]
    [InlineData("asynchronous function", "var s = _bus.Take(); _ = End(); async Task End() { await Task.Yield(); s.Free(); }")]
    [InlineData("iterator", "var s = _bus.Take(); foreach (var i in End()) { } IEnumerable<int> End() { yield return 1; s.Free(); }")]
    [InlineData("function that assigns", "Slot s = default; Open(); if (_flag) return; s.Free(); void Open() { s = _bus.Take(); }")]
    [InlineData("function that replaces", "var s = _bus.Take(); Next(); s.Free(); void Next() { s.Free(); s = _bus.Take(1); }")]
    [InlineData("function that gives away", "var s = _bus.Take(); Hand(); void Hand() { _bus.Keep(s); }")]
    [InlineData("function that stores", "var s = _bus.Take(); Store(); void Store() { _slot = s; }")]
    [InlineData("function that calls itself", "var s = _bus.Take(); End(3); void End(int k) { if (k > 0) End(k - 1); else s.Free(); }")]
    [InlineData("function that releases perhaps", "var s = _bus.Take(); bool gone = false; End(); if (!gone) s.Free(); void End() { if (_flag) { s.Free(); gone = true; } }")]
    [InlineData("array", "var a = new Slot[2]; a[0] = _bus.Take(); End(); void End() { foreach (var s in a) s.Dispose(); }")]
    [InlineData("tuple", "var t = (_bus.Take(), 1); End(); void End() { t.Item1.Free(); }")]
    public Task Function_takes_care(string shape, string body) => CheckAsync(shape, body);

    [Fact]
    public Task Parameter_that_a_local_function_releases_twice() => FlowTest.CheckAsync("void N(Slot p) { End(); {|MRL304:End()|}; void End() => p.Free(); }");

    private static Task CheckAsync(string shape, string body) => FlowTest.CheckAsync($$"""
        // {{shape}}
        static void Anything(object o) { }
        void M() { {{body}} }
        """);
}
