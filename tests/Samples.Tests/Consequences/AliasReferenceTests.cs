using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL401: the reference on an alias pins the owner of the alias, and not that of its target.</summary>
public sealed class AliasReferenceTests : IDisposable
{
    private readonly Machine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Owner_of_the_target_dies_in_spite_of_the_reference()
    {
        Device mirror = await PlugAsync("_window", "MRL401");
        var flash = (Device)mirror.GetType().GetProperty("Flash")!.GetValue(mirror)!;

        flash.Unparent();
        flash.Unref();
        Assert.True(flash.IsFinalized);
    }

    [Fact]
    public async Task Reference_on_the_target_keeps_its_owner()
    {
        Device mirror = await PlugAsync("_window.Target");
        var flash = (Device)mirror.GetType().GetProperty("Flash")!.GetValue(mirror)!;

        flash.Unparent();
        flash.Unref();
        Assert.False(flash.IsFinalized);

        FlaggedDevice.GoesWithoutTrace(_machine, mirror);
        Assert.True(flash.IsFinalized);
    }

    private Task<Device> PlugAsync(string referenced, params string[] ids) => FlaggedDevice.PlugAsync(_machine, $$"""
        public class Sample : Device
        {
            private readonly AliasRegion _window;

            public Sample(Machine machine) : this(machine, new Flash(machine)) { }

            public Sample(Machine machine, Flash flash) : base(machine)
            {
                Flash = flash;
                _window = new AliasRegion(this, "window", flash.Array, 0, 0x1000);
            }

            public Flash Flash { get; }

            protected override void OnRealize() => {{referenced}}.Ref();

            protected override void OnUnrealize() => {{referenced}}.Unref();
        }

        public class Flash : Device
        {
            public Flash(Machine machine) : base(machine) => Array = new MmioRegion(this, "array", 0x1000, null, null);

            public MmioRegion Array { get; }
        }
        """, ids);
}
