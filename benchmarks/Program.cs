using MemoryRegions.Benchmarks;
using MemoryRegions.Benchmarks.Analyzers;
using MemoryRegions.Benchmarks.Runtime;

// benchmarks [runtime] [analyzers [classes]]: all of it without arguments. See docs/benchmarks.md.
Report.WriteHeader();
if (args.Length == 0 || args[0] == "runtime")
{
    AccessBenchmarks.Run();
    MappingBenchmarks.Run();
    TopologyBenchmarks.Run();
}

if (args.Length == 0 || args[0] == "analyzers")
{
    AnalyzerBenchmarks.Run(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1_000);
}
