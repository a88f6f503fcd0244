using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL304;

/// <summary>What only the whole type shows.</summary>
public class TypeValid
{
    [Theory]
    [InlineData("_buffer.Dispose();")]
    [InlineData("if (!_buffer.IsNull) { _buffer.Unmap(); }")]
    [InlineData("if (_buffer.Length > 0) { _buffer.Unmap(); }")]
    [InlineData("if (_buffer is { IsNull: false } buffer) { buffer.Unmap(); }")]
    [InlineData("if (_buffer.IsNull) { return; } _buffer.Unmap();")]
    public Task Field_that_nobody_sets_and_that_is_tested(string release) => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _buffer;

            public void Complete() { {{release}} }
        """);

    [Theory]
    [InlineData("private", "public void Start(MemoryMapping mapping) => _buffer = mapping;")]
    [InlineData("private", "public ref MemoryMapping Buffer => ref _buffer;")]
    [InlineData("private", "public void Start() => Fill(out _buffer); private static void Fill(out MemoryMapping mapping) => mapping = default;")]
    [InlineData("private", "public void Start((MemoryMapping, int) pair) => (_buffer, _) = pair;")]
    [InlineData("internal", "")]
    [InlineData("protected", "")]
    public Task Field_that_others_may_set(string accessibility, string member) => HeldTest.CheckAsync(
        $$"""
            {{accessibility}} MemoryMapping _buffer;

            {{member}}

            public void Complete() => _buffer.Unmap();
        """);

    [Theory]
    [InlineData("new Watcher(space)", "sealed class Watcher : MemoryListener { public Watcher(AddressSpace space) : base(\"watcher\") => Register(space); }", "")]
    [InlineData("new Watcher()", "sealed class Watcher() : MemoryListener(\"watcher\");", "public MemoryListener Listener => _watcher;")]
    [InlineData("new Watcher()", "sealed class Watcher() : MemoryListener(\"watcher\");", "protected override void OnRealize() => Helper.Start(_watcher); static class Helper { public static void Start(MemoryListener l) { } }")]
    [InlineData("Watcher.Create()", "sealed class Watcher() : MemoryListener(\"watcher\") { public static Watcher Create() => new(); }", "")]
    public Task Listener_that_somebody_else_may_register(string creation, string watcher, string member) => HeldTest.CheckTypesAsync(
        $$"""
        {{watcher}}

        class DmaDevice(Machine machine, AddressSpace space) : Device(machine)
        {
            private readonly AddressSpace _space = space;
            private readonly Watcher _watcher = {{creation.Replace("(space)", "(machine.Memory)")}};

            {{member.Replace("Helper.Start(_watcher)", "Foreign.Start(_watcher)").Replace("static class Helper", "static class Unused")}}

            protected override void OnUnrealize() => _watcher.Unregister();

            public string Name2 => _space.Name;
        }

        static class Foreign { public static void Start(MemoryListener listener) => listener.Register(listener.AddressSpace!); }
        """);

    [Fact]
    public Task Reference_that_creation_gives_to_the_creator() => HeldTest.CheckTypesAsync(
        """
        class Child(Machine machine) : Device(machine);

        class Parent : Device
        {
            private readonly Child _child;

            public Parent(Machine machine) : base(machine)
            {
                _child = new Child(machine);
                AddChild("child", _child);
            }

            protected override void OnUnrealize() => _child.Unref();
        }
        """);

    [Fact]
    public Task Reference_to_an_own_region() => HeldTest.CheckTypesAsync(
        """
        class Controller : Device
        {
            private readonly RamRegion _buffer;

            public Controller(Machine machine) : base(machine) => _buffer = new RamRegion(this, "buffer", 4096);

            protected override void OnRealize() => _buffer.Ref();

            protected override void OnUnrealize() => _buffer.Unref();
        }
        """);

    private const string Watcher = "private readonly Watcher _watcher = new(); private sealed class Watcher() : MemoryListener(\"watcher\");";

    [Theory]
    [InlineData("protected override void OnRealize() => _watcher.Register(_space); protected override void OnUnrealize() => _watcher.Unregister();")]
    [InlineData("protected override void OnRealize() => _watcher.Register(_space); protected override void OnFinalize() { if (_watcher.AddressSpace is not null) { _watcher.Unregister(); } }")]
    [InlineData("protected override void OnRealize() { if (_on) { _watcher.Register(_space); } } protected override void OnUnrealize() { if (_on) { _watcher.Unregister(); } } private readonly bool _on = Environment.ProcessId > 4;")]
    [InlineData("public void Start() => _watcher.Register(_space); protected override void OnUnrealize() => _watcher.Unregister();")]
    [InlineData("protected override void OnRealize() { if (_space.Name == \"\") { throw new InvalidOperationException(); } _watcher.Register(_space); } protected override void OnUnrealize() => _watcher.Unregister();")]
    [InlineData("protected override void OnRealize() { _watcher.Register(_space); if (_space.Name == \"\") { Cleanup(); throw new InvalidOperationException(); } } private void Cleanup() => _watcher.Unregister(); protected override void OnUnrealize() => Cleanup();")]
    public Task Listener_that_is_unregistered_where_it_is_registered(string members) => HeldTest.CheckAsync(Watcher + members);

    [Theory]
    [InlineData("protected override void OnRealize() => _ring = _space.Map(0, 64, MapAccess.Read); protected override void OnFinalize() => _ring.Dispose();")]
    [InlineData("protected override void OnRealize() => _ring = _space.Map(0, 64, MapAccess.Read); protected override void OnUnrealize() => _ring.Unmap();")]
    [InlineData("protected override void OnRealize() { bool ok = _space.TryMap(0, 64, MapAccess.Read, out _ring); } protected override void OnUnrealize() => _ring.Unmap();")]
    [InlineData("protected override void OnRealize() { _ = new MmioRegion(this, \"r\", 16, null, (o, v, s) => _ring = _space.Map(v, 64, MapAccess.Read)); } protected override void OnUnrealize() { if (!_ring.IsNull) { _ring.Unmap(); } }")]
    public Task Mapping_that_is_unmapped_in_the_phase_that_matches(string members) => HeldTest.CheckAsync("private MemoryMapping _ring; " + members);
}
