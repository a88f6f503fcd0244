using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL305: what becomes of a device that goes on with a mapping which a callback has made it release.</summary>
public sealed class ReentryTests : IDisposable
{
    private readonly Machine _machine = TestMachine.WithRam(out _);

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Mapping_is_gone_if_the_consumer_closes_the_port()
    {
        Device port = await FlaggedDevice.PlugAsync(_machine, Port(string.Empty), "MRL305");
        var open = (Action)port.GetType().GetMethod("Open")!.CreateDelegate(typeof(Action), port);
        var flush = (Action)port.GetType().GetMethod("Flush")!.CreateDelegate(typeof(Action), port);
        Consume(port, static _ => { });
        open();
        flush();

        Consume(port, static sender => sender.GetType().GetMethod("Close")!.Invoke(sender, null));
        Assert.Throws<IndexOutOfRangeException>(flush);
    }

    [Fact]
    public async Task Port_that_looks_again_stops()
    {
        Device port = await FlaggedDevice.PlugAsync(_machine, Port("if (_element.IsNull) { return; }"));
        var open = (Action)port.GetType().GetMethod("Open")!.CreateDelegate(typeof(Action), port);
        var flush = (Action)port.GetType().GetMethod("Flush")!.CreateDelegate(typeof(Action), port);
        Consume(port, static sender => sender.GetType().GetMethod("Close")!.Invoke(sender, null));
        open();
        flush();
        FlaggedDevice.GoesWithoutTrace(_machine, port);
    }

    private static void Consume(Device port, Action<object> consumer) => port.GetType().GetProperty("HaveData")!.SetValue(port, consumer);

    private static string Port(string look) => $$"""
        public class Sample : Device
        {
            private MemoryMapping _element;

            public Sample(Machine machine) : base(machine)
            {
            }

            [MayReenter] public Action<object>? HaveData { get; set; }

            public void Open()
            {
                if (_element.IsNull)
                {
                    _element = Machine.Memory.Map(0, 16, MapAccess.Write);
                }
            }

            public void Close()
            {
                _element.Dispose();
                _element = default;
            }

            public void Flush()
            {
                if (_element.IsNull)
                {
                    return;
                }

                HaveData?.Invoke(this);
                {{look}}
                _element.Span[0] = 1;
            }

            protected override void OnUnrealize() => Close();
        }
        """;
}
