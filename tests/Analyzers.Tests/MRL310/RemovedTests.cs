using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL310;

/// <summary>Elements that leave a list or array which is a field.</summary>
public class RemovedTests
{
    [Fact]
    public Task Tail_of_a_list() => CheckAsync(
        """
            public void Start(int n)
            {
                for (int i = 0; i < n; i++)
                {
                    _list.Add({|#1:_bus.Take(i)|});
                }

                {|#0:_list.RemoveRange(1, _list.Count - 1)|};
            }
        """,
        Verify<ResourceAnalyzer>.Expect("MRL310").WithLocation(0).WithLocation(1).WithArguments("slot", "from 'Take' from line 15 is taken out of its collection while it is held", "call Free first"));

    [Theory]
    [InlineData("{|MRL310:_list.RemoveAt(0)|};")]
    [InlineData("{|MRL310:_list.Clear()|};")]
    [InlineData("{|MRL310:_list = _list.Take(2).ToList()|};")]
    [InlineData("{|MRL310:_list = _list.Skip(1).Take(2).ToList()|};")]
    [InlineData("{|MRL310:_list = _list.GetRange(0, 2)|};")]
    [InlineData("{|MRL310:_list = _list[..2]|};")]
    [InlineData("{|MRL310:_list = [.. _list.SkipLast(1)]|};")]
    [InlineData("{|MRL310:_list = new List<Slot>(_list.Take(1))|};")]
    [InlineData("if (n > 3) { {|MRL310:_list.RemoveAt(_list.Count - 1)|}; }")]
    [InlineData("while (_list.Count > n) { {|MRL310:_list.RemoveAt(_list.Count - 1)|}; }")]
    [InlineData("Count(); {|MRL310:_list.RemoveAt(0)|};")]
    [InlineData("if (_list.Count > 2) { {|MRL310:_list.RemoveAt(0)|}; }")]
    [InlineData("try { {|MRL310:_list.RemoveAt(0)|}; } finally { Count(); }")]
    public Task Taken_out_and_not_released(string shorten) => CheckAsync(
        $$"""
            public void Start(int n)
            {
                for (int i = 0; i < n; i++)
                {
                    _list.Add(_bus.Take(i));
                }

                {{shorten}}
            }
        """);

    [Theory]
    [InlineData("for (int i = 1; i < _list.Count; i++) { _list[i].Free(); } _list.RemoveRange(1, _list.Count - 1);")]
    [InlineData("foreach (var s in _list) { s.Free(); } _list.Clear();")]
    [InlineData("_list[^1].Free(); _list.RemoveAt(_list.Count - 1);")]
    [InlineData("var last = _list[^1]; _list.RemoveAt(_list.Count - 1); last.Free();")]
    [InlineData("while (_list.Count > 2) { var last = _list[_list.Count - 1]; _list.RemoveAt(_list.Count - 1); last.Free(); }")]
    [InlineData("for (int i = _list.Count - 1; i >= 2; i--) { _list[i].Free(); _list.RemoveAt(i); }")]
    [InlineData("_list.Skip(2).ToList().ForEach(s => s.Free()); _list = _list.Take(2).ToList();")]
    [InlineData("foreach (var s in _list.Skip(2)) { s.Free(); } _list = _list.Take(2).ToList();")]
    [InlineData("FreeAll(); _list.Clear();")]
    [InlineData("FreeOf(_list); _list.Clear();")]
    [InlineData("Helper.Free(_list); _list.Clear();")]
    [InlineData("_other.AddRange(_list); _list.Clear();")]
    [InlineData("var all = _list; _list = new(); all.Clear();")]
    [InlineData("Helper.Run(this); _list.Clear();")]
    [InlineData("Helper.Wait(); _list.Clear();")]
    [InlineData("_done(); _list.Clear();")]
    [InlineData("_list = _list.Where(s => !s.IsFree).ToList();")]
    [InlineData("_list.RemoveAll(s => { s.Free(); return true; });")]
    [InlineData("if (n > 3) { return; } _list.Add(_bus.Take());")]
    [InlineData("Parallel.ForEach(_list, s => s.Free()); _list.Clear();")]
    public Task Released_or_taken_by_somebody(string shorten) => CheckAsync(
        $$"""
            public void Start(int n)
            {
                for (int i = 0; i < n; i++)
                {
                    _list.Add(_bus.Take(i));
                }

                {{shorten}}
            }
        """);

