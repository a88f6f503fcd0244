using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL305;

/// <summary>Fields that a callee may have come back to release.</summary>
public class ReentryTests
{
    private const string Close = """
            public void Close()
            {
                _ring.Unmap();
                _ring = default;
            }
        """;

    [Fact]
    public Task Callee_may_close_the_device() => CheckAsync(
        Close + """
            public void Poll()
            {
                if (_ring.IsNull)
                {
                    return;
                }

                {|#1:_client.Ready(this)|};
                Use({|#0:_ring.Span|});
            }
        """,
        Verify<HeldResourceAnalyzer>.Expect("MRL305").WithLocation(0).WithLocation(1).WithLocation(17, 9)
            .WithArguments("mapping", "'_ring'", "the call at line 26 may have come back to 'Close', which releases it", "test '_ring' again after the call"));

    [Theory]
    [InlineData("_client.Ready(this);")]
    [InlineData("Renamed(this);")]
    [InlineData("_marked(this);")]
    [InlineData("_marked?.Invoke(this);")]
    [InlineData("Changed?.Invoke(this);")]
    [InlineData("Property(this);")]
    [InlineData("parameter(this);")]
    [InlineData("_implementation.Ready(this);")]
    [InlineData("Tell();")]
    [InlineData("try { _client.Ready(this); } finally { _count++; }")]
    [InlineData("_client.Ready(this); if (_count > 3) { _count = 0; }")]
    [InlineData("_client.Ready(this); for (int i = 0; i < 4; i++) { _count++; }")]
    public Task Every_way_to_call_back(string call) => CheckAsync(
        Close + $$"""
            private void Tell() => _client.Ready(this);

            public void Poll([MayReenter] Action<object> parameter)
            {
                Use(_ring.Span);
                {{call}}
                Use({|MRL305:_ring.Span|});
            }
        """);

    [Theory]
    [InlineData("if (_ring.IsNull) { return; }")]
    [InlineData("if (_ring.Length == 0) { return; }")]
    [InlineData("if (_ring.Equals(default(MemoryMapping))) { return; }")]
    [InlineData("_ring = _space.Map(0, 16, MapAccess.Read); if (_ring.IsNull) { return; }")]
    [InlineData("if (_closed) { return; }")]
    [InlineData("if (_client.IsGone) { return; }")]
    [InlineData("bool open = !_closed; if (!open) { return; }")]
    [InlineData("if (!IsOpen()) { return; }")]
    [InlineData("if (!IsReady) { return; }")]
    [InlineData("ThrowIfClosed();")]
    [InlineData("ObjectDisposedException.ThrowIf(_closed, this);")]
    [InlineData("System.Diagnostics.Debug.Assert(!_ring.IsNull);")]
    public Task Looked_at_after_the_call(string look) => CheckAsync(
        """
            public void Close()
            {
                _closed = true;
                _ring.Unmap();
                _ring = default;
            }

            private bool IsReady => !_closed;
            private bool IsOpen() => !_closed;

            private void ThrowIfClosed()
            {
                if (_closed)
                {
                    throw new InvalidOperationException();
                }
            }

        """ + $$"""
            public void Poll()
            {
                Use(_ring.Span);
                _client.Ready(this);
                {{look}}
                Use(_ring.Span);
            }
        """);

    [Fact]
    public Task Answer_of_the_callee_decides() => CheckAsync(
        Close + """
            public void Poll()
            {
                Use(_ring.Span);
                if (!_client.Ask(this))
                {
                    return;
                }

                Use(_ring.Span);
                int answer = _client.Count(this);
                if (answer < 0)
                {
                    return;
                }

                Use(_ring.Span);
            }
        """);

    [Fact]
    public Task Releasing_member_that_writes_what_the_condition_tells() => CheckAsync(
        """
            private bool _busy;

            public void Close()
            {
                _busy = false;
                _ring.Unmap();
                _ring = default;
            }

            public void Poll()
            {
                Use(_ring.Span);
                _client.Ready(this);
                if (_busy)
                {
                    Use(_ring.Span);
                }
            }
        """);

    [Theory]
    [InlineData("private void Close() { _ring.Unmap(); _ring = default; }")]
    [InlineData("public void Close() { if (_closed) { return; } _ring.Unmap(); _ring = default; }")]
    [InlineData("public void Close() { if (!_closed) { _ring.Unmap(); _ring = default; } }")]
    [InlineData("public void Close(bool now) { if (now) { _ring.Unmap(); _ring = default; } }")]
    [InlineData("public void Restart() { _ring.Unmap(); _ring = _space.Map(0, 4096, MapAccess.Read); }")]
    [InlineData("public void Move(MemoryMapping other) { _ring.Unmap(); _ring = other; }")]
    [InlineData("protected override void OnUnrealize() { _ring.Unmap(); _ring = default; }")]
    [InlineData("public void Close() { _ring.Unmap(); _ring = default; Poll(); }")]
    public Task No_member_that_always_releases(string member) => CheckAsync(
        member + """

            public void Poll()
            {
                Use(_ring.Span);
                _client.Ready(this);
                Use(_ring.Span);
            }
        """);

