using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.CodeFixes.Lifecycle;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.CodeFixes.Tests.MRL111;

public class BaseCallFixTests
{
    private const string Function = """
        abstract class Function : Device
        {
            private readonly MmioRegion _config;

            protected Function(Machine machine) : base(machine) => _config = new MmioRegion(this, "config", 256, null, null);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0, _config);

            protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_config);
        }


        """;

    [Fact]
    public Task Base_is_called_first_in_realize_and_last_in_the_teardown() => VerifyFix<BaseCallAnalyzer, BaseCallCodeFix>.FixesAsync(
        Function + """
        class Card : Function
        {
            public Card(Machine machine) : base(machine) { }

            protected override void {|MRL111:OnRealize|}()
            {
                Console.WriteLine("here");
            }

            protected override void {|MRL111:OnUnrealize|}()
            {
                Console.WriteLine("going");
                Console.WriteLine("gone");
            }
        }
        """,
        Function + """
        class Card : Function
        {
            public Card(Machine machine) : base(machine) { }

            protected override void OnRealize()
            {
                base.OnRealize();
                Console.WriteLine("here");
            }

            protected override void OnUnrealize()
            {
                Console.WriteLine("going");
                Console.WriteLine("gone");
                base.OnUnrealize();
            }
        }
        """,
        BaseCallCodeFix.Key);

    [Fact]
    public Task Expression_bodies_become_blocks() => VerifyFix<BaseCallAnalyzer, BaseCallCodeFix>.FixesAsync(
        Function + """
        class Card : Function
        {
            public Card(Machine machine) : base(machine) { }

            protected override void {|MRL111:OnRealize|}() => Console.WriteLine("here");

            protected override void {|MRL111:OnUnrealize|}() => Console.WriteLine("gone");
        }
        """,
        Function + """
        class Card : Function
        {
            public Card(Machine machine) : base(machine) { }

            protected override void OnRealize()
            {
                base.OnRealize();
                Console.WriteLine("here");
            }

            protected override void OnUnrealize()
            {
                Console.WriteLine("gone");
                base.OnUnrealize();
            }
        }
        """,
        BaseCallCodeFix.Key);

    [Fact]
    public Task Empty_override_calls_its_base() => VerifyFix<BaseCallAnalyzer, BaseCallCodeFix>.FixesAsync(
        Function + """
        class Card : Function
        {
            public Card(Machine machine) : base(machine) { }

            protected override void {|MRL111:OnUnrealize|}()
            {
            }
        }
        """,
        Function + """
        class Card : Function
        {
            public Card(Machine machine) : base(machine) { }

            protected override void OnUnrealize()
            {
                base.OnUnrealize();
            }
        }
        """,
        BaseCallCodeFix.Key);

    [Theory]
    [InlineData("if (Name.Length > 3) { return; } Console.WriteLine();")]
    [InlineData("if (Name.Length > 3) { base.OnUnrealize(); }")]
    public Task Teardown_that_is_left_early_or_calls_it_somewhere_is_for_the_author(string body) => VerifyFix<BaseCallAnalyzer, BaseCallCodeFix>.NotOfferedAsync(Function + $$"""
        class Card : Function
        {
            public Card(Machine machine) : base(machine) { }

            protected override void {|MRL111:OnUnrealize|}()
            {
                {{body}}
            }
        }
        """);
}
