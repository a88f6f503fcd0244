using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Flow;

/// <summary>What a control flow graph does not draw, or draws otherwise than one expects: exceptions, finally blocks, constants, captures.</summary>
public class TrapTests
{
    [Theory]
    [InlineData("void M(bool b) { var s = _bus.Take(); try { if (b) throw new InvalidOperationException(); } finally { s.Free(); } }")]
    [InlineData("void M() { var s = _bus.Take(); try { try { _bus.Work(); } catch { throw; } } finally { s.Free(); } }")]
    [InlineData("void M(bool b) { var s = _bus.Take(); try { try { if (b) throw new InvalidOperationException(); } finally { _bus.Work(); } } finally { s.Free(); } }")]
    [InlineData("void M(bool b) { var s = {|MRL302:_bus.Take()|}; try { if (b) throw new InvalidOperationException(); } finally { _bus.Work(); } s.Free(); }")]
    [InlineData("void M(bool b) { var s = {|MRL302:_bus.Take()|}; try { _bus.Work(); } catch { if (b) throw; } s.Free(); }")]
    public Task Throw_branch_names_no_finally_regions(string member) => FlowTest.CheckAsync(member);

    [Theory]
    [InlineData("void M() { var s = {|MRL302:_bus.Take()|}; try { _bus.Work(); s.Free(); } catch (Exception) { return; } }")]
    [InlineData("void M() { var s = _bus.Take(); try { _bus.Work(); } catch (Exception) { s.Free(); return; } s.Free(); }")]
    [InlineData("void M() { try { var s = {|MRL302:_bus.Take()|}; _bus.Work(); s.Free(); } catch { _flag = true; } }")]
    [InlineData("void M() { Slot s = default; try { _bus.Work(); s = {|MRL302:_bus.Take()|}; _bus.Work(); } catch when (_flag) { return; } s.Free(); }")]
    public Task No_edge_leads_into_a_handler(string member) => FlowTest.CheckAsync(member);

    [Theory]
    [InlineData("void M() { var s = _bus.Take(); try { _bus.Work(); } catch (Exception e) when (e.Message.Length > 0) { s.Free(); throw; } s.Free(); }")]
    [InlineData("void M() { var s = {|MRL302:_bus.Take()|}; try { _bus.Work(); } catch (Exception e) when (e.Message.Length > 0) { return; } s.Free(); }")]
    [InlineData("void M() { var s = _bus.Take(); try { try { _bus.Work(); } catch when (_bus.Ask()) { s.Free(); return; } } catch { s.Free(); return; } s.Free(); }")]
    public Task Filter_that_says_no_passes_the_exception_on(string member) => FlowTest.CheckAsync(member);

    [Theory]
    [InlineData("void M(bool b) { var s = _bus.Take(); try { if (b) { s.Free(); return; } } finally { _bus.Work(); } s.Free(); }")]
    [InlineData("void M(bool b) { for (;;) { var s = _bus.Take(); try { if (b) { s.Free(); break; } } finally { _flag = b; } s.Free(); } }")]
    [InlineData("bool M(int n) { var s = {|MRL302:_bus.Take()|}; try { if (n == 1) return true; if (n == 2) { s.Free(); return false; } } finally { _flag = true; } s.Free(); return true; }")]
    [InlineData("void M(bool b) { var s = _bus.Take(); try { if (b) goto done; s.Free(); return; } finally { _flag = b; } done: s.Free(); }")]
    [InlineData("void M(bool b) { var s = {|MRL302:_bus.Take()|}; try { _flag = true; } finally { if (b) throw new InvalidOperationException(); } s.Free(); }")]
    public Task Finally_goes_on_with_the_branch_that_was_pending(string member) => FlowTest.CheckAsync(member);

