namespace MemoryRegions;

/// <summary>
/// Misuse of the memory API that QEMU answers with an assertion or with silent corruption.
/// </summary>
/// <remarks>
/// Operations that acquire something or change the topology throw it before anything has changed. Releases throw it only for what is
/// not held; a release of what is held always completes.
/// </remarks>
public sealed class MemoryRegionException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">What is wrong.</param>
    /// <param name="objectPath">The path of the object that it is about.</param>
    /// <param name="message">What is wrong, in words, without the path.</param>
    /// <param name="ruleId">The analyzer rule that finds this at compile time, or <see langword="null"/> if none does.</param>
    public MemoryRegionException(MemoryRegionErrorCode code, string objectPath, string message, string? ruleId = null)
        : base(ruleId is null ? $"{objectPath}: {message}" : $"{objectPath}: {message} ({ruleId})")
    {
        Code = code;
        ObjectPath = objectPath;
        RuleId = ruleId;
    }

    /// <summary>What is wrong.</summary>
    public MemoryRegionErrorCode Code { get; }

    /// <summary>The path of the object that it is about.</summary>
    public string ObjectPath { get; }

    /// <summary>The analyzer rule that finds this at compile time, such as <c>MRL107</c>; <see langword="null"/> if none does.</summary>
    public string? RuleId { get; }
}
