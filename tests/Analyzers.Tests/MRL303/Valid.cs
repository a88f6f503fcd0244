using System.Threading.Tasks;
using Xunit;
using static MemoryRegions.Analyzers.Tests.MRL303.ThrowTest;

namespace MemoryRegions.Analyzers.Tests.MRL303;

public class Valid
{
    [Fact]
    public Task Using_declaration() => CheckAsync("""
            void M(Other other, ulong address) { using var ring = _space.Map(address, 16, MapAccess.Read); other.Run(); ring.Unmap(); }
        """);

    [Fact]
    public Task Struct_without_a_constructor() => CheckAsync("""
            struct Request { public MemoryMapping Handle; public int Tag; }
            void M(ulong address) { var ring = _space.Map(address, 16, MapAccess.Read); var request = new Request { Tag = 1 }; ring.Dispose(); }
        """);

    [Fact]
    public Task Using_statement() => CheckAsync("""
            void M(Other other, ulong address) { using (var ring = _space.Map(address, 16, MapAccess.Read)) { other.Run(); } }
        """);

    [Fact]
    public Task Finally() => CheckAsync("""
            void M(Other other, ulong address) { var ring = _space.Map(address, 16, MapAccess.Read); try { other.Run(); } finally { ring.Unmap(); } }
        """);

    [Fact]
    public Task Nested_finally() => CheckAsync("""
            void M(Other other, ulong address)
            {
                var ring = _space.Map(address, 16, MapAccess.Read);
                try { try { other.Run(); } finally { other.Run(); } other.Run(); } finally { ring.Unmap(); }
            }
        """);

    [Fact]
    public Task Catch_that_releases_and_throws_on() => CheckAsync("""
            MemoryMapping M(Other other, ulong address)
            {
                var ring = _space.Map(address, 16, MapAccess.Read);
                try { other.Run(); } catch { ring.Unmap(); throw; }
                return ring;
            }
        """);

    [Fact]
    public Task Catch_inside_of_a_finally_that_does_something_else() => CheckAsync("""
            void M(Other other, ulong address)
            {
                var ring = _space.Map(address, 16, MapAccess.Read);
                try
                {
                    try { other.Run(); } catch { ring.Unmap(); throw; }
                    Count = (uint)other.Value;
                    ring.Unmap();
                }
                finally { Count++; }
            }
        """);

    [Fact]
    public Task Catch_all_that_goes_on() => CheckAsync("""
            void M(Other other, ulong address) { var ring = _space.Map(address, 16, MapAccess.Read); try { other.Run(); } catch (Exception) { Count++; } ring.Unmap(); }
        """);

    [Fact]
    public Task Nothing_is_called() => CheckAsync("""
            uint M(ulong address)
            {
                var ring = _space.Map(address, 16, MapAccess.Read);
                uint sum = 0;
                for (int i = 0; i < ring.Length; i++) { sum += ring.Span[i]; }
                foreach (byte b in ring.Span) { sum += b; }
                ring.Unmap();
                return sum;
            }
        """);

    [Fact]
    public Task Called_members_say_that_they_do_not_throw() => CheckAsync("""
            void M(Other other, ulong address) { var ring = _space.Map(address, 16, MapAccess.Read); other.Rest(); ring.Unmap(); }
        """);

    [Fact]
    public Task Trivial_members_of_the_base_library() => CheckAsync("""
            int M(ulong address, string text, int[] numbers, List<int> list, Dictionary<int, int> table)
            {
                var ring = _space.Map(address, 16, MapAccess.Write);
                ring.Span.Fill(0xff);
                ring.Span.Clear();
                list.Add(Math.Min(text.Length, numbers.Length));
                int found = table.TryGetValue(3, out int value) ? value : list[0];
                found += text[0] + numbers[0] + list.Count;
                Volatile.Write(ref found, BitConverter.ToInt32(new byte[4]));
                Console.WriteLine($"{found}");
                Debug.Assert(found > 0);
                Trace.WriteLine("done");
                GC.KeepAlive(list);
                ring.Unmap();
                return found;
            }
        """);

    [Fact]
    public Task Properties() => CheckAsync("""
            void M(Other other, ulong address) { var ring = _space.Map(address, 16, MapAccess.Read); Count = (uint)other.Value + Count; ring.Unmap(); }
        """);

    [Fact]
    public Task Helper_that_calls_nothing() => CheckAsync("""
            int M(ulong address) { var ring = _space.Map(address, 16, MapAccess.Read); int length = Align(ring.Length); ring.Unmap(); return length; }
        """);

    [Fact]
    public Task Helper_that_catches_everything() => CheckAsync("""
            static bool TryWork() { try { Work(); return true; } catch { return false; } }
            void M(ulong address) { var ring = _space.Map(address, 16, MapAccess.Read); TryWork(); ring.Unmap(); }
        """);

    [Fact]
    public Task Helper_that_releases_in_a_finally() => CheckAsync("""
            static void Finish(MemoryMapping mapping) { try { Work(); } finally { mapping.Unmap(); } }
            void M(ulong address) { var ring = _space.Map(address, 16, MapAccess.Read); Finish(ring); }
        """);

