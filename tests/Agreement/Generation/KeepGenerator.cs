using System;
using System.Collections.Immutable;
using System.Linq;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <summary>Makes random devices whose fields keep resources, and devices that differ from them in one thing.</summary>
internal static class KeepGenerator
{
    private static readonly ResourceKind[] s_kinds = [ResourceKind.Mapping, ResourceKind.Mapping, ResourceKind.Section, ResourceKind.Reference, ResourceKind.Cache, ResourceKind.Space, ResourceKind.Listener];

    public static ImmutableArray<Element> Create(Random random)
    {
        var elements = ImmutableArray.CreateBuilder<Element>();
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            // Of two fields with objects from outside nobody knows whether it is one object.
            KeptResource kept = Right(elements.Count, random);
            elements.Add(kept.Kind == ResourceKind.Reference && elements.Any(other => ((KeptResource)other).Kind == ResourceKind.Reference) ? kept with { Kind = ResourceKind.Mapping } : kept);
        }

        return elements.ToImmutable();
    }

    /// <summary>Makes a mistake in one element.</summary>
    public static ImmutableArray<Element> Edit(ImmutableArray<Element> elements, Random random)
    {
        int edited = random.Next(elements.Length);
        var kept = (KeptResource)elements[edited];
        return elements.SetItem(edited, kept.InRealize && random.Next(2) == 0
            ? kept with { Failure = RealizeFailure.Throws, Release = kept.Release == KeptRelease.Finalize ? KeptRelease.Unrealize : kept.Release }
            : kept with { Release = KeptRelease.Never, Failure = kept.Failure == RealizeFailure.ThrowsAndReleases ? RealizeFailure.None : kept.Failure });
    }

    private static KeptResource Right(int number, Random random)
    {
        ResourceKind kind = s_kinds[random.Next(s_kinds.Length)];
        bool inRealize = kind.IsOnObject() || random.Next(2) == 0;
        var release = (KeptRelease)random.Next(1, kind.IsOnObject() || !inRealize ? 3 : 5);
        RealizeFailure failure = !inRealize || random.Next(3) > 0 ? RealizeFailure.None
            : release == KeptRelease.Finalize ? RealizeFailure.Throws
            : RealizeFailure.ThrowsAndReleases;
        return new KeptResource(number, kind, inRealize, release, failure);
    }
}
