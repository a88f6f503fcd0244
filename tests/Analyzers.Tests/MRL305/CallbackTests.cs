using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL305;

/// <summary>Resources that are released before a call runs callbacks that use them.</summary>
public class CallbackTests
{
    [Fact]
    public Task Listener_that_uses_its_own_field() => CheckAsync(
        """
        sealed class Dma(Container container) : MemoryListener("dma")
        {
            private readonly Container _container = container;

            protected override void OnRegionDel(in FlatRange range) => {|#2:_container.Unmap(range.Start)|};

            public void Stop()
            {
                {|#1:_container.Close()|};
                {|#0:Unregister()|};
            }
        }
        """,
        Verify<ResourceAnalyzer>.Expect("MRL305").WithLocation(0).WithLocation(1).WithLocation(2)
            .WithArguments("container", "'_container'", "line 9 released it, and 'OnRegionDel', which this call runs, uses it at line 5", "release it after this call"));

    [Theory]
    [InlineData("new Dma(_container)", "Container container", "container.Unmap(range.Start);")]
    [InlineData("new Dma(_container)", "Container container", "_kept.Unmap(range.Start);", "private readonly Container _kept = container;")]
    [InlineData("new(_container)", "Container container", "if (range.Region is not RamRegion) return; container.Unmap(range.Start);")]
    [InlineData("new Dma(_container)", "Container container", "container.Unmap(range.Start); if (_trace) { _trace = false; }", "private bool _trace;")]
    [InlineData("new Dma(_container)", "Container container", "container.Unmap(range.Start); try { _left--; } catch (Exception) { }", "private int _left;")]
    [InlineData("new Dma(_container)", "Container container", "if (container.Unmap(range.Start)) { _left--; }", "private int _left;")]
    [InlineData("new Dma(this)", "Vfio owner", "owner._container.Unmap(range.Start);")]
    [InlineData("new Dma(this)", "Vfio owner", "_owner._container.Unmap(range.Start);", "private readonly Vfio _owner = owner;")]
    [InlineData("new Dma(_container)", "Container container", "if (_kept != null) { _kept.Unmap(range.Start); }", "private readonly Container? _kept = container;")]
    [InlineData("new Dma(_container)", "Container container", "_ = container?.Unmap(range.Start);")]
    [InlineData("new Dma(this)", "Vfio owner", "if (owner._container is not null) { owner._container.Unmap(range.Start); }")]
    [InlineData("new Dma(this)", "Vfio owner", "owner.Forget(range.Start);")]
    [InlineData("new Dma(_container)", "Container container", "Drop(range.Start);", "private void Drop(ulong start) => container.Unmap(start);")]
    [InlineData("new Dma(_container)", "Container container", "if (Skips(range)) { return; } container.Unmap(range.Start);", "private static bool Skips(in FlatRange range) => range.Region is not RamRegion;")]
    public Task Listener_in_a_field(string creation, string parameter, string use, string field = "") => CheckAsync(
        Owner(creation, parameter, use, field, "_container.Close(); {|MRL305:_listener.Unregister()|};"));

    [Theory]
    [InlineData("_container.Close(); _listener?{|MRL305:.Unregister()|};")]
    [InlineData("_container?.Close(); {|MRL305:_listener.Unregister()|};")]
    [InlineData("if (_busy) { _container.Close(); } {|MRL305:_listener.Unregister()|};")]
    [InlineData("CloseContainer(); {|MRL305:_listener.Unregister()|};")]
    [InlineData("try { _container.Close(); } finally { {|MRL305:_listener.Unregister()|}; }")]
    [InlineData("_container.Close(); {|MRL305:_listener.Unregister()|}; _listener.Register(Machine.Memory);")]
    public Task Ways_to_tear_down(string statements) => CheckAsync(
        Owner("new Dma(_container)", "Container container", "container.Unmap(range.Start);", string.Empty, statements));

    [Theory]
    [InlineData("_listener.Unregister(); _container.Close();")]
    [InlineData("if (_busy) { _container.Close(); return; } _listener.Unregister();")]
    [InlineData("_container.Close(); _container = new Container(); _listener.Unregister();")]
    [InlineData("_container.Close(); _container = null!; _listener.Unregister();")]
    [InlineData("_container.Close(); _other.Unregister();")]
    [InlineData("_container.Close(); MemoryListener listener = _busy ? _listener : _other; listener.Unregister();")]
    [InlineData("_second.Close(); _listener.Unregister();")]
    public Task Teardowns_that_are_right_or_not_known(string statements) => CheckAsync(
        Owner("new Dma(_container)", "Container container", "container.Unmap(range.Start);", string.Empty, statements));

