using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;

namespace MemoryRegions.EndToEnd.Tests;

/// <summary>Runs the .NET command line as a user would: in a process of its own, with nothing inherited from the test run's build.</summary>
internal static class DotNet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    /// <summary>Runs <c>dotnet</c> and returns its exit code and all that it printed.</summary>
    public static async Task<Result> TryRunAsync(string directory, string packages, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(IsOfTheTestRun).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["NUGET_PACKAGES"] = packages;
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        // A server that outlives the test would keep its files open.
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task exit = process.WaitForExitAsync();
        if (await Task.WhenAny(exit, Task.Delay(Limit)) != exit)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'dotnet {string.Join(' ', arguments)}' did not end within {Limit}.");
        }

        return new Result(string.Join(' ', arguments), process.ExitCode, await output + await error);
    }

    /// <summary>Runs <c>dotnet</c>, which must succeed, and returns what it printed.</summary>
    public static async Task<string> RunAsync(string directory, string packages, params string[] arguments)
    {
        Result result = await TryRunAsync(directory, packages, arguments);
        return result.ExitCode == 0
            ? result.Output
            : throw new InvalidOperationException($"'dotnet {result.Arguments}' ended with {result.ExitCode}:{Environment.NewLine}{result.Output}");
    }

    private static bool IsOfTheTestRun(string variable)
    {
        return variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
            || variable.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
            || variable is "DOTNET_ROOT_X64" or "CI";
    }

    internal sealed record Result(string Arguments, int ExitCode, string Output);
}
