using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Flow;

/// <summary>One path: released, forgotten, discarded, released twice, overwritten.</summary>
public class StraightLineTests
{
    [Fact]
    public Task Released() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); s.Free(); }
        """);

    [Fact]
    public Task Never_released() => FlowTest.CheckAsync("""
        void M() { var s = {|MRL301:_bus.Take()|}; Use(s.Span); }
        """);

    [Fact]
    public Task Result_discarded() => FlowTest.CheckAsync("""
        void M() { {|MRL310:_bus.Take()|}; }
        """);

    [Fact]
    public Task Result_assigned_to_a_discard() => FlowTest.CheckAsync("""
        void M() { _ = {|MRL310:_bus.Take()|}; }
        """);

    [Fact]
    public Task Result_used_and_dropped() => FlowTest.CheckAsync("""
        int P => {|MRL310:_bus.Take()|}.Length;
        """);

    [Fact]
    public Task Optional_parameter() => FlowTest.CheckAsync("""
        void M(int a = 0) { var s = {|MRL301:_bus.Take(a)|}; Use(s.Span); }
        """);

    [Fact]
    public Task Constructor_acquires() => FlowTest.CheckAsync("""
        void M() { var h = {|MRL301:new Handle(1)|}; }
        """);

    [Fact]
    public Task New_object_discarded() => FlowTest.CheckAsync("""
        void M() { {|MRL310:new Handle(1)|}; }
        """);

    [Fact]
    public Task Released_twice() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); s.Free(); {|MRL304:s.Free()|}; }
        """);

    [Fact]
    public Task Released_twice_through_a_copy() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); var t = s; t.Free(); {|MRL304:s.Free()|}; }
        """);

    [Fact]
    public Task Copy_is_released() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); var t = s; t.Free(); }
        """);

    [Fact]
    public Task Parameter_released_twice() => FlowTest.CheckAsync("""
        void M(Slot s) { s.Free(); {|MRL304:s.Free(1)|}; }
        """);

    [Fact]
    public Task Field_released_twice() => FlowTest.CheckAsync("""
        void M() { _slot.Free(); {|MRL304:_slot.Free()|}; }
        """);

    [Fact]
    public Task Field_released_and_reset() => FlowTest.CheckAsync("""
        void M() { _bus.Return(_slot); _slot = default; _slot.Dispose(); }
        """);

    [Fact]
    public Task Idempotent_release_after_a_release() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); s.Free(); s.Dispose(); }
        """);

    [Fact]
    public Task Overwritten() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); {|MRL310:s = _bus.Take(1)|}; s.Free(); }
        """);

    [Fact]
    public Task Field_overwritten() => FlowTest.CheckAsync("""
        void M() { _slot = _bus.Take(); {|MRL310:_slot = _bus.Take(1)|}; }
        """);

    [Fact]
    public Task Field_released_before_it_is_overwritten() => FlowTest.CheckAsync("""
        void M() { _slot = _bus.Take(); _slot.Free(); _slot = _bus.Take(1); }
        """);

    [Fact]
    public Task Out_parameter_overwritten() => FlowTest.CheckAsync("""
        void M(out Slot s) { s = _bus.Take(); {|MRL310:s = default|}; }
        """);

    [Fact]
    public Task Returned() => FlowTest.CheckAsync("""
        Slot M() { var s = _bus.Take(); return s; }
        """);

    [Fact]
    public Task Only_its_length_returned() => FlowTest.CheckAsync("""
        int M() { var s = {|MRL301:_bus.Take()|}; return s.Length; }
        """);

    [Fact]
    public Task Counted_acquisitions_add_up() => FlowTest.CheckAsync("""
        void M(Bus b) { b.Pin(); b.Pin(); b.Unpin(); b.Unpin(); }
        """);

    [Fact]
    public Task Counted_acquisition_that_is_never_released_is_somebody_elses() => FlowTest.CheckAsync("""
        void M(Bus b) { b.Pin(); }
        """);

    [Fact]
    public Task Counted_acquisition_not_released_on_a_path() => FlowTest.CheckAsync("""
        void M(Bus b, int n) { {|MRL302:b.Pin()|}; if (n == 0) return; b.Unpin(); }
        """);

    [Fact]
    public Task Body_with_errors_is_silent() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); {|CS0103:Undefined|}(); }
        """);
}