    /// <summary>As a branch with a value, and as a plain branch into the exit: from the end of a body, from a label there, out of a finally.</summary>
    [Theory]
    [InlineData("int M(bool b) { var s = {|MRL302:_bus.Take()|}; if (b) return 1; s.Free(); return 2; }")]
    [InlineData("void M(bool b) { var s = {|MRL302:_bus.Take()|}; if (b) return; s.Free(); }")]
    [InlineData("void M(bool b) { var s = {|MRL302:_bus.Take()|}; if (!b) { s.Free(); } }")]
    [InlineData("void M(bool b) { var s = {|MRL302:_bus.Take()|}; if (b) goto end; s.Free(); end: ; }")]
    [InlineData("void M(bool b) { var s = {|MRL302:_bus.Take()|}; try { if (b) return; s.Free(); } finally { _flag = b; } }")]
    [InlineData("int M(bool b) => b ? {|MRL310:_bus.Take(1)|}.Length : {|MRL310:_bus.Take(2)|}.Length;")]
    [InlineData("Slot M(bool b) { var s = _bus.Take(); if (b) return s; s.Free(); return default; }")]
    [InlineData("Slot M(bool b) => b ? _bus.Take(1) : _bus.Take(2);")]
    [InlineData("void M(bool b) { var s = _bus.Take(); if (b) { s.Free(); return; } s.Free(); }")]
    [InlineData("async Task<Slot> M(bool b) { var s = _bus.Take(); await Task.Yield(); if (b) return s; s.Free(); return default; }")]
    public Task Return_has_two_faces(string member) => FlowTest.CheckAsync(member);

    [Theory]
    [InlineData("List<Slot> M(bool b) { var all = new List<Slot> { _bus.Take(), b ? default : _slot }; return all; }")]
    [InlineData("void M(bool b) { var all = new List<Slot> { _bus.Take(), b ? default : _slot }; foreach (var s in all) s.Free(); }")]
    [InlineData("class Box { public Slot Slot; public int Number; } void M(bool b) { var box = new Box { Slot = {|MRL301:_bus.Take()|}, Number = b ? 1 : 2 }; Use(box.Slot.Span); }")]
    [InlineData("class Box { public Slot Slot; public int Number; } Box M(bool b) { var box = new Box { Slot = _bus.Take(), Number = b ? 1 : 2 }; return box; }")]
    [InlineData("class Box { public Slot Slot; public int Number; } void M(bool b) { var box = new Box { Slot = _bus.Take(), Number = b ? 1 : 2 }; box.Slot.Free(); }")]
    [InlineData("class Box { public Slot Slot; public int Number; } Box? _box; void M(bool b) { _box = new Box { Slot = _bus.Take(), Number = b ? 1 : 2 }; }")]
    [InlineData("void M(Key? k) { var s = {|MRL301:_bus.Open()|} ?? k; _bus.Work(); }")]
    [InlineData("void M(bool b) { var h = new Handle(b ? 1 : 2); h.Free(); }")]
    [InlineData("void M(bool b) { var h = {|MRL301:new Handle(b ? 1 : 2)|}; _bus.Work(); }")]
    public Task Object_lives_in_a_capture_before_it_has_a_name(string member) => FlowTest.CheckAsync(member);

    /// <summary>
    /// What is met while a body is walked is not what stands in its graph. An acquisition in a lambda, a finally (which is copied for nobody),
    /// an initialiser or a tuple is one acquisition, with one report, at the place in the source.
    /// </summary>
    [Theory]
    [InlineData("void M(bool b) { try { if (b) return; _bus.Work(); } finally { var s = {|MRL301:_bus.Take()|}; Use(s.Span); } }")]
    [InlineData("void M() { Action a = () => { var s = {|MRL301:_bus.Take()|}; Use(s.Span); }; a(); a(); }")]
    [InlineData("void M() { L(); L(); void L() { var s = {|MRL301:_bus.Take()|}; Use(s.Span); } }")]
    [InlineData("void M(int n) { var (s, t) = ({|MRL301:_bus.Take(1)|}, _bus.Take(2)); t.Free(); }")]
    [InlineData("void M() { Slot s, t; (s, t) = (_bus.Take(1), {|MRL301:_bus.Take(2)|}); s.Free(); }")]
    [InlineData("void M() { var s = _bus.Take(1); var t = _bus.Take(2); (s, t) = (t, s); s.Free(); t.Free(); }")]
    [InlineData("void M() { for (var s = {|MRL301:_bus.Take()|}; _bus.Ask();) { Use(s.Span); } }")]
    [InlineData("void M(object lockObject) { lock (lockObject) { var s = {|MRL301:_bus.Take()|}; Use(s.Span); } }")]
    [InlineData("void M() { var s = {|MRL301:_bus.Take(_bus.Ask() ? 1 : 2)|}; Use(s.Span); }")]
    [InlineData("void M() { var s = _bus.Take(_bus.Ask() ? 1 : 2); _bus.Return(s); }")]
    public Task Operations_are_copies(string member) => FlowTest.CheckAsync(member);

