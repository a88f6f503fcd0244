using System.Linq;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <content>Regions that are created anew, callbacks, references, base classes.</content>
internal sealed partial class LifeEmitter
{
    private BaseClass? _baseElement;

    private void Add(Recreation recreation)
    {
        int n = recreation.Number;
        string name = "_v" + n;
        _fields.Add($"private {TypeOf(recreation.Sort)}? {name};");
        string create = New(recreation.Sort, "v" + n, n);
        bool isInit = recreation.Where is RecreationPlace.Realize or RecreationPlace.Init;
        if (recreation.Where == RecreationPlace.Init)
        {
            Made($"{name} = {create};");
        }
        else if (recreation.Where == RecreationPlace.Realize)
        {
            In("realize", $"{name} = {create};");
        }

        string? rule = !recreation.IsRight ? "MRL108" : !isInit && IsRam(recreation.Sort) ? "MRL102" : null;
        (string Text, int Site, string? Rule) again = ($"{name} = {create};", -1, rule);
        (string Text, int Site, string? Rule)[] steps = recreation switch
        {
            { IsRight: false } => [again],
            { Guard: RecreationGuard.Destroyed } => [Plain($"{name}?.Unparent();"), again],
            { Guard: RecreationGuard.Missing } => [Plain($"if ({name} is null)"), Plain("{"), ("    " + again.Text, -1, rule), Plain("}")],
            _ => [($"{name} ??= {create};", -1, rule)],
        };
        if (recreation.Where == RecreationPlace.Callback)
        {
            Field("MmioRegion", "_p" + n, $"new MmioRegion(this, \"p{n}\", 0x1000, null, Write{n})");
            Helper($"private void Write{n}(ulong offset, ulong value, int size)", steps);
            In("run", $"using (AddressSpace s{n} = new AddressSpace(Machine, _p{n}, \"s{n}\"))", "{", $"    Look((long)s{n}.StoreUInt8(0, 1));", "}");
        }
        else
        {
            _bodies[isInit ? "realize" : "reset"].AddRange(steps);
        }
    }

    private void Add(ForeignCallbacks callbacks)
    {
        int n = callbacks.Number;
        bool isRight = callbacks.IsRight;
        string owner = isRight && callbacks.Form != CallbackForm.Static ? "this" : callbacks.Form == CallbackForm.MachineOwned ? "Machine" : "null";
        string create = callbacks.Form switch
        {
            CallbackForm.Lambda => $"new MmioRegion({owner}, \"o{n}\", 0x1000, (offset, size) => _seen{n}++, null)",
            CallbackForm.Static => $"new MmioRegion({owner}, \"o{n}\", 0x1000, {(isRight ? "static (offset, size) => 0" : $"(offset, size) => _seen{n}++")}, null)",
            CallbackForm.Operations => $"new MmioRegion({owner}, \"o{n}\", 0x1000, new MmioOperations {{ Read = Read{n} }})",
            CallbackForm.RomDevice => $"new RomDeviceRegion({owner}, \"o{n}\", 0x1000, new MmioOperations {{ Read = Read{n} }})",
            _ => $"new MmioRegion({owner}, \"o{n}\", 0x1000, Read{n}, null)",
        };
        _fields.Add($"private readonly MemoryRegion _o{n};");
        _fields.Add($"private ulong _seen{n};");
        _constructor.Add(($"_o{n} = {create};", -1, isRight ? null : "MRL109"));
        Helper($"private ulong Read{n}(ulong offset, int size)", Plain($"return _seen{n}++;"));
    }

    private void Add(AliasReference reference)
    {
        int n = reference.Number;
        string target = "_bus.Memory";
        if (!reference.IsOwnAlias)
        {
            target = "_y" + n;
            Field("MmioRegion", target, New(RegionSort.Mmio, "y" + n, n));
        }

        Field("AliasRegion", "_x" + n, $"new AliasRegion({(reference.IsOwnAlias ? "this" : "_bus")}, \"x{n}\", {target}, 0, 0x1000)");
        string held = reference.IsRight ? $"_x{n}.Target" : "_x" + n;
        _bodies["realize"].Add(($"{held}.Ref();", n, reference.IsRight ? null : "MRL401"));
        In("unrealize", $"{held}.Unref();");
    }

