using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;
using static MemoryRegions.Analyzers.Tests.MRL601.ContractTest;

namespace MemoryRegions.Analyzers.Tests.MRL602;

public class Diagnostics
{
    [Fact]
    public Task Not_released_on_a_path() => CheckAsync(
        """
            public void Finish([Releases("mapping")] MemoryMapping {|#1:header|}, bool busy)
            {
                if (busy)
                {
                    {|#0:return;|}
                }

                header.Unmap();
            }
        """,
        Otherwise("Finish", "[Releases] of 'header'", "it is not released when 'busy' returns at line 15"));

    [Fact]
    public Task Never_released() => CheckAsync(
        """
            public void Finish([Releases("mapping")] MemoryMapping {|#1:header|})
            {
                Use(header.Span);
            {|#0:}|}
        """,
        Otherwise("Finish", "[Releases] of 'header'", "it is not released when the method ends at line 14"));

    [Fact]
    public Task Private_methods_too() => CheckAsync(
        """
            private void Finish([Releases("mapping")] MemoryMapping {|#1:header|}) { Use(header.Span); {|#0:}|}
        """,
        Otherwise("Finish", "[Releases] of 'header'", "it is not released when the method ends at line 11"));

    [Fact]
    public Task Not_released_though_the_result_says_so() => CheckAsync(
        """
            public bool TryFinish([Releases("mapping", When = CallOutcome.WhenTrue)] MemoryMapping {|#1:header|}, bool busy)
            {
                if (header.Length < 16) return false;
                if (busy) {|#0:return true;|}
                header.Unmap();
                return true;
            }
        """,
        Otherwise("TryFinish", "[Releases] of 'header' when it returns true", "it is not released when 'busy' returns at line 14"));

    [Fact]
    public Task Released_though_the_result_denies_it() => CheckAsync(
        """
            public bool TryFinish([Releases("mapping", When = CallOutcome.WhenTrue)] MemoryMapping {|#1:header|}, bool busy)
            {
                header.Unmap();
                if (busy) {|#0:return false;|}
                return true;
            }
        """,
        Otherwise("TryFinish", "[Releases] of 'header' when it returns true", "it is released all the same when 'busy' returns at line 14"));

    [Fact]
    public Task Borrowed_and_released() => CheckAsync(
        """
            public void Look([Borrows] MemoryMapping {|#1:header|}) { Use(header.Span); {|#0:header.Unmap()|}; }
        """,
        Otherwise("Look", "[Borrows] of 'header'", "it is released here"));

    [Fact]
    public Task Borrowed_and_handed_over() => CheckAsync(
        """
            public void Attach([TakesOwnership] MemoryMapping ring) { _ring.Dispose(); _ring = ring; }
            public void Look([Borrows] MemoryMapping {|#1:header|}) { {|#0:Attach(header)|}; }
        """,
        Otherwise("Look", "[Borrows] of 'header'", "it is handed to a call that takes it over"));

    [Fact]
    public Task Taken_over_on_one_path_only() => CheckAsync(
        """
            public void Attach([TakesOwnership] MemoryMapping {|#1:ring|}, bool busy)
            {
                if (busy) {|#0:return;|}
                _ring.Dispose();
                _ring = ring;
            }
        """,
        Otherwise("Attach", "[TakesOwnership] of 'ring'", "it is neither kept nor released when 'busy' returns at line 13"));

    [Fact]
    public Task Field_is_returned_as_if_it_had_been_acquired() => CheckAsync(
        """
            [return: Acquires("mapping")] public MemoryMapping Ring() => {|#0:_ring|};
        """,
        Verify<ContractAnalyzer>.Expect("MRL602").WithLocation(0)
            .WithArguments("Ring", "[return: Acquires]", "it returns '_ring', which somebody else has acquired and still holds"));

    [Fact]
    public Task Contract_that_is_inherited() => CheckAsync(
        """
            public interface ISink { void Finish([Releases("mapping")] MemoryMapping header, bool busy); }
            public class Sink : ISink { public void Finish(MemoryMapping {|#1:header|}, bool busy) { if (busy) {|#0:return;|} header.Unmap(); } }
        """,
        Otherwise("Finish", "[Releases] of 'header'", "it is not released when 'busy' returns at line 12"));
}
