using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL309;

/// <summary>Exits that take elements out of a collection in a field, which others release first.</summary>
public class ShorteningTests
{
    private const string Packets = """
            private List<MemoryMapping> _packets = new();

            public void Submit(ulong address) => _packets.Add({|#1:_space.Map(address, 64, MapAccess.Read)|});

            public void Complete()
            {
                foreach (MemoryMapping packet in _packets)
                {
                    {|#2:packet.Unmap()|};
                }

                _packets.Clear();
            }

        """;

    [Theory]
    [InlineData("public void Shrink(int n) => {|#0:_packets.RemoveRange(n, _packets.Count - n)|};")]
    [InlineData("public void Cancel() { if (_packets.Count > 0) { {|#0:_packets.RemoveAt(0)|}; } }")]
    [InlineData("public void Shrink(int n) => {|#0:_packets = _packets.Take(n).ToList()|};")]
    [InlineData("public void Shrink(int n) { {|#0:_packets = _packets[..n]|}; }")]
    [InlineData("protected override void OnReset() => Cut(); private void Cut() => _packets.RemoveAt(0);", false)]
    public Task Exit_that_lets_some_go(string exit, bool isReported = true) => HeldTest.CheckAsync(
        isReported ? Packets + exit : Packets.Replace("{|#1:", string.Empty).Replace("{|#2:", string.Empty).Replace("|}", string.Empty) + exit,
        isReported
            ? [HeldTest.Expect("MRL309", 2, "mapping", "'_packets'", "is forgotten here while it may be held, and other exits release it", "call Unmap first")]
            : []);

    [Theory]
    [InlineData("public void Cancel() { _packets[0].Unmap(); _packets.RemoveAt(0); }")]
    [InlineData("public MemoryMapping Pop() { MemoryMapping last = _packets[^1]; _packets.RemoveAt(_packets.Count - 1); return last; }")]
    [InlineData("public void Shrink(int n) { foreach (var packet in _packets.Skip(n)) { packet.Unmap(); } _packets = _packets.Take(n).ToList(); }")]
    [InlineData("public void Shrink(int n) { while (_packets.Count > n) { _packets[^1].Unmap(); _packets.RemoveAt(_packets.Count - 1); } }")]
    [InlineData("public void Done(int n) => _packets[n].Unmap(); public void Forget(int n) => _packets.RemoveAt(n);")]
    [InlineData("public void Sort() => _packets = _packets.OrderBy(packet => packet.Length).ToList();")]
    [InlineData("public void Cancel(int n) { Stop(n); _packets.RemoveAt(n); } private void Stop(int n) => _packets[n].Dispose();")]
    public Task Released_or_taken_first(string members) => HeldTest.CheckAsync(
        Packets.Replace("{|#1:", string.Empty).Replace("{|#2:", string.Empty).Replace("|}", string.Empty) + members);
}
