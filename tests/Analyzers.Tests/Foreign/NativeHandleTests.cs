using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Foreign;

/// <summary>Handles of the runtime itself: <c>GCHandle</c>, native memory, pointers of a <c>SafeBuffer</c>.</summary>
public class NativeHandleTests
{
    [Theory]
    [InlineData("never freed", "var h = {|MRL301:GCHandle.Alloc(o)|}; var p = h.AddrOfPinnedObject();")]
    [InlineData("early return", "var h = {|MRL302:GCHandle.Alloc(o, GCHandleType.Pinned)|}; if (Ask()) return; h.Free();")]
    [InlineData("freed twice", "var h = GCHandle.Alloc(o); h.Free(); {|MRL304:h.Free()|};")]
    [InlineData("two of them", "var g = {|MRL302:GCHandle.Alloc(o)|}; try { Work(); } catch { return; } var h = GCHandle.Alloc(o); h.Free(); g.Free();")]
    [InlineData("tested on a path that is not taken", "GCHandle h = default; if (Ask()) h = {|MRL302:GCHandle.Alloc(o)|}; if (!h.IsAllocated) return; if (Ask()) return; h.Free();")]
    public Task Gc_handle_is_not_freed_or_too_often(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("finally", "var h = GCHandle.Alloc(o); try { if (Ask()) return; } finally { h.Free(); }")]
    [InlineData("guarded finally", "GCHandle h = default; try { h = GCHandle.Alloc(o); Work(); } finally { if (h.IsAllocated) h.Free(); }")]
    [InlineData("new instead of default", "var h = new GCHandle(); try { if (Ask()) h = GCHandle.Alloc(o); Work(); } finally { if (h.IsAllocated) h.Free(); }")]
    [InlineData("freed early, and guarded", "var h = GCHandle.Alloc(o); if (Ask()) h.Free(); if (h.IsAllocated) h.Free();")]
    [InlineData("guarded by a pattern", "GCHandle h = default; try { h = GCHandle.Alloc(o); Work(); } finally { if (h is { IsAllocated: true }) h.Free(); }")]
    [InlineData("handed to native code as an integer", "var h = GCHandle.Alloc(o); _memory = (nint)h; _memory = GCHandle.ToIntPtr(h);")]
    [InlineData("kept in a field", "_handle = GCHandle.Alloc(o);")]
    public Task Gc_handle_is_freed(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("never freed", "var p = {|MRL301:Marshal.AllocHGlobal(8)|}; Marshal.WriteInt32(p, 1);")]
    [InlineData("used by pointers", "var p = {|MRL301:Marshal.AllocHGlobal(8)|}; *(byte*)p = 1; ((int*)p)[1] = 2; Use(new Span<byte>((void*)p, 8));")]
    [InlineData("early return", "IntPtr p = {|MRL302:Marshal.AllocHGlobal(8)|}; if (Marshal.ReadByte(p) == 0) return; Marshal.FreeHGlobal(p);")]
    [InlineData("by pointer size", "var p = {|MRL302:Marshal.AllocHGlobal((nint)8)|}; if (Ask()) throw new IOException(); Marshal.FreeHGlobal(p);")]
    [InlineData("freed twice", "var p = Marshal.AllocHGlobal(8); Marshal.FreeHGlobal(p); {|MRL304:Marshal.FreeHGlobal(p)|};")]
    [InlineData("overwritten", "var p = Marshal.AllocHGlobal(8); {|MRL310:p = Marshal.AllocHGlobal(8)|}; Marshal.FreeHGlobal(p);")]
    [InlineData("second one fails", "var p = {|MRL302:Marshal.AllocHGlobal(8)|}; nint q = 0; try { q = Marshal.AllocHGlobal(8); } catch (OutOfMemoryException) { return; } Marshal.FreeHGlobal(q); Marshal.FreeHGlobal(p);")]
    public Task Native_memory_is_not_freed_or_too_often(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("finally", "var p = Marshal.AllocHGlobal(8); try { if (Ask()) return; Marshal.WriteInt32(p, 1); } finally { Marshal.FreeHGlobal(p); }")]
    [InlineData("guarded finally", "IntPtr p = IntPtr.Zero; try { p = Marshal.AllocHGlobal(8); Work(); } finally { if (p != IntPtr.Zero) Marshal.FreeHGlobal(p); }")]
    [InlineData("guarded finally, by number", "nint p = 0; try { if (Ask()) p = Marshal.AllocHGlobal(8); Work(); } finally { if (p != 0) Marshal.FreeHGlobal(p); }")]
    [InlineData("guarded finally, by default", "IntPtr p = default; try { if (Ask()) p = Marshal.AllocHGlobal(8); Work(); } finally { if (p != default) Marshal.FreeHGlobal(p); }")]
    [InlineData("freed by the pointer", "var p = (byte*)Marshal.AllocHGlobal(8); p[0] = 1; Marshal.FreeHGlobal((nint)p);")]
    [InlineData("kept in a field", "_memory = Marshal.AllocHGlobal(8);")]
    [InlineData("handed to native code", "Anything(Marshal.AllocHGlobal(8));")]
    public Task Native_memory_is_freed(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("early return", "byte* p = null; {|MRL302:b.AcquirePointer(ref p)|}; if (*p == 0) return; b.ReleasePointer();")]
    [InlineData("throw", "byte* p = null; {|MRL302:b.AcquirePointer(ref p)|}; if (p[0] == 0) throw new IOException(); b.ReleasePointer();")]
    public Task Pointer_is_not_released(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("finally", "byte* p = null; b.AcquirePointer(ref p); try { if (*p == 0) return; } finally { b.ReleasePointer(); }")]
    [InlineData("guarded finally", "byte* p = null; try { b.AcquirePointer(ref p); if (*p == 0) return; Work(); } finally { if (p != null) b.ReleasePointer(); }")]
    [InlineData("guarded finally, by a pattern", "byte* p = null; try { b.AcquirePointer(ref p); Work(); } finally { if (p is not null) b.ReleasePointer(); }")]
    [InlineData("two of them", "byte* p = null, q = null; b.AcquirePointer(ref p); b.AcquirePointer(ref q); b.ReleasePointer(); b.ReleasePointer();")]
    public Task Pointer_is_released(string shape, string body) => CheckAsync(shape, body);

    private static Task CheckAsync(string shape, string body) => ForeignTest.CheckAsync($$"""
            // {{shape}}
            void M(object o, SafeBuffer b) { {{body}} }
        """);
}
