using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// What a project of a test is compiled against. Nothing is ever downloaded: a framework named by its package resolves to the
/// reference pack of the running SDK, whichever version of .NET it names; frameworks and packages that this pack cannot stand
/// for are refused.
/// </summary>
public sealed partial class ReferenceAssemblies
{
    public ReferenceAssemblies(string targetFramework)
    {
        ArgumentNullException.ThrowIfNull(targetFramework);
        TargetFramework = targetFramework;
    }

    public ReferenceAssemblies(string targetFramework, PackageIdentity? referenceAssemblyPackage, string referenceAssemblyPath)
        : this(targetFramework)
    {
        ArgumentNullException.ThrowIfNull(referenceAssemblyPackage);
        ReferenceAssemblyPackage = referenceAssemblyPackage;
        ReferenceAssemblyPath = referenceAssemblyPath;
    }

    private ReferenceAssemblies(ReferenceAssemblies original)
        : this(original.TargetFramework)
    {
        AssemblyIdentityComparer = original.AssemblyIdentityComparer;
        ReferenceAssemblyPackage = original.ReferenceAssemblyPackage;
        ReferenceAssemblyPath = original.ReferenceAssemblyPath;
        Assemblies = original.Assemblies;
        FacadeAssemblies = original.FacadeAssemblies;
        LanguageSpecificAssemblies = original.LanguageSpecificAssemblies;
        Packages = original.Packages;
        NuGetConfigFilePath = original.NuGetConfigFilePath;
    }

    public static ReferenceAssemblies Default => NetCore.NetCoreApp31;

    public string TargetFramework { get; }

    public AssemblyIdentityComparer AssemblyIdentityComparer { get; private init; } = AssemblyIdentityComparer.Default;

    public PackageIdentity? ReferenceAssemblyPackage { get; }

    public string? ReferenceAssemblyPath { get; }

    public ImmutableArray<string> Assemblies { get; private init; } = [];

    public ImmutableArray<string> FacadeAssemblies { get; private init; } = [];

    public ImmutableDictionary<string, ImmutableArray<string>> LanguageSpecificAssemblies { get; private init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    public ImmutableArray<PackageIdentity> Packages { get; private init; } = [];

    public string? NuGetConfigFilePath { get; private init; }

    public ReferenceAssemblies WithAssemblyIdentityComparer(AssemblyIdentityComparer assemblyIdentityComparer) => new(this) { AssemblyIdentityComparer = assemblyIdentityComparer };

    public ReferenceAssemblies WithAssemblies(ImmutableArray<string> assemblies) => new(this) { Assemblies = assemblies };

    public ReferenceAssemblies AddAssemblies(ImmutableArray<string> assemblies) => WithAssemblies(Assemblies.AddRange(assemblies));

    public ReferenceAssemblies WithFacadeAssemblies(ImmutableArray<string> facadeAssemblies) => new(this) { FacadeAssemblies = facadeAssemblies };

    public ReferenceAssemblies AddFacadeAssemblies(ImmutableArray<string> facadeAssemblies) => WithFacadeAssemblies(FacadeAssemblies.AddRange(facadeAssemblies));

    public ReferenceAssemblies WithLanguageSpecificAssemblies(ImmutableDictionary<string, ImmutableArray<string>> languageSpecificAssemblies) =>
        new(this) { LanguageSpecificAssemblies = languageSpecificAssemblies };

    public ReferenceAssemblies WithLanguageSpecificAssemblies(string language, ImmutableArray<string> assemblies) =>
        WithLanguageSpecificAssemblies(LanguageSpecificAssemblies.SetItem(language, assemblies));

    public ReferenceAssemblies AddLanguageSpecificAssemblies(string language, ImmutableArray<string> assemblies) =>
        WithLanguageSpecificAssemblies(language, LanguageSpecificAssemblies.GetValueOrDefault(language, []).AddRange(assemblies));

    public ReferenceAssemblies WithPackages(ImmutableArray<PackageIdentity> packages) => new(this) { Packages = packages };

    public ReferenceAssemblies AddPackages(ImmutableArray<PackageIdentity> packages) => WithPackages(Packages.AddRange(packages));

    public ReferenceAssemblies WithNuGetConfigFilePath(string nugetConfigFilePath) => new(this) { NuGetConfigFilePath = nugetConfigFilePath };

    /// <exception cref="NotSupportedException">Only a download could answer.</exception>
    public Task<ImmutableArray<MetadataReference>> ResolveAsync(string? language, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!Packages.IsEmpty)
        {
            throw new NotSupportedException($"The package '{Packages[0].Id}' needs a download; the stand-in makes none.");
        }

        if (ReferenceAssemblyPackage is null)
        {
            // The framework is only a name, and brings nothing.
            return Task.FromResult(ImmutableArray<MetadataReference>.Empty);
        }

        if (!IsCovered(ReferenceAssemblyPackage))
        {
            throw new NotSupportedException($"The reference assemblies of '{TargetFramework}' need a download; the stand-in makes none.");
        }

        return Task.FromResult(ReferencePack.References);
    }

    private static bool IsCovered(PackageIdentity package)
    {
        string[] covered = [DotNetPackage, OldDotNetPackage];
        return covered.Contains(package.Id);
    }
}
