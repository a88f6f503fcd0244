using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Flow;

/// <summary>Methods of the same type are summarised.</summary>
public class HelperTests
{
    [Fact]
    public Task Helper_returns_it() => FlowTest.CheckAsync("""
        Slot Get() => _bus.Take(); void M() { var s = {|MRL301:Get()|}; Use(s.Span); }
        """);

    [Fact]
    public Task Helper_returns_it_and_it_is_released() => FlowTest.CheckAsync("""
        Slot Get() { var s = _bus.Take(); return s; } void M() { var s = Get(); if (s.IsNull) return; s.Free(); }
        """);

    [Fact]
    public Task Helper_hands_it_out() => FlowTest.CheckAsync("""
        bool Get(out Slot s) { s = _bus.Take(); if (s.IsNull) return false; return true; } void M() { if ({|MRL301:Get(out var s)|}) { Use(s.Span); } }
        """);

    [Fact]
    public Task Helper_hands_it_out_if_it_succeeds() => FlowTest.CheckAsync("""
        bool Get(out Slot s) { s = _bus.Take(); if (s.IsNull) return false; return true; } void M() { if (!Get(out var s)) return; s.Free(); }
        """);

    [Fact]
    public Task Helper_releases_it() => FlowTest.CheckAsync("""
        void Free(Slot s) => s.Free(); void M() { var s = _bus.Take(); Free(s); }
        """);

    [Fact]
    public Task Helper_releases_it_and_the_caller_too() => FlowTest.CheckAsync("""
        void Free(Slot s) => s.Free(); void M() { var s = _bus.Take(); Free(s); {|MRL304:s.Free()|}; }
        """);

    [Fact]
    public Task Helper_releases_it_if_it_says_so() => FlowTest.CheckAsync("""
        bool Try(Slot s) { if (_flag) { s.Free(); return true; } return false; } void M() { var s = _bus.Take(); if (!Try(s)) s.Free(); }
        """);

    [Fact]
    public Task Helper_releases_it_if_it_says_so_and_nobody_asks() => FlowTest.CheckAsync("""
        bool Try(Slot s) { if (_flag) { s.Free(); return true; } return false; } void M() { var s = {|MRL302:_bus.Take()|}; if (Try(s)) return; }
        """);

    [Fact]
    public Task Helper_looks_at_it() => FlowTest.CheckAsync("""
        void Look(Slot s) { Use(s.Span); } void M() { var s = {|MRL301:_bus.Take()|}; Look(s); }
        """);

    [Fact]
    public Task Helper_keeps_it() => FlowTest.CheckAsync("""
        void Store(Slot s) { _slot = s; } void M() { var s = _bus.Take(); Store(s); }
        """);

    [Fact]
    public Task Helper_releases_the_field() => FlowTest.CheckAsync("""
        void Drop() { _slot.Free(); _slot = default; } void M() { _slot = _bus.Take(); Drop(); _slot = _bus.Take(1); }
        """);

    [Fact]
    public Task Helper_of_a_helper() => FlowTest.CheckAsync("""
        void Outer(Slot s) => Inner(s); void Inner(Slot s) => s.Free(); void M() { var s = _bus.Take(); Outer(s); {|MRL304:s.Free()|}; }
        """);

    [Fact]
    public Task Recursive_helper_is_not_judged() => FlowTest.CheckAsync("""
        void Free(Slot s, int n) { if (n > 0) Free(s, n - 1); else s.Free(); } void M() { var s = _bus.Take(); Free(s, 3); }
        """);

    [Fact]
    public Task Virtual_helper_is_not_judged() => FlowTest.CheckAsync("""
        protected virtual void Free(Slot s) { Use(s.Span); } void M() { var s = _bus.Take(); Free(s); }
        """);

    [Fact]
    public Task Local_function_is_judged() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); Free(s); {|MRL304:s.Free()|}; static void Free(Slot t) => t.Free(); }
        """);

    [Fact]
    public Task Helper_that_changes_a_flag() => FlowTest.CheckAsync("""
        void Toggle() { _flag = !_flag; } void M() { Slot s = default; if (_flag) s = {|MRL302:_bus.Take()|}; Toggle(); if (_flag) s.Free(); }
        """);

    [Fact]
    public Task Helper_releases_the_field_twice() => FlowTest.CheckAsync("""
        void Drop() { _slot.Free(); } void Done() { Use(default); Drop(); } void M() { Drop(); {|MRL304:Done()|}; _slot = _bus.Take(); }
        """);

    [Fact]
    public Task Helper_releases_the_field_and_so_does_the_caller() => FlowTest.CheckAsync("""
        void Drop() { _bus.Work(); _slot.Free(); } void M(bool c) { if (c) { Drop(); } else { _slot.Free(); } {|MRL304:_slot.Free()|}; }
        """);

    [Fact]
    public Task Helper_releases_the_field_of_another_object() => FlowTest.CheckAsync("""
        void Drop() { _slot.Free(); } void M(C other) { Drop(); other.Drop(); }
        """);

    [Fact]
    public Task Helper_releases_the_field_if_it_must() => FlowTest.CheckAsync("""
        void Drop() { if (_flag) { _slot.Free(); } _flag = false; } void M() { Drop(); Drop(); }
        """);

    [Fact]
    public Task Helper_releases_and_clears_the_field() => FlowTest.CheckAsync("""
        void Drop() { _slot.Free(); _slot = default; } void M() { Drop(); Drop(); }
        """);

    [Fact]
    public Task Helper_that_may_be_repeated() => FlowTest.CheckAsync("""
        void Drop() { _slot.Dispose(); } void DropIt(Slot s) { s.Dispose(); } void M() { Drop(); Drop(); var s = _bus.Take(); DropIt(s); DropIt(s); }
        """);

    [Fact]
    public Task Helper_releases_the_field_and_it_is_acquired_again() => FlowTest.CheckAsync("""
        void Drop() { _slot.Free(); } void M() { Drop(); _slot = _bus.Take(); Drop(); }
        """);

    [Fact]
    public Task Asynchronous_helper_that_releases_the_field() => FlowTest.CheckAsync("""
        async Task Drop() { await Task.Yield(); _slot.Free(); } void M() { Drop(); _slot.Free(); }
        """);
}
