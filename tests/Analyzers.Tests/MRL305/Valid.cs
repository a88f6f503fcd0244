using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL305;

public class Valid
{
    [Fact]
    public Task Members_that_are_legal_after_the_release() => ResourceTest.CheckAsync(
        """
            ulong Fetch(MemoryMapping m)
            {
                Span<byte> s = m.Span;
                m.Unmap();
                m.Dispose();
                ulong end = m.Address + (ulong)m.Length + (ulong)s.Length;
                return m.IsNull || m.IsDirect || m.Access == MapAccess.Read || s.IsEmpty || m.Equals(default(MemoryMapping)) ? 0 : end;
            }

            ulong Look(ulong address)
            {
                MemorySection section = _region.Find(address, 4);
                section.Dispose();
                return section.OffsetInRegion + section.OffsetInAddressSpace + (section.IsNull || section.IsReadOnly ? 0UL : (ulong)section.Size);
            }

            string Name(AddressSpace space)
            {
                space.Dispose();
                return space.IsDisposed ? space.Name : space.ToString();
            }
        """);

    [Fact]
    public Task Region_of_a_dropped_section_that_somebody_else_keeps_alive() => ResourceTest.CheckAsync(
        """
            MemoryRegion? Lookup(ulong address)
            {
                using MemorySection section = _region.Find(address, 4);
                return section.IsNull ? null : section.Region;
            }

            bool IsMine(ulong address)
            {
                MemorySection section = _region.Find(address, 4);
                if (section.IsNull)
                {
                    return false;
                }

                MemoryRegion found = section.Region;
                section.Unref();
                return found == _region;
            }
        """);

    [Fact]
    public Task Value_that_was_read_before() => ResourceTest.CheckAsync(
        """
            int Fetch(MemoryMapping m)
            {
                byte first = m.Span[0];
                byte[] copy = m.Span.ToArray();
                bool any = m.Span.Length > 0;
                m.Unmap();
                return any ? first + copy[1] : 0;
            }

            byte First(ulong address)
            {
                using var m = _space.Map(address, 16, MapAccess.Read);
                return m.IsNull ? (byte)0 : m.Span[0];
            }
        """);

    [Fact]
    public Task Passed_to_a_helper_that_need_not_use_it() => ResourceTest.CheckAsync(
        """
            void Complete(MemoryMapping m)
            {
                m.Unmap();
                Log(m, held: false);
                Note(m);
            }

            private static void Log(MemoryMapping m, bool held)
            {
                if (held)
                {
                    Use(m.Span);
                }
            }

            private static ulong Note(MemoryMapping m) => m.Address + (ulong)m.Length;
        """);

    [Fact]
    public Task Mapped_again() => ResourceTest.CheckAsync(
        """
            void Fetch(ulong address, int count)
            {
                for (int i = 0; i < count; i++)
                {
                    var m = _space.Map(address, 16, MapAccess.Read);
                    if (m.IsNull)
                    {
                        continue;
                    }

                    Span<byte> s = m.Span;
                    Use(s);
                    m.Unmap();
                }
            }

            void Renew(ulong address)
            {
                _ring.Dispose();
                _ring = _space.Map(address, 16, MapAccess.Write);
                Use(_ring.Span);
            }
        """);

    [Fact]
    public Task Span_variable_that_holds_other_memory_by_then() => ResourceTest.CheckAsync(
        """
            void Fetch(MemoryMapping m, byte[] own)
            {
                Span<byte> s = m.Span;
                Use(s);
                m.Unmap();
                s = own;
                Use(s);
            }
        """);

    [Fact]
    public Task Other_paths() => ResourceTest.CheckAsync(
        """
            void Fetch(MemoryMapping m, bool done)
            {
                if (done)
                {
                    m.Unmap();
                }

                Work();
                if (!done)
                {
                    Use(m.Span);
                    m.Unmap();
                }
            }

            void Stop()
            {
                if (_busy)
                {
                    _ring.Unmap();
                    _busy = false;
                }

                if (_busy)
                {
                    Use(_ring.Span);
                }
            }

            static void Work() { }
        """);

    [Fact]
    public Task Field_that_unknown_code_may_have_mapped_again() => ResourceTest.CheckAsync(
        """
            void Kick()
            {
                _ring.Unmap();
                Restart();
                Use(_ring.Span);
            }

            public virtual void Restart() { }
        """);

    [Fact]
    public Task References_are_counted() => ResourceTest.CheckAsync(
        """
            ulong Look(MemoryRegion region)
            {
                region.Ref();
                region.Unref();
                return region.Address;
            }
        """);

    [Fact]
    public Task Release_whose_result_is_looked_at() => ResourceTest.CheckAsync(
        """
            static bool TryStart([Releases("mapping", When = CallOutcome.WhenFalse)] MemoryMapping mapping) => true;

            void Run(MemoryMapping m)
            {
                if (!TryStart(m))
                {
                    return;
                }

                Use(m.Span);
                m.Unmap();
            }

            void Later(MemoryMapping m)
            {
                bool started = TryStart(m);
                Log();
                if (started)
                {
                    Use(m.Span);
                    m.Unmap();
                }
            }

            void Combined(MemoryMapping m, bool ok)
            {
                ok &= TryStart(m);
                if (ok)
                {
                    Use(m.Span);
                    m.Unmap();
                }
            }

            static void Log() { }
        """);

    [Fact]
    public Task Mapping_outlives_its_address_space() => ResourceTest.CheckAsync(
        """
            void Run(Machine machine, ulong address)
            {
                var space = new AddressSpace(machine, machine.SystemMemory, "dma");
                MemoryMapping m = space.Map(address, 16, MapAccess.Read);
                space.Dispose();
                if (!m.IsNull)
                {
                    Use(m.Span);
                    m.Unmap();
                }
            }
        """);

    [Fact]
    public Task Captured_by_a_lambda_or_passed_by_reference() => ResourceTest.CheckAsync(
        """
            void Run(MemoryMapping m)
            {
                Action end = () => m.Unmap();
                Later(end);
                Use(m.Span);
            }

            void Swap(ref MemoryMapping m)
            {
                m.Unmap();
                Exchange(ref m);
                Use(m.Span);
            }

            static void Later(Action action) { }

            static void Exchange(ref MemoryMapping m) { }
        """);
}
