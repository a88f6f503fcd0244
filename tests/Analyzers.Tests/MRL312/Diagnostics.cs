using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL312;

public class Diagnostics
{
    [Fact]
    public Task Written_though_it_was_mapped_for_reading() => ResourceTest.CheckAsync(
        """
            void Store(ulong address, byte status)
            {
                MemoryMapping m = {|#1:_space.Map(address, 1, MapAccess.Read)|};
                if (m.IsNull)
                {
                    return;
                }

                {|#0:m.Span[0]|} = status;
                m.Unmap();
            }
        """,
        ResourceTest.Expect(
            "MRL312", hasOtherEnd: true, "mapping", "'m'", "written", 11, "for reading", "what is written may be lost", "acquire it for writing"));

    [Fact]
    public Task Read_though_it_was_mapped_for_writing() => ResourceTest.CheckAsync(
        """
            int Load(ulong address)
            {
                MemoryMapping m = {|#1:_space.Map(address, 1, MapAccess.Write)|};
                if (m.IsNull)
                {
                    return 0;
                }

                int status = {|#0:m.Span[0]|};
                m.Unmap(0);
                return status;
            }
        """,
        ResourceTest.Expect(
            "MRL312", hasOtherEnd: true, "mapping", "'m'", "read", 11, "for writing", "what it holds is not defined", "acquire it for reading"));

    [Theory]
    [InlineData("{|MRL312:m.Span.Clear()|};")]
    [InlineData("{|MRL312:m.Span.Fill(7)|};")]
    [InlineData("{|MRL312:m.Span[i]|} = 7;")]
    [InlineData("{|MRL312:m.Span[^1]|} = 7;")]
    [InlineData("{|MRL312:m.Span[i]|} |= 7;")]
    [InlineData("{|MRL312:m.Span[i]|}++;")]
    [InlineData("{|MRL312:m.Span[i]|} = i == 0 ? (byte)1 : (byte)2;")]
    [InlineData("{|MRL312:m.Span[i..][0]|} = 7;")]
    [InlineData("Span<byte> s = m.Span.Slice(i); {|MRL312:s[0]|} = 7;")]
    [InlineData("ref byte b = ref m.Span[0]; {|MRL312:b|} = 7;")]
    [InlineData("data.CopyTo({|MRL312:m.Span|});")]
    [InlineData("data.AsSpan().TryCopyTo({|MRL312:m.Span|});")]
    [InlineData("System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian({|MRL312:m.Span|}, 7);")]
    [InlineData("_ = stream.Read({|MRL312:m.Span|});")]
    [InlineData("System.Runtime.InteropServices.MemoryMarshal.Write({|MRL312:m.Span|}, in i);")]
    [InlineData("stream.ReadExactly({|MRL312:m.Span[i..]|});")]
    [InlineData("Machine.Io.Read(0, {|MRL312:m.Span|});")]
    [InlineData("Fill({|MRL312:m.Span|});")]
    [InlineData("foreach (ref byte b in m.Span) { {|MRL312:b|} = 7; }")]
    public Task Ways_to_write(string use) => ResourceTest.CheckAsync(Using("MapAccess.Read", use));

    [Theory]
    [InlineData("int x = {|MRL312:m.Span[i]|};")]
    [InlineData("if ({|MRL312:m.Span[i]|} == 1) { i = 2; }")]
    [InlineData("{|MRL312:m.Span.CopyTo(data)|};")]
    [InlineData("byte[] all = {|MRL312:m.Span.ToArray()|};")]
    [InlineData("stream.Write({|MRL312:m.Span|});")]
    [InlineData("ReadOnlySpan<byte> s = m.Span[i..]; stream.Write({|MRL312:s|});")]
    [InlineData("i = System.Buffers.Binary.BinaryPrimitives.ReadUInt16LittleEndian({|MRL312:m.Span|});")]
    [InlineData("foreach ({|MRL312:byte|} b in m.Span) { i += b; }")]
    [InlineData("Machine.Io.Write(0, {|MRL312:m.Span|});")]
    [InlineData("i = Sum({|MRL312:m.Span|});")]
    [InlineData("i = System.Runtime.InteropServices.MemoryMarshal.Read<int>({|MRL312:m.Span|});")]
    [InlineData("if (i == 1) { stream.Write({|MRL312:m.Span|}); } else { m.Span.Clear(); }")]
    [InlineData("if (i == 1) { stream.Write({|MRL312:m.Span|}); }")]
    public Task Ways_to_read(string use) => ResourceTest.CheckAsync(Using("MapAccess.Write", use));

    [Fact]
    public Task One_finding_for_all_uses() => ResourceTest.CheckAsync(Using("MapAccess.Read", "{|MRL312:m.Span.Clear()|}; m.Span[0] = 1; data.CopyTo(m.Span);"));

    [Fact]
    public Task Direction_that_goes_with_a_condition() => ResourceTest.CheckAsync(
        """
            void Transfer(ulong address, bool toGuest, System.IO.Stream stream)
            {
                if (_space.TryMap(address, 16, toGuest ? MapAccess.Read : MapAccess.Write, out MemoryMapping m))
                {
                    if (toGuest)
                    {
                        stream.ReadExactly({|MRL312:m.Span|});
                    }
                    else
                    {
                        stream.Write(m.Span);
                    }

                    m.Unmap();
                }
            }
        """);

    [Fact]
    public Task Direction_in_a_variable() => ResourceTest.CheckAsync(
        """
            void Transfer(ulong address, int kind, byte[] data)
            {
                MapAccess access;
                if (kind == 1)
                {
                    access = MapAccess.Write;
                }
                else
                {
                    access = MapAccess.Read;
                }

                MemoryMapping m = _space.Map(address, 16, access);
                if (kind != 1)
                {
                    {|MRL312:m.Span.Clear()|};
                }

                m.Unmap();
            }
        """);

    [Fact]
    public Task Kind_of_its_own() => ResourceTest.CheckAsync(
        """
            sealed class Window
            {
                [RequiresHeld] public Span<byte> Bytes => default;
                [Releases("window")] public void Close() { }
            }

            static class Host
            {
                [return: Acquires("window")] public static Window Open([AccessDirection(false, true)] bool forWriting) => new();
                public static void Draw([Reads] Span<byte> pixels) { }
            }

            void Paint()
            {
                Window w = Host.Open(false);
                {|MRL312:w.Bytes.Clear()|};
                w.Close();
                Window v = Host.Open(true);
                Host.Draw({|MRL312:v.Bytes|});
                v.Close();
            }
        """);

    private static string Using(string access, string use) => $$"""
            void Run(ulong address, int i, byte[] data, System.IO.Stream stream)
            {
                MemoryMapping m = _space.Map(address, 16, {{access}});
                if (m.IsNull)
                {
                    return;
                }

                {{use}}
                m.Unmap();
            }

            private static void Fill([Writes] Span<byte> bytes) { }
            private static int Sum(ReadOnlySpan<byte> bytes) => 0;
        """;
}
