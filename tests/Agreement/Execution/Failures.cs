using System;
using System.Linq;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Execution;

/// <summary>Which failures of calls make a difference to a program: others would multiply the paths and show nothing new.</summary>
/// <param name="Count">How many calls of a path fail at most. After the first, only handlers and finally regions go on.</param>
/// <param name="Kinds">How many types of exception are thrown: <see cref="Fault"/>, <see cref="OtherFault"/>, <see cref="Stop"/>.</param>
internal sealed record Failures(int Count, int Kinds)
{
    public static Failures Of(DeviceProgram program)
    {
        if (program.Elements.Any(element => element is KeptResource))
        {
            // What a call leaves behind in fields is of no rule.
            return new Failures(0, 1);
        }

        Try[] tries = [.. program.Statements().OfType<Try>()];
        bool picksStop = Array.Exists(tries, statement => statement.Catch == CatchForm.Stop);
        bool picksFault = Array.Exists(tries, statement => statement.Catch == CatchForm.Fault);
        int handlers = tries.Count(statement => statement.Handler is not null);
        bool finallyMayFail = Array.Exists(tries, statement => statement.Finally is { } block && !block.Statements.All(inner => inner is Release));
        int count = handlers > 0 ? Math.Min(3, 1 + handlers) : finallyMayFail ? 2 : 1;
        return new Failures(handlers > 0 && tries.Length > 1 ? Math.Max(count, 2) : count, picksStop ? 3 : picksFault ? 2 : 1);
    }
}