    [Fact]
    public Task Still_in_a_variable() => CheckAsync(
        """
            public void Start()
            {
                Slot slot = _bus.Take();
                _list.Add(slot);
                if (slot.IsFree)
                {
                    _list.RemoveAt(_list.Count - 1);
                    slot.Free();
                }
            }
        """);

    [Fact]
    public Task Kept_in_another_place_too() => CheckAsync(
        """
            public void Start()
            {
                Slot slot = _bus.Take();
                _list.Add(slot);
                _other.Add(slot);
                _list.RemoveAt(0);
            }
        """);

    [Fact]
    public Task Others_may_see_to_it_while_this_waits() => CheckAsync(
        """
            public async Task StartAsync()
            {
                _list.Add(_bus.Take());
                await Task.Delay(1);
                _list.Clear();
            }

            public IEnumerable<int> Start()
            {
                _list.Add(_bus.Take());
                yield return 1;
                _list.Clear();
            }
        """);

    [Fact]
    public Task Added_on_another_path() => CheckAsync(
        """
            public void Start(bool more)
            {
                if (more)
                {
                    _list.Add(_bus.Take());
                }
                else
                {
                    _list.Clear();
                }

                if (!more)
                {
                    _list.RemoveAt(0);
                }
            }
        """);

    [Fact]
    public Task Function_inside_releases() => CheckAsync(
        """
            public void Start()
            {
                _list.Add(_bus.Take());
                Drain();
                _list.Clear();

                void Drain()
                {
                    foreach (var s in _list) { s.Free(); }
                }
            }
        """);

    [Fact]
    public Task Field_that_others_can_name() => CheckAsync(
        """
            internal readonly List<Slot> _open = new();

            public void Start()
            {
                _open.Add(_bus.Take());
                _open.Clear();
            }
        """);

    [Fact]
    public Task Array_that_is_cut() => CheckAsync(
        """
            private Slot[] _array = new Slot[4];
            private int _count;

            public void Start(int n)
            {
                for (int i = 0; i < n; i++)
                {
                    _array[_count++] = _bus.Take(i);
                }

                {|MRL310:Array.Resize(ref _array, _array.Length - 1)|};
            }

            public void Grow(int n)
            {
                Array.Resize(ref _array, _array.Length * 2);
                for (int i = 0; i < n; i++)
                {
                    _array[i] = _bus.Take(i);
                }

                Array.Resize(ref _array, _array.Length * 2);
            }

            public void Cut(int n)
            {
                for (int i = 0; i < n; i++)
                {
                    _array[i] = _bus.Take(i);
                }

                {|MRL310:_array = _array[..2]|};
            }
        """);

    private static Task CheckAsync(string members, params DiagnosticResult[] expected)
    {
        var test = new Verify<ResourceAnalyzer>
        {
            TestCode = $$"""
                using System.Collections.Generic;
                using System.Linq;

                class Holder(Bus bus)
                {
                    private readonly Bus _bus = bus;
                    private List<Slot> _list = new();
                    private readonly List<Slot> _other = new();
                    private readonly Action _done = static () => { };
                    private int _number;
                {{members}}
                    private void Count() => _number++;
                    private void FreeAll() { foreach (var s in _list) { s.Free(); } }
                    private static void FreeOf(List<Slot> list) { foreach (var s in list) { s.Free(); } }
                }

                static class Helper
                {
                    public static void Free(List<Slot> list) { foreach (var s in list) { s.Free(); } }
                    public static void Run(object o) { }
                    public static void Wait() { }
                }

                sealed class Bus
                {
                    [return: Acquires("slot")] public Slot Take(int i = 0) => new();
                }

                sealed class Slot
                {
                    [DoesNotThrow] public bool IsFree { [DoesNotThrow] get; private set; }
                    [Releases("slot"), DoesNotThrow] public void Free() => IsFree = true;
                }
                """,
        };
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }
}