    [Fact]
    public Task Local_function_that_calls_nothing() => CheckAsync("""
            int M(ulong address)
            {
                var ring = _space.Map(address, 16, MapAccess.Read);
                int length = Twice(ring.Length);
                ring.Unmap();
                return length;
                static int Twice(int value) => value * 2;
            }
        """);

    [Fact]
    public Task Given_away() => CheckAsync("""
            void M(Other other, ulong address) { var ring = _space.Map(address, 16, MapAccess.Read); other.Take(ring); other.Run(); }
        """);

    [Fact]
    public Task Handed_to_code_without_a_contract() => CheckAsync("""
            void M(Other other, ulong address) { var ring = _space.Map(address, 16, MapAccess.Read); other.Own(ring); other.Run(); }
        """);

    [Fact]
    public Task Kept_in_a_field_first() => CheckAsync("""
            void M(Other other, ulong address) { _ring.Dispose(); _ring = _space.Map(address, 16, MapAccess.Read); other.Run(); }
        """);

    [Fact]
    public Task Reported_as_a_leak_already() => CheckAsync("""
            void M(Other other, ulong address)
            {
                var ring = {|MRL302:_space.Map(address, 16, MapAccess.Read)|};
                other.Run();
                if (address == 0) return;
                ring.Unmap();
            }
        """);

    [Fact]
    public Task Never_released_is_reported_as_that() => CheckAsync("""
            void M(Other other, ulong address) { var ring = {|MRL301:_space.Map(address, 16, MapAccess.Read)|}; other.Run(); }
        """);

    [Fact]
    public Task Overwritten_is_reported_as_that() => CheckAsync("""
            void M(Other other, ulong address)
            {
                var ring = _space.Map(address, 16, MapAccess.Read);
                other.Rest();
                {|MRL310:ring = _space.Map(address + 16, 16, MapAccess.Read)|};
                ring.Unmap();
            }
        """);

    [Fact]
    public Task Call_before_the_acquisition_and_after_the_release() => CheckAsync("""
            void M(Other other, ulong address) { other.Run(); var ring = _space.Map(address, 16, MapAccess.Read); ring.Unmap(); other.Run(); }
        """);

    [Fact]
    public Task Argument_of_the_acquisition() => CheckAsync("""
            static ulong Next() => throw new InvalidOperationException();
            void M() { var ring = _space.Map(Next(), 16, MapAccess.Read); ring.Unmap(); }
        """);

    [Fact]
    public Task Failed_mapping_needs_no_release() => CheckAsync("""
            void M(Other other, ulong address)
            {
                var ring = _space.Map(address, 16, MapAccess.Read);
                if (ring.IsNull) { other.Run(); return; }
                ring.Unmap();
            }
        """);

    [Fact]
    public Task Reference_that_is_kept() => CheckAsync("""
            void M(Other other, MemoryRegion region) { region.Ref(); other.Run(); }
        """);

    [Fact]
    public Task Call_that_does_not_return() => CheckAsync("""
            void M(ulong address) { var ring = _space.Map(address, 16, MapAccess.Read); if (ring.Length < 16) Environment.FailFast("no memory"); ring.Unmap(); }
        """);

    [Fact]
    public Task Awaited_acquisition_that_fails() => CheckAsync("""
            sealed class Key { [Releases("key"), DoesNotThrow] public void Close() { } }
            [return: Acquires("key")] static Task<Key> OpenAsync() => throw new IOException();
            async Task M() { var key = await OpenAsync(); key.Close(); }
        """);

    [Fact]
    public Task Abandoned_iterator_with_a_using() => CheckAsync("""
            IEnumerable<int> M(ulong address) { using var ring = _space.Map(address, 16, MapAccess.Read); yield return 1; }
        """);

    [Fact]
    public Task Abandoned_iterator_with_a_finally() => CheckAsync("""
            IEnumerable<int> M(ulong address)
            {
                var ring = _space.Map(address, 16, MapAccess.Read);
                try { if (ring.IsNull) yield break; yield return ring.Length; } finally { ring.Dispose(); }
            }
        """);

    [Fact]
    public Task Iterator_that_holds_nothing_while_it_yields() => CheckAsync("""
            IEnumerable<int> M(ulong address)
            {
                for (int i = 0; i < 4; i++)
                {
                    var ring = _space.Map(address, 16, MapAccess.Read);
                    int length = ring.Length;
                    ring.Dispose();
                    yield return length;
                }
            }
        """);

    [Fact]
    public Task Iterator_that_yields_what_it_has_mapped() => CheckAsync("""
            IEnumerable<MemoryMapping> M(ulong address) { var ring = _space.Map(address, 16, MapAccess.Read); yield return ring; }
        """);

    [Fact]
    public Task Iterator_that_keeps_in_a_field_what_it_has_mapped() => CheckAsync("""
            IEnumerable<int> M(ulong address) { _ring.Dispose(); _ring = _space.Map(address, 16, MapAccess.Read); yield return 1; }
        """);
}
