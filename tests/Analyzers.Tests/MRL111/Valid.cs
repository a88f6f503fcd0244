using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL111;

public class Valid
{
    [Theory]
    [InlineData("protected override void OnUnrealize() => base.OnUnrealize();")]
    [InlineData("protected override void OnUnrealize() { if (Name.Length > 3) { base.OnUnrealize(); return; } base.OnUnrealize(); }")]
    [InlineData("protected override void OnUnrealize() { try { Console.WriteLine(); } finally { base.OnUnrealize(); } }")]
    [InlineData("protected override void OnUnrealize() { try { if (Name.Length > 3) { return; } Console.WriteLine(); } finally { base.OnUnrealize(); } }")]
    [InlineData("protected override void OnUnrealize() { using (Machine.BeginTransaction()) { base.OnUnrealize(); } }")]
    [InlineData("protected override void OnUnrealize() { if (Name.Length > 3) { throw new InvalidOperationException(); } base.OnUnrealize(); }")]
    [InlineData("protected override void OnUnrealize() => throw new NotSupportedException();")]
    [InlineData("protected override void OnUnrealize() { do { base.OnUnrealize(); } while (Name.Length > 100); }")]
    [InlineData("protected override void OnUnrealize() { while (true) { base.OnUnrealize(); break; } }")]
    [InlineData("protected override void OnUnrealize() => Finish(); private void Finish() => base.OnUnrealize();")]
    [InlineData("protected override void OnUnrealize() { void Finish() => base.OnUnrealize(); Finish(); }")]
    [InlineData("protected override void OnUnrealize() => Run(base.OnUnrealize); private static void Run(Action action) => action();")]
    [InlineData("protected override void OnUnrealize() => Run(() => base.OnUnrealize()); private static void Run(Action action) => action();")]
    public Task Override_that_calls_its_base_is_silent(string members) => Verify<BaseCallAnalyzer>.SilentAsync($$"""
        abstract class Function : Device
        {
            private readonly MmioRegion _config;

            protected Function(Machine machine) : base(machine) => _config = new MmioRegion(this, "config", 256, null, null);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0, _config);

            protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_config);
        }

        class Card : Function
        {
            public Card(Machine machine) : base(machine) { }

            {{members}}
        }
        """);

    [Fact]
    public Task Base_that_does_nothing_is_silent() => Verify<BaseCallAnalyzer>.SilentAsync("""
        abstract class Function : Device
        {
            protected Function(Machine machine) : base(machine) { }

            protected override void OnRealize() { }

            protected override void OnUnrealize() => base.OnUnrealize();

            protected abstract override void OnReset();

            protected override void OnFinalize()
            {
                // Nothing yet.
                base.OnFinalize();
                return;
            }

            public virtual void Describe() => Console.WriteLine();
        }

        class Card : Function
        {
            public Card(Machine machine) : base(machine) { }

            protected override void OnRealize() => Console.WriteLine();

            protected override void OnUnrealize() => Console.WriteLine();

            protected override void OnReset() => Console.WriteLine();

            protected override void OnFinalize() => Console.WriteLine();

            public override void Describe() { }

            public override string ToString() => "card";
        }

        class Direct : Device
        {
            public Direct(Machine machine) : base(machine) { }

            protected override void OnRealize() => Console.WriteLine();

            protected override void OnUnrealize() => Console.WriteLine();
        }
        """);

    [Fact]
    public Task Method_that_hides_another_and_code_without_a_life_are_silent() => Verify<BaseCallAnalyzer>.SilentAsync("""
        class Function : Device
        {
            public Function(Machine machine) : base(machine) { }

            protected void Start() => Console.WriteLine();
        }

        class Card : Function
        {
            public Card(Machine machine) : base(machine) { }

            protected new void Start() { }
        }

        class Plain
        {
            protected virtual void OnRealize() => Console.WriteLine();
        }

        class Derived : Plain
        {
            protected override void OnRealize() { }
        }
        """);
}
