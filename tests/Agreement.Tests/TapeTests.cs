using System.Collections.Generic;
using MemoryRegions.Agreement.Execution;
using Xunit;

namespace MemoryRegions.Agreement.Tests;

public class TapeTests
{
    [Fact]
    public void All_paths_are_taken_once()
    {
        var tape = new Tape();
        var paths = new List<string>();
        do
        {
            // How many choices there are depends on the first.
            if (tape.Next(2) == 0)
            {
                tape.Next(3);
            }

            paths.Add(tape.ToString());
        }
        while (tape.Advance());

        Assert.Equal(["00", "01", "02", "1"], paths);
    }

    [Fact]
    public void Without_choices_there_is_one_path()
    {
        Assert.False(new Tape().Advance());
    }
}