    [Theory]
    [InlineData("void M() { var s = {|MRL301:_bus.Take()|}; if (false) { s.Free(); } }")]
    [InlineData("void M() { var s = _bus.Take(); if (true) { s.Free(); } }")]
    [InlineData("const bool Debug = false; void M() { var s = _bus.Take(); if (Debug) { return; } s.Free(); }")]
    [InlineData("void M() { var s = _bus.Take(); while (true) { if (_bus.Ask()) break; } s.Free(); }")]
    [InlineData("void M() { while (true) { var s = {|MRL301:_bus.Take()|}; Use(s.Span); } }")]
    public Task Branch_on_a_constant_keeps_both_edges(string member) => FlowTest.CheckAsync(member);

    [Theory]
    [InlineData("void M(bool b) { var s = b ? _bus.Take(1) : _bus.Take(2); s.Free(); }")]
    [InlineData("void M(bool b) { var s = b ? {|MRL301:_bus.Take(1)|} : {|MRL301:_bus.Take(2)|}; Use(s.Span); }")]
    [InlineData("void M(Key? k) { k ??= _bus.Open(); k.Close(); }")]
    [InlineData("void M() { Key? k = null; k ??= {|MRL301:_bus.Open()|}; _bus.Work(); }")]
    [InlineData("void M(C? c) { Key k = c?._bus.Open() ?? _bus.Open(); k.Close(); }")]
    [InlineData("void Two(Slot s, int n) => s.Free(); void M(bool b) { Two(_bus.Take(), b ? 1 : 2); }")]
    [InlineData("void Two(Slot s, int n) => Use(s.Span); void M(bool b) { Two({|MRL301:_bus.Take()|}, b ? 1 : 2); }")]
    [InlineData("void M(C a, C b) { (_flag ? a : b)._slot = _bus.Take(); }")]
    public Task Flow_capture_is_a_variable_and_a_target(string member) => FlowTest.CheckAsync(member);

    [Theory]
    [InlineData("void M() { void Outer() { void Inner() { var s = {|MRL301:_bus.Take()|}; Use(s.Span); } Inner(); } Outer(); }")]
    [InlineData("void M() { void Outer() { Action a = () => { var s = {|MRL301:_bus.Take()|}; Use(s.Span); }; a(); } Outer(); }")]
    [InlineData("void M() { Action a = () => { void Inner() { Action b = () => { var s = {|MRL301:_bus.Take()|}; Use(s.Span); }; b(); } Inner(); }; a(); }")]
    [InlineData("void M() { void Outer() { var s = _bus.Take(); void Inner() => s.Free(); Inner(); } Outer(); }")]
    public Task Nested_function_is_asked_of_the_graph_that_contains_it(string member) => FlowTest.CheckAsync(member);

    [Theory]
    [InlineData("class D { D(Bus bus) : this(bus, 3) { var s = {|MRL301:bus.Take()|}; Use(s.Span); } D(Bus bus, int n = 4) { } }")]
    [InlineData("[Obsolete(\"old\")] void M([CallerName] int n = 3, string text = nameof(M)) { var s = {|MRL301:_bus.Take()|}; Use(s.Span); } [AttributeUsage(AttributeTargets.Parameter)] class CallerNameAttribute : Attribute { }")]
    [InlineData("class D(Bus bus) { private readonly int _length = bus.Ask() ? 1 : 2; int P => _length; void M() { var s = {|MRL301:bus.Take()|}; Use(s.Span); } }")]
    public Task Parameter_initialisers_and_attributes_are_blocks_too(string member) => FlowTest.CheckAsync(member);

