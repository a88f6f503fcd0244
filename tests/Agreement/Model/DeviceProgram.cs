using System.Collections.Generic;
using System.Collections.Immutable;

namespace MemoryRegions.Agreement.Model;

/// <summary>A random device class.</summary>
/// <param name="Name">The name of the class.</param>
/// <param name="Body">What its public method does.</param>
public sealed record DeviceProgram(string Name, Block Body)
{
    /// <summary>What kind of member the body is.</summary>
    public BodyShape Shape { get; init; }

    /// <summary>What the device is made of, if it is not its body that is looked at.</summary>
    public ImmutableArray<Element> Elements { get; init; } = [];

    /// <summary>The life cycle of the device is looked at, not a body.</summary>
    public bool IsLife => Elements.Length > 0;

    /// <summary>Public methods with contracts, if it is they that are looked at.</summary>
    public ImmutableArray<ContractMember> Contracts { get; init; } = [];

    /// <summary>Helpers are local functions, not methods.</summary>
    public bool HasLocalHelpers { get; init; }

    /// <summary>All statements, each before those inside it.</summary>
    public IEnumerable<Statement> Statements()
    {
        var pending = new Stack<Block>([Body]);
        while (pending.TryPop(out Block? block))
        {
            foreach (Statement statement in block.Statements)
            {
                yield return statement;
                foreach (Block inner in statement.Blocks)
                {
                    pending.Push(inner);
                }
            }
        }
    }
}

/// <summary>The kinds of member that a body can be.</summary>
public enum BodyShape
{
    Method,
    Async,
    Iterator,
}

/// <summary>What a program is about.</summary>
public enum ProgramKind
{
    /// <summary>The body of a method.</summary>
    Body,

    /// <summary>A device that is made of elements.</summary>
    Life,

    /// <summary>A device whose fields keep resources.</summary>
    Kept,

    /// <summary>Public methods with contracts.</summary>
    Contracts,
}
