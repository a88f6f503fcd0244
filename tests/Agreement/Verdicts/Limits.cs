using System.Collections.Generic;
using System.Linq;
using MemoryRegions.Agreement.Generation;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Verdicts;

/// <summary>What the analyzers knowingly do not decide, as the last table of rules.md says: mistakes that are not reported. Never the other way round.</summary>
internal static class Limits
{
    /// <summary>The rules that may stay silent about a program.</summary>
    public static IEnumerable<string> Of(DeviceProgram program)
    {
        // A realize that fails leaves the same link.
        return program.Elements.Select(Of).OfType<string>().SelectMany(static rule => rule == "MRL201" ? [rule, "MRL204"] : (string[])[rule])
            .Concat(program.Statements().SelectMany(Of))
            .Concat(IsDroppedTwice(program) ? ["MRL304"] : []);
    }

    /// <summary>What was acquired or linked at a site may be left behind, and nobody told of it.</summary>
    public static bool Leaves(DeviceProgram program, int site)
    {
        return program.Elements.Any(element => Of(element) is not null && (element.Number == site || LifeEmitter.LinkSite(element.Number) == site));
    }

    /// <summary>The rule that may stay silent about a part of a device.</summary>
    public static string? Of(Element element) => element switch
    {
        // A property of another assembly may have another value each time.
        WrongContainer { IsRight: false, Pair: ContainerPair.TwoOfTheBus } => "MRL205",

        // Nobody knows whether there will be a reset.
        LinkedRegion { Unlink: UnlinkPlace.Reset, Into: not LinkTarget.Own } => "MRL201",

        // Destroyed on some paths only.
        UseAfterDestruction { IsRight: false, Where: UsePlace.Sometimes } => "MRL106",
        _ => null,
    };

    /// <summary>A second drop of a reference may be that of one that somebody else has taken.</summary>
    private static bool IsDroppedTwice(DeviceProgram program)
    {
        return program.Statements().OfType<TakeReference>()
            .Any(take => program.Statements().OfType<Release>().Count(release => release.Variable == take.Variable) > 1);
    }

    /// <summary>What a call was handed the handle, or its length, counts as a look at it, whatever it did with it.</summary>
    private static string[] Of(Statement statement)
    {
        return statement is CallHelper or CallDecider or Use { Kind: ResourceKind.Mapping, Form: UseForm.Length or UseForm.Slice }
            ? ["MRL307", "MRL308"]
            : [];
    }
}
