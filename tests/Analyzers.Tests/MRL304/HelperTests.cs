using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL304;

/// <summary>Bodies that release nothing themselves, but call helpers that do.</summary>
public class HelperTests
{
    private const string Helpers = """
            private void Stop() => _ring.Unmap();
            private void Finish() { _busy = false; Stop(); }
            private void Start(ulong address) => _ring = _space.Map(address, 64, MapAccess.Read);

        """;

    [Theory]
    [InlineData("Stop(); {|MRL304:Stop()|};")]
    [InlineData("Stop(); {|MRL304:Finish()|};")]
    [InlineData("Stop(); if (_busy) { {|MRL304:Finish()|}; }")]
    [InlineData("for (int i = 0; i < 4; i++) { {|MRL304:Stop()|}; }")]
    public Task Helpers_that_release_the_same_field(string body) => ResourceTest.CheckAsync(Helpers + "void Callback(ulong address) { " + body + " }");

    [Theory]
    [InlineData("Stop();")]
    [InlineData("Stop(); Start(address);")]
    [InlineData("Stop(); Start(address); Stop();")]
    [InlineData("if (_busy) { Finish(); return; } Stop();")]
    [InlineData("for (int i = 0; i < 4; i++) { Stop(); Start(address); }")]
    public Task Helpers_of_which_each_releases_another_mapping(string body) => ResourceTest.CheckAsync(Helpers + "void Callback(ulong address) { " + body + " }");
}