    [Theory]
    [InlineData("protected override void OnReset() { _ring.Unmap(); _ring = default; }")]
    [InlineData("void IDisposable.Dispose() { Drop(); } private void Drop() { if (!_ring.IsNull) { _ring.Unmap(); _ring = default; } }")]
    [InlineData("internal void Stop() { _ring.Dispose(); _ring = default; }")]
    [InlineData("public bool Enabled { set { MemoryMapping ring = _ring; _ring = default; ring.Unmap(); } }")]
    public Task Members_that_somebody_can_call(string member) => CheckAsync(
        member + """

            public void Poll()
            {
                Use(_ring.Span);
                _client.Ready(this);
                Use({|MRL305:_ring.Span|});
            }
        """);

    [Theory]
    [InlineData("_client.Start(this);")]
    [InlineData("_plain(this);")]
    public Task Callee_that_says_nothing(string call) => CheckAsync(
        Close + $$"""
            public void Poll()
            {
                Use(_ring.Span);
                {{call}}
                Use(_ring.Span);
            }
        """);

    [Fact]
    public Task Field_of_which_nothing_was_known_before() => CheckAsync(
        Close + """
            public void Open() => _ring = _space.Map(0, 4096, MapAccess.Read);

            public void Poll()
            {
                _client.Ready(this);
                Use(_ring.Span);
            }
        """);

    [Fact]
    public Task Released_again_after_the_call() => CheckAsync(
        Close + """
            public void Finish()
            {
                Use(_ring.Span);
                _client.Ready(this);
                {|MRL305:_ring.Unmap()|};
                _ring = default;
            }

            public void FinishGently()
            {
                Use(_ring.Span);
                _client.Ready(this);
                _ring.Dispose();
                _ring = default;
            }
        """);

    [Fact]
    public Task Span_and_copy_that_were_taken_before() => CheckAsync(
        Close + """
            public void Poll()
            {
                Span<byte> bytes = _ring.Span;
                _client.Ready(this);
                {|MRL305:bytes[0]|} = 1;
            }

            public void PollCopy()
            {
                MemoryMapping ring = _ring;
                Use(ring.Span);
                _client.Ready(this);
                Use({|MRL305:ring.Span|});
            }
        """);

    [Fact]
    public Task Taken_out_of_the_field_before_the_call() => CheckAsync(
        Close + """
            public void Poll()
            {
                MemoryMapping ring = _ring;
                Use(ring.Span);
                _ring = default;
                _client.Ready(this);
                Use(ring.Span);
                ring.Unmap();
            }
        """);

    [Fact]
    public Task Next_round_of_a_loop() => CheckAsync(
        Close + """
            public void Poll()
            {
                if (_ring.IsNull)
                {
                    return;
                }

                for (int i = 0; i < 4; i++)
                {
                    Use({|MRL305:_ring.Span|}[i..]);
                    _client.Ready(this);
                }
            }

            public void PollSafely()
            {
                for (int i = 0; i < 4 && !_ring.IsNull; i++)
                {
                    Use(_ring.Span[i..]);
                    _client.Ready(this);
                }
            }
        """);

    [Fact]
    public Task Flags_that_go_with_the_call() => CheckAsync(
        Close + """
            public void Poll(bool tell)
            {
                Use(_ring.Span);
                if (tell)
                {
                    _client.Ready(this);
                }

                if (!tell)
                {
                    Use(_ring.Span);
                }
            }
        """);

    [Fact]
    public Task References_are_counted() => CheckAsync(
        """
            private readonly MemoryRegion _region = machine.SystemMemory;

            public void Close() => _region.Unref();

            public void Poll()
            {
                _region.Ref();
                _client.Ready(this);
                _region.Unref();
            }
        """);

    private static Task CheckAsync(string members, params DiagnosticResult[] expected)
    {
        var test = new Verify<HeldResourceAnalyzer>
        {
            TestCode = $$"""
                class Port(Machine machine, IClient client) : Device(machine, "port"){{(members.Contains("IDisposable") ? ", IDisposable" : string.Empty)}}
                {
                    private readonly AddressSpace _space = machine.Memory;
                    private readonly IClient _client = client;
                    private readonly Client _implementation = new();
                    private readonly Announcement Renamed = static _ => { };
                    [MayReenter] private Action<object> _marked = static _ => { };
                    [MayReenter] public event Action<object>? Changed;
                    [MayReenter] public Action<object> Property { get; set; } = static _ => { };
                    private Action<object> _plain = static _ => { };
                    private MemoryMapping _ring;
                    private bool _closed;
                    private int _count;
                    private static void Use(Span<byte> bytes) { }
                {{members}}
                }

                [MayReenter] delegate void Announcement(object sender);

                interface IClient
                {
                    bool IsGone { get; }
                    [MayReenter] void Ready(object port);
                    [MayReenter] bool Ask(object port);
                    [MayReenter] int Count(object port);
                    void Start(object port);
                }

                class Client : IClient
                {
                    public bool IsGone => false;
                    public void Ready(object port) { }
                    public bool Ask(object port) => true;
                    public int Count(object port) => 0;
                    public void Start(object port) { }
                }
                """,
        };
        test.DisabledDiagnostics.AddRange(["MRL301", "MRL304", "MRL309"]);
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }
}
