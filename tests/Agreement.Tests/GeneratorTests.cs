using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using MemoryRegions.Agreement.Generation;
using MemoryRegions.Agreement.Model;
using Xunit;

namespace MemoryRegions.Agreement.Tests;

public class GeneratorTests
{
    [Fact]
    public void The_same_seed_and_number_yield_the_same_program()
    {
        Assert.Equal(Emitter.Emit(ProgramGenerator.Create(7, 11)).Text, Emitter.Emit(ProgramGenerator.Create(7, 11)).Text);
        Assert.NotEqual(Emitter.Emit(ProgramGenerator.Create(7, 11)).Text, Emitter.Emit(ProgramGenerator.Create(8, 11)).Text);
    }

    [Fact]
    public void One_kind_alone_has_the_programs_that_a_mixed_run_has_of_it()
    {
        for (int number = 0; number < 100; number++)
        {
            Assert.True(ProgramGenerator.Create(7, number, ProgramKind.Life).IsLife);
            if (ProgramGenerator.Create(7, number) is { IsLife: true } mixed && mixed.Elements.All(element => element is not KeptResource))
            {
                Assert.Equal(Emitter.Emit(mixed).Text, Emitter.Emit(ProgramGenerator.Create(7, number, ProgramKind.Life)).Text);
            }
        }
    }

    [Fact]
    public void Every_acquisition_of_a_program_has_a_line_of_its_own()
    {
        Prop.ForAll(ProgramGenerator.Arbitrary, program => Emitter.Emit(program).LineOfSite.Values.Distinct().Count() == Emitter.Emit(program).LineOfSite.Count)
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Shrinking_takes_something_away()
    {
        Prop.ForAll(ProgramGenerator.Arbitrary, program => Shrinker.Candidates(program).Take(20).All(candidate => !candidate.Equals(program)))
            .QuickCheckThrowOnFailure();
    }
}
