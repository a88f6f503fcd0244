using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.Benchmarks;

/// <summary>
/// Compares two pieces of code. They run in turns, so that whatever else the machine does hits both, and medians are compared. Time is
/// that of the processor, not of the clock: other processes do not count.
/// </summary>
internal static class Measure
{
    private const int Rounds = 15;
    private const double MinMilliseconds = 20;
    private const int MaxWarmUp = 40;
    private const int Patience = 4;

    /// <summary>Nanoseconds for one operation of each. The actions repeat it as often as they are told.</summary>
    public static (double Measured, double Yardstick) Operations(Action<int> measured, Action<int> yardstick)
    {
        int measuredCount = Calibrate(measured), yardstickCount = Calibrate(yardstick);
        var times = new List<(double Measured, double Yardstick)>();
        for (int round = 0; round < Rounds; round++)
        {
            times.Add((Time(() => measured(measuredCount)) * 1e6 / measuredCount, Time(() => yardstick(yardstickCount)) * 1e6 / yardstickCount));
        }

        return (Median(times.Select(time => time.Measured)), Median(times.Select(time => time.Yardstick)));
    }

    /// <summary>Milliseconds of each of several long runs, in turns.</summary>
    public static double[] Runs(int rounds, params Action[] runs)
    {
        var times = runs.Select(_ => new List<double>()).ToArray();
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < runs.Length; i++)
            {
                GC.Collect();
                times[i].Add(Time(runs[i]));
            }
        }

        return [.. times.Select(Median)];
    }

    /// <summary>Runs all of it until the compiler of the runtime has nothing left to improve: no round is faster than the best before.</summary>
    public static void WarmUp(params Action[] runs)
    {
        double best = double.MaxValue;
        for (int round = 0, better = 0; round < MaxWarmUp && round - better < Patience; round++)
        {
            double time = runs.Sum(Time);
            if (time < 0.97 * best)
            {
                (best, better) = (time, round);
            }
        }
    }

    private static int Calibrate(Action<int> action)
    {
        // Long enough for the tiered compiler to be done.
        int count = 1;
        while (Time(() => action(count)) < MinMilliseconds)
        {
            count *= 2;
        }

        for (int i = 0; i < 5; i++)
        {
            action(count);
        }

        return count;
    }

    private static double Time(Action action)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
