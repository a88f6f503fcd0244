using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Flow;

/// <summary>What conditions tell of the object, and conditions that go with it.</summary>
public class ConditionTests
{
    [Fact]
    public Task Failure_is_tested() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); if (s.IsNull) return; s.Free(); }
        """);

    [Fact]
    public Task Zero_length_is_a_failure() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); if (s.Length == 0) return; s.Free(); }
        """);

    [Fact]
    public Task Positive_length_is_success() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); if (s.Length > 0) { s.Free(); } }
        """);

    [Fact]
    public Task Short_length_is_no_failure() => FlowTest.CheckAsync("""
        void M() { var s = {|MRL302:_bus.Take()|}; if (s.Length < 4) return; s.Free(); }
        """);

    [Fact]
    public Task Test_the_wrong_way_round() => FlowTest.CheckAsync("""
        void M() { var s = {|MRL302:_bus.Take()|}; if (!s.IsNull) return; s.Free(); }
        """);

    [Fact]
    public Task Result_of_try_is_tested() => FlowTest.CheckAsync("""
        void M() { if (!_bus.TryTake(out var s)) return; s.Free(); }
        """);

    [Fact]
    public Task Result_of_try_is_kept_in_a_variable() => FlowTest.CheckAsync("""
        void M() { bool ok = _bus.TryTake(out Slot s); if (ok) s.Free(); }
        """);

    [Fact]
    public Task Result_of_try_is_true_and_forgotten() => FlowTest.CheckAsync("""
        void M() { if ({|MRL301:_bus.TryTake(out var s)|}) { Use(s.Span); } }
        """);

    [Fact]
    public Task Result_of_try_and_another_condition() => FlowTest.CheckAsync("""
        void M(int n) { bool ok = {|MRL302:_bus.TryTake(out Slot s)|} && s.Length >= n; if (ok) s.Free(); }
        """);

    [Fact]
    public Task Variable_that_is_tested_twice() => FlowTest.CheckAsync("""
        void M()
        {
            var s = _bus.Take();
            bool whole = !s.IsNull && s.Length == 64;
            if (!s.IsNull && !whole) { s.Free(0); }
            Use(whole ? s.Span : default);
            if (whole) { s.Free(); }
        }
        """);

    [Fact]
    public Task Variable_that_is_tested_twice_and_forgotten_once() => FlowTest.CheckAsync("""
        void M()
        {
            var s = {|MRL302:_bus.Take()|};
            bool whole = !s.IsNull && s.Length == 64;
            Use(whole ? s.Span : default);
            if (whole) { s.Free(); }
        }
        """);

    [Fact]
    public Task Release_that_may_fail() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); if (!_bus.TryReturn(s)) s.Free(); }
        """);

    [Fact]
    public Task Release_that_may_fail_is_not_tested() => FlowTest.CheckAsync("""
        void M() { var s = {|MRL302:_bus.Take()|}; _bus.TryReturn(s); }
        """);

    [Fact]
    public Task Same_flag_at_both_ends() => FlowTest.CheckAsync("""
        void M(bool b) { Slot s = default; if (b) s = _bus.Take(); _bus.Work(); if (b) s.Free(); }
        """);

    [Fact]
    public Task Same_comparison_at_both_ends() => FlowTest.CheckAsync("""
        void M(int n) { Slot s = default; if (n > 3) s = _bus.Take(); _bus.Work(); if (!(n <= 3)) s.Free(); }
        """);

    [Fact]
    public Task Comparison_of_a_variable_that_changed() => FlowTest.CheckAsync("""
        void M(int n) { Slot s = default; if (n > 3) s = {|MRL302:_bus.Take()|}; n--; if (n > 3) s.Free(); }
        """);

    [Fact]
    public Task Same_conjunction_at_both_ends() => FlowTest.CheckAsync("""
        void M(bool a, bool b) { Slot s = default; if (a && b) s = _bus.Take(); if (a && b) s.Free(); }
        """);

    [Fact]
    public Task Field_as_flag_at_both_ends() => FlowTest.CheckAsync("""
        void M() { Slot s = default; if (_flag) s = _bus.Take(); _bus.Work(); if (_flag) s.Free(); }
        """);

    [Fact]
    public Task State_in_an_enum() => FlowTest.CheckAsync("""
        enum S { Idle, Taken } void M() { S state = S.Idle; Slot s = default; if (_flag) { s = _bus.Take(); state = S.Taken; } _bus.Work(); if (state == S.Taken) s.Free(); }
        """);

    [Fact]
    public Task State_in_a_switch() => FlowTest.CheckAsync("""
        void M() { int state = 0; Slot s = default; if (_flag) { s = _bus.Take(); state = 2; } switch (state) { case 2: s.Free(); break; default: break; } }
        """);

    [Fact]
    public Task Done_flag() => FlowTest.CheckAsync("""
        void M(int n) { var s = _bus.Take(); bool done = false; if (n > 2) { s.Free(); done = true; } if (done) return; s.Free(); }
        """);

    [Fact]
    public Task Condition_that_both_sides_release() => FlowTest.CheckAsync("""
        void M(bool c) { var s = _bus.Take(); bool bad = s.Length < 4 || c; if (bad) { s.Free(); return; } s.Free(); }
        """);

    [Fact]
    public Task Property_pattern_declares_it() => FlowTest.CheckAsync("""
        void M() { if (_bus.Take() is { IsNull: false } s) { s.Free(); } }
        """);

    [Fact]
    public Task Property_pattern_declares_and_forgets() => FlowTest.CheckAsync("""
        void M() { if ({|MRL301:_bus.Take()|} is { IsNull: false } s) { Use(s.Span); } }
        """);

    [Fact]
    public Task Null_pattern() => FlowTest.CheckAsync("""
        void M() { if (_bus.TryOpen() is { } k) { k.Close(); } }
        """);

    [Fact]
    public Task Negated_null_pattern_and_forgotten() => FlowTest.CheckAsync("""
        void M() { if ({|MRL301:_bus.TryOpen()|} is not { } k) return; _bus.Work(); }
        """);

    [Fact]
    public Task Null_test_and_another_condition() => FlowTest.CheckAsync("""
        void M() { var k = {|MRL302:_bus.TryOpen()|}; if (k is not null && _flag) { k.Close(); } }
        """);

    [Fact]
    public Task Conditional_access() => FlowTest.CheckAsync("""
        void M() { var k = _bus.TryOpen(); k?.Close(); }
        """);

    [Fact]
    public Task Conditional_access_on_a_nullable_value() => FlowTest.CheckAsync("""
        void M() { Slot? s = null; if (_flag) s = _bus.Take(); s?.Free(); }
        """);

    [Fact]
    public Task Coalescing() => FlowTest.CheckAsync("""
        void M() { var k = _bus.TryOpen() ?? _bus.Open(); k.Close(); }
        """);

    [Fact]
    public Task Coalescing_assignment() => FlowTest.CheckAsync("""
        void M() { Key? k = null; k ??= _bus.Open(); k.Close(); }
        """);

    [Fact]
    public Task Assertion_narrows() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); Debug.Assert(!s.IsNull); s.Free(); }
        """);

    [Fact]
    public Task Equality_operator_looks_only() => FlowTest.CheckAsync("""
        void M(Slot other) { var s = {|MRL302:_bus.Take()|}; if (s.Equals(other)) return; s.Free(); }
        """);
}
