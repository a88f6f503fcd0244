using System.Threading.Tasks;
using Xunit;
using static MemoryRegions.Analyzers.Tests.MRL501.SuspensionTest;

namespace MemoryRegions.Analyzers.Tests.MRL501;

public class Valid
{
    [Fact]
    public Task Await_before_and_after() => CheckAsync("""
            async Task M(MmioRegion r) { await NotifyAsync(); using (var t = Machine.BeginTransaction()) { _bus.DelSubregion(r); } await NotifyAsync(); }
        """);

    [Fact]
    public Task Yield_before_and_after() => CheckAsync("""
            IEnumerable<int> M(MmioRegion r) { yield return 1; using (var t = Machine.BeginTransaction()) { _bus.DelSubregion(r); } yield return 2; }
        """);

    [Fact]
    public Task Yield_break() => CheckAsync("""
            IEnumerable<int> M(bool b) { using (var t = Machine.BeginTransaction()) { if (b) yield break; } yield return 2; }
        """);

    [Fact]
    public Task Committed_on_the_path_that_waits() => CheckAsync("""
            async Task M(bool b)
            {
                var t = Machine.BeginTransaction();
                if (b) { t.Commit(); await NotifyAsync(); return; }
                t.Commit();
            }
        """);

    [Fact]
    public Task Work_that_is_only_started() => CheckAsync("""
            Task M() { using var t = Machine.BeginTransaction(); return NotifyAsync(); }
        """);

    [Fact]
    public Task Lambda_that_runs_later() => CheckAsync("""
            Action M() { using var t = Machine.BeginTransaction(); return () => Thread.Sleep(1); }
        """);

    [Fact]
    public Task Asynchronous_lambda_that_runs_later() => CheckAsync("""
            Func<Task> M() { using var t = Machine.BeginTransaction(); return async () => await NotifyAsync(); }
        """);

    [Fact]
    public Task Lock() => CheckAsync("""
            void M(MmioRegion r) { using var t = Machine.BeginTransaction(); lock (_lock) { _bus.DelSubregion(r); } }
        """);

    [Fact]
    public Task Timeout_of_zero() => CheckAsync("""
            bool M() { using var t = Machine.BeginTransaction(); return _ready.WaitOne(0) | NotifyAsync().Wait(0); }
        """);

    [Fact]
    public Task Helper_that_only_starts_work() => CheckAsync("""
            private static async Task SettleAsync() { Thread.Sleep(1); await NotifyAsync(); }
            private static IEnumerable<int> Settle() { Thread.Sleep(1); yield return 1; }
            void M() { using var t = Machine.BeginTransaction(); _ = SettleAsync(); _ = Settle(); }
        """);

    [Fact]
    public Task Helper_that_does_not_block() => CheckAsync("""
            private void Link(MmioRegion r) => _bus.AddSubregion(0, r);
            void M(MmioRegion r) { using var t = Machine.BeginTransaction(); Link(r); }
        """);

    [Fact]
    public Task Member_of_another_type_without_a_contract() => CheckAsync("""
            void M(Backend backend) { using var t = Machine.BeginTransaction(); backend.Any(); }
        """);

    [Fact]
    public Task Forbidden_only_inside() => CheckAsync("""
            void M(Backend backend) { backend.Grab(); using (var t = Machine.BeginTransaction()) { } if (backend.State == 0) backend.Grab(); }
        """);

    [Fact]
    public Task Other_kinds_may_be_held() => CheckAsync("""
            async Task M(AddressSpace space, Backend backend)
            {
                using var mapping = space.Map(0, 16, MapAccess.Read);
                backend.Grab();
                await NotifyAsync();
                Thread.Sleep(1);
            }
        """);

    [Fact]
    public Task Own_method_of_the_same_name() => CheckAsync("""
            static class Thread { public static void Sleep(int time) { } }
            void M() { using var t = Machine.BeginTransaction(); Thread.Sleep(3); }
        """);
}
