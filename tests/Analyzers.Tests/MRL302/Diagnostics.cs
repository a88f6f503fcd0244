using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL302;

public class Diagnostics
{
    [Fact]
    public Task Early_return() => ResourceTest.CheckAsync(
        """
            void Transfer(ulong address, ulong length)
            {
                var buffer = {|#0:_space.Map(address, length, MapAccess.Read)|};
                if (length == 0)
                {
                    {|#1:return;|}
                }

                buffer.Unmap();
            }
        """,
        Leak("'buffer'", "when 'length == 0' returns at line 14"));

    [Fact]
    public Task Short_mapping_is_forgotten() => ResourceTest.CheckAsync(
        """
            bool Load(ulong address)
            {
                MemoryMapping header = {|#0:_space.Map(address, 64, MapAccess.Read)|};
                if (header.Length < 64)
                    {|#1:return false;|}
                header.Unmap();
                return true;
            }
        """,
        Leak("'header'", "when 'header.Length < 64' returns at line 13"));

    [Fact]
    public Task Throw() => ResourceTest.CheckAsync(
        """
            void Load(ulong address)
            {
                var header = {|#0:_space.Map(address, 64, MapAccess.Read)|};
                if (header.Span[0] != 0x7f)
                {
                    {|#1:throw new InvalidOperationException("bad header");|}
                }

                header.Unmap();
            }
        """,
        Leak("'header'", "when 'header.Span[0] != 0x7f' throws at line 14"));

    [Fact]
    public Task Continue_in_a_loop() => ResourceTest.CheckAsync(
        """
            void Walk(ulong[] addresses)
            {
                foreach (ulong address in addresses)
                {
                    var entry = {|#0:_space.Map(address, 8, MapAccess.Read)|};
                    if (entry.Span[0] == 0)
                    {
                        {|#1:continue;|}
                    }

                    entry.Unmap();
                }
            }
        """,
        Leak("'entry'", "when 'entry.Span[0] == 0' continues at line 16"));

    [Fact]
    public Task Catch_that_returns() => ResourceTest.CheckAsync(
        """
            void Load(ulong address)
            {
                MemoryMapping header = default;
                try
                {
                    header = {|#0:_space.Map(address, 64, MapAccess.Read)|};
                    Parse(header.Span);
                    header.Unmap();
                }
                catch (FormatException)
                {
                    {|#1:return;|}
                }
            }

            static void Parse(Span<byte> bytes) => bytes.CopyTo(new byte[64]);
        """,
        Leak("'header'", "when the catch at line 18 returns at line 20"));

    [Fact]
    public Task Catch_of_another_scope() => ResourceTest.CheckAsync(
        """
            void Load(ulong address)
            {
                try
                {
                    var header = {|#0:_space.Map(address, 64, MapAccess.Read)|};
                    Parse(header.Span);
                    header.Unmap();
                }
                {|#1:catch|} (FormatException)
                {
                }
            }

            static void Parse(Span<byte> bytes) => bytes.CopyTo(new byte[64]);
        """,
        Leak("'header'", "when a call throws and the catch at line 17 takes over"));

    [Fact]
    public Task Rethrow() => ResourceTest.CheckAsync(
        """
            void Load(ulong address)
            {
                var header = {|#0:_space.Map(address, 64, MapAccess.Read)|};
                try
                {
                    Parse(header.Span);
                }
                catch (FormatException)
                {
                    {|#1:throw;|}
                }

                header.Unmap();
            }

            static void Parse(Span<byte> bytes) => bytes.CopyTo(new byte[64]);
        """,
        Leak("'header'", "when the catch at line 16 throws at line 18"));

    [Fact]
    public Task Forgotten_case() => ResourceTest.CheckAsync(
        """
            void Command(ulong address, int command)
            {
                var data = {|#0:_space.Map(address, 64, MapAccess.Read)|};
                switch (command)
                {
                    case 1:
                        data.Unmap();
                        break;
                    case 2:
                        {|#1:return;|}
                    default:
                        data.Unmap();
                        break;
                }
            }
        """,
        Leak("'data'", "when 'case 2:' returns at line 18"));

    [Fact]
    public Task Branch_that_falls_through() => ResourceTest.CheckAsync(
        """
            void Transfer(ulong address, bool commit)
            {
                var buffer = {|#0:_space.Map(address, 64, MapAccess.Write)|};
                if (commit)
                {
                    buffer.Unmap();
                }
            {|#1:}|}
        """,
        Leak("'buffer'", "when 'commit' is false and the method ends at line 16"));

    [Fact]
    public Task Reference_on_a_region() => ResourceTest.CheckAsync(
        """
            void Inspect(MemoryRegion region, bool quick)
            {
                {|MRL302:region.Ref()|};
                if (quick)
                {
                    return;
                }

                region.Unref();
            }
        """);

    private static Microsoft.CodeAnalysis.Testing.DiagnosticResult Leak(string name, string path)
    {
        return ResourceTest.Expect("MRL302", hasOtherEnd: true, "mapping", name, path, "Unmap");
    }
}
