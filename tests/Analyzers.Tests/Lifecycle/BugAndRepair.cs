using System.Text.RegularExpressions;
using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;

namespace MemoryRegions.Analyzers.Tests.Lifecycle;

/// <summary>
/// Checks a bug and its repair from one source. «expression» is what the bug is reported at; ‹statement› is what the repair adds. Where the
/// repair is to take the reported call away, nothing is added.
/// </summary>
internal static class BugAndRepair
{
    public static async Task CheckAsync(string source, string id, bool removeCall = false)
    {
        string bug = Regex.Replace(source.Replace("«", "{|" + id + ":").Replace("»", "|}"), "‹[^›]*›", string.Empty);
        string repaired = removeCall
            ? Regex.Replace(source, "«[^»]*»;", string.Empty)
            : Regex.Replace(source, "[«»‹›]", string.Empty);
        await Verify<DeviceLifecycleAnalyzer>.ReportsAsync(bug);
        await Verify<DeviceLifecycleAnalyzer>.SilentAsync(repaired);
    }
}
