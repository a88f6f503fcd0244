namespace MemoryRegions.Analyzers.Flow;

/// <summary>What an acquisition says that is done with the content of the resource.</summary>
internal enum AccessDirection : byte
{
    Unknown,
    Read,
    Write,
}

/// <summary>What a use does with the content of a view.</summary>
[Flags]
internal enum ContentAccess : byte
{
    /// <summary>It looks at no content, only at the length perhaps.</summary>
    None = 0,
    Reads = 1,
    Writes = 2,

    /// <summary>Anything.</summary>
    Unknown = 4,
}

/// <summary>How a use of the content fits what it was acquired for: on one path, or on several.</summary>
[Flags]
internal enum ContentUse : byte
{
    /// <summary>It fits, or nothing is known.</summary>
    Fits = 1,

    /// <summary>Acquired for writing, it is read before anything was written.</summary>
    ReadAgainst = 2,

    /// <summary>Acquired for reading, it is written.</summary>
    WrittenAgainst = 4,
}

/// <summary>What is known of the content of the tracked object on one path.</summary>
internal readonly record struct Contents(AccessDirection Direction, bool MayBeWritten = false, IOperation? Amount = null)
{
    /// <summary>Something was written, or may have been: how much, if <paramref name="amount"/> says so and it was the first.</summary>
    public Contents Write(IOperation? amount) => this with { MayBeWritten = true, Amount = MayBeWritten ? null : amount };

    /// <summary>What is known on one of two paths.</summary>
    public Contents Join(Contents other) => this == other ? this : new Contents(
        Direction == other.Direction ? Direction : AccessDirection.Unknown,
        MayBeWritten || other.MayBeWritten,
        Amount == other.Amount ? Amount : null);
}
