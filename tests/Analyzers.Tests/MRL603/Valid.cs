using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Analyzers.Tests.Foreign;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL603;

public class Valid
{
    internal const string Library = """
        namespace Library
        {
            public class Pool
            {
                public byte[] Field = [];
                public static Pool Create() => new();
                public byte[] Rent(int size) => new byte[size];
                public bool TryRent(out byte[] array) { array = []; return true; }
                public void Grow(ref byte[] array) { }
                public void Return(byte[] array, bool clear) { }
                public byte[] this[int index] => [];
                public int Count => 0;
                public bool IsOpen => true;
                public void Close() { }
                public class Box<T> { public T Take<TKey>(TKey key, System.Collections.Generic.List<T> all) => all[0]; }
            }
        }
        """;

    [Theory]
    [InlineData("""M:Library.Pool.Rent(System.Int32)", On = "return", Acquires = "buffer" """)]
    [InlineData("""M:Library.Pool.Rent(System.Int32)", DoesNotThrow = true""")]
    [InlineData("""M:Library.Pool.#ctor", On = "return", Acquires = "pool" """)]
    [InlineData("""M:Library.Pool.Close", On = "this", Releases = "pool", Idempotent = true""")]
    [InlineData("""M:Library.Pool.TryRent(System.Byte[]@)", On = "array", Acquires = "buffer", When = CallOutcome.WhenTrue""")]
    [InlineData("""M:Library.Pool.Grow(System.Byte[]@)", On = "array", Acquires = "buffer" """)]
    [InlineData("""M:Library.Pool.Return(System.Byte[],System.Boolean)", On = "array", TakesOwnership = true""")]
    [InlineData("""M:Library.Pool.Box`1.Take``1(``0,System.Collections.Generic.List{`0})", On = "return", Acquires = "item" """)]
    [InlineData("""P:Library.Pool.Count", TestsNull = true""")]
    [InlineData("""P:Library.Pool.IsOpen", TestsHeld = true, DoesNotThrow = true""")]
    [InlineData("""P:Library.Pool.Item(System.Int32)", On = "return", Acquires = "buffer" """)]
    [InlineData("""M:Library.Pool.get_Item(System.Int32)", On = "return", Acquires = "buffer" """)]
    [InlineData("""M:System.String.Concat(System.String,System.String)", On = "str0", Borrows = true""")]
    public Task Description_that_fits(string attribute) => Verify<ForeignContractAnalyzer>.SilentAsync("[assembly: ForeignContract(\"" + attribute + ")]\n" + Library);

    [Fact]
    public Task Descriptions_of_the_base_library_fit()
    {
        var test = new Verify<ForeignContractAnalyzer> { TestCode = ForeignTest.Descriptions };
        return test.RunAsync();
    }

    [Fact]
    public Task Other_attributes_of_the_assembly_are_not_looked_at() => Verify<ForeignContractAnalyzer>.SilentAsync("""
        [assembly: System.Reflection.AssemblyMetadata("M:Nothing", "x"), System.CLSCompliant(false)]
        [module: System.CLSCompliant(false)]
        """);

    [Fact]
    public Task Attribute_of_that_name_that_is_another_one() => Verify<ForeignContractAnalyzer>.SilentAsync("""
        [assembly: Other.ForeignContract("M:Nothing")]

        namespace Other
        {
            [System.AttributeUsage(System.AttributeTargets.Assembly)]
            sealed class ForeignContractAttribute(string text) : System.Attribute { public string Text { get; } = text; }
        }
        """);
}
