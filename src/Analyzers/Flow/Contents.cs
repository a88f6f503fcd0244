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

    /// <summary>Acquired for writing, it is read and never written.</summary>
    ReadAgainst = 2,

    /// <summary>Acquired for reading, it is written.</summary>
    WrittenAgainst = 4,
}

/// <summary>What is known of the content of the tracked object on one path.</summary>
/// <param name="Direction">What it was acquired for.</param>
/// <param name="MayBeWritten">Something was written to it, or may have been.</param>
/// <param name="Amount">How much was written, if that is known.</param>
/// <param name="FirstRead">Acquired for writing, it was read here, and nothing was written before or since.</param>
internal readonly record struct Contents(AccessDirection Direction, bool MayBeWritten = false, IOperation? Amount = null, IOperation? FirstRead = null)
{
    /// <summary>Something was written, or may have been: how much, if <paramref name="amount"/> says so and it was the first.</summary>
    public Contents Write(IOperation? amount) => new(Direction, MayBeWritten: true, MayBeWritten ? null : amount);

    /// <summary>What is known where two paths meet.</summary>
    public Contents Join(Contents other) => this == other ? this : new Contents(
        Direction == other.Direction ? Direction : AccessDirection.Unknown,
        MayBeWritten || other.MayBeWritten,
        Amount == other.Amount ? Amount : null,
        FirstRead is null || (other.FirstRead is { } read && read.Syntax.SpanStart < FirstRead.Syntax.SpanStart) ? other.FirstRead : FirstRead);
}
