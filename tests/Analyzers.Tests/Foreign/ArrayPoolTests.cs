using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Foreign;

/// <summary><c>ArrayPool&lt;T&gt;.Rent</c> and <c>Return</c>: the resource is a plain array, released by another object.</summary>
public class ArrayPoolTests
{
    [Theory]
    [InlineData("never returned", "var a = {|MRL301:ArrayPool<byte>.Shared.Rent(n)|}; a[0] = 1;")]
    [InlineData("used as a span only", "var a = {|MRL301:ArrayPool<byte>.Shared.Rent(n)|}; Use(a); Use(a.AsSpan(0, n)); stream.ReadExactly(a, 0, n);")]
    [InlineData("read and filled", "var a = {|MRL301:ArrayPool<char>.Shared.Rent(n)|}; Array.Clear(a); var s = new string(a, 0, n); foreach (var c in a) Work();")]
    [InlineData("early return", "var a = {|MRL302:ArrayPool<byte>.Shared.Rent(n)|}; if (stream.Read(a, 0, n) < n) return; ArrayPool<byte>.Shared.Return(a);")]
    [InlineData("throw", "var a = {|MRL302:ArrayPool<byte>.Shared.Rent(n)|}; if (a[0] == 1) throw new IOException(); ArrayPool<byte>.Shared.Return(a, clearArray: true);")]
    [InlineData("returned twice", "var a = ArrayPool<byte>.Shared.Rent(n); ArrayPool<byte>.Shared.Return(a); {|MRL304:ArrayPool<byte>.Shared.Return(a)|};")]
    [InlineData("returned again in the finally", "var a = ArrayPool<byte>.Shared.Rent(n); try { Work(); ArrayPool<byte>.Shared.Return(a); } finally { {|MRL304:ArrayPool<byte>.Shared.Return(a)|}; }")]
    [InlineData("discarded", "{|MRL310:ArrayPool<byte>.Shared.Rent(n)|};")]
    [InlineData("overwritten", "var a = ArrayPool<int>.Shared.Rent(n); {|MRL310:a = ArrayPool<int>.Shared.Rent(2 * n)|}; ArrayPool<int>.Shared.Return(a);")]
    [InlineData("other pool", "var pool = ArrayPool<byte>.Create(); var a = {|MRL302:pool.Rent(n)|}; if (Ask()) return; pool.Return(a);")]
    [InlineData("catch that returns", "var a = {|MRL302:ArrayPool<byte>.Shared.Rent(n)|}; try { Work(); } catch (IOException) { return; } ArrayPool<byte>.Shared.Return(a);")]
    [InlineData("helper that only looks", "var a = {|MRL301:ArrayPool<byte>.Shared.Rent(n)|}; Fill(a);")]
    [InlineData("helper that rents", "var a = {|MRL302:Get(n)|}; if (Ask()) return; ArrayPool<byte>.Shared.Return(a);")]
    public Task Array_is_not_returned_or_too_often(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("finally", "var a = ArrayPool<byte>.Shared.Rent(n); try { if (Ask()) return; Use(a); } finally { ArrayPool<byte>.Shared.Return(a); }")]
    [InlineData("small ones on the stack", "byte[]? rented = null; Span<byte> s = n <= 64 ? stackalloc byte[64] : (rented = ArrayPool<byte>.Shared.Rent(n)); Use(s); if (rented != null) ArrayPool<byte>.Shared.Return(rented);")]
    [InlineData("small ones on the stack, in a finally", "byte[]? rented = null; try { Span<byte> s = n <= 64 ? stackalloc byte[64] : rented = ArrayPool<byte>.Shared.Rent(n); Use(s); } finally { if (rented is not null) { ArrayPool<byte>.Shared.Return(rented); } }")]
    [InlineData("grown", "var a = ArrayPool<byte>.Shared.Rent(n); while (Ask()) { var b = ArrayPool<byte>.Shared.Rent(a.Length * 2); Array.Copy(a, b, a.Length); ArrayPool<byte>.Shared.Return(a); a = b; } ArrayPool<byte>.Shared.Return(a);")]
    [InlineData("kept in a field", "_array = ArrayPool<byte>.Shared.Rent(n);")]
    [InlineData("handed on", "var a = ArrayPool<byte>.Shared.Rent(n); Anything(a);")]
    [InlineData("helper that returns it", "var a = ArrayPool<byte>.Shared.Rent(n); Put(a);")]
    [InlineData("other arrays", "var a = new byte[n]; a[0] = 1; var b = GC.AllocateUninitializedArray<byte>(n);")]
    public Task Array_is_returned(string shape, string body) => CheckAsync(shape, body);

    [Fact]
    public Task Caller_gets_the_array() => ForeignTest.CheckAsync("byte[] M(int n) { var a = ArrayPool<byte>.Shared.Rent(n); a[0] = 1; return a; }");

    [Fact]
    public Task Parameter_that_is_returned_twice() => ForeignTest.CheckAsync("""
        void M(byte[] a) { ArrayPool<byte>.Shared.Return(a); {|MRL304:ArrayPool<byte>.Shared.Return(a)|}; }
        """);

    [Fact]
    public Task Override_inherits_the_description() => ForeignTest.CheckAsync("""
        sealed class Pool : ArrayPool<byte>
        {
            public override byte[] Rent(int minimumLength) => new byte[minimumLength];
            public override void Return(byte[] array, bool clearArray = false) { }
        }

        void M(Pool pool) { var a = {|MRL302:pool.Rent(1)|}; if (Ask()) return; pool.Return(a); }
        """);

    private static Task CheckAsync(string shape, string body) => ForeignTest.CheckAsync($$"""
            // {{shape}}
            static void Fill(byte[] array) { array[0] = 1; }
            static void Put(byte[] array) { ArrayPool<byte>.Shared.Return(array); }
            static byte[] Get(int n) => ArrayPool<byte>.Shared.Rent(n);
            void M(Stream stream, int n) { {{body}} }
        """);
}
