using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL309;

public class Diagnostics
{
    [Fact]
    public Task Mapping_in_a_field() => HeldTest.CheckAsync(
        """
            private MemoryMapping _ring;

            protected override void OnRealize() => _ring = {|#0:_space.Map(0x1000, 4096, MapAccess.Read)|};

            protected override void {|#1:OnUnrealize|}() { }
        """,
        HeldTest.Expect("MRL309", 1, "mapping", "'_ring'", "is never released by 'DmaDevice'", "call Unmap in OnUnrealize"));

    [Fact]
    public Task Mapping_that_is_used_and_tested() => HeldTest.CheckAsync(
        """
            private MemoryMapping _ring;

            public void Start(ulong address)
            {
                _ring = {|MRL309:_space.Map(address, 4096, MapAccess.Read)|};
                if (_ring.IsNull || _ring.Length < 4096)
                {
                    return;
                }

                Use(_ring.Span[..16]);
            }
        """);

    [Fact]
    public Task Mapping_by_TryMap() => HeldTest.CheckAsync(
        """
            private MemoryMapping _ring;

            public bool Start(ulong address) => {|MRL309:_space.TryMap(address, 4096, MapAccess.Read, out _ring)|};
        """);

    [Fact]
    public Task Mapping_by_way_of_a_local() => HeldTest.CheckAsync(
        """
            private MemoryMapping _ring;

            public void Start(ulong address)
            {
                MemoryMapping ring = {|MRL309:_space.Map(address, 4096, MapAccess.Read)|};
                if (ring.Length < 4096)
                {
                    ring.Dispose();
                    return;
                }

                _ring = ring;
            }
        """);

    [Fact]
    public Task Mapping_that_is_released_only_where_realize_fails() => HeldTest.CheckAsync(
        """
            private MemoryMapping _ring;

            protected override void OnRealize()
            {
                _ring = {|MRL309:_space.Map(0, 4096, MapAccess.Read)|};
                if (_ring.Length < 4096)
                {
                    _ring.Dispose();
                    throw new InvalidOperationException();
                }
            }
        """);

    [Fact]
    public Task Mapping_by_way_of_a_helper() => HeldTest.CheckAsync(
        """
            private MemoryMapping _ring;

            private MemoryMapping Map(ulong address) => {|MRL309:_space.Map(address, 4096, MapAccess.Read)|};

            protected override void OnRealize() => _ring = Map(0);
        """);

    [Fact]
    public Task Mapping_in_a_property() => HeldTest.CheckAsync(
        """
            private MemoryMapping Ring { get; set; }

            protected override void OnRealize() => Ring = {|MRL309:_space.Map(0, 4096, MapAccess.Read)|};
        """);

    [Theory]
    [InlineData("MemoryMapping[] _rings = new MemoryMapping[4]", "_rings[0] = ")]
    [InlineData("List<MemoryMapping> _rings = new()", "_rings.Add(")]
    [InlineData("List<MemoryMapping> _rings = []", "_rings.Insert(0, ")]
    [InlineData("Queue<MemoryMapping> _rings = new()", "_rings.Enqueue(")]
    [InlineData("Dictionary<ulong, MemoryMapping> _rings = new()", "_rings[4] = ")]
    [InlineData("Dictionary<ulong, MemoryMapping> _rings = new()", "_rings.Add(4, ")]
    [InlineData("(MemoryMapping Ring, int Size) _rings", "_rings.Ring = ")]
    [InlineData("(MemoryMapping Ring, int Size) _rings", "_rings = (4 == 5 ? default : ")]
    public Task Mapping_in_a_collection(string field, string store) => HeldTest.CheckAsync(
        $$"""
            private {{field}};

            protected override void OnRealize() => {{store}}{|MRL309:_space.Map(0, 4096, MapAccess.Read)|}{{(store.EndsWith("default : ", System.StringComparison.Ordinal) ? ", 4)" : store.Contains('(') ? ")" : "")}};
        """);

    [Fact]
    public Task Mapping_in_a_request_of_a_nested_type() => HeldTest.CheckAsync(
        """
            private readonly Queue<Request> _requests = new();

            public void Submit(ulong address) => _requests.Enqueue(new Request { Buffer = {|MRL309:_space.Map(address, 512, MapAccess.Read)|} });

            public void Complete()
            {
                Request request = _requests.Dequeue();
                Use(request.Buffer.Span);
            }

            private sealed class Request
            {
                public MemoryMapping Buffer;
            }
        """);

