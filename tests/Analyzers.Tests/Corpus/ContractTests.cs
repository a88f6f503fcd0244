using System.Text.RegularExpressions;
using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Bugs in helpers that promise a release.</summary>
public class ContractTests
{
    /// <summary>
    /// The first repair unmapped the head of a bucket too, but cleared its link to the next entry: no resource is lost by that statement
    /// alone, and where it is, MRL602 has no say in it.
    /// </summary>
    [Fact]
    public async Task C1_52_first_entry_of_a_bucket_is_never_unmapped()
    {
        const string Source = """
            sealed class Entry { public int Lock; public Entry? Next; public MemoryMapping Mapping; }

            class MapCache
            {
                private readonly List<Entry> _free = [];

                /// Whether the mapping is given back: not while somebody else locks the entry.
                public bool Invalidate(Entry entry, Entry? previous, [Releases("mapping", When = CallOutcome.WhenTrue)] MemoryMapping mapping)
                {
                    entry.Lock--;
                    if (entry.Lock > 0)
                    {
                        return false;
                    }

                    ⟦if (previous is null)
                    {
                        «return true;»
                    }

                    previous.Next = entry.Next;⟧
                    mapping.Unmap();
                    ‹if (previous is not null)
                    {
                        previous.Next = entry.Next;
                        _free.Add(entry);
                    }›
                    return true;
                }
            }
            """;
        await Verify<ContractAnalyzer>.ReportsAsync(Regex.Replace(Source, "‹[^›]*›|[⟦⟧]", string.Empty).Replace("«", "{|MRL602:").Replace("»", "|}"));
        await Verify<ContractAnalyzer>.SilentAsync(Regex.Replace(Source, "⟦[^⟧]*⟧|[«»‹›]", string.Empty));
    }
}
