using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL310;

/// <summary>What only the whole type shows: fields that are overwritten when a callback runs again.</summary>
public class TypeTests
{
    private const string Device = """
            private MmioRegion? _registers;
            private MemoryMapping _ring;
            private bool _running;

            protected override void OnRealize() => _registers = new MmioRegion(this, "registers", 16, null, Write);

            protected override void OnUnrealize() => _ring.Dispose();

            private void Stop()
            {
                _ring.Dispose();
                _ring = default;
            }

            private void Write(ulong offset, ulong value, int size)
            {
        """;

    private const string Map = "_space.Map(value, 64, MapAccess.Read)";

    [Theory]
    [InlineData("_ring = {|MRL310:MAP|};")]
    [InlineData("if (offset == 0) { _ring = {|MRL310:MAP|}; }")]
    [InlineData("switch (offset) { case 0: _ring = {|MRL310:MAP|}; break; case 4: Stop(); break; }")]
    [InlineData("if (offset != 0) { return; } _ring = {|MRL310:MAP|}; _running = true;")]
    [InlineData("if (value == 0) { Stop(); } else { _ring = {|MRL310:MAP|}; }")]
    public Task Register_that_maps_anew_what_it_mapped_before(string body) => HeldTest.CheckAsync(Device + body.Replace("MAP", Map) + " _ = _running; }");

    [Theory]
    [InlineData("_ring.Dispose(); _ring = MAP;")]
    [InlineData("Stop(); _ring = MAP;")]
    [InlineData("if (_running) { return; } _running = true; _ring = MAP;")]
    [InlineData("if (!_running) { _ring = MAP; _running = true; }")]
    [InlineData("if (_ring.IsNull) { _ring = MAP; }")]
    [InlineData("var before = _ring; _ring = MAP; before.Dispose();")]
    [InlineData("MemoryMapping ring = MAP; if (_running) { ring.Dispose(); } else { _ring = ring; _running = true; }")]
    [InlineData("bool stopped = !_running; if (stopped) { _ring = MAP; _running = true; }")]
    [InlineData("try { Stop(); } finally { _ring = MAP; }")]
    public Task Register_that_releases_or_asks_first(string body) => HeldTest.CheckAsync(Device + body.Replace("MAP", Map) + " _ = _running; }");

    [Fact]
    public Task Reset_that_maps_anew() => HeldTest.CheckAsync(
        """
            private MemoryMapping _ring;

            protected override void OnReset() => _ring = {|#0:_space.Map(0, 64, MapAccess.Read)|};

            protected override void OnUnrealize() => {|#1:_ring.Dispose()|};
        """,
        HeldTest.Expect("MRL310", 1, "mapping", "'_ring' is overwritten while it is held when 'OnReset' runs again", "call Unmap first"));

    [Fact]
    public Task Start_that_its_caller_calls_once() => HeldTest.CheckAsync(
        """
            private MemoryMapping _ring;

            public void Start() => _ring = _space.Map(0, 64, MapAccess.Read);

            protected override void OnUnrealize() => _ring.Dispose();
        """);
}