    [Theory]
    [InlineData("new Dma(_container)", "Container container", "if (_closing) { return; } container.Unmap(range.Start);", "private bool _closing;")]
    [InlineData("new Dma(_container)", "Container container", "if (container.IsOpen) { container.Unmap(range.Start); }")]
    [InlineData("new Dma(_container)", "Container container", "if (Skips(range)) { return; } container.Unmap(range.Start);", "private static bool s_busy; private static bool Skips(in FlatRange range) => s_busy;")]
    [InlineData("new Dma(_container)", "Container container", "Drop(_last);", "private ulong _last; private void Drop(ulong start) { if (start != 0) { container.Unmap(start); } }")]
    [InlineData("new Dma(_container)", "Container container", "Drop(range.Start);", "private ulong _last; private void Drop(ulong start) { if (start != _last) { container.Unmap(start); } }")]
    [InlineData("new Dma(_container)", "Container container", "foreach (ulong mapped in _mapped) { container.Unmap(mapped); }", "private readonly List<ulong> _mapped = new();")]
    [InlineData("new Dma(new Container())", "Container container", "container.Unmap(range.Start);")]
    [InlineData("new Dma(this)", "Vfio owner", "owner._second.Unmap(range.Start);")]
    [InlineData("new Dma(this)", "Vfio owner", "owner._container = new Container(); owner._container.Unmap(range.Start);")]
    [InlineData("new Dma(this)", "Vfio owner", "owner._container.Unmap(range.Start);", "protected override void OnBegin() => Renew(); private void Renew() => owner._container = new Container();")]
    [InlineData("new Dma(this)", "Vfio owner", "Renew(); owner._container.Unmap(range.Start);", "private void Renew() => owner._container = new Container();")]
    [InlineData("new Dma(_container)", "Container container", "container.Unmap(range.Start);", "public static void Renew(Vfio owner) => owner._container = new Container();")]
    [InlineData("new Dma(this)", "Vfio owner", "if (owner._busy) { owner._container.Unmap(range.Start); }")]
    [InlineData("new Dma(_container)", "Container container", "_kept.Unmap(range.Start);", "private Container _kept = container; void Set(Container other) => _kept = other;")]
    [InlineData("new Dma(_container)", "Container container", "_ = container.Name;")]
    [InlineData("new Dma(_container)", "Container container", "try { container.Unmap(range.Start); } catch (Exception) { }")]
    [InlineData("new Dma(_container)", "Container container", "try { ulong start = range.Start; container.Unmap(start); } catch (Exception) { int errors = 1; _ = errors; }")]
    public Task Callbacks_that_may_not_use_it(string creation, string parameter, string use, string field = "") => CheckAsync(
        Owner(creation, parameter, use, field, "_container.Close(); _listener.Unregister();"));

    [Theory]
    [InlineData("_container = container; _listener = new Dma(container);", "{|MRL305:_listener.Unregister()|}")]
    [InlineData("_container = container ?? throw new ArgumentNullException(); _listener = new Dma(container);", "{|MRL305:_listener.Unregister()|}")]
    [InlineData("_container = container; container = new Container(); _listener = new Dma(container);", "_listener.Unregister()")]
    [InlineData("_container = new Container(); _listener = new Dma(container);", "_listener.Unregister()")]
    public Task Listener_that_is_handed_what_the_constructor_keeps(string setup, string unregister) => CheckAsync(
        $$"""
        class Vfio : Device
        {
            private readonly Dma _listener;
            private readonly Container _container;
            public Vfio(Machine machine, Container container) : base(machine) { {{setup}} }
            protected override void OnRealize() => _listener.Register(Machine.Memory);
            protected override void OnUnrealize() { _container.Close(); {{unregister}}; }

            private sealed class Dma(Container container) : MemoryListener("dma")
            {
                protected override void OnRegionDel(in FlatRange range) => container.Unmap(range.Start);
            }
        }
        """);

    [Fact]
    public Task Contract_of_its_own() => CheckAsync(
        """
        abstract class Subscription
        {
            [Releases("subscription"), Invokes(nameof(OnEnd))] public void End() => OnEnd();
            protected virtual void OnEnd() { }
        }

        sealed class Log(Container container) : Subscription
        {
            private readonly Container _container = container;
            protected override void OnEnd() => _container.Unmap(0);
            public void Stop() { _container.Close(); {|MRL305:End()|}; }
            public void StopInOrder() { End(); _container.Close(); }
        }
        """);

    private static string Owner(string creation, string parameter, string use, string field, string statements) => $$"""
        class Vfio : Device
        {
            private readonly Dma _listener;
            private readonly MemoryListener _other;
            private Container _container = new Container();
            private readonly Container _second = new Container();
            private bool _busy;

            public Vfio(Machine machine, MemoryListener other) : base(machine)
            {
                _listener = {{creation}};
                _other = other;
            }

            protected override void OnUnrealize()
            {
                {{statements}}
            }

            private void CloseContainer() => _container.Close();

            private void Forget(ulong start) => _container.Unmap(start);

            private sealed class Dma({{parameter}}) : MemoryListener("dma")
            {
                {{field}}
                protected override void OnRegionDel(in FlatRange range) { {{use}} }
            }
        }
        """;

    private static Task CheckAsync(string types, params DiagnosticResult[] expected) => Verify<ResourceAnalyzer>.ReportsAsync(
        types + """

        sealed class Container
        {
            [RequiresHeld] public bool Unmap(ulong address) => true;
            [TestsHeld] public bool IsOpen => true;
            public string Name => "container";
            [Releases("container"), DoesNotThrow] public void Close() { }
        }
        """,
        expected);
}
