using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL208;

public class Valid
{
    [Fact]
    public Task Elements_of_an_array_are_not_the_same_region() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Tree : Device
        {
            private readonly ContainerRegion[] _levels = new ContainerRegion[3];
            private readonly List<ContainerRegion> _more = [];
            private readonly Tree[] _trees = [];

            public ContainerRegion Root { get; }

            public Tree(Machine machine) : base(machine)
            {
                Root = new ContainerRegion(this, "root", 4096);
                for (int i = 0; i < _levels.Length; i++)
                {
                    _levels[i] = new ContainerRegion(this, "level" + i, 4096);
                    _more.Add(_levels[i]);
                    if (i > 0)
                    {
                        _levels[i - 1].AddSubregion(0, _levels[i]);
                        _more[i - 1].AddSubregion(0, _more[i]);
                    }
                }
            }

            protected override void OnRealize() => _trees[0].Root.AddSubregion(0, _trees[1].Root);

            protected override void OnUnrealize() => _trees[0].Root.DelSubregion(_trees[1].Root);
        }
        """);

    [Fact]
    public Task Property_that_makes_a_region_each_time_is_another_region_each_time() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Tree(Machine machine) : Device(machine)
        {
            private ContainerRegion Fresh => new(this, "fresh", 4096);

            protected override void OnRealize() => Fresh.AddSubregion(0, Fresh);
        }
        """);

    [Fact]
    public Task Alias_of_another_part_of_the_map_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private readonly RamRegion _ram;
            private readonly ContainerRegion _window;
            private readonly AliasRegion _low;

            public Bridge(Machine machine) : base(machine)
            {
                _ram = new RamRegion(this, "ram", 4096);
                _window = new ContainerRegion(this, "window", 4096);
                _low = new AliasRegion(this, "low", _ram, 0, 1024);
                _window.AddSubregion(0, _ram);
                _window.AddSubregion(2048, _low);
            }
        }
        """);

    [Fact]
    public Task Same_members_of_two_objects_are_two_regions() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Node : Device
        {
            private readonly ContainerRegion _window;
            private readonly AliasRegion _mirror;

            public Node(Machine machine, Node? child) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _mirror = new AliasRegion(this, "mirror", _window, 0, 4096);
                if (child is not null)
                {
                    AddChild("child", child);
                    _window.AddSubregion(0, child._mirror);
                    _window.AddSubregion(0, child._window);
                }
            }
        }
        """);

    [Fact]
    public Task Variable_that_is_set_anew_in_between_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Chain : Device
        {
            private readonly ContainerRegion _root;
            private readonly ContainerRegion _other;
            private ContainerRegion _current;
            private AliasRegion? _mirror;

            public Chain(Machine machine, IReadOnlyList<ContainerRegion> spaces) : base(machine)
            {
                _root = new ContainerRegion(this, "root", 4096);
                _other = new ContainerRegion(this, "other", 4096);
                _current = _root;
                var alias = new AliasRegion(this, "alias", _current, 0, 4096);
                _current = _other;
                _current.AddSubregion(0, alias);

                ContainerRegion local = _root;
                var second = new AliasRegion(this, "second", local, 0, 4096);
                local = _other;
                local.AddSubregion(0, second);
            }

            public void Mirror(IReadOnlyList<ContainerRegion> spaces)
            {
                for (int i = 0; i < spaces.Count; i++)
                {
                    ContainerRegion space = spaces[i];
                    if (i == 0)
                    {
                        _mirror = new AliasRegion(this, "mirror", space, 0, 4096);
                    }
                    else
                    {
                        space.AddSubregion(0, _mirror!);
                        space.DelSubregion(_mirror!);
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Type_test_tells_a_container_from_an_alias() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Slot : Device
        {
            private MemoryRegion _space;

            public Slot(Machine machine, bool direct) : base(machine)
            {
                _space = direct ? new ContainerRegion(this, "space", 4096) : new AliasRegion(this, "space", machine.IoSpace, 0, 4096);
                if (_space is ContainerRegion container)
                {
                    container.AddSubregion(0, new MmioRegion(this, "port", 16, null, null));
                }
            }
        }
        """);

    [Fact]
    public Task Alias_that_follows_an_older_one_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Chain : Device
        {
            private AliasRegion _alias;

            public Chain(Machine machine) : base(machine)
            {
                _alias = new AliasRegion(this, "first", machine.IoSpace, 0, 4096);
                _alias = new AliasRegion(this, "second", _alias, 0, 1024);
            }
        }
        """);
}
