using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Class 1, popped queue elements: mapped until they are pushed or detached.</summary>
public class QueueElementTests
{
    [Fact]
    public Task C1_10_error_and_success_share_a_label_that_only_frees() => CorpusTest.BugAsync("""
        void HandleEvent(byte[] message)
        {
            Element? e = «_queue.Pop()»;
            if (e == null)
            {
                return;
            }

            if (e.OutCount != 0)
            {
                Host.Report("out descriptors");
                goto ⟦@out⟧‹err›;
            }

            if (e.In.Length < message.Length)
            {
                goto ⟦@out⟧‹err›;
            }

            Host.Copy(e.In, message);
            _queue.Push(e, message.Length);
            _queue.Notify();
            ‹e.Free();
            return;›
        ⟦@out⟧‹err›:
            ‹_queue.Detach(e);›
            e.Free();
        }
        """, "MRL302");

    [Fact]
    public Task C1_19_invalid_request_is_freed_while_it_is_mapped() => CorpusTest.BugAsync("""
        void Flush()
        {
            Element? request = «_queue.Pop()»;
            if (request is null)
            {
                return;
            }

            if (request.OutCount < 1 || request.InCount < 1)
            {
                Host.Report("bad request");
                ‹_queue.Detach(request);›
                request.Free();
                return;
            }

            Host.Submit(request, done => { _queue.Push(done, 4); done.Free(); });
        }
        """, "MRL302");

    private const string MemoryRequests = """
        void Plug(Element e, int pages) { Host.Report("plug"); _queue.Push(e, pages); }
        void State(Element e) { _queue.Push(e, 4); _queue.Notify(); }

        void HandleRequests()
        {
            while (true)
            {
                Element? e = «_queue.Pop()»;
                if (e is null)
                {
                    return;
                }

                if (e.Out.Length < 8)
                {
                    Host.Report("short request");
                    ‹1_queue.Detach(e);›
                    e.Free();
                    return;
                }

                if (e.In.Length < 8)
                {
                    Host.Report("no room");
                    ‹2_queue.Detach(e);›
                    e.Free();
                    return;
                }

                switch (e.Out[0])
                {
                    case 1:
                        Plug(e, 3);
                        break;
                    case 2:
                        State(e);
                        break;
                    default:
                        Host.Report("unknown request");
                        ‹3_queue.Detach(e);›
                        e.Free();
                        return;
                }

                e.Free();
            }
        }
        """;

    [Fact]
    public Task C1_20_three_returns_free_a_mapped_element() => CorpusTest.BugAsync(
        MemoryRequests.Replace("‹1", "‹").Replace("‹2", "‹").Replace("‹3", "‹"), "MRL302");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task C1_20_with_one_return_forgotten(int forgotten)
    {
        string members = MemoryRequests;
        for (int place = 1; place <= 3; place++)
        {
            members = members.Replace("‹" + place + "_queue.Detach(e);›", place == forgotten ? string.Empty : "_queue.Detach(e);");
        }

        return CorpusTest.HalfRepairedAsync(members, "MRL302");
    }

    [Fact]
    public Task C1_09_error_loop_frees_elements_without_detaching_them() => CorpusTest.BugAsync("""
        int Receive(int wanted)
        {
            var elements = new Element[16];
            int i = 0;
            while (wanted > 0)
            {
                Element? e = «_queue.Pop()»;
                if (e is null)
                {
                    goto err;
                }

                elements[i] = e;
                i++;
                wanted -= e.In.Length;
            }

            for (int j = 0; j < i; j++)
            {
                _queue.Push(elements[j], 64);
            }

            return 0;
        err:
            for (int j = 0; j < i; j++)
            {
                ‹_queue.Detach(elements[j]);›
                elements[j].Free();
            }

            return -1;
        }
        """, "MRL302");

    [Fact]
    public Task C1_36_invalid_pid_frees_the_packet_without_unmapping() => CorpusTest.BugAsync("""
        int HandleDescriptor(ulong address, int pid)
        {
            Packet packet = «Host.MapPacket(address)»;
            switch (pid)
            {
                case 0x69:
                case 0xe1:
                case 0x2d:
                    Host.Submit(packet);
                    return 0;
                default:
                    Host.Report("invalid pid");
                    ‹packet.Unmap();›
                    return -1;
            }
        }
        """, "MRL302");
}
