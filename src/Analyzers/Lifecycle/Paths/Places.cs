using System.Linq;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <summary>Tells containers apart.</summary>
internal static class Places
{
    /// <summary>The two are sure to be different regions.</summary>
    public static bool AreDistinct(Value first, Value second, PathNames names, TypeFamily family)
    {
        if ((IsFromOutside(second, names, family) && IsKept(first, names, family)) || (IsFromOutside(first, names, family) && IsKept(second, names, family)))
        {
            return true;
        }

        if (names.OfObject(first) is not { } one || names.OfObject(second) is not { } other || one == other)
        {
            return false;
        }

        bool firstIsMade = IsMade(one), secondIsMade = IsMade(other);
        if (firstIsMade || secondIsMade)
        {
            // One that the type made is none of another making, nor one that was there before.
            return (firstIsMade && secondIsMade) || IsGiven(firstIsMade ? second : first, names, family);
        }

        // Two members of one object, which are set once.
        int firstEnd = LastPart(one), secondEnd = LastPart(other);
        return first.Kind == ValueKind.Member && second.Kind == ValueKind.Member
            && firstEnd > 0 && secondEnd > 0
            && one.Substring(0, firstEnd) == other.Substring(0, secondEnd)
            && Tells(first, family) && Tells(second, family);
    }

    /// <summary>The type made it, whichever of several it is, and nobody else can name it.</summary>
    private static bool IsKept(Value value, PathNames names, TypeFamily family)
    {
        Slots slots = names.SlotsOf(value);
        return !slots.IsOpen && slots.Creations.Count > 0 && slots.Symbols.All(symbol => family.FlowsInto(symbol).Count > 0) && !names.IsKnownOutside(slots);
    }

    /// <summary>A region of the machine, or of what the constructor was given, which may be another one each time that it is asked for.</summary>
    private static bool IsFromOutside(Value value, PathNames names, TypeFamily family)
    {
        return IsGiven(value, names, family)
            || (value is { Kind: ValueKind.Member, Instance: { } instance } && names.OfObject(instance) is { } name && PathNames.IsArgument(name) && !IsPlaced(instance, names, family));
    }

    /// <summary>The type itself puts it somewhere: a region, whose container may then be one of the type's own.</summary>
    private static bool IsPlaced(Value value, PathNames names, TypeFamily family)
    {
        Slots slots = names.SlotsOf(value);
        return family.Bodies.SelectMany(static body => body.Links).Any(link => names.SlotsOf(link.Region).MayEqual(slots));
    }

    private static bool IsMade(string name) => name.StartsWith("new", StringComparison.Ordinal) && name.IndexOf('#') == name.Length - 1;

    /// <summary>A region of the machine, or of an object that the constructor was given.</summary>
    private static bool IsGiven(Value value, PathNames names, TypeFamily family)
    {
        return (value.Kind == ValueKind.Member && IsMachines(value, family)) || (names.OfObject(value) is { } name && PathNames.IsArgument(name));
    }

    /// <summary>Another member of the same object holds another region: those of the machine do, and those of the types that show how they are set.</summary>
    private static bool Tells(Value value, TypeFamily family)
    {
        return IsMachines(value, family) || value.Symbol is IPropertySymbol { SetMethod: null } or IFieldSymbol { IsReadOnly: true };
    }

    private static bool IsMachines(Value value, TypeFamily family)
    {
        return value.Symbol is { ContainingType: { } type } && !family.Model.Contracts.IsInSource(value.Symbol)
            && family.Model.Contracts.RegionKindOf(type) is null && family.Model.HasLifecycle(type);
    }

    private static int LastPart(string name)
    {
        int end = name.Length - 1;
        return end > 0 && name[end] == '#' ? name.LastIndexOf('#', end - 1) : -1;
    }
}
