using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL603;

public class Diagnostics
{
    [Theory]
    [InlineData("""{|#0:"M:Library.Pool.Rnt(System.Int32)"|}, On = "return", Acquires = "buffer" """, "M:Library.Pool.Rnt(System.Int32)", "no method or property of this project or its references has that documentation id")]
    [InlineData("""{|#0:"M:Library.Pool.Rent(System.Int64)"|}, On = "return", Acquires = "buffer" """, "M:Library.Pool.Rent(System.Int64)", "no method or property of this project or its references has that documentation id")]
    [InlineData("""{|#0:"Library.Pool.Rent"|}, On = "return", Acquires = "buffer" """, "Library.Pool.Rent", "no method or property of this project or its references has that documentation id")]
    [InlineData("""{|#0:"M:"|}, On = "return", Acquires = "buffer" """, "M:", "no method or property of this project or its references has that documentation id")]
    [InlineData("""{|#0:""|}, On = "return", Acquires = "buffer" """, "", "no method or property of this project or its references has that documentation id")]
    [InlineData("""{|#0:"T:Library.Pool"|}, On = "return", Acquires = "buffer" """, "T:Library.Pool", "it is no method or property")]
    [InlineData("""{|#0:"F:Library.Pool.Field"|}, DoesNotThrow = true""", "F:Library.Pool.Field", "it is no method or property")]
    public Task Id_that_names_no_member(string attribute, string id, string reason) => CheckAsync(attribute, id, reason);

    [Theory]
    [InlineData("""On = {|#0:"buffer"|}, Releases = "buffer" """, "there is no parameter 'buffer': it has 'array', 'clear'")]
    [InlineData("""On = {|#0:"Array"|}, Releases = "buffer" """, "there is no parameter 'Array': it has 'array', 'clear'")]
    [InlineData("""On = {|#0:"return"|}, Acquires = "buffer" """, "it returns nothing")]
    [InlineData("""On = {|#0:"array"|}, Acquires = "buffer" """, "the caller acquires nothing by 'array', which is no out or ref parameter")]
    [InlineData("""On = "array", Releases = "buffer", When = {|#0:CallOutcome.WhenTrue|}""", "'When' speaks of the Boolean result of a call that acquires or releases")]
    [InlineData("""On = "array", Borrows = true, Idempotent = {|#0:true|}""", "'Idempotent' says how something is released, and nothing is")]
    [InlineData("""On = "array", Releases = {|#0:""|}""", "the kind of resource is empty")]
    [InlineData("""TestsNull = {|#0:true|}""", "only a property tests whether its receiver holds something")]
    public Task Argument_that_does_not_fit_the_method(string arguments, string reason)
    {
        return CheckAsync("\"M:Library.Pool.Return(System.Byte[],System.Boolean)\", " + arguments, "M:Library.Pool.Return(System.Byte[],System.Boolean)", reason);
    }

    [Theory]
    [InlineData("M:Library.Pool.Rent(System.Int32)", """On = {|#0:"return"|}, Releases = "buffer" """, "a result can be acquired, and nothing else")]
    [InlineData("M:Library.Pool.Create", """On = {|#0:"this"|}, Acquires = "pool" """, "it has no receiver")]
    [InlineData("M:Library.Pool.#ctor", """On = {|#0:"this"|}, Acquires = "pool" """, "it has no receiver")]
    [InlineData("M:Library.Pool.Create", """On = {|#0:"size"|}, Borrows = true""", "there is no parameter 'size': it has none")]
    [InlineData("M:Library.Pool.Rent(System.Int32)", """On = {|#0:"this"|}, Borrows = true""", "a receiver can be acquired or released by a method, and nothing else")]
    [InlineData("P:Library.Pool.Count", """TestsHeld = {|#0:true|}""", "only a Boolean property tells whether its receiver holds something")]
    [InlineData("P:Library.Pool.Count", """On = "this", Releases = {|#0:"pool"|}""", "a property releases nothing")]
    public Task Place_that_the_member_does_not_have(string id, string arguments, string reason) => CheckAsync("\"" + id + "\", " + arguments, id, reason);

    [Theory]
    [InlineData("M:Library.Pool.Rent(System.Int32)", "")]
    [InlineData("M:Library.Pool.Rent(System.Int32)", """, On = "return" """)]
    [InlineData("P:Library.Pool.Count", "")]
    public Task Attribute_that_says_nothing(string id, string arguments)
    {
        return CheckWholeAsync("\"" + id + "\"" + arguments, id, "it says nothing of the member");
    }

    [Fact]
    public Task Attribute_that_does_not_say_of_what_it_speaks()
    {
        return CheckWholeAsync(
            "\"M:Library.Pool.Rent(System.Int32)\", Acquires = \"buffer\"", "M:Library.Pool.Rent(System.Int32)", "'On' must say what it speaks of: \"return\", \"this\" or a parameter");
    }

    private static Task CheckWholeAsync(string attribute, string id, string reason) => RunAsync("{|#0:ForeignContract(" + attribute + ")|}", id, reason);

    private static Task CheckAsync(string attribute, string id, string reason) => RunAsync("ForeignContract(" + attribute + ")", id, reason);

    private static Task RunAsync(string attribute, string id, string reason) => Verify<ForeignContractAnalyzer>.ReportsAsync(
        "[assembly: " + attribute + "]\n" + Valid.Library,
        Verify<ForeignContractAnalyzer>.Expect("MRL603").WithLocation(0).WithArguments(id, reason));
}
