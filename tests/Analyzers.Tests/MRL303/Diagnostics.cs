using System.Threading.Tasks;
using Xunit;
using static MemoryRegions.Analyzers.Tests.MRL303.ThrowTest;

namespace MemoryRegions.Analyzers.Tests.MRL303;

public class Diagnostics
{
    private const string UsingOrUnmap = "use 'using', or call Unmap in a finally";

    [Fact]
    public Task Call_between_map_and_unmap() => CheckAsync(
        """
            void M(Other other, ulong address)
            {
                var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                {|#1:other.Run()|};
                ring.Unmap();
            }
        """,
        Throws("mapping", "'ring'", "Run", 20, UsingOrUnmap));

    [Fact]
    public Task First_of_several_calls_is_named() => CheckAsync(
        """
            void M(Other other, ulong address)
            {
                var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                if (address == 0) {|#1:other.Run()|};
                _interrupt(true);
                ring.Unmap();
            }
        """,
        Throws("mapping", "'ring'", "Run", 20, UsingOrUnmap));

    [Fact]
    public Task Delegate() => CheckAsync(
        """
            void M(ulong address) { var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|}; {|#1:_interrupt(true)|}; ring.Unmap(); }
        """,
        Throws("mapping", "'ring'", "_interrupt", 17, UsingOrUnmap));

    [Fact]
    public Task Library_method_that_refuses_what_is_too_short() => CheckAsync(
        """
            uint M(ulong address)
            {
                var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                uint flags = {|#1:BinaryPrimitives.ReadUInt32LittleEndian(ring.Span)|};
                ring.Unmap();
                return flags;
            }
        """,
        Throws("mapping", "'ring'", "ReadUInt32LittleEndian", 20, UsingOrUnmap));

    [Fact]
    public Task Guard() => CheckAsync(
        """
            void M(ulong address, object state)
            {
                var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                {|#1:ArgumentNullException.ThrowIfNull(state)|};
                ring.Unmap();
            }
        """,
        Throws("mapping", "'ring'", "ThrowIfNull", 20, UsingOrUnmap));

    [Fact]
    public Task Constructor() => CheckAsync(
        """
            void M(ulong address)
            {
                var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                var stream = {|#1:new FileStream("x", FileMode.Open)|};
                ring.Unmap();
            }
        """,
        Throws("mapping", "'ring'", "new FileStream", 20, UsingOrUnmap));

    [Fact]
    public Task Indexer_that_may_find_nothing() => CheckAsync(
        """
            int M(ulong address, Dictionary<int, int> table)
            {
                var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                int entry = {|#1:table[ring.Span[0]]|};
                ring.Unmap();
                return entry;
            }
        """,
        Throws("mapping", "'ring'", "table[]", 20, UsingOrUnmap));

    [Fact]
    public Task Await() => CheckAsync(
        """
            async Task M(ulong address, Task done)
            {
                var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                {|#1:await done|};
                ring.Unmap();
            }
        """,
        Throws("mapping", "'ring'", "await", 20, UsingOrUnmap));

    [Fact]
    public Task Helper_that_throws() => CheckAsync(
        """
            void M(ulong address) { var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|}; {|#1:Parse(ring)|}; ring.Unmap(); }
        """,
        Throws("mapping", "'ring'", "Parse", 17, UsingOrUnmap));

    [Fact]
    public Task Helper_that_lets_an_exception_pass() => CheckAsync(
        """
            void M(ulong address) { var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|}; {|#1:Work()|}; ring.Unmap(); }
        """,
        Throws("mapping", "'ring'", "Work", 17, UsingOrUnmap));

    [Fact]
    public Task Helper_that_works_before_it_releases() => CheckAsync(
        """
            static void Finish(MemoryMapping mapping) { Work(); mapping.Unmap(); }
            void M(ulong address) { var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|}; {|#1:Finish(ring)|}; }
        """,
        Throws("mapping", "'ring'", "Finish", 18, UsingOrUnmap));

    [Fact]
    public Task Second_acquisition_throws() => CheckAsync(
        """
            void M(ulong address)
            {
                var from = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                var to = {|#1:_space.Map(address + 16, 16, MapAccess.Write)|};
                to.Unmap();
                from.Unmap();
            }
        """,
        Throws("mapping", "'from'", "Map", 20, UsingOrUnmap));

