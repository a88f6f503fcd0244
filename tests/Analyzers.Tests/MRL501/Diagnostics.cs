using System.Threading.Tasks;
using Xunit;
using static MemoryRegions.Analyzers.Tests.MRL501.SuspensionTest;

namespace MemoryRegions.Analyzers.Tests.MRL501;

public class Diagnostics
{
    private const string Await = "'await' may go on on another thread";

    [Fact]
    public Task Await_before_the_commit() => CheckAsync(
        """
            async Task M()
            {
                var t = {|#1:Machine.BeginTransaction()|};
                {|#0:await NotifyAsync()|};
                t.Commit();
            }
        """,
        Suspended(Await, 14));

    [Fact]
    public Task Await_in_a_using() => CheckAsync(
        """
            async Task M()
            {
                using (TopologyTransaction t = {|#1:Machine.BeginTransaction()|})
                {
                    {|#0:await NotifyAsync()|};
                }
            }
        """,
        Suspended(Await, 14));

    [Fact]
    public Task Await_on_one_path() => CheckAsync(
        """
            async Task M(bool b)
            {
                var t = {|#1:Machine.BeginTransaction()|};
                if (b) { t.Commit(); }
                {|#0:await NotifyAsync()|};
                if (!b) { t.Commit(); }
            }
        """,
        Suspended(Await, 14));

    [Fact]
    public Task Yield() => CheckAsync(
        """
            IEnumerable<int> M()
            {
                using var t = {|#1:Machine.BeginTransaction()|};
                {|#0:yield return 1;|}
            }
        """,
        Suspended("'yield return' leaves the caller to decide when to go on", 14));

    [Theory]
    [InlineData("Thread.Sleep(10)", "Sleep")]
    [InlineData("NotifyAsync().Wait()", "Wait")]
    [InlineData("NotifyAsync().GetAwaiter().GetResult()", "GetResult")]
    [InlineData("AskAsync().GetAwaiter().GetResult()", "GetResult")]
    [InlineData("Task.WaitAll(NotifyAsync(), NotifyAsync())", "WaitAll")]
    [InlineData("_ready.WaitOne()", "WaitOne")]
    [InlineData("_ready.WaitOne(10)", "WaitOne")]
    [InlineData("Monitor.Wait(_lock)", "Wait")]
    [InlineData("Parallel.For(0, 4, i => { })", "For")]
    [InlineData("Parallel.ForEach(new int[4], i => { })", "ForEach")]
    public Task Blocking(string call, string name) => CheckAsync(
        $$"""
            void M()
            {
                using var t = {|#1:Machine.BeginTransaction()|};
                {|#0:{{call}}|};
            }
        """,
        Suspended($"'{name}' blocks", 14));

    [Fact]
    public Task Result_of_a_task() => CheckAsync(
        """
            int M()
            {
                using var t = {|#1:Machine.BeginTransaction()|};
                return {|#0:AskAsync().Result|};
            }
        """,
        Suspended("'Result' blocks", 14));

    [Fact]
    public Task Helper_that_blocks() => CheckAsync(
        """
            private void Settle(bool b) { if (b) { _ready.WaitOne(); } }
            private void Around() => Settle(true);
            void M()
            {
                using var t = {|#1:Machine.BeginTransaction()|};
                {|#0:Around()|};
            }
        """,
        Suspended("'Around' blocks", 16));

    [Fact]
    public Task Forbidden_by_contract() => CheckAsync(
        """
            void M(Backend backend)
            {
                using var t = {|#1:Machine.BeginTransaction()|};
                {|#0:backend.Grab()|};
            }
        """,
        Suspended("'Grab' must not be called", 14));

    [Fact]
    public Task Forbidden_property() => CheckAsync(
        """
            int M(Backend backend)
            {
                using var t = {|#1:Machine.BeginTransaction()|};
                return {|#0:backend.State|};
            }
        """,
        Suspended("'State' must not be called", 14));

    [Fact]
    public Task Kind_of_a_user() => CheckAsync(
        """
            void M()
            {
                var w = {|#1:Window.Open()|};
                {|#0:Thread.Sleep(1)|};
                w.Close();
            }
        """,
        Suspended("'Sleep' blocks", 14, "window", "'w'", "Close"));

    [Fact]
    public Task Transaction_that_a_helper_opens() => CheckAsync(
        """
            private TopologyTransaction Open() => Machine.BeginTransaction();
            void M()
            {
                using var t = {|#1:Open()|};
                {|#0:Thread.Sleep(1)|};
            }
        """,
        Suspended("'Sleep' blocks", 15));

    [Fact]
    public Task Kept_in_a_field() => CheckAsync(
        """
            async Task M()
            {
                _open = {|#1:Machine.BeginTransaction()|};
                {|#0:await NotifyAsync()|};
            }
        """,
        Suspended(Await, 14, name: "'_open'"));

    [Fact]
    public Task Two_transactions_are_one_cause() => CheckAsync(
        """
            void M()
            {
                using var t = {|#1:Machine.BeginTransaction()|};
                using var u = Machine.BeginTransaction();
                {|#0:Thread.Sleep(1)|};
            }
        """,
        Suspended("'Sleep' blocks", 14));
}
