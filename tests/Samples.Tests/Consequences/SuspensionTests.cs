using System.Threading;
using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL501: transactions that are open while the code waits. They keep the lock, so that these machines are not disposed.</summary>
public sealed class SuspensionTests
{
    private readonly Machine _machine = new();

    [Fact]
    public async Task Commit_after_an_await_meets_the_wrong_thread()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Source("""
                public TaskCompletionSource Firmware { get; } = new();
                public Task Moved { get; private set; } = Task.CompletedTask;

                protected override void OnReset() => Moved = MoveAsync();

                private async Task MoveAsync()
                {
                    using var transaction = Machine.BeginTransaction();
                    await Firmware.Task;
                }
            """), "MRL501");

        OnThread(device.Reset);
        OnThread(Get<TaskCompletionSource>(device, "Firmware").SetResult);

        AggregateException failure = Assert.IsType<AggregateException>(Get<Task>(device, "Moved").Exception);
        FlaggedDevice.Fails(MemoryRegionErrorCode.WrongThread, "MRL501", () => throw failure.InnerException!);
    }

    [Fact]
    public async Task Thread_that_is_waited_for_cannot_change_the_memory_map()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Source("""
                public bool Done { get; private set; } = true;

                protected override void OnReset()
                {
                    using var transaction = Machine.BeginTransaction();
                    Done = Task.Run(() => Machine.SystemMemory.Enabled = false).Wait(50);
                }
            """), "MRL501");

        device.Reset();

        Assert.False(Get<bool>(device, "Done"));
    }

    [Fact]
    public async Task Caller_that_stops_leaves_the_transaction_open()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Source("""
                protected override void OnReset() => Steps().GetEnumerator().MoveNext();

                private IEnumerable<int> Steps()
                {
                    using var transaction = Machine.BeginTransaction();
                    yield return 1;
                }
            """), "MRL501");

        device.Reset();

        Assert.Equal(LeakKind.Transaction, Assert.Single(_machine.Diagnostics.FindLeaks()).Kind);
    }

    private static void OnThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }

    private static T Get<T>(Device device, string property) => (T)device.GetType().GetProperty(property)!.GetValue(device)!;

    private static string Source(string members) => $$"""
        using System.Collections.Generic;
        using System.Threading.Tasks;

        public class Sample : Device
        {
            public Sample(Machine machine) : base(machine) { }

        {{members}}
        }
        """;
}