    private void Add(Registration registration)
    {
        int n = registration.Number;
        if (registration.IsListener)
        {
            Listener(n);
            Field("Ear" + n, "_n" + n, $"new Ear{n}()");
            Site("realize", $"_n{n}.Register(Machine.Memory);", n);
            if (registration.IsRight)
            {
                In("unrealize", $"_n{n}.Unregister();");
            }
        }
        else
        {
            Field("ContainerRegion", "_q" + n, New(RegionSort.Container, "q" + n, n));
            _fields.Add($"private AddressSpace? _s{n};");
            Site("realize", $"_s{n} = new AddressSpace(Machine, _q{n}, \"s{n}\");", n);
            if (registration.IsRight)
            {
                In("unrealize", $"_s{n}?.Dispose();");
            }
        }
    }

    private void Add(BaseClass @base)
    {
        int n = @base.Number;
        _baseElement = @base;
        bool isEmpty = @base.Form == BaseCallForm.Empty && @base.IsRight;
        string method = @base.Method.ToString().ToLowerInvariant();
        string work = @base.Method switch
        {
            BaseMethod.Realize => $"_bus.AddSubregion(0x{Offset(n):x}, Region);",
            BaseMethod.Unrealize => "Region.Container?.DelSubregion(Region);",
            _ => "Look(1);",
        };
        bool isLinked = @base.Method == BaseMethod.Unrealize && !isEmpty;
        _base.AddRange(
        [
            Plain("    : base(machine)"),
            Plain("{"),
            Plain("    _bus = bus.Memory;"),
            Plain($"    Region = new MmioRegion(this, \"r{n}\", 0x1000, null, null);"),
            Plain("}"),
            Plain(string.Empty),
            Plain("private readonly ContainerRegion _bus;"),
            Plain(string.Empty),
            Plain("protected MmioRegion Region { get; }"),
        ]);
        if (isLinked)
        {
            Override("OnRealize", ($"_bus.AddSubregion(0x{Offset(n):x}, Region);", LinkSite(n), null));
        }
        else if (@base.Method == BaseMethod.Realize && !isEmpty)
        {
            Override("OnUnrealize", Plain("Region.Container?.DelSubregion(Region);"));
        }

        Override("On" + @base.Method, isEmpty ? Plain($"base.On{@base.Method}();") : (work, @base.Method == BaseMethod.Realize ? LinkSite(n) : -1, null));
        In(method, $"Look({n});");
        if (!@base.IsRight)
        {
            _skipped[method] = "MRL111";
        }

        void Override(string name, (string Text, int Site, string? Rule) line)
        {
            _base.AddRange([Plain(string.Empty), Plain($"protected override void {name}()"), Plain("{"), ("    " + line.Text, line.Site, line.Rule), Plain("}")]);
        }
    }

    /// <summary>The overrides of the device call those of its base class, but for the one that is looked at.</summary>
    private void CallBase()
    {
        if (_baseElement is not { } element)
        {
            return;
        }

        string looked = element.Method.ToString().ToLowerInvariant();
        foreach ((string method, string head) in s_methods.Where(method => method.Name != "run" && _bodies[method.Name].Count > 0))
        {
            string name = "On" + char.ToUpperInvariant(method[0]) + method[1..];
            string call = $"base.{name}();";
            string[] calls = method != looked || (element.IsRight && element.Form == BaseCallForm.Plain) ? [call]
                : element.Form != BaseCallForm.Branch ? []
                : element.IsRight ? ["if (Choice())", "{", "    Look(2);", "    " + call, "}", "else", "{", "    " + call, "}"]
                : ["if (Choice())", "{", "    " + call, "}"];
            _bodies[method].InsertRange(method is "unrealize" or "finalize" ? _bodies[method].Count : 0, calls.Select(Plain));
        }
    }
}
