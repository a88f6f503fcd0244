using System.Globalization;

namespace MemoryRegions.Benchmarks;

/// <summary>Prints one line for each ratio, with its target.</summary>
internal static class Report
{
    public static void WriteHeader()
    {
        Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}; processor time, medians of interleaved runs");
        Console.WriteLine();
        Console.WriteLine("| what | measured | yardstick | ratio | target |");
        Console.WriteLine("|---|---|---|---|---|");
    }

    /// <summary>A measurement beside its yardstick.</summary>
    public static void Write(string what, string measured, string yardstick, double ratio, string target)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {measured} | {yardstick} | {ratio:F2} | {target} |"));
    }

    public static string Nanoseconds(double value) => value.ToString("F1", CultureInfo.InvariantCulture) + " ns";

    public static string Milliseconds(double value) => value.ToString("F1", CultureInfo.InvariantCulture) + " ms";
}
