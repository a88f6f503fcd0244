using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Bugs of class 5 that are about what runs inside a transaction.</summary>
public class TransactionTests
{
    [Fact]
    public Task C5_13_notifiers_are_grabbed_inside_the_batch() => CorpusTest.BugAsync("""
        bool Enable(int devices)
        {
            ‹for (int i = 0; i < devices; i++)
            {
                if (!Host.Grab(i))
                {
                    Disable(i);
                    return false;
                }
            }›

            var batch = Machine.BeginTransaction();
            for (int i = 0; i < devices; i++)
            {
                ⟦«Host.Grab(i)»;⟧
                if (!Host.Ask(i))
                {
                    batch.Commit();
                    Disable(i);
                    return false;
                }
            }

            batch.Commit();
            return true;
        }

        private static void Disable(int devices) => Host.Report("disabled");
        """, "MRL501");

    [Fact]
    public Task C5_13_in_a_helper() => CorpusTest.BugAsync("""
        void Enable(int devices)
        {
            ‹GrabAll(devices);›
            using var batch = Machine.BeginTransaction();
            ⟦«GrabAll(devices)»;⟧
            Host.Report("enabled");
        }

        private static void GrabAll(int devices)
        {
            for (int i = 0; i < devices; i++)
            {
                Host.Grab(i);
            }
        }
        """, "MRL501");

    [Fact]
    public Task C5_13_only_the_first_is_grabbed_outside() => CorpusTest.HalfRepairedAsync("""
        void Enable(int devices)
        {
            Host.Grab(0);
            using var batch = Machine.BeginTransaction();
            for (int i = 1; i < devices; i++)
            {
                «Host.Grab(i)»;
            }
        }
        """, "MRL501");
}
