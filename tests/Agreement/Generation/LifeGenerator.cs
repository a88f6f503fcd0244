using System;
using System.Collections.Immutable;
using System.Linq;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <summary>Makes random devices of elements, and devices that differ from them in one thing.</summary>
internal static class LifeGenerator
{
    public static ImmutableArray<Element> Create(Random random)
    {
        var elements = ImmutableArray.CreateBuilder<Element>();
        for (int count = random.Next(1, 5); count > 0; count--)
        {
            elements.Add(Element(elements.Count, random));
        }

        // After something that ends badly nothing else could be seen: it stands alone.
        if (elements.OfType<OrderedLinks>().FirstOrDefault() is { } ordered)
        {
            return [ordered];
        }

        return elements.ToImmutable();
    }

    /// <summary>Changes one element.</summary>
    public static ImmutableArray<Element> Edit(ImmutableArray<Element> elements, Random random)
    {
        int edited = random.Next(elements.Length);
        Element changed = elements[edited] switch
        {
            LinkedRegion region => region with { Unlink = OneOf<UnlinkPlace>(random) },
            KeptMapping mapping => mapping with { Release = OneOf<ReleasePlace>(random) },
            LateRegion late => late with { InRealize = !late.InRealize },
            DestroyedRegion destroyed => destroyed with { Where = OneOf<DestroyPlace>(random) },
            OrderedLinks ordered => ordered with { IsRight = !ordered.IsRight },
            Element other => other,
        };
        return elements.SetItem(edited, changed);
    }

    private static Element Element(int number, Random random)
    {
        switch (random.Next(12))
        {
            case < 5:
                LinkPlace where = OneOf<LinkPlace>(random);

                // What is linked at run time may not be linked at all: to unlink it without a look is a mistake of another kind.
                UnlinkPlace unlink = OneOf<UnlinkPlace>(random);
                return new LinkedRegion(number, OneOf<RegionSort>(random), where, OneOf<LinkTarget>(random), unlink);
            case < 7:
                return new KeptMapping(number, random.Next(2) == 0, OneOf<ReleasePlace>(random));
            case < 9:
                return new LateRegion(number, OneOf<RegionSort>(random), random.Next(3) == 0);
            case < 11:
                return new DestroyedRegion(number, OneOf<RegionSort>(random), random.Next(3) > 0, OneOf<DestroyPlace>(random));
            default:
                return new OrderedLinks(number, OneOf<LinkMistake>(random), random.Next(2) == 0);
        }
    }

    private static T OneOf<T>(Random random)
        where T : struct, Enum
    {
        T[] values = Enum.GetValues<T>();
        return values[random.Next(values.Length)];
    }
}
