using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL311;

public class Diagnostics
{
    private const string Teardown = """

            protected override void OnUnrealize()
            {
                _a.Dispose();
                _b.Dispose();
            }
        """;

    [Fact]
    public Task Second_mapping_that_fails() => HeldTest.CheckAsync(
        """
            private MemoryMapping _a;
            private MemoryMapping _b;

            protected override void OnRealize()
            {
                _a = {|#0:_space.Map(0, 64, MapAccess.Read)|};
                _b = _space.Map(64, 64, MapAccess.Read);
                if (_b.IsNull)
                {
                    {|#1:throw new InvalidOperationException();|}
                }
            }

            protected override void OnUnrealize()
            {
                {|#2:_a.Dispose()|};
                _b.Dispose();
            }
        """,
        HeldTest.Expect("MRL311", 2, "mapping", "'_a'", "when '_b.IsNull' throws at line 17", "Unmap"));

    [Fact]
    public Task Short_mapping() => HeldTest.CheckAsync(
        """
            private MemoryMapping _a;
            private MemoryMapping _b;

            protected override void OnRealize()
            {
                _a = {|MRL311:_space.Map(0, 64, MapAccess.Read)|};
                if (_a.Length < 64)
                {
                    throw new InvalidOperationException();
                }
            }
        """ + Teardown);

    [Fact]
    public Task Throw_in_a_helper_of_realize() => HeldTest.CheckAsync(
        """
            private MemoryMapping _a;
            private MemoryMapping _b;

            protected override void OnRealize() => MapRings();

            private void MapRings()
            {
                _a = {|MRL311:_space.Map(0, 64, MapAccess.Read)|};
                if (_a.Length < 64)
                {
                    throw new InvalidOperationException();
                }
            }
        """ + Teardown);

    [Fact]
    public Task Catch_that_releases_the_other_one() => HeldTest.CheckAsync(
        """
            private MemoryMapping _a;
            private MemoryMapping _b;

            protected override void OnRealize()
            {
                _a = {|MRL311:_space.Map(0, 64, MapAccess.Read)|};
                _b = _space.Map(0, 64, MapAccess.Read);
                try
                {
                    if (_a.Length + _b.Length < 128)
                    {
                        throw new InvalidOperationException();
                    }
                }
                catch
                {
                    _b.Dispose();
                    throw;
                }
            }
        """ + Teardown);
}
