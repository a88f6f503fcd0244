using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL312;

public class Valid
{
    [Theory]
    [InlineData("m.Span.Clear();")]
    [InlineData("m.Span[0] = 1; int x = m.Span[0];")]
    [InlineData("m.Span[0] |= 1;")]
    [InlineData("m.Span[0] = (byte)(m.Span[0] + 1);")]
    [InlineData("if (m.Span[0] == 1) { m.Span.Clear(); }")]
    [InlineData("m.Span.CopyTo(data); data.CopyTo(m.Span);")]
    [InlineData("data.CopyTo(m.Span); stream.Write(m.Span);")]
    [InlineData("Use(m.Span); stream.Write(m.Span);")]
    [InlineData("Fill(m); stream.Write(m.Span);")]
    [InlineData("if (_busy) { m.Span.Clear(); } stream.Write(m.Span);")]
    [InlineData("_ring = m; Run(); stream.Write(m.Span);")]
    [InlineData("for (int j = 0; j < m.Length; j++) { m.Span[j] = 1; } stream.Write(m.Span);")]
    [InlineData("i = m.Span.Length; bool none = m.Span.IsEmpty; Span<byte> rest = m.Span[i..];")]
    [InlineData("if (m.Span.Overlaps(data)) { i = 1; }")]
    [InlineData("ref byte b = ref m.Span[0]; Set(ref b); stream.Write(m.Span);")]
    [InlineData("unsafe { fixed (byte* p = m.Span) { *p = 1; } } stream.Write(m.Span);")]
    [InlineData("System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(m.Span)[0] = 1; stream.Write(m.Span);")]
    [InlineData("Change(m.Span);")]
    public Task Uses_that_fit_or_may_fit_a_mapping_for_writing(string use) => ResourceTest.CheckAsync(Using("MapAccess.Write", use));

    [Theory]
    [InlineData("int x = m.Span[i];")]
    [InlineData("m.Span.CopyTo(data);")]
    [InlineData("stream.Write(m.Span);")]
    [InlineData("Use(m.Span);")]
    [InlineData("foreach (byte b in m.Span) { i += b; }")]
    [InlineData("ref byte b = ref m.Span[0]; i = b;")]
    [InlineData("data.AsSpan().SequenceEqual(m.Span); MemoryExtensions.IndexOf(m.Span, (byte)1);")]
    [InlineData("Span<byte> s = m.Span; s = data; s[0] = 1;")]
    public Task Uses_that_fit_or_may_fit_a_mapping_for_reading(string use) => ResourceTest.CheckAsync(Using("MapAccess.Read", use));

    [Theory]
    [InlineData("access", "m.Span.Clear();")]
    [InlineData("(MapAccess)i", "m.Span.Clear();")]
    [InlineData("Enum.Parse<MapAccess>(\"Read\")", "m.Span.Clear();")]
    [InlineData("new[] { MapAccess.Read }[i]", "m.Span.Clear();")]
    [InlineData("_busy ? MapAccess.Read : MapAccess.Write", "m.Span.Clear();")]
    [InlineData("_busy ? MapAccess.Read : MapAccess.Write", "if (!_busy) { m.Span.Clear(); } else { stream.Write(m.Span); }")]
    [InlineData("request.IsRead ? MapAccess.Read : MapAccess.Write", "if (!request.IsRead) { m.Span.Clear(); } else { stream.Write(m.Span); }")]
    [InlineData("i switch { 1 => MapAccess.Read, _ => MapAccess.Write }", "switch (i) { case 1: stream.Write(m.Span); break; default: m.Span.Clear(); break; }")]
    [InlineData("i == 1 ? MapAccess.Read : MapAccess.Write", "switch (i) { case 1: stream.Write(m.Span); break; default: m.Span.Clear(); break; }")]
    [InlineData("i == 1 ? MapAccess.Read : MapAccess.Write", "i = 2; if (i != 1) { m.Span.Clear(); }")]
    [InlineData("i == 1 ? MapAccess.Read : MapAccess.Write", "if (m.Access == MapAccess.Write) { m.Span.Clear(); }")]
    public Task Directions_that_are_not_known_there(string access, string use) => ResourceTest.CheckAsync(Using(access, use));

    [Fact]
    public Task Functions_that_may_write() => ResourceTest.CheckAsync(
        """
            int Local(ulong address)
            {
                MemoryMapping m = _space.Map(address, 16, MapAccess.Write);
                Fill();
                int first = m.Span[0];
                m.Unmap();
                return first;

                void Fill() => m.Span.Fill(1);
            }

            int Lambda(ulong address)
            {
                MemoryMapping m = _space.Map(address, 16, MapAccess.Write);
                Action fill = () => m.Span.Fill(1);
                fill();
                int first = m.Span[0];
                m.Unmap();
                return first;
            }

            int Elements(ulong address)
            {
                var maps = new MemoryMapping[1];
                maps[0] = _space.Map(address, 16, MapAccess.Write);
                Fill(maps);
                int first = maps[0].Span[0];
                maps[0].Unmap();
                return first;
            }

            int InField(ulong address)
            {
                _ring = _space.Map(address, 16, MapAccess.Write);
                FillRing();
                int first = _ring.Span[0];
                _ring.Unmap();
                return first;
            }

            void FillRing() => _ring.Span.Fill(1);

            private static void Fill(MemoryMapping[] maps)
            {
                foreach (MemoryMapping m in maps)
                {
                    m.Span.Fill(1);
                }
            }
        """);

    [Fact]
    public Task Two_mappings_in_one_variable() => ResourceTest.CheckAsync(
        """
            sealed class Request { public bool IsRead { get; set; } }

            void Run(ulong address, Request request, byte[] data)
            {
                MemoryMapping m;
                if (request.IsRead)
                {
                    m = _space.Map(address, 16, MapAccess.Read);
                }
                else
                {
                    m = _space.Map(address, 16, MapAccess.Write);
                }

                if (request.IsRead)
                {
                    m.Span.CopyTo(data);
                }
                else
                {
                    data.CopyTo(m.Span);
                }

                m.Unmap();
            }
        """);

    [Fact]
    public Task Loop_that_maps_each_chunk_for_what_it_does() => ResourceTest.CheckAsync(
        """
            void Run(ulong address, int left, bool toGuest, System.IO.Stream stream)
            {
                MapAccess access = toGuest ? MapAccess.Write : MapAccess.Read;
                while (left > 0)
                {
                    MemoryMapping m = _space.Map(address, (ulong)left, access);
                    if (m.IsNull)
                    {
                        return;
                    }

                    int n = m.Length;
                    if (toGuest)
                    {
                        n = stream.Read(m.Span);
                    }
                    else
                    {
                        stream.Write(m.Span);
                    }

                    m.Unmap(n);
                    address += (ulong)n;
                    left -= n;
                }
            }
        """);

    private static string Using(string access, string use) => $$"""
            sealed class Request { public bool IsRead { get; set; } }

            void Run(ulong address, int i, byte[] data, System.IO.Stream stream, MapAccess access, Request request)
            {
                MemoryMapping m = _space.Map(address, 16, {{access}});
                {{use}}
                m.Dispose();
            }

            private void Run() { }
            private static void Fill(in MemoryMapping m) => m.Span.Clear();
            private static void Set(ref byte b) => b = 1;
            private static void Change([Reads, Writes] Span<byte> bytes) { }
        """;
}
