using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Bugs of classes 1, 4 and 5 that only the whole type shows: what one member keeps in a field no other releases.</summary>
public class HeldResourceTests
{
    [Fact]
    public Task C1_35_cancelled_transfer_keeps_its_mapping() => CorpusTest.BugOfTypeAsync("""
        private Transfer? _transfer;

        public void Submit(ulong address)
        {
            _transfer = new Transfer { Packet = Host.MapPacket(address) };
            _transfer.RunningAsync = Host.Ask(1);
        }

        public void Complete()
        {
            if (_transfer is not null)
            {
                _transfer.Packet.Unmap();
                _transfer = null;
            }
        }

        public void Nuke()
        {
            if (_transfer is not null)
            {
                ‹_transfer.Packet.Unmap();›
                _transfer.RunningAsync = false;
                «_transfer = null»;
            }
        }

        private sealed class Transfer
        {
            public required Packet Packet { get; init; }
            public bool RunningAsync { get; set; }
        }
        """, "MRL309");

    [Fact]
    public Task C1_36_cancelled_packet_stays_mapped() => CorpusTest.BugOfTypeAsync("""
        private Packet? _packet;

        public void HandleTransfer(ulong address) => _packet = Host.MapPacket(address);

        public void Complete()
        {
            _packet?.Unmap();
            _packet = null;
        }

        public void Cancel()
        {
            ‹_packet?.Unmap();›
            «_packet = null»;
        }
        """, "MRL309");

    private const string SerialPort = """
        private Element? _element;
        private bool _throttled;

        public void Flush()
        {
            while (!_throttled)
            {
                _element ??= _queue.Pop();
                if (_element is null)
                {
                    return;
                }

                if (Host.Ask(_element.OutCount))
                {
                    _throttled = true;
                    return;
                }

                _queue.Push(_element, 0);
                _element = null;
            }
        }

        private void Drop()
        {
            if (_element is not null)
            {
                _queue.Detach(_element);
                _element.Free();
                _element = null;
            }
        }

        public void Close()
        {
            _throttled = false;
            1
        }

        protected override void OnReset()
        {
            _throttled = false;
            2
        }
        """;

    [Theory]
    [InlineData("⟦@_element = null@;⟧‹Drop();›", "Drop();")]
    [InlineData("Drop();", "⟦@_element = null@;⟧‹Drop();›")]
    public Task C1_41_throttled_element_that_an_exit_forgets(string close, string reset) => CorpusTest.BugOfTypeAsync(
        Marked(SerialPort.Replace("    1", "    " + close).Replace("    2", "    " + reset)), "MRL309");

    [Fact]
    public Task C1_41_element_that_only_the_guest_moves_on() => CorpusTest.BugOfTypeAsync("""
        private Element? _element;
        private MmioRegion? _registers;

        protected override void OnRealize() => _registers = new MmioRegion(this, "port", 16, null, Write);

        private void Write(ulong offset, ulong value, int size)
        {
            if (offset == 0)
            {
                _element = «_queue.Pop()»;
            }
            else if (_element is not null)
            {
                _queue.Push(_element, 0);
                _element = null;
            }
        }

        protected override void OnUnrealize()
        {
            ‹if (_element is not null)
            {
                _queue.Detach(_element);
            }›
        }
        """, "MRL309");

    private const string ClosedPort = """
        private Element? _element;
        private bool _throttled;
        private int _index;
        private int _offset;
        public required IConsole Console { get; init; }

        public void Flush()
        {
            while (!_throttled)
            {
                _element ??= _queue.Pop();
                if (_element is null)
                {
                    return;
                }

                for (int i = _index; i < 3; i++)
                {
                    int taken = Console.HaveData(this, _element.Out);
                    1
                    if (_throttled)
                    {
                        _index = i;
                        _offset += taken;
                        break;
                    }

                    2
                    _offset = 0;
                }

                if (_throttled)
                {
                    break;
                }

                «_queue.Push(_element, 0)»;
                _element = null;
            }
        }

        private void Drop()
        {
            if (_element is not null)
            {
                _queue.Detach(_element);
                _element.Free();
                _element = null;
            }
        }

        public void Close()
        {
            _throttled = false;
            Drop();
        }
        """;