    [Fact]
    public Task Mapping_in_a_positional_record() => HeldTest.CheckAsync(
        """
            private Request? _request;

            public void Submit(ulong address) => _request = new Request({|MRL309:_space.Map(address, 512, MapAccess.Read)|}, 1);

            private sealed record Request(MemoryMapping Buffer, int Tag);
        """);

    [Fact]
    public Task Mapping_in_a_record_of_another_file() => HeldTest.CheckTypesAsync(
        """
        internal readonly record struct Request(MemoryMapping Buffer, int Tag);

        class DmaDevice(Machine machine) : Device(machine)
        {
            private Request _request;

            public void Submit(ulong address) => _request = new Request({|MRL309:Machine.Memory.Map(address, 512, MapAccess.Read)|}, 1);
        }
        """);

    [Fact]
    public Task Address_space_of_the_device() => HeldTest.CheckAsync(
        """
            private readonly AddressSpace _view = {|MRL309:new AddressSpace(machine, machine.SystemMemory, "view")|};

            public byte Peek(ulong address) => _view.LoadUInt8(address);
        """);

    [Fact]
    public Task Region_cache_of_the_device() => HeldTest.CheckAsync(
        """
            private MemoryRegionCache? _cache;

            protected override void OnRealize() => _cache = {|MRL309:new MemoryRegionCache(_space, 0, 4096, MapAccess.Read)|};
        """);

    [Fact]
    public Task Listener_of_the_device() => HeldTest.CheckAsync(
        """
            private readonly Watcher _watcher = new();

            protected override void OnRealize() => {|MRL309:_watcher.Register(_space)|};

            private sealed class Watcher() : MemoryListener("watcher");
        """);

    [Fact]
    public Task Notifiers_in_a_list() => HeldTest.CheckAsync(
        """
            private readonly List<IommuNotifier> _notifiers = new();

            public void Watch(IommuRegion region)
            {
                var notifier = new IommuNotifier((sender, entry) => { }, IommuEvents.Unmap);
                {|MRL309:notifier.Register(region)|};
                _notifiers.Add(notifier);
            }
        """);

    [Fact]
    public Task Reference_to_an_object_in_a_field() => HeldTest.CheckTypesAsync(
        """
        class Client : Device
        {
            private readonly Device _server;

            public Client(Machine machine, Device server) : base(machine)
            {
                _server = server;
                {|MRL309:_server.Ref()|};
            }
        }
        """);

    [Fact]
    public Task Class_whose_Dispose_forgets() => HeldTest.CheckTypesAsync(
        """
        sealed class Ring(AddressSpace space) : IDisposable
        {
            private readonly MemoryMapping _mapping = {|#0:space.Map(0, 4096, MapAccess.Read)|};

            public Span<byte> Span => _mapping.Span;

            public void {|#1:Dispose|}() { }
        }
        """,
        HeldTest.Expect("MRL309", 1, "mapping", "'_mapping'", "is never released by 'Ring'", "call Unmap in Dispose"));

    [Fact]
    public Task Field_of_a_base_of_a_sealed_class() => HeldTest.CheckTypesAsync(
        """
        abstract class Base(Machine machine) : Device(machine)
        {
            private protected MemoryMapping _ring;
        }

        sealed class DmaDevice(Machine machine) : Base(machine)
        {
            protected override void OnRealize() => _ring = {|MRL309:Machine.Memory.Map(0, 4096, MapAccess.Read)|};
        }
        """);

    [Fact]
    public Task Released_by_nothing_but_the_guest() => HeldTest.CheckAsync(
        """
            private MmioRegion? _registers;
            private MemoryMapping _ring;

            protected override void OnRealize() => _registers = new MmioRegion(this, "registers", 16, null, WriteRegister);

            private void WriteRegister(ulong offset, ulong value, int size)
            {
                switch (offset)
                {
                    case 0:
                        Start(value);
                        break;
                    case 4:
                        Stop();
                        break;
                }
            }

            private void Start(ulong address) => _ring = {|#0:_space.Map(address, 4096, MapAccess.Read)|};

            private void Stop()
            {
                {|#1:_ring.Dispose()|};
                _ring = default;
            }

            protected override void OnUnrealize() { }
        """,
        HeldTest.Expect("MRL309", 1, "mapping", "'_ring'", "is released only by 'WriteRegister', which nothing calls once the device is unplugged", "call Unmap in OnUnrealize"));

    [Fact]
    public Task Mapped_by_realize_and_released_by_the_guest() => HeldTest.CheckAsync(
        """
            private MemoryMapping _ring;

            protected override void OnRealize()
            {
                _ring = {|MRL309:_space.Map(0, 4096, MapAccess.Read)|};
                _ = new MmioRegion(this, "registers", 16, null, (offset, value, size) => _ring.Dispose());
            }
        """);