    [Theory]
    [InlineData("int M(int n) { var s = _bus.Take(); int r = n switch { 1 => 2, 2 => 3 }; s.Free(); return r; }")]
    [InlineData("int M(int n) { var s = {|MRL302:_bus.Take()|}; int r = n switch { 1 => 2, _ => throw new ArgumentException() }; s.Free(); return r; }")]
    [InlineData("int M(int[] list) { var s = _bus.Take(); foreach (int n in list) { lock (_bus) { if (n == 3) { s.Free(); return n; } } } s.Free(); return 0; }")]
    [InlineData("int M(int[] list) { var s = {|MRL302:_bus.Take()|}; foreach (int n in list) { lock (_bus) { if (n == 3) { return n; } } } s.Free(); return 0; }")]
    [InlineData("void M(bool b) { using (var s = _bus.Take()) { if (b) return; } using var t = _bus.Take(); if (b) throw new InvalidOperationException(); }")]
    [InlineData("async Task M(bool b) { await using var k = _bus.Open(); if (b) return; await Task.Yield(); }")]
    public Task Lowered_statements_are_the_users_and_their_implicit_throws_are_not(string member) => FlowTest.CheckAsync(member);

    [Theory]
    [InlineData("void M() { var k = _bus.TryOpen(); if (k == null) return; k.Close(); }")]
    [InlineData("void M() { var k = _bus.TryOpen(); if (k is null) return; k.Close(); }")]
    [InlineData("void M() { var k = _bus.TryOpen(); if (k is not null) k.Close(); }")]
    [InlineData("void M() { var k = _bus.TryOpen(); if (k is { }) k.Close(); }")]
    [InlineData("void M() { if (_bus.TryOpen() is { } k) k.Close(); }")]
    [InlineData("void M() { if (_bus.TryOpen() is Key k) k.Close(); }")]
    [InlineData("void M() { _bus.TryOpen()?.Close(); }")]
    [InlineData("void M() { var k = {|MRL302:_bus.TryOpen()|}; if (k is null) k?.Close(); else if (_flag) k.Close(); }")]
    [InlineData("void M() { var k = {|MRL301:_bus.TryOpen()|}; if (k == null) return; _bus.Work(); }")]
    public Task Null_is_tested_in_many_shapes(string member) => FlowTest.CheckAsync(member);

    [Theory]
    [InlineData("IEnumerable<int> M() { using var s = _bus.Take(); yield return 1; yield return 2; }")]
    [InlineData("IEnumerable<int> M(bool b) { var s = {|MRL302:_bus.Take()|}; if (b) yield break; s.Free(); }")]
    [InlineData("async Task M(bool b) { var s = {|MRL302:_bus.Take()|}; await Task.Yield(); if (b) return; s.Free(); }")]
    public Task Yield_and_await_are_plain_operations(string member) => FlowTest.CheckAsync(member);

    [Theory]
    [InlineData("void M() { var s = _bus.Take(); {|CS0103:Missing|}(); }")]
    [InlineData("void M() { var s = _bus.Take(); s.{|CS1061:Missing|}(); } void N() { var s = {|MRL301:_bus.Take()|}; Use(s.Span); }")]
    public Task Nothing_is_said_of_a_body_that_does_not_compile(string member) => FlowTest.CheckAsync(member);

    [Theory]
    [InlineData("void M() { var s = _bus.Take(); s.Free(); return; s.Free(); }")]
    [InlineData("void M() { throw new InvalidOperationException(); var s = _bus.Take(); }")]
    [InlineData("void M() { var s = _bus.Take(); while (true) { if (_flag) { s.Free(); return; } } s.Free(); s.Free(); }")]
    [InlineData("void M() { var s = _bus.Take(); goto end; s.Free(); end: s.Free(); }")]
    [InlineData("void M() { return; Action a = () => { var s = _bus.Take(); Use(s.Span); }; a(); }")]
    public Task Unreachable_blocks_are_neither_run_nor_reported(string member) => FlowTest.CheckAsync(member);

    [Theory]
    [InlineData("void M() { if (_bus.TryTake(out var s)) s.Free(); }")]
    [InlineData("void M() { if ({|MRL301:_bus.TryTake(out Slot s)|}) Use(s.Span); }")]
    [InlineData("void M() { Slot s = _bus.Take(); ref Slot r = ref s; r.Free(); }")]
    [InlineData("void M(ref Slot kept) { kept = _bus.Take(); }")]
    public Task Declarations_are_assignments(string member) => FlowTest.CheckAsync(member);
}
