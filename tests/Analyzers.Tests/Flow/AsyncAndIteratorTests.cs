using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Flow;

/// <summary>Await and yield.</summary>
public class AsyncAndIteratorTests
{
    [Fact]
    public Task Released_after_an_await() => FlowTest.CheckAsync("""
        async Task M() { var s = _bus.Take(); await Task.Delay(1); s.Free(); }
        """);

    [Fact]
    public Task Early_return_after_an_await() => FlowTest.CheckAsync("""
        async Task M(int n) { var s = {|MRL302:_bus.Take()|}; await Task.Delay(1); if (n > 0) return; s.Free(); }
        """);

    [Fact]
    public Task Awaited_acquisition_is_forgotten() => FlowTest.CheckAsync("""
        async Task M() { var k = await {|MRL301:_bus.OpenAsync()|}; _bus.Work(); }
        """);

    [Fact]
    public Task Awaited_acquisition_is_released() => FlowTest.CheckAsync("""
        async Task M() { var k = await _bus.OpenAsync(); await Task.Yield(); k.Close(); }
        """);

    [Fact]
    public Task Await_using() => FlowTest.CheckAsync("""
        async Task M() { await using var k = await _bus.OpenAsync(); _bus.Work(); }
        """);

    [Fact]
    public Task Iterator_that_releases() => FlowTest.CheckAsync("""
        IEnumerable<int> M() { var s = _bus.Take(); yield return 1; s.Free(); }
        """);

    [Fact]
    public Task Iterator_that_breaks_early() => FlowTest.CheckAsync("""
        IEnumerable<int> M(bool b) { var s = {|MRL302:_bus.Take()|}; if (b) yield break; s.Free(); }
        """);

    [Fact]
    public Task Iterator_that_hands_it_out() => FlowTest.CheckAsync("""
        IEnumerable<Slot> M() { yield return _bus.Take(); }
        """);
}
