namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A NuGet package and its version.</summary>
public sealed record PackageIdentity(string Id, string Version);