    [Fact]
    public Task Released_only_before_the_next_acquisition() => HeldTest.CheckAsync(
        """
            private MemoryMapping _pixels;

            public void SetMode(ulong address)
            {
                {|#1:_pixels.Dispose()|};
                _pixels = {|#0:_space.Map(address, 4096, MapAccess.Read)|};
            }
        """,
        HeldTest.Expect("MRL309", 1, "mapping", "'_pixels'", "is released only before it is acquired anew, and the last one never", "call Unmap in OnUnrealize"));

    [Theory]
    [InlineData("if (!_pixels.IsNull) { _pixels.Unmap(); } var next = {|MRL309:_space.Map(address, 4096, MapAccess.Read)|}; _pixels = next;")]
    [InlineData("if (on) { _pixels.Dispose(); Use(default); _pixels = {|MRL309:_space.Map(address, 4096, MapAccess.Read)|}; }")]
    [InlineData("if (_last == address) return; _last = address; _pixels.Dispose(); _pixels = {|MRL309:_space.Map(address, 4096, MapAccess.Read)|};")]
    public Task Ways_to_release_only_before_the_next_acquisition(string statements) => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _pixels;
            private ulong _last;

            public void SetMode(ulong address, bool on) { {{statements}} _last = address; }
        """);

    [Fact]
    public Task Reference_to_an_own_region_that_finalize_drops() => HeldTest.CheckTypesAsync(
        """
        class Controller : Device
        {
            private readonly MmioRegion _registers;

            public Controller(Machine machine) : base(machine) => _registers = new MmioRegion(this, "registers", 16, null, null);

            protected override void OnRealize() => {|#0:_registers.Ref()|};

            protected override void OnFinalize() => {|#1:_registers.Unref()|};
        }
        """,
        HeldTest.Expect("MRL309", 1, "reference", "'_registers'", "is released only by 'OnFinalize', which it keeps from running: it holds a reference to the device itself", "call Unref in OnUnrealize"));

    [Fact]
    public Task Address_space_on_an_own_container_that_finalize_disposes() => HeldTest.CheckTypesAsync(
        """
        class Controller : Device
        {
            private readonly ContainerRegion _window;
            private AddressSpace? _space;

            public Controller(Machine machine) : base(machine) => _window = new ContainerRegion(this, "window", 4096);

            protected override void OnRealize() => _space = {|MRL309:new AddressSpace(Machine, _window, "dma")|};

            protected override void OnFinalize() => _space?.Dispose();
        }
        """);

    private const string Transfer = """
            private MemoryMapping _packet;

            public void Submit(ulong address) => _packet = {|#1:_space.Map(address, 64, MapAccess.Read)|};

            public void Complete()
            {
                {|#2:_packet.Unmap()|};
                _packet = default;
            }

        """;

    [Theory]
    [InlineData("public void Cancel() => {|#0:_packet = default|};")]
    [InlineData("protected override void OnReset() { {|#0:_packet = default|}; }")]
    [InlineData("protected override void OnUnrealize() { if (!_packet.IsNull) { {|#0:_packet = default|}; } }")]
    public Task Exit_that_forgets_what_another_releases(string exit) => HeldTest.CheckAsync(
        Transfer + exit,
        HeldTest.Expect("MRL309", 2, "mapping", "'_packet'", "is forgotten here while it may be held, and other exits release it", "call Unmap first"));

    [Fact]
    public Task Reset_that_clears_a_queue() => HeldTest.CheckAsync(
        """
            private readonly Queue<MemoryMapping> _packets = new();

            public void Submit(ulong address) => _packets.Enqueue({|#1:_space.Map(address, 64, MapAccess.Read)|});

            public void Complete()
            {
                if (_packets.TryDequeue(out MemoryMapping packet))
                {
                    {|#2:packet.Unmap()|};
                }
            }

            protected override void OnReset() => {|#0:_packets.Clear()|};
        """,
        HeldTest.Expect("MRL309", 2, "mapping", "'_packets'", "is forgotten here while it may be held, and other exits release it", "call Unmap first"));

    [Fact]
    public Task Cancel_that_forgets_the_object_that_holds_it() => HeldTest.CheckAsync(
        """
            private Transfer? _transfer;

            public void Submit(ulong address) => _transfer = new Transfer { Packet = _space.Map(address, 64, MapAccess.Read) };

            public void Complete()
            {
                if (_transfer is not null)
                {
                    _transfer.Packet.Unmap();
                    _transfer = null;
                }
            }

            public void Cancel() => {|MRL309:_transfer = null|};

            private sealed class Transfer
            {
                public MemoryMapping Packet;
            }
        """);
}