    [Fact]
    public Task Catch_of_one_type_only() => CheckAsync(
        """
            void M(Other other, ulong address)
            {
                var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                try
                {
                    {|#1:other.Run()|};
                }
                catch (IOException)
                {
                    ring.Unmap();
                    return;
                }

                ring.Unmap();
            }
        """,
        Throws("mapping", "'ring'", "Run", 22, UsingOrUnmap));

    [Fact]
    public Task Finally_that_does_something_else() => CheckAsync(
        """
            void M(Other other, ulong address)
            {
                var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                try
                {
                    {|#1:other.Run()|};
                }
                finally
                {
                    Count++;
                }

                ring.Unmap();
            }
        """,
        Throws("mapping", "'ring'", "Run", 22, UsingOrUnmap));

    [Fact]
    public Task Call_in_the_finally_before_the_release() => CheckAsync(
        """
            void M(Other other, ulong address)
            {
                var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                try
                {
                    Count++;
                }
                finally
                {
                    {|#1:other.Run()|};
                    ring.Unmap();
                }
            }
        """,
        Throws("mapping", "'ring'", "Run", 26, UsingOrUnmap));

    [Fact]
    public Task Transaction() => CheckAsync(
        """
            void M(MmioRegion child)
            {
                var transaction = {|#0:Machine.BeginTransaction()|};
                {|#1:_region.AddSubregion(0, child)|};
                transaction.Commit();
            }
        """,
        Throws("transaction", "'transaction'", "AddSubregion", 20, "use 'using', or call Commit in a finally"));

    [Fact]
    public Task Section() => CheckAsync(
        """
            void M(Other other, ulong address)
            {
                MemorySection section = {|#0:_region.Find(address, 1)|};
                {|#1:other.Run()|};
                section.Dispose();
            }
        """,
        Throws("section", "'section'", "Run", 20, "use 'using', or call Unref in a finally"));

    [Fact]
    public Task Reference() => CheckAsync(
        """
            void M(Other other, MemoryRegion region)
            {
                {|#0:region.Ref()|};
                {|#1:other.Run()|};
                region.Unref();
            }
        """,
        Throws("reference", "'region'", "Run", 20, "call Unref in a finally"));

    [Fact]
    public Task Factory() => CheckAsync(
        """
            MemoryMapping Open(Other other, ulong address)
            {
                var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                {|#1:other.Run()|};
                return ring;
            }
        """,
        Throws("mapping", "'ring'", "Run", 20, "call Unmap in a catch that throws on"));

    [Fact]
    public Task Kept_in_a_field_too_late() => CheckAsync(
        """
            void Start(Other other, ulong address)
            {
                var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                {|#1:other.Run()|};
                _ring.Dispose();
                _ring = ring;
            }
        """,
        Throws("mapping", "'ring'", "Run", 20, "call Unmap in a catch that throws on"));

    [Fact]
    public Task Acquired_by_out() => CheckAsync(
        """
            void M(Other other, ulong address)
            {
                if ({|#0:_space.TryMap(address, 16, MapAccess.Read, out var ring)|})
                {
                    {|#1:other.Run()|};
                    ring.Unmap();
                }
            }
        """,
        Throws("mapping", "'ring'", "Run", 21, UsingOrUnmap));

    [Fact]
    public Task Iterator_that_is_abandoned() => CheckAsync(
        """
            IEnumerable<int> M(ulong address)
            {
                var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                {|#1:yield return 1;|}
                ring.Unmap();
            }
        """,
        Stops("mapping", "'ring'", 20, UsingOrUnmap));

    [Fact]
    public Task Iterator_that_is_abandoned_in_a_loop() => CheckAsync(
        """
            IEnumerable<byte> M(ulong address)
            {
                var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                for (int i = 0; i < ring.Length; i++)
                {
                    {|#1:yield return ring.Span[i];|}
                }

                ring.Dispose();
            }
        """,
        Stops("mapping", "'ring'", 22, UsingOrUnmap));

    [Fact]
    public Task Asynchronous_iterator_that_is_abandoned() => CheckAsync(
        """
            async IAsyncEnumerable<int> M(ulong address, Task ready)
            {
                await ready;
                var ring = {|#0:_space.Map(address, 16, MapAccess.Read)|};
                {|#1:yield return 1;|}
                ring.Unmap();
            }
        """,
        Stops("mapping", "'ring'", 21, UsingOrUnmap));
}
