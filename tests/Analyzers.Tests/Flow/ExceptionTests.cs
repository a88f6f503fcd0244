using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Flow;

/// <summary>Try, catch, filter and finally.</summary>
public class ExceptionTests
{
    [Fact]
    public Task Released_in_finally() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); try { if (s.Length < 4) throw new Exception(); Use(s.Span); } finally { s.Free(); } }
        """);

    [Fact]
    public Task Nested_finally() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); try { try { _bus.Work(); } finally { _bus.Work(); } } finally { s.Free(); } }
        """);

    [Fact]
    public Task Return_in_try_with_finally() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); try { return; } finally { _bus.Work(); s.Free(); } }
        """);

    [Fact]
    public Task Return_through_a_finally_that_does_something_else() => FlowTest.CheckAsync("""
        void M(int n) { var s = {|MRL302:_bus.Take()|}; try { if (n == 0) return; } finally { _bus.Work(); } s.Free(); }
        """);

    [Fact]
    public Task Goto_out_of_try_with_finally() => FlowTest.CheckAsync("""
        void M(int n) { var s = _bus.Take(); try { if (n == 0) goto end; _bus.Work(); } finally { s.Free(); } end: _bus.Work(); }
        """);

    [Fact]
    public Task Flag_tested_in_finally() => FlowTest.CheckAsync("""
        void M() { Slot s = default; bool held = false; try { s = _bus.Take(); held = true; _bus.Work(); } finally { if (held) s.Free(); } }
        """);

    [Fact]
    public Task Null_tested_in_finally() => FlowTest.CheckAsync("""
        void M() { Slot s = default; try { s = _bus.Take(); _bus.Work(); } finally { if (!s.IsNull) s.Free(); } }
        """);

    [Fact]
    public Task Null_reference_tested_in_finally() => FlowTest.CheckAsync("""
        void M() { Key? k = null; try { k = _bus.Open(); _bus.Work(); } finally { if (k is not null) k.Dispose(); } }
        """);

    [Fact]
    public Task Catch_that_returns() => FlowTest.CheckAsync("""
        void M() { Slot s = default; try { s = {|MRL302:_bus.Take()|}; _bus.Work(); s.Free(); } catch (InvalidOperationException) { return; } }
        """);

    [Fact]
    public Task Catch_that_swallows_what_its_scope_held() => FlowTest.CheckAsync("""
        void M() { try { var s = {|MRL302:_bus.Take()|}; _bus.Work(); s.Free(); } catch { } }
        """);

    [Fact]
    public Task Catch_that_releases_and_rethrows() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); try { _bus.Work(); } catch { s.Free(); throw; } s.Free(); }
        """);

    [Fact]
    public Task Catch_that_rethrows() => FlowTest.CheckAsync("""
        void M() { var s = {|MRL302:_bus.Take()|}; try { _bus.Work(); } catch (Exception) { throw; } s.Free(); }
        """);

    [Fact]
    public Task Catch_that_goes_on() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); try { _bus.Work(); } catch (Exception) { } s.Free(); }
        """);

    [Fact]
    public Task Filter_whose_catch_releases() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); try { _bus.Work(); } catch (Exception e) when (e.Message == "") { s.Free(); return; } s.Free(); }
        """);

    [Fact]
    public Task Filter_whose_catch_forgets() => FlowTest.CheckAsync("""
        void M() { var s = {|MRL302:_bus.Take()|}; try { _bus.Work(); } catch (Exception e) when (e.Message == "") { return; } s.Free(); }
        """);

    [Fact]
    public Task Throw_that_is_caught() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); try { throw new InvalidOperationException(); } catch (InvalidOperationException) { } s.Free(); }
        """);

    [Fact]
    public Task Throw_that_no_catch_takes() => FlowTest.CheckAsync("""
        void M(int n) { var s = {|MRL302:_bus.Take()|}; try { if (n == 0) throw new InvalidOperationException(); } catch (ArgumentException) { s.Free(); return; } s.Free(); }
        """);

    [Fact]
    public Task Release_that_does_not_throw_is_not_undone_by_a_catch() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); try { Use(s.Span); s.Free(); } catch { s.Dispose(); throw; } }
        """);

    [Fact]
    public Task Throw_in_finally_forgets_what_was_pending() => FlowTest.CheckAsync("""
        void M(bool b) { var s = {|MRL302:_bus.Take()|}; try { return; } finally { if (b) throw new Exception(); s.Free(); } }
        """);

    [Fact]
    public Task Using_declaration() => FlowTest.CheckAsync("""
        void M() { using var s = _bus.Take(); Use(s.Span); }
        """);

    [Fact]
    public Task Using_statement_with_an_explicit_release() => FlowTest.CheckAsync("""
        void M() { using (var s = _bus.Take()) { if (s.IsNull) return; Use(s.Span); s.Free(2); } }
        """);

    [Fact]
    public Task Handler_does_not_take_what_an_inner_one_of_its_type_let_pass() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); try { try { _bus.Work(); } catch (InvalidOperationException) { } s.Free(); } catch (InvalidOperationException) { } }
        """);

    [Fact]
    public Task Handler_does_not_take_what_an_inner_one_of_its_base_let_pass_through_a_finally() => FlowTest.CheckAsync("""
        void M(int n) { var s = _bus.Take(); try { try { try { _bus.Work(); } catch (SystemException) { } } finally { n++; } s.Free(); } catch (InvalidOperationException) { } }
        """);

    [Fact]
    public Task Handler_takes_what_an_inner_one_of_another_type_let_pass() => FlowTest.CheckAsync("""
        void M() { var s = {|MRL302:_bus.Take()|}; try { try { _bus.Work(); } catch (ArgumentException) { } s.Free(); } catch (InvalidOperationException) { } }
        """);

    [Fact]
    public Task Handler_takes_what_a_filter_of_its_type_let_pass() => FlowTest.CheckAsync("""
        void M() { var s = {|MRL302:_bus.Take()|}; try { try { _bus.Work(); } catch (InvalidOperationException) when (_bus.Ask()) { } s.Free(); } catch (InvalidOperationException) { } }
        """);

    [Fact]
    public Task Handler_takes_what_an_inner_handler_of_its_type_throws_on() => FlowTest.CheckAsync("""
        void M() { var s = {|MRL302:_bus.Take()|}; try { try { _bus.Work(); } catch (InvalidOperationException) { throw; } s.Free(); } catch (InvalidOperationException) { } }
        """);

    [Fact]
    public Task Handler_of_another_type_does_not_take_what_is_thrown_on() => FlowTest.CheckAsync("""
        void M(int n) { var s = _bus.Take(); try { try { if (n == 0) throw new InvalidOperationException(); } catch (InvalidOperationException) { s.Free(); throw; } s.Free(); } catch (ArgumentException) { s.Free(); } }
        """);
}
