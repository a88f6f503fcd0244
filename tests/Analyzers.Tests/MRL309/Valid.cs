using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL309;

public partial class Valid
{
    private const string Map = "_space.Map(0x1000, 4096, MapAccess.Read)";

    [Theory]
    [InlineData("protected override void OnUnrealize() => _ring.Dispose();")]
    [InlineData("protected override void OnFinalize() => _ring.Dispose();")]
    [InlineData("protected override void OnReset() => _ring.Unmap();")]
    [InlineData("public void Complete() => _space.Unmap(_ring, 0);")]
    [InlineData("protected override void OnUnrealize() => Stop(); private void Stop() { _ring.Dispose(); }")]
    [InlineData("protected override void OnUnrealize() { Stop(); void Stop() => _ring.Dispose(); }")]
    [InlineData("protected override void OnUnrealize() => Release(_ring); private static void Release(MemoryMapping mapping) => mapping.Dispose();")]
    [InlineData("protected override void OnUnrealize() { MemoryMapping ring = _ring; _ring = default; ring.Dispose(); }")]
    [InlineData("protected override void OnUnrealize() { (MemoryMapping ring, _ring) = (_ring, default); ring.Dispose(); }")]
    [InlineData("protected override void OnUnrealize() { using (_ring) { } }")]
    [InlineData("protected override void OnUnrealize() { using MemoryMapping ring = _ring; }")]
    [InlineData("protected override void OnUnrealize() { if (_ring is { IsNull: false } ring) { ring.Unmap(); } }")]
    [InlineData("protected override void OnUnrealize() => new Action(() => _ring.Dispose())();")]
    [InlineData("protected override void OnUnrealize() { Action release = _ring.Unmap; release(); }")]
    [InlineData("public MemoryMapping Take() => _ring;")]
    [InlineData("public MemoryMapping Ring => _ring;")]
    [InlineData("public ref MemoryMapping Ring => ref _ring;")]
    [InlineData("protected override void OnUnrealize() => Pool.Give(_ring); static class Pool { public static void Give(MemoryMapping mapping) => mapping.Dispose(); }")]
    [InlineData("protected override void OnUnrealize() => Foreign(_ring); protected virtual void Foreign(MemoryMapping mapping) { }")]
    [InlineData("protected override void OnUnrealize() => Sink?.Invoke(_ring); public Action<MemoryMapping>? Sink { get; set; }")]
    [InlineData("protected override void OnUnrealize() { object boxed = _ring; ((IDisposable)boxed).Dispose(); }")]
    public Task Mapping_that_somebody_releases(string exit) => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _ring;

            protected override void OnRealize() => _ring = {{Map}};

            {{exit}}
        """);

    [Theory]
    [InlineData("public")]
    [InlineData("internal")]
    [InlineData("protected")]
    [InlineData("private protected")]
    [InlineData("protected internal")]
    [InlineData("public static")]
    [InlineData("private static")]
    public Task Field_that_other_code_can_reach(string accessibility) => HeldTest.CheckAsync(
        $$"""
            {{accessibility}} MemoryMapping _ring;