    [Fact]
    public Task C1_42_element_that_the_consumer_drops() => CorpusTest.BugOfTypeAsync(
        ClosedPort.Replace("    1", "    ‹if (_element is null) { return; }›").Replace("    2", string.Empty), "MRL305");

    [Fact]
    public Task C1_42_looked_at_on_one_of_two_paths() => CorpusTest.HalfRepairedTypeAsync(
        ClosedPort.Replace("    1", string.Empty).Replace("_index = i;", "if (_element is null) { return; } _index = i;").Replace("    2", string.Empty), "MRL305");

    [Fact]
    public Task C1_42_used_where_the_port_is_throttled() => CorpusTest.BugOfTypeAsync(
        ClosedPort.Replace("    1", string.Empty).Replace("_throttled = false;", string.Empty).Replace("«", string.Empty).Replace("»", string.Empty)
            .Replace("_offset += taken;", "‹if (_element is not null) {› _offset += ⟦«_element.InCount»⟧‹_element.InCount; }›⟦;⟧")
            .Replace("    2", "    if (_element is null) { return; }"),
        "MRL305");

    [Fact]
    public Task C1_47_surface_that_is_replaced_keeps_its_mapping() => CorpusTest.BugOfTypeAsync("""
        private Surface? _surface;

        private Surface? CreateSurface(ulong address, ulong length)
        {
            MemoryMapping pixels = «_space.Map(address, length, MapAccess.Read)»;
            if (pixels.IsNull)
            {
                return null;
            }

            if ((ulong)pixels.Length != length)
            {
                pixels.Unmap(0);
                return null;
            }

            return new Surface(pixels⟦, null⟧‹, () => pixels.Unmap()›);
        }

        public void WriteConfiguration(ulong address, ulong length)
        {
            _surface?.OnDestroy?.Invoke();
            _surface = CreateSurface(address, length);
        }

        private sealed record Surface(MemoryMapping Pixels, Action? OnDestroy);
        """, "MRL309");

    [Fact]
    public Task C5_04_notifiers_in_a_list() => CorpusTest.BugOfTypeAsync("""
        private readonly List<IommuNotifier> _notifiers = new();

        public void RegionAdd(IommuRegion region)
        {
            var notifier = new IommuNotifier((sender, entry) => { }, IommuEvents.Unmap);
            «notifier.Register(region)»;
            _notifiers.Add(notifier);
        }

        public void Disconnect()
        {
            ‹foreach (IommuNotifier notifier in _notifiers)
            {
                notifier.Unregister();
            }

            ›_notifiers.Clear();
        }
        """, "MRL309");

    [Fact]
    public Task C5_07_address_spaces_of_a_processor() => CorpusTest.BugOfTypeAsync("""
        private readonly AddressSpace?[] _spaces = new AddressSpace?[2];

        protected override void OnRealize()
        {
            for (int i = 0; i < _spaces.Length; i++)
            {
                _spaces[i] = «new AddressSpace(Machine, _container, "cpu")»;
            }
        }

        protected override void OnUnrealize()
        {
            ‹for (int i = 0; i < _spaces.Length; i++)
            {
                _spaces[i]?.Dispose();
            }›
        }
        """, "MRL309");

    [Fact]
    public Task C5_25_notifier_opened_by_each_start() => CorpusTest.BugOfTypeAsync("""
        private Registration? _config;

        public void Start() => _config = «Host.Register(_space)»;

        public void Stop()
        {
            _config?.TestAndClear();
            ‹_config?.Unregister();
            _config = null;›
        }
        """, "MRL309");

    private static string Marked(string members)
    {
        int first = members.IndexOf('@');
        int second = members.IndexOf('@', first + 1);
        return members[..first] + "«" + members[(first + 1)..second] + "»" + members[(second + 1)..];
    }
}
