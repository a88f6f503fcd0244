using System;
using System.IO;
using System.Threading.Tasks;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.EndToEnd.Tests;

/// <summary>
/// The packages, made from a copy of the sources with a version that was never used before, and a project outside the source tree that
/// references them: what a user has. The project holds the broken sample devices.
/// </summary>
public sealed class PackagedProject : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "memoryregions-" + Guid.NewGuid().ToString("N"));

    public string Version { get; } = "1.0.0-e2e." + DateTime.UtcNow.ToString("yyyyMMddHHmmssfff");

    /// <summary>The folder feed.</summary>
    public string Feed => Path.Combine(_folder, "feed");

    /// <summary>The packages folder of the project, apart from the machine's.</summary>
    public string Packages => Path.Combine(_folder, "packages");

    public string Project => Path.Combine(_folder, "app");

    public string ProjectFile => Path.Combine(Project, "App.csproj");

    public async Task InitializeAsync()
    {
        await PackAsync();
        Repository.Copy(Path.Combine(Repository.Root, "samples", "BrokenDevices"), Project);
        foreach (string file in Directory.EnumerateFiles(Project, "*.csproj"))
        {
            File.Delete(file);
        }

        await File.WriteAllTextAsync(ProjectFile, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <LangVersion>latest</LangVersion>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MemoryRegions" Version="{Version}" />
                <PackageReference Include="MemoryRegions.Analyzers" Version="{Version}" PrivateAssets="all" />
              </ItemGroup>
            </Project>
            """);

        // Nothing of the source tree, and no feed but ours.
        await File.WriteAllTextAsync(Path.Combine(Project, "Directory.Build.props"), "<Project />");
        await File.WriteAllTextAsync(Path.Combine(Project, "Directory.Packages.props"), "<Project />");
        await File.WriteAllTextAsync(Path.Combine(Project, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="feed" value="{Feed}" />
              </packageSources>
            </configuration>
            """);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private async Task PackAsync()
    {
        string source = Path.Combine(_folder, "source");
        foreach (string name in new[] { "src", "Directory.Build.props", "Directory.Packages.props", ".editorconfig", "README.md" })
        {
            Repository.Copy(Path.Combine(Repository.Root, name), Path.Combine(source, name));
        }

        // The sources are built with the machine's packages, as on any developer's machine.
        string machinePackages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (string project in new[] { "Runtime", "Package" })
        {
            await DotNet.RunAsync(source, machinePackages, "pack", Path.Combine("src", project), "--output", Feed, "-p:Version=" + Version);
        }
    }
}
