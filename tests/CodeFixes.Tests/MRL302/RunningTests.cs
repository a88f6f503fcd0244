using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.CodeFixes.Resources;
using Xunit;

namespace MemoryRegions.CodeFixes.Tests.MRL302;

public class RunningTests
{
    [Fact]
    public Task Paths_with_and_without_a_mapping() => Running.SameButWithoutLeaksAsync<ResourceAnalyzer, LeakCodeFix>(
        """
        public static class P
        {
            public static string Run(Machine machine)
            {
                string log = "";
                for (int i = 0; i < 6; i++)
                {
                    log += One(machine.Memory, i) + Two(machine.Memory, i) + ";";
                }

                return log;
            }

            static int One(AddressSpace space, int i)
            {
                var mapping = {|MRL302:space.Map((ulong)i * 64, i == 0 ? 0UL : 16, MapAccess.Write)|};
                if (i < 2)
                    return -mapping.Length;
                mapping.Span[0] = (byte)i;
                if (i == 3)
                {
                    return mapping.Span[0];
                }

                mapping.Unmap(1);
                return space.LoadUInt8((ulong)i * 64);
            }

            static int Two(AddressSpace space, int i)
            {
                if (!{|MRL302:space.TryMap(0x100, i % 2 == 0 ? 0UL : 16, MapAccess.Write, out var mapping)|})
                {
                    return -1;
                }

                switch (i)
                {
                    case 1:
                        return mapping.Length * 2;
                    case 3:
                        break;
                    default:
                        mapping.Unmap();
                        return 7;
                }

                return 8;
            }
        }
        """,
        """
        public static class P
        {
            public static string Run(Machine machine)
            {
                string log = "";
                for (int i = 0; i < 6; i++)
                {
                    log += One(machine.Memory, i) + Two(machine.Memory, i) + ";";
                }

                return log;
            }

            static int One(AddressSpace space, int i)
            {
                using var mapping = space.Map((ulong)i * 64, i == 0 ? 0UL : 16, MapAccess.Write);
                if (i < 2)
                    return -mapping.Length;
                mapping.Span[0] = (byte)i;
                if (i == 3)
                {
                    return mapping.Span[0];
                }

                mapping.Unmap(1);
                return space.LoadUInt8((ulong)i * 64);
            }

            static int Two(AddressSpace space, int i)
            {
                if (!space.TryMap(0x100, i % 2 == 0 ? 0UL : 16, MapAccess.Write, out var mapping))
                {
                    return -1;
                }

                switch (i)
                {
                    case 1:
                        var result = mapping.Length * 2;
                        mapping.Unmap();
                        return result;
                    case 3:
                        break;
                    default:
                        mapping.Unmap();
                        return 7;
                }

                mapping.Unmap();
                return 8;
            }
        }
        """);

    [Fact]
    public Task Exception_leaves_through_a_finally() => Running.SameButWithoutLeaksAsync<ResourceAnalyzer, LeakCodeFix>(
        """
        public static class P
        {
            public static string Run(Machine machine)
            {
                if (!{|MRL302:machine.Memory.TryMap(0, 16, MapAccess.Write, out var mapping)|})
                {
                    return "";
                }

                string? missing = mapping.Length == 16 ? null : "x";
                string name = missing ?? throw new InvalidOperationException("length " + mapping.Length);
                mapping.Unmap();
                return name;
            }
        }
        """,
        """
        public static class P
        {
            public static string Run(Machine machine)
            {
                if (!machine.Memory.TryMap(0, 16, MapAccess.Write, out var mapping))
                {
                    return "";
                }

                try
                {
                    string? missing = mapping.Length == 16 ? null : "x";
                    string name = missing ?? throw new InvalidOperationException("length " + mapping.Length);
                    mapping.Unmap();
                    return name;
                }
                finally
                {
                    mapping.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task Overwritten_and_discarded() => Running.SameButWithoutLeaksAsync<ResourceAnalyzer, LossCodeFix>(
        """
        public static class P
        {
            public static string Run(Machine machine)
            {
                MemoryMapping mapping = default;
                string log = "";
                for (ulong i = 0; i < 4; i++)
                {
                    {|MRL310:mapping = machine.Memory.Map(i * 64, 8 * (i & 1), MapAccess.Write)|};
                    log += mapping.Length;
                }

                mapping.Dispose();
                {|MRL310:machine.Memory.Map(0, 4, MapAccess.Read)|};
                return log + {|MRL310:machine.Memory.Map(0, 5, MapAccess.Read)|}.Length;
            }
        }
        """,
        """
        public static class P
        {
            public static string Run(Machine machine)
            {
                MemoryMapping mapping = default;
                string log = "";
                for (ulong i = 0; i < 4; i++)
                {
                    mapping.Dispose();
                    mapping = machine.Memory.Map(i * 64, 8 * (i & 1), MapAccess.Write);
                    log += mapping.Length;
                }

                mapping.Dispose();
                using var mapping2 = machine.Memory.Map(0, 4, MapAccess.Read);
                using var mapping3 = machine.Memory.Map(0, 5, MapAccess.Read);
                return log + mapping3.Length;
            }
        }
        """);
}
