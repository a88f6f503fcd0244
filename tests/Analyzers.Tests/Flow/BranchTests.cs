using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Flow;

/// <summary>Early exits, jumps and switches.</summary>
public class BranchTests
{
    [Fact]
    public Task Early_return() => FlowTest.CheckAsync("""
        void M(int n) { var s = {|MRL302:_bus.Take()|}; if (n == 0) { return; } s.Free(); }
        """);

    [Fact]
    public Task Early_throw() => FlowTest.CheckAsync("""
        void M(int n) { var s = {|MRL302:_bus.Take()|}; if (n < 0) throw new ArgumentException(); s.Free(); }
        """);

    [Fact]
    public Task Two_exits_are_one_report() => FlowTest.CheckAsync("""
        void M(int n) { var s = {|MRL302:_bus.Take()|}; if (n == 1) return; if (n == 2) throw new Exception(); s.Free(); }
        """);

    [Fact]
    public Task Released_in_both_branches() => FlowTest.CheckAsync("""
        void M(bool b) { var s = _bus.Take(); if (b) s.Free(1); else s.Free(2); }
        """);

    [Fact]
    public Task Released_in_one_branch() => FlowTest.CheckAsync("""
        void M(bool b) { var s = {|MRL302:_bus.Take()|}; if (b) s.Free(1); }
        """);

    [Fact]
    public Task Released_in_a_branch_and_after_it() => FlowTest.CheckAsync("""
        void M(bool b) { var s = _bus.Take(); if (b) s.Free(); {|MRL304:s.Free()|}; }
        """);

    [Fact]
    public Task Nested_early_return() => FlowTest.CheckAsync("""
        void M(int n) { if (_flag) { var s = {|MRL302:_bus.Take()|}; if (n > 2) { if (_bus.Ask()) { return; } } s.Free(); } }
        """);

    [Fact]
    public Task Switch_with_a_forgotten_case() => FlowTest.CheckAsync("""
        void M(int n) { var s = {|MRL302:_bus.Take()|}; switch (n) { case 1: s.Free(); break; case 2: return; default: s.Free(); break; } }
        """);

    [Fact]
    public Task Switch_that_releases_everywhere() => FlowTest.CheckAsync("""
        void M(int n) { var s = _bus.Take(); switch (n) { case 1: s.Free(); return; default: break; } s.Free(); }
        """);

    [Fact]
    public Task Switch_expression_result() => FlowTest.CheckAsync("""
        void M(int n) { var s = n switch { 0 => _bus.Take(0), 1 => _bus.Take(1), _ => default }; s.Dispose(); }
        """);

    [Fact]
    public Task Conditional_result() => FlowTest.CheckAsync("""
        void M(bool b) { var s = b ? _bus.Take(0) : _bus.Take(1); s.Free(); }
        """);

    [Fact]
    public Task Goto_past_the_release() => FlowTest.CheckAsync("""
        void M(int n) { var s = {|MRL302:_bus.Take()|}; if (n == 1) goto fail; s.Free(); return; fail: _bus.Work(); }
        """);

    [Fact]
    public Task Goto_to_the_release() => FlowTest.CheckAsync("""
        void M(int n) { var s = _bus.Take(); if (n == 1) goto done; _bus.Work(); done: s.Free(); }
        """);

    [Fact]
    public Task Cascading_labels() => FlowTest.CheckAsync("""
        void M() { Slot a = default, b = default; a = _bus.Take(); if (a.IsNull) goto done; b = _bus.Take(1); if (b.IsNull) goto done; Use(a.Span); done: if (!b.IsNull) b.Free(); if (!a.IsNull) a.Free(); }
        """);

    [Fact]
    public Task First_forgotten_when_the_second_fails() => FlowTest.CheckAsync("""
        void M() { var a = {|MRL302:_bus.Take()|}; var b = _bus.Take(1); if (b.IsNull) return; a.Free(); b.Free(); }
        """);

    [Fact]
    public Task Second_forgotten_on_an_early_return() => FlowTest.CheckAsync("""
        void M(int n) { var a = _bus.Take(); if (a.IsNull) return; var b = {|MRL302:_bus.Take(1)|}; if (b.IsNull) { a.Free(); return; } if (n == 0) { a.Free(); return; } a.Free(); b.Free(); }
        """);

    [Fact]
    public Task Constant_condition() => FlowTest.CheckAsync("""
        void M() { const bool Never = false; var s = _bus.Take(); if (Never) { s.Free(); } s.Free(); }
        """);

    [Fact]
    public Task Call_that_does_not_return_ends_the_path() => FlowTest.CheckAsync("""
        void M(bool b) { var s = _bus.Take(); if (b) Fail(); s.Free(); } [DoesNotReturn] static void Fail() => throw new Exception();
        """);

    [Fact]
    public Task Process_exit_ends_the_path() => FlowTest.CheckAsync("""
        void M(bool b) { var s = _bus.Take(); if (b) Environment.FailFast(null); s.Free(); }
        """);

    [Fact]
    public Task Lock_is_left_early() => FlowTest.CheckAsync("""
        void M() { lock (_bus) { var s = {|MRL302:_bus.Take()|}; if (_flag) return; s.Free(); } }
        """);

    [Fact]
    public Task Kept_in_a_field_on_one_path_and_forgotten_on_another() => FlowTest.CheckAsync("""
        void M(bool keep) { var s = {|MRL302:_bus.Take()|}; if (keep) { _slot = s; return; } Use(s.Span); }
        """);
}
