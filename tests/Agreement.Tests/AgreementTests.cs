using System;
using System.IO;
using Xunit;
using Xunit.Abstractions;

namespace MemoryRegions.Agreement.Tests;

public class AgreementTests(ITestOutputHelper output)
{
    [Fact]
    public void Runtime_and_analyzers_agree_on_programs_of_a_fixed_seed() => Check(new Options { Count = 1500, Seed = 1 });

    [Fact]
    public void Runtime_and_analyzers_agree_on_programs_of_a_random_seed() => Check(new Options { Count = 300, Seed = Random.Shared.Next() });

    private void Check(Options options)
    {
        using var text = new StringWriter();
        text.WriteLine("seed " + options.Seed);
        var session = new Session(options, text);
        bool agrees = session.Run();
        session.Print();
        output.WriteLine(text.ToString());
        Assert.True(agrees, text.ToString());
        Assert.Equal(options.Count, session.Table.Programs);
    }
}
