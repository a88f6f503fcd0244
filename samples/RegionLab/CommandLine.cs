using System.IO;
using System.Linq;
using MemoryRegions.RegionLab.Mtree;
using MemoryRegions.RegionLab.Replay;

namespace MemoryRegions.RegionLab;

/// <summary>The commands of the program.</summary>
public static class CommandLine
{
    private const int BadInput = 2;

    private const string Usage = """
        usage: regionlab mtree FILE|DIR         rebuild boards that 'info mtree' printed, render and compare their flat views
               regionlab print FILE             print the rebuilt board as QEMU does
               regionlab draw FILE -o MAP.svg [--space NAME]
                                                draw the memory map of the rebuilt board: of the address space 'memory', or of another
               regionlab replay FILE|DIR        replay lifecycle traces and compare every line

        The input of the first three is the text of QEMU's 'info mtree -o -D' followed by 'info mtree -f -o'.
        Exit code: 0 if all is as it should be, 1 on any difference, 2 if the command or its input is wrong.
        """;

    /// <summary>Runs a command.</summary>
    /// <param name="args">The command and its operands.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">Errors and progress.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            switch (args)
            {
                case ["mtree", string path]:
                    return BatchRun.Run(path, MtreeCheck.FindDifference, output, error);
                case ["print", string file]:
                    return Print(file, output);
                case ["draw", string file, "-o", string map]:
                    return Draw(file, map, "memory");
                case ["draw", string file, "-o", string map, "--space", string space]:
                    return Draw(file, map, space);
                case ["replay", string path]:
                    return BatchRun.Run(path, TraceReplay.FindDifference, output, error);
                case ["--help" or "-h" or "help"]:
                    output.WriteLine(Usage);
                    return 0;
                default:
                    error.WriteLine(Usage);
                    return BadInput;
            }
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(e.Message);
            return BadInput;
        }
    }

    private static int Print(string file, TextWriter output)
    {
        MtreeText text = MtreeParser.Read(file);
        using BoardMachine machine = BoardInference.Build(text);
        var board = new BoardText(machine, text);
        output.Write(board.PrintTrees());
        output.Write(board.PrintViews());
        return 0;
    }

    private static int Draw(string file, string map, string spaceName)
    {
        MtreeText text = MtreeParser.Read(file);
        using BoardMachine machine = BoardInference.Build(text);
        AddressSpace space = machine.Spaces.FirstOrDefault(space => space.Name == spaceName)
            ?? throw new InputException(file, 0, $"there is no address space '{spaceName}', but: {string.Join(", ", machine.Spaces.Select(s => s.Name).Distinct())}");
        using var output = new StreamWriter(map);
        new MemoryMapDrawing(space) { Title = $"{Path.GetFileNameWithoutExtension(file)}: address space {spaceName}" }.Write(output);
        return 0;
    }
}
