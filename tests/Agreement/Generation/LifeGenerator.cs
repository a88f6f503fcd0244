using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <summary>Makes random devices of elements, and devices that differ from them in one thing.</summary>
internal static class LifeGenerator
{
    /// <summary>How often each kind of element is chosen, as its number here; by how many rules it is about.</summary>
    private static readonly int[] s_weights = [22, 2, 13, 20, 21, 6, 6, 5, 5, 6, 9, 4, 7, 5, 6, 3];

    public static ImmutableArray<Element> Create(Random random)
    {
        var elements = new List<Element>();
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            Element element = RightElement(elements.Count, random);
            if (!elements.Exists(other => DoNotGoTogether(element, other)))
            {
                // A few are wrong to begin with.
                elements.Add(random.Next(8) == 0 ? Mistaken(element, random) : element);
            }
        }

        // What makes realize throw does it before others link, and what is referenced is so when nothing can throw any more.
        return [.. elements.OrderBy(element => element switch
        {
            FailingRealize => 0,
            AliasReference => 2,
            _ => 1,
        })];
    }

    /// <summary>Makes a mistake in one element.</summary>
    public static ImmutableArray<Element> Edit(ImmutableArray<Element> elements, Random random)
    {
        // What is right yet, if anything is.
        int[] right = [.. Enumerable.Range(0, elements.Length).Where(i => elements[i] is not (Story { IsRight: false } or OrderedLinks { IsRight: false }))];
        int edited = right.Length > 0 ? right[random.Next(right.Length)] : 0;
        return elements.SetItem(edited, Mistaken(elements[edited], random));
    }

    /// <summary>Each of them once; or the one throws while what the base class linked stands, which the base class cannot know.</summary>
    private static bool DoNotGoTogether(Element element, Element other) => (element, other) is (BaseClass, BaseClass or FailingRealize) or (FailingRealize, BaseClass);

    private static Element RightElement(int number, Random random)
    {
        int kind = Kind(random);
        return kind switch
        {
            0 => RightLink(number, random),
            1 => new KeptMapping(number, random.Next(2) == 0, OneOf<ReleasePlace>(random)),
            2 => new LateRegion(number, random.Next(3) == 0 ? OneOf(random, RegionSort.Ram, RegionSort.Rom) : OneOf<RegionSort>(random), LatePlace.Realize),
            3 => RightDestruction(number, random),
            4 => new OrderedLinks(number, random.Next(2) == 0 ? OneOf(random, LinkMistake.UnlinkedTwice, LinkMistake.UnlinkedByHelper, LinkMistake.SubregionOfAlias, LinkMistake.InsideItself) : OneOf<LinkMistake>(random), IsRight: true),
            5 => new FailingRealize(number, OneOf<RegionSort>(random), OneOf<FailureForm>(random), IsRight: true),
            6 => new WrongContainer(number, OneOf<RegionSort>(random), random.Next(2) == 0 ? ContainerPair.SystemAndIo : OneOf<ContainerPair>(random), IsRight: true),
            7 => RightRecreation(number, random),
            8 => new ForeignCallbacks(number, OneOf<CallbackForm>(random), IsRight: true),
            9 => RightRoot(number, random),
            10 => RightUse(number, random),
            11 => RightLinkedDestruction(number, random),
            12 => RightTarget(number, random),
            13 => new AliasReference(number, random.Next(2) == 0, IsRight: true),
            14 => new BaseClass(number, OneOf<BaseMethod>(random), OneOf<BaseCallForm>(random), IsRight: true),
            _ => new Registration(number, random.Next(2) == 0, IsRight: true),
        };
    }

    private static int Kind(Random random)
    {
        int left = random.Next(s_weights.Sum());
        int kind = 0;
        while (left >= s_weights[kind])
        {
            left -= s_weights[kind++];
        }

        return kind;
    }

    private static LinkedRegion RightLink(int number, Random random)
    {
        RegionSort sort = OneOf<RegionSort>(random);
        LinkPlace where = OneOf<LinkPlace>(random);
        UnlinkPlace unlink = OneOf(
            random,
            UnlinkPlace.Unrealize,
            UnlinkPlace.UnrealizeIfLinked,
            UnlinkPlace.Helper,
            UnlinkPlace.Finally,
            where == LinkPlace.Realize ? UnlinkPlace.UnderTheSameFlag : UnlinkPlace.Unrealize,
            sort is RegionSort.Ram or RegionSort.Rom ? UnlinkPlace.Finalize : UnlinkPlace.Helper);
        return new LinkedRegion(number, sort, where, OneOf(random, LinkTarget.Bus, LinkTarget.Bus, LinkTarget.System, LinkTarget.System, LinkTarget.Own), unlink);
    }

    private static DestroyedRegion RightDestruction(int number, Random random)
    {
        RegionSort sort = OneOf<RegionSort>(random);
        DestroyPlace where = sort is RegionSort.Ram or RegionSort.Rom || random.Next(2) == 0 ? DestroyPlace.Finalize : DestroyPlace.Unrealize;
        return new DestroyedRegion(number, sort, HasOwner: true, where);
    }

    private static Recreation RightRecreation(int number, Random random)
    {
        RecreationPlace where = OneOf<RecreationPlace>(random);
        RegionSort sort = where is RecreationPlace.Realize or RecreationPlace.Init
            ? OneOf<RegionSort>(random)
            : OneOf(random, RegionSort.Ram, RegionSort.Rom, RegionSort.Container, RegionSort.Alias);
        return new Recreation(number, sort, where, OneOf<RecreationGuard>(random), IsRight: true);
    }

    private static DestroyedRoot RightRoot(int number, Random random)
    {
        RegionSort sort = OneOf(random, RegionSort.Container, RegionSort.Alias, RegionSort.Mmio, RegionSort.RomDevice);
        return new DestroyedRoot(number, sort, sort is RegionSort.Container or RegionSort.Alias && random.Next(2) == 0, IsRight: true);
    }

    private static UseAfterDestruction RightUse(int number, Random random)
    {
        UsePlace where = OneOf<UsePlace>(random);
        RegionSort sort = where switch
        {
            UsePlace.Local or UsePlace.Sometimes => OneOf(random, RegionSort.Container, RegionSort.Alias, RegionSort.Mmio, RegionSort.Reservation),
            UsePlace.Field => OneOf(random, RegionSort.Container, RegionSort.Alias),
            _ => OneOf<RegionSort>(random),
        };

        // A container of the device keeps what is in it, so that the next round would find it there.
        RegionUse use = OneOf<RegionUse>(random);
        use = use == RegionUse.Link && where == UsePlace.Field ? RegionUse.Enable : use;
        return new UseAfterDestruction(number, sort, where, use, IsRight: true);
    }

    private static DestroyedWhileLinked RightLinkedDestruction(int number, Random random)
    {
        LinkedForm form = OneOf<LinkedForm>(random);
        RegionSort sort = form switch
        {
            LinkedForm.Transaction => OneOf(random, RegionSort.Mmio, RegionSort.RomDevice),
            LinkedForm.Local => OneOf(random, RegionSort.Container, RegionSort.Alias, RegionSort.Mmio),
            _ => OneOf(random, RegionSort.Container, RegionSort.Alias),
        };
        return new DestroyedWhileLinked(number, sort, form, IsRight: true);
    }

    private static OutlivedTarget RightTarget(int number, Random random)
    {
        TargetForm form = OneOf<TargetForm>(random);
        RegionSort sort = form == TargetForm.Runtime ? RegionSort.Container : OneOf(random, RegionSort.Container, RegionSort.Mmio, RegionSort.RomDevice);
        return new OutlivedTarget(number, sort, form, IsRight: true);
    }

    private static Element Mistaken(Element element, Random random) => element switch
    {
        LinkedRegion region => Mistaken(region, random),
        KeptMapping mapping => mapping with { Release = OneOf<ReleasePlace>(random) },
        LateRegion late => late with { Where = OneOf(random, LatePlace.Runtime, LatePlace.Reset, LatePlace.Unrealize) },
        DestroyedRegion destroyed => Mistaken(destroyed, random),
        OrderedLinks ordered => ordered with { IsRight = false },
        Story story => story with { IsRight = false },
        _ => element,
    };

    private static LinkedRegion Mistaken(LinkedRegion region, Random random)
    {
        // What is linked while the machine runs may not be linked at all: of that, only what is never undone in time is sure.
        bool isStatic = region.Where is LinkPlace.Realize or LinkPlace.Helper or LinkPlace.Constructor;
        UnlinkPlace unlink = random.Next(13) switch
        {
            0 when isStatic && region.Into != LinkTarget.Own => UnlinkPlace.Reset,
            < 4 => UnlinkPlace.Never,
            < 8 when region.Sort is not (RegionSort.Ram or RegionSort.Rom) => UnlinkPlace.Finalize,
            _ when !isStatic => UnlinkPlace.Never,
            _ => OneOf(random, UnlinkPlace.Sometimes, UnlinkPlace.BehindReturn, UnlinkPlace.Caught, region.Where == LinkPlace.Realize ? UnlinkPlace.UnderAFlag : UnlinkPlace.Sometimes),
        };
        return region with { Unlink = unlink };
    }

    private static DestroyedRegion Mistaken(DestroyedRegion destroyed, Random random)
    {
        if (destroyed.Sort is RegionSort.Container or RegionSort.Alias)
        {
            return destroyed with { Where = destroyed.Sort == RegionSort.Container || random.Next(2) == 0 ? DestroyPlace.BeforeUnlink : DestroyPlace.Unlinked };
        }

        return random.Next(2) == 0
            ? destroyed with { HasOwner = false }
            : destroyed with { Where = OneOf(random, DestroyPlace.Runtime, DestroyPlace.Reset, DestroyPlace.Unlinked, DestroyPlace.BeforeUnlink) };
    }

    private static T OneOf<T>(Random random)
        where T : struct, Enum
    {
        return OneOf(random, Enum.GetValues<T>());
    }

    private static T OneOf<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}
