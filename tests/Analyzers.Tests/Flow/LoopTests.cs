using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Flow;

/// <summary>Objects that are acquired and released in loops.</summary>
public class LoopTests
{
    [Fact]
    public Task Continue_past_the_release() => FlowTest.CheckAsync("""
        void M(int n) { for (int i = 0; i < n; i++) { var s = {|MRL302:_bus.Take(i)|}; if (s.Length < 4) continue; s.Free(); } }
        """);

    [Fact]
    public Task Break_past_the_release() => FlowTest.CheckAsync("""
        void M(int[] xs) { foreach (var x in xs) { var s = {|MRL302:_bus.Take(x)|}; if (x == 3) break; s.Free(); } }
        """);

    [Fact]
    public Task Break_when_nothing_was_acquired() => FlowTest.CheckAsync("""
        void M(int n) { while (n > 0) { var s = _bus.Take(); if (s.IsNull) break; n -= s.Length; s.Free(); } }
        """);

    [Fact]
    public Task Endless_loop_that_never_releases() => FlowTest.CheckAsync("""
        void M() { while (true) { var s = {|MRL301:_bus.Take()|}; Use(s.Span); } }
        """);

    [Theory]
    [InlineData("Slot m = default; for (int i = 0; i < n; i++) { var w = m; m = {|MRL302:_bus.Take()|}; } m.Dispose();")]
    [InlineData("Slot m = default; for (int i = 0; i < n; i++) { var w = (m, 1); m = {|MRL302:_bus.Take()|}; } m.Dispose();")]
    [InlineData("Slot m = default; Slot w = default; for (int i = 0; i < n; i++) { {|MRL310:w = m|}; m = _bus.Take(); } m.Dispose(); w.Dispose();")]
    public Task Left_to_a_variable_of_the_round_after(string body) => FlowTest.CheckAsync($"void M(int n) {{ {body} }}");

    [Theory]
    [InlineData("Slot m = default; for (int i = 0; i < n; i++) { var w = m; m = _bus.Take(); w.Dispose(); } m.Dispose();")]
    [InlineData("Slot m = default; for (int i = 0; i < n; i++) { var w = (m, 1); m = _bus.Take(); _bus.Anything(w.Item1); } m.Dispose();")]
    [InlineData("Slot m = default; for (int i = 0; i < n; i++) { var w = (m, 1); m = _bus.Take(); var x = w; x.Item1.Dispose(); } m.Dispose();")]
    [InlineData("Slot m = default; for (int i = 0; i < n; i++) { var w = m; m = _bus.Take(); Action end = () => w.Dispose(); end(); } m.Dispose();")]
    [InlineData("Slot m = default; Slot w = default; for (int i = 0; i < n; i++) { w.Dispose(); w = m; m = _bus.Take(); } m.Dispose(); w.Dispose();")]
    [InlineData("Slot m = default; for (int i = 0; i < n; i++) { ref Slot w = ref m; m.Dispose(); m = _bus.Take(); } m.Dispose();")]
    public Task Kept_for_the_round_after(string body) => FlowTest.CheckAsync($"void M(int n) {{ {body} }}");

    [Fact]
    public Task Overwritten_in_each_round() => FlowTest.CheckAsync("""
        void M() { Slot s = default; for (int i = 0; i < 4; i++) { {|MRL310:s = _bus.Take(i)|}; } s.Free(); }
        """);

    [Fact]
    public Task Retry_until_it_works() => FlowTest.CheckAsync("""
        void M() { Slot s; do { s = _bus.Take(); } while (s.IsNull); s.Free(); }
        """);

    [Fact]
    public Task Released_in_each_round() => FlowTest.CheckAsync("""
        void M(int n) { var s = {|MRL302:_bus.Take()|}; for (int i = 0; i < n; i++) { {|MRL304:s.Free()|}; } }
        """);

    [Fact]
    public Task Next_is_acquired_before_the_last_is_released() => FlowTest.CheckAsync("""
        void M() { var a = _bus.Take(); while (true) { var next = _bus.Take(1); a.Free(); a = next; if (a.Length == 2) break; } a.Free(); }
        """);

    [Fact]
    public Task Walk_along_a_chain() => FlowTest.CheckAsync("""
        void M(int n) { var s = _bus.Take(); while (!s.IsNull && n > 0) { n -= s.Length; s.Free(); s = _bus.Take(n); } if (!s.IsNull) s.Free(); }
        """);

    [Fact]
    public Task Flag_says_whether_it_is_held() => FlowTest.CheckAsync("""
        void M(int n) { bool held = false; Slot s = default; for (int i = 0; i < n; i++) { if (!held) { s = _bus.Take(i); held = true; } Use(s.Span); if (i % 3 == 2) { s.Free(); held = false; } } if (held) s.Free(); }
        """);

    [Fact]
    public Task Using_in_a_loop() => FlowTest.CheckAsync("""
        void M(int n) { for (int i = 0; i < n; i++) { using var s = _bus.Take(i); if (s.Length < 4) { continue; } if (i == 3) return; } }
        """);

    [Fact]
    public Task Array_filled_and_drained() => FlowTest.CheckAsync("""
        void M(Slot[] a) { for (int i = 0; i < a.Length; i++) { a[i] = _bus.Take(i); if (a[i].IsNull) { while (--i >= 0) a[i].Free(); return; } } }
        """);

    [Fact]
    public Task Overwritten_by_an_expression_with_a_condition_in_it() => FlowTest.CheckAsync("""
        void M(bool c) { Slot s = default; for (int i = 0; i < 4; i++) { {|MRL310:s = _bus.Take(c ? 0 : i)|}; } s.Free(); }
        """);
}