            protected override void OnRealize() => _ring = {{Map}};
        """);

    [Theory]
    [InlineData("_pixels.Dispose(); if (on) _pixels = _space.Map(address, 4096, MapAccess.Read);")]
    [InlineData("_pixels.Dispose(); if (!on) return; _pixels = _space.Map(address, 4096, MapAccess.Read);")]
    [InlineData("_pixels.Dispose(); _pixels = on ? _space.Map(address, 4096, MapAccess.Read) : default;")]
    [InlineData("_pixels = _space.Map(address, 4096, MapAccess.Read); Use(_pixels.Span); _pixels.Dispose();")]
    [InlineData("if (!on) { _pixels.Dispose(); } else { _pixels.Dispose(); _pixels = _space.Map(address, 4096, MapAccess.Read); }")]
    public Task Released_where_it_is_not_always_acquired_anew(string statements) => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _pixels;

            public void SetMode(ulong address, bool on) { {{statements}} }
        """);

    [Fact]
    public Task Released_before_the_next_acquisition_and_in_the_teardown() => HeldTest.CheckAsync(
        """
            private MemoryMapping _pixels;

            public void SetMode(ulong address)
            {
                _pixels.Dispose();
                _pixels = _space.Map(address, 4096, MapAccess.Read);
            }

            protected override void OnUnrealize() => _pixels.Dispose();
        """);

    [Fact]
    public Task Property_that_other_code_can_read() => HeldTest.CheckAsync(
        $$"""
            public MemoryMapping Ring { get; private set; }

            protected override void OnRealize() => Ring = {{Map}};
        """);

    [Theory]
    [InlineData("foreach (MemoryMapping ring in _rings) { ring.Dispose(); }")]
    [InlineData("foreach (ref MemoryMapping ring in _rings.AsSpan()) { ring.Dispose(); }")]
    [InlineData("for (int i = 0; i < _rings.Length; i++) { _rings[i].Dispose(); }")]
    [InlineData("for (int i = 0; i < _rings.Length; i++) { _space.Unmap(_rings[i], 0); }")]
    [InlineData("Array.ForEach(_rings, ring => ring.Dispose());")]
    [InlineData("Array.ForEach(_rings, Release); static void Release(MemoryMapping ring) => ring.Dispose();")]
    [InlineData("foreach (var ring in _rings.Where(r => !r.IsNull)) { ring.Unmap(); }")]
    [InlineData("Release(_rings); static void Release(MemoryMapping[] rings) { foreach (var r in rings) { r.Dispose(); } }")]
    [InlineData("var copy = _rings; foreach (var r in copy) { r.Dispose(); }")]
    public Task Array_that_a_loop_drains(string drain) => HeldTest.CheckAsync(
        $$"""
            private readonly MemoryMapping[] _rings = new MemoryMapping[4];

            protected override void OnRealize() => _rings[0] = {{Map}};

            protected override void OnUnrealize() { {{drain}} }
        """);

    [Fact]
    public Task Array_that_is_filled_under_another_name() => HeldTest.CheckAsync(
        $$"""
            private readonly MemoryMapping[] _rings = new MemoryMapping[4];

            protected override void OnRealize()
            {
                MemoryMapping[] rings = _rings;
                rings[0] = {{Map}};
            }

            protected override void OnUnrealize() { foreach (var ring in _rings) { ring.Dispose(); } }
        """);

    [Fact]
    public Task Queue_that_is_drained() => HeldTest.CheckAsync(
        $$"""
            private readonly Queue<Request> _requests = new();

            public void Submit()
            {
                var request = new Request();
                request.Buffer = {{Map}};
                _requests.Enqueue(request);
            }

            protected override void OnUnrealize()
            {
                while (_requests.TryDequeue(out Request? request))
                {
                    request.Buffer.Dispose();
                }
            }

            private sealed class Request
            {
                public MemoryMapping Buffer { get; set; }
            }
        """);

    [Fact]
    public Task Request_that_releases_itself() => HeldTest.CheckAsync(
        $$"""
            private readonly List<Request> _requests = new();

            public void Submit() => _requests.Add(new Request({{Map}}));

            protected override void OnUnrealize() => _requests.ForEach(request => request.Complete());

            private sealed class Request(MemoryMapping buffer)
            {
                public void Complete() => buffer.Dispose();
            }
        """);

    [Fact]
    public Task Object_of_another_type_that_is_handed_the_mapping() => HeldTest.CheckTypesAsync(
        """
        class Request(MemoryMapping buffer)
        {
            public void Complete() => buffer.Dispose();
        }

        class DmaDevice(Machine machine) : Device(machine)
        {
            private Request? _request;

            public void Submit() => _request = new Request(Machine.Memory.Map(0, 64, MapAccess.Read));

            public void Complete() => _request?.Complete();
        }
        """);

    [Fact]
    public Task Record_of_another_type_whose_method_is_called() => HeldTest.CheckTypesAsync(
        """
        record Request(MemoryMapping Buffer)
        {
            public void Complete() => Buffer.Dispose();
        }

        class DmaDevice(Machine machine) : Device(machine)
        {
            private Request? _request;

            public void Submit() => _request = new Request(Machine.Memory.Map(0, 64, MapAccess.Read));

            public void Complete() => _request?.Complete();
        }
        """);

    [Fact]
    public Task Base_class_that_releases() => HeldTest.CheckTypesAsync(
        """
        abstract class Base(Machine machine) : Device(machine)
        {
            private protected MemoryMapping _ring;

            protected override void OnUnrealize() => _ring.Dispose();
        }

        sealed class DmaDevice(Machine machine) : Base(machine)
        {
            protected override void OnRealize() => _ring = Machine.Memory.Map(0, 4096, MapAccess.Read);
        }
        """);

    [Fact]
    public Task Device_that_lives_as_long_as_its_machine() => HeldTest.CheckTypesAsync(
        """
        [MachineLifetime]
        class DmaDevice(Machine machine) : Device(machine)
        {
            private MemoryMapping _ring;

            protected override void OnRealize() => _ring = Machine.Memory.Map(0, 4096, MapAccess.Read);
        }
        """);

    [Fact]
    public Task Board_code() => HeldTest.CheckTypesAsync(
        """
        class Board(Machine machine)
        {
            private readonly AddressSpace _io = new(machine, machine.IoSpace, "io");

            public void Poke() => _io.StoreUInt8(0, 1);
        }
        """);

    [Fact]
    public Task Mapping_that_is_kept_for_one_call_only() => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _current;

            protected override void OnRealize() => _ = new MmioRegion(this, "registers", 16, null, WriteRegister);

            private void WriteRegister(ulong offset, ulong value, int size)
            {
                _current = {{Map}};
                Process();
                _current.Dispose();
                _current = default;
            }

            private void Process() => Use(_current.Span);
        """);

    [Fact]
    public Task Mode_that_maps_nothing_when_it_is_switched_off() => HeldTest.CheckAsync(
        """
            private MemoryMapping _pixels;

            public void SetMode(ulong address)
            {
                _pixels.Dispose();
                _pixels = default;
                if (address != 0)
                {
                    _pixels = _space.Map(address, 4096, MapAccess.Read);
                }
            }
        """);

    [Fact]
    public Task Guest_that_maps_anew_what_it_mapped_before() => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _ring;

            protected override void OnRealize() => _ = new MmioRegion(this, "registers", 16, null, WriteRegister);

            private void WriteRegister(ulong offset, ulong value, int size)
            {
                _ring.Dispose();
                _ring = {{Map}};
            }

            protected override void OnUnrealize() => _ring.Dispose();
        """);
}
