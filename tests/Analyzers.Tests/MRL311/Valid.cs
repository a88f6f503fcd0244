using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL311;

public class Valid
{
    [Theory]
    [InlineData("_a.Dispose(); throw new InvalidOperationException();", "", "")]
    [InlineData("Undo(); throw new InvalidOperationException();", "", "private void Undo() { _a.Dispose(); }")]
    [InlineData("throw new InvalidOperationException();", "", "protected override void OnFinalize() => _a.Dispose();")]
    [InlineData("throw new InvalidOperationException();", "", "public void Close() => _a.Dispose();")]
    [InlineData("throw new InvalidOperationException();", "", "protected override void OnReset() => _a.Dispose();")]
    [InlineData("Environment.FailFast(\"no memory\");", "", "")]
    [InlineData("throw new InvalidOperationException();", "[MachineLifetime]", "")]
    public Task Realize_that_undoes_what_it_did(string failure, string attribute, string member) => HeldTest.CheckTypesAsync(
        $$"""
        {{attribute}}
        class DmaDevice(Machine machine) : Device(machine)
        {
            private MemoryMapping _a;
            private MemoryMapping _b;

            protected override void OnRealize()
            {
                _a = Machine.Memory.Map(0, 64, MapAccess.Read);
                _b = Machine.Memory.Map(64, 64, MapAccess.Read);
                if (_b.IsNull)
                {
                    {{failure}}
                }
            }

            protected override void OnUnrealize()
            {
                _a.Dispose();
                _b.Dispose();
            }

            {{member}}
        }
        """);

    [Theory]
    [InlineData("_a.Dispose();")]
    [InlineData("OnUnrealize();")]
    public Task Catch_that_releases(string undo) => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _a;

            protected override void OnRealize()
            {
                _a = _space.Map(0, 64, MapAccess.Read);
                try
                {
                    if (_a.Length < 64)
                    {
                        throw new InvalidOperationException();
                    }
                }
                catch
                {
                    {{undo}}
                    throw;
                }
            }

            protected override void OnUnrealize() => _a.Dispose();
        """);

    [Fact]
    public Task Failed_mapping() => HeldTest.CheckAsync(
        """
            private MemoryMapping _a;

            protected override void OnRealize()
            {
                _a = _space.Map(0, 64, MapAccess.Read);
                if (_a.IsNull)
                {
                    throw new InvalidOperationException();
                }
            }

            protected override void OnUnrealize() => _a.Dispose();
        """);

    [Fact]
    public Task Throw_before_the_acquisition() => HeldTest.CheckAsync(
        """
            private MemoryMapping _a;

            protected override void OnRealize()
            {
                if (_space.Name.Length == 0)
                {
                    throw new InvalidOperationException();
                }

                _a = _space.Map(0, 64, MapAccess.Read);
            }

            protected override void OnUnrealize() => _a.Dispose();
        """);

    [Fact]
    public Task Throw_in_a_register_write() => HeldTest.CheckAsync(
        """
            private MemoryMapping _a;

            public void Write(ulong address)
            {
                _a.Dispose();
                _a = _space.Map(address, 64, MapAccess.Read);
                if (_a.Length < 64)
                {
                    throw new InvalidOperationException();
                }
            }

            protected override void OnUnrealize() => _a.Dispose();
        """);
}
