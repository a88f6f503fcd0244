using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Flow;

/// <summary>Objects that somebody else is responsible for: silent.</summary>
public class EscapeTests
{
    [Fact]
    public Task Stored_in_a_field() => FlowTest.CheckAsync("""
        void M() { _slot = _bus.Take(); }
        """);

    [Fact]
    public Task Stored_in_a_static_field() => FlowTest.CheckAsync("""
        static Slot s_slot; void M() { s_slot = _bus.Take(); }
        """);

    [Fact]
    public Task Stored_in_a_property() => FlowTest.CheckAsync("""
        Slot P { get; set; } void M() { P = _bus.Take(); }
        """);

    [Fact]
    public Task Stored_in_a_list() => FlowTest.CheckAsync("""
        void M(List<Slot> list) { var s = _bus.Take(); list.Add(s); }
        """);

    [Fact]
    public Task Stored_in_another_object() => FlowTest.CheckAsync("""
        class Box { public Slot Slot; } Box? _box; void M() { var box = new Box { Slot = _bus.Take() }; _box = box; }
        """);

    [Fact]
    public Task Element_of_an_array() => FlowTest.CheckAsync("""
        void M() { var a = new[] { _bus.Take() }; }
        """);

    [Fact]
    public Task Element_of_a_collection_expression() => FlowTest.CheckAsync("""
        void M() { List<Slot> a = [_bus.Take()]; }
        """);

    [Fact]
    public Task Element_of_a_tuple() => FlowTest.CheckAsync("""
        void M() { var t = (_bus.Take(), 1); t.Item1.Free(); }
        """);

    [Fact]
    public Task Deconstructed() => FlowTest.CheckAsync("""
        void M() { var (a, b) = (_bus.Take(), 3); a.Free(); }
        """);

    [Fact]
    public Task Captured_by_a_lambda() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); Action a = () => s.Free(); a(); }
        """);

    [Fact]
    public Task Captured_by_a_local_function() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); void Done() { s.Free(); } Done(); }
        """);

    [Fact]
    public Task Referenced_by_a_ref_local() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); ref var r = ref s; r.Free(); }
        """);

    [Fact]
    public Task Passed_by_reference() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); Change(ref s); } void Change(ref Slot s) { s.Free(); s = default; }
        """);

    [Fact]
    public Task Passed_to_code_without_a_contract() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); _bus.Anything(s); }
        """);

    [Fact]
    public Task Passed_to_code_that_takes_ownership() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); _bus.Keep(s); }
        """);

    [Fact]
    public Task Passed_to_code_that_borrows() => FlowTest.CheckAsync("""
        void M() { var s = {|MRL301:_bus.Take()|}; _bus.Look(s); }
        """);

    [Fact]
    public Task Released_by_an_extension_method() => FlowTest.CheckAsync("""
        void M() { var s = _bus.Take(); s.Finish(); {|MRL304:s.Free()|}; }
        """);

    [Fact]
    public Task Formatted_only() => FlowTest.CheckAsync("""
        void M() { var s = {|MRL301:_bus.Take()|}; Console.WriteLine($"{s}"); }
        """);

    [Fact]
    public Task Released_through_an_interface() => FlowTest.CheckAsync("""
        void M() { IDisposable d = _bus.Open(); d.Dispose(); }
        """);

    [Fact]
    public Task Leak_inside_a_lambda() => FlowTest.CheckAsync("""
        void M() { Action a = () => { var s = {|MRL301:_bus.Take()|}; Use(s.Span); }; a(); }
        """);

    [Fact]
    public Task Leak_inside_a_local_function() => FlowTest.CheckAsync("""
        void M() { F(); void F() { var s = {|MRL301:_bus.Take()|}; Use(s.Span); } }
        """);

    [Fact]
    public Task Leak_inside_a_lambda_of_a_local_function() => FlowTest.CheckAsync("""
        void M() { F(); void F() { Action a = () => { var s = {|MRL301:_bus.Take()|}; Use(s.Span); }; a(); } }
        """);
}
