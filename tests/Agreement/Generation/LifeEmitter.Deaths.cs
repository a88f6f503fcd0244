using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <content>Regions that are destroyed while something still needs them.</content>
internal sealed partial class LifeEmitter
{
    private void Add(DestroyedRoot root)
    {
        int n = root.Number;
        Field(TypeOf(root.Sort), "_q" + n, New(root.Sort, "q" + n, n));
        _fields.Add($"private AddressSpace? _s{n};");
        Site("realize", $"_s{n} = new AddressSpace(Machine, _q{n}, \"s{n}\");", n);
        string dispose = $"_s{n}?.Dispose();";
        string destroy = $"_q{n}.Unparent();";
        if (root.IsAtRuntime)
        {
            // What is right leaves the root alone until nobody needs it.
            In(root.IsRight ? "finalize" : "run", destroy);
            In("unrealize", dispose);
        }
        else if (root.IsRight)
        {
            In("unrealize", dispose, destroy);
        }
        else
        {
            In("unrealize", destroy, dispose);
        }
    }

    private void Add(UseAfterDestruction use)
    {
        int n = use.Number;
        string name = (use.Where is UsePlace.Local or UsePlace.Sometimes ? "u" : "_u") + n;
        string create = New(use.Sort, "u" + n, n);
        string destroy = $"{name}.Unparent();";
        string uses = use.Use switch
        {
            RegionUse.Enable => $"{name}.Enabled = false;",
            RegionUse.Resize => $"{name}.Size = 0x800;",
            RegionUse.Link => $"_k{n}.AddSubregion(0, {name});",
            RegionUse.Alias => $"Look(new AliasRegion(this, \"w{n}\", {name}, 0, 0x1000).Priority);",
            _ => $"{name}.Find(0, 4).Dispose();",
        };
        if (use.Use == RegionUse.Link)
        {
            Field("ContainerRegion", "_k" + n, $"new ContainerRegion(this, \"k{n}\", 0x10000)");
        }

        switch (use.Where)
        {
            case UsePlace.Local:
                Expect("run", $"{TypeOf(use.Sort)} {name} = {create};", MayComeAndGo(use.Sort) ? null : "MRL101");
                In("run", use.IsRight ? [uses, destroy] : [destroy, uses]);
                break;
            case UsePlace.Sometimes:
                Expect("run", $"{TypeOf(use.Sort)} {name} = {create};", MayComeAndGo(use.Sort) ? null : "MRL101");
                In("run", "if (Choice())", "{", "    " + destroy, "}");
                In("run", use.IsRight ? ["else", "{", "    " + uses, "}"] : [uses]);
                break;
            case UsePlace.Field:
                _fields.Add($"private {TypeOf(use.Sort)} {name};");
                Made($"{name} = {create};");
                string again = $"{name} = {create};";
                In("run", use.IsRight ? [destroy, again, uses] : [destroy, uses, again]);
                break;
            default:
                Field(TypeOf(use.Sort), name, create);
                In(use.IsRight ? "unrealize" : "finalize", uses);
                break;
        }
    }

    private void Add(DestroyedWhileLinked linked)
    {
        int n = linked.Number;
        string name = (linked.Form == LinkedForm.Local ? "w" : "_w") + n;
        string create = New(linked.Sort, "r" + n, n);
        string container = linked.Form == LinkedForm.Transaction ? "Machine.SystemMemory" : "_bus.Memory";
        string link = $"{container}.AddSubregion(0x{Offset(n):x}, {name});";
        string unlink = $"{container}.DelSubregion({name});";
        string destroy = $"{name}.Unparent();";
        if (linked.Form != LinkedForm.Local)
        {
            Field(TypeOf(linked.Sort), name, create);
            Site("realize", link, LinkSite(n));
        }

        switch (linked.Form)
        {
            case LinkedForm.Unrealize:
                In("unrealize", linked.IsRight ? [unlink] : [destroy, unlink]);
                if (linked.IsRight)
                {
                    Expect("unrealize", destroy, linked.Sort == RegionSort.Container ? null : "MRL104");
                }

                break;
            case LinkedForm.Runtime:
                In("run", linked.IsRight ? [$"{name}.Container?.DelSubregion({name});", destroy] : [destroy]);
                In("unrealize", $"{name}.Container?.DelSubregion({name});");
                break;
            case LinkedForm.Local:
                Expect("run", $"{TypeOf(linked.Sort)} {name} = {create};", MayComeAndGo(linked.Sort) ? null : "MRL101");
                Site("run", link, LinkSite(n));
                In("run", linked.IsRight ? [unlink, destroy] : [destroy, unlink]);
                break;
            default:
                In("unrealize", $"using (TopologyTransaction x{n} = Machine.BeginTransaction())", "{", "    " + unlink);
                if (linked.IsRight)
                {
                    In("unrealize", "}");
                    Expect("unrealize", destroy, "MRL104");
                }
                else
                {
                    In("unrealize", "    " + destroy, "}");
                }

                break;
        }
    }

    private void Add(OutlivedTarget outlived)
    {
        int n = outlived.Number;
        string link = $"_bus.Memory.AddSubregion(0x{Offset(n):x}, _w{n});";
        string unlink = $"_bus.Memory.DelSubregion(_w{n});";
        string guarded = $"_w{n}.Container?.DelSubregion(_w{n});";
        string target = "_v" + n;
        if (outlived.Form == TargetForm.Child)
        {
            Field("Bus", "_y" + n, "new Bus(machine)");
            Made($"AddChild(\"y{n}\", _y{n});");
            Made($"_y{n}.Unref();");
            target = $"_y{n}.Memory";
        }
        else
        {
            Field(TypeOf(outlived.Sort), target, New(outlived.Sort, "v" + n, n));
        }

        string owner = outlived.Form switch
        {
            TargetForm.OfTheBus => "_bus",
            TargetForm.OfNobody => "null",
            _ => "this",
        };
        Field("AliasRegion", "_w" + n, $"new AliasRegion({owner}, \"r{n}\", {target}, 0, 0x1000)");
        switch (outlived.Form)
        {
            case TargetForm.Unrealize:
                Site("realize", link, LinkSite(n));
                In("unrealize", outlived.IsRight ? [unlink, $"{target}.Unparent();"] : [$"{target}.Unparent();", unlink]);
                break;
            case TargetForm.Runtime or TargetForm.Child:
                Site("realize", link, LinkSite(n));
                if (outlived.IsRight)
                {
                    In("run", guarded);
                }

                Site("run", outlived.Form == TargetForm.Child ? $"_y{n}.Unparent();" : $"{target}.Unparent();", AliasSite(n));
                In("unrealize", guarded);
                break;
            default:
                Site("realize", link, AliasSite(n));
                if (outlived.IsRight)
                {
                    In("unrealize", unlink);
                }

                break;
        }
    }
}
