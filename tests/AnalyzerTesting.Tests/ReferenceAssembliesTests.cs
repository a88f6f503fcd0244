using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

public class ReferenceAssembliesTests
{
    public static TheoryData<ReferenceAssemblies> Local => new(ReferenceAssemblies.Default, ReferenceAssemblies.Net.Net50, ReferenceAssemblies.Net.Net90, ReferenceAssemblies.NetCore.NetCoreApp21);

    public static TheoryData<ReferenceAssemblies> Remote => new(
        ReferenceAssemblies.NetStandard.NetStandard20,
        ReferenceAssemblies.NetStandard.NetStandard21,
        ReferenceAssemblies.NetFramework.Net472.Default,
        ReferenceAssemblies.Net.Net80.AddPackages([new PackageIdentity("A", "1.0.0")]));

    [Theory]
    [MemberData(nameof(Local))]
    public async Task Framework_of_this_machine_is_its_reference_pack(ReferenceAssemblies assemblies)
    {
        ImmutableArray<MetadataReference> references = await assemblies.ResolveAsync(LanguageNames.CSharp, CancellationToken.None);
        Assert.Contains(references, reference => reference.Display!.EndsWith("System.Runtime.dll", StringComparison.Ordinal));
        Assert.Equal(references.Length, references.Select(reference => reference.Display).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Remote))]
    public async Task What_would_need_a_download_is_refused(ReferenceAssemblies assemblies)
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => assemblies.ResolveAsync(LanguageNames.CSharp, CancellationToken.None));
    }

    [Fact]
    public async Task Name_alone_brings_nothing()
    {
        Assert.Empty(await new ReferenceAssemblies("net10.0").ResolveAsync(LanguageNames.CSharp, CancellationToken.None));
    }

    [Fact]
    public void Every_change_makes_a_copy()
    {
        var original = new ReferenceAssemblies("net10.0", new PackageIdentity("A", "1.0.0"), "ref/net10.0");
        ReferenceAssemblies changed = original
            .AddAssemblies(["a"]).AddAssemblies(["b"])
            .AddFacadeAssemblies(["f"])
            .AddLanguageSpecificAssemblies(LanguageNames.CSharp, ["c"]).AddLanguageSpecificAssemblies(LanguageNames.CSharp, ["d"])
            .AddPackages([new PackageIdentity("B", "2.0.0")])
            .WithNuGetConfigFilePath("nuget.config")
            .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default);

        Assert.Equal(["a", "b"], changed.Assemblies.ToArray());
        Assert.Equal(["f"], changed.FacadeAssemblies.ToArray());
        Assert.Equal(["c", "d"], changed.LanguageSpecificAssemblies[LanguageNames.CSharp].ToArray());
        Assert.Equal([new PackageIdentity("B", "2.0.0")], changed.Packages.ToArray());
        Assert.Equal(("nuget.config", "net10.0", "ref/net10.0", original.ReferenceAssemblyPackage), (changed.NuGetConfigFilePath, changed.TargetFramework, changed.ReferenceAssemblyPath, changed.ReferenceAssemblyPackage));
        Assert.Same(DesktopAssemblyIdentityComparer.Default, changed.AssemblyIdentityComparer);
        Assert.True(original.Assemblies.IsEmpty && original.FacadeAssemblies.IsEmpty && original.LanguageSpecificAssemblies.IsEmpty && original.Packages.IsEmpty);
    }
}
