using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <content>Resources that fields keep.</content>
internal sealed partial class LifeEmitter
{
    private void Add(KeptResource kept)
    {
        int n = kept.Number;
        string name = "_k" + n;
        string acquisition = kept.Kind switch
        {
            ResourceKind.Mapping => $"{name} = Machine.Memory.Map(Site({n}), Length(), MapAccess.Read);",
            ResourceKind.Section => $"{name} = Machine.SystemMemory.Find(Somewhere({n}), 8);",
            ResourceKind.Cache => $"{name} = new MemoryRegionCache(Machine.Memory, Site({n}), 8, MapAccess.Read);",
            ResourceKind.Space => $"{name} = new AddressSpace(Machine, RootOf({n}), \"s{n}\");",
            ResourceKind.Reference => $"{name}.Ref();",
            _ => $"{name}.Register(Machine.Memory);",
        };
        _fields.Add(kept.Kind switch
        {
            ResourceKind.Mapping => $"private MemoryMapping {name};",
            ResourceKind.Section => $"private MemorySection {name};",
            ResourceKind.Cache => $"private MemoryRegionCache? {name};",
            ResourceKind.Space => $"private AddressSpace? {name};",
            ResourceKind.Reference => $"private readonly MemoryRegion {name} = ObjectOf({n});",
            _ => $"private readonly Ear{n} {name} = new Ear{n}();",
        });
        if (kept.Kind == ResourceKind.Listener)
        {
            Listener(n);
        }

        string release = kept.Kind switch
        {
            ResourceKind.Mapping or ResourceKind.Section => $"{name}.Dispose();",
            ResourceKind.Cache or ResourceKind.Space => $"{name}?.Dispose();",
            ResourceKind.Reference => $"{name}.Unref();",
            _ => $"{name}.Unregister();",
        };
        if (kept.InRealize)
        {
            Site("realize", acquisition, n);
        }
        else
        {
            // When it is first needed.
            In("run", kept.Kind.MayBeNull() ? $"if ({name}.IsNull)" : $"if ({name} is null)", "{");
            Site("run", "    " + acquisition, n);
            In("run", "}");
        }

        switch (kept.Failure)
        {
            case RealizeFailure.Throws:
                In("realize", "if (Choice())", "{", "    throw new Stop();", "}");
                break;
            case RealizeFailure.ThrowsAndReleases:
                In("realize", "try", "{", "    if (Choice())", "    {", "        throw new Stop();", "    }", "}", "catch", "{", "    " + release, "    throw;", "}");
                break;
        }

        switch (kept.Release)
        {
            case KeptRelease.Unrealize:
                In("unrealize", release);
                break;
            case KeptRelease.Helper:
                In("unrealize", $"Drop{n}();");
                _helpers.AddRange([(string.Empty, -1, null), ($"private void Drop{n}()", -1, null), ("{", -1, null), ("    " + release, -1, null), ("}", -1, null)]);
                break;
            case KeptRelease.ResetAndUnrealize:
                In("reset", release);
                In("unrealize", release);
                break;
            case KeptRelease.Finalize:
                In("finalize", release);
                break;
        }
    }

    /// <summary>The class of a listener, which is seen from top to bottom, so that nobody else can know the listener.</summary>
    private void Listener(int n)
    {
        _helpers.AddRange([(string.Empty, -1, null), ($"private sealed class Ear{n}() : MemoryListener(\"l{n}\");", -1, null)]);
    }
}
