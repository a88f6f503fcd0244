using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MemoryRegions.Agreement.Generation;
using MemoryRegions.Agreement.Model;
using MemoryRegions.Agreement.Reports;
using MemoryRegions.Agreement.Verdicts;

namespace MemoryRegions.Agreement;

/// <summary>Judges a number of random programs, in batches, on as many threads as there are processors.</summary>
internal sealed class Session(Options options, TextWriter output)
{
    private const int BatchSize = 100;

    private readonly List<Judgement> _disagreements = [];
    private readonly List<BadRepair> _badRepairs = [];
    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<string, double> _times = [];

    private int _repaired;

    public Table Table { get; } = new();

    public IReadOnlyList<Judgement> Disagreements => _disagreements;

    /// <summary>Judges all programs. False if there is any disagreement.</summary>
    public bool Run()
    {
        int next = 0;
        Exception? failure = null;
        int batches = (options.Count + BatchSize - 1) / BatchSize;
        Thread[] workers = [.. Enumerable.Range(0, Math.Min(batches, Environment.ProcessorCount)).Select(_ => new Thread(Work))];
        foreach (Thread worker in workers)
        {
            worker.Start();
        }

        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        return failure is null ? _disagreements.Count == 0 && _badRepairs.Count == 0 : throw new InvalidOperationException("a worker failed", failure);

        void Work()
        {
            try
            {
                var judge = new Judge(options.MaxPaths);
                var after = new AfterFix(options.MaxPaths);
                while (failure is null && !(options.Stop && _disagreements.Count > 0) && _clock.Elapsed.TotalMinutes < options.Minutes && Interlocked.Increment(ref next) - 1 is int batch && batch < batches)
                {
                    int first = batch * BatchSize;
                    List<DeviceProgram> programs = [.. Enumerable.Range(first, Math.Min(BatchSize, options.Count - first))
                        .Select(number => ProgramGenerator.Create(options.Seed, options.First + number, options.Only))];
                    IReadOnlyList<Judgement> judgements = judge.Of(programs);
                    Note(judgements);
                    if (options.Fixes > 0 && batch % options.Fixes == 0)
                    {
                        long start = Stopwatch.GetTimestamp();
                        Note(after.Check(judgements));
                        judge.Times["fix"] = judge.Times.GetValueOrDefault("fix") + Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                    }
                }

                lock (_lock)
                {
                    _repaired += after.Repaired;
                    foreach ((string what, double milliseconds) in judge.Times)
                    {
                        _times[what] = _times.GetValueOrDefault(what) + milliseconds;
                    }
                }
            }
            catch (Exception e)
            {
                failure = e;
            }
        }
    }

    public void Print()
    {
        var judge = new Judge(options.MaxPaths);

        // One of each kind first, and small ones, which are quicker to make smaller.
        IEnumerable<Judgement> various = _disagreements
            .OrderBy(found => found.Source.Text.Length)
            .GroupBy(found => string.Join(' ', found.Findings.Where(finding => finding.Outcome is Outcome.Missed or Outcome.FalseAlarm).Select(finding => (finding.Outcome, finding.Rule)).Distinct().Order()))
            .SelectMany(kind => kind.Select((found, rank) => (Found: found, Rank: rank)))
            .OrderBy(found => found.Rank)
            .Select(found => found.Found);
        foreach (Judgement disagreement in various.Take(options.Show))
        {
            Judgement small = Minimizer.Minimize(judge, disagreement);
            output.WriteLine($"--- {disagreement.Source.Program.Name} of seed {options.Seed}, made small:");
            output.WriteLine(Description.Of(small));
        }

        foreach (BadRepair repair in _badRepairs.OrderBy(repair => repair.Repair.Text.Length).Take(options.Show))
        {
            output.WriteLine($"--- {repair.Repair.Before.Source.Program.Name} of seed {options.Seed}, repaired:");
            output.WriteLine(Description.Of(repair));
        }

        output.WriteLine(Table.Render());
        output.WriteLine($"{_repaired} programs repaired, {_badRepairs.Count} of them not well");
        double seconds = _clock.Elapsed.TotalSeconds;
        string times = string.Join(", ", _times.Select(time => string.Create(CultureInfo.InvariantCulture, $"{time.Key} {time.Value / Table.Programs:f1}")));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Table.Programs / seconds:f1} programs per second; milliseconds per program: {times}"));
    }

    private void Note(List<BadRepair> repairs)
    {
        lock (_lock)
        {
            _badRepairs.AddRange(repairs);
        }
    }

    private void Note(IReadOnlyList<Judgement> judgements)
    {
        lock (_lock)
        {
            foreach (Judgement judgement in judgements)
            {
                Table.Add(judgement);
                if (judgement.IsDisagreement)
                {
                    _disagreements.Add(judgement);
                }

                if (options.Verbose)
                {
                    output.WriteLine(Description.Of(judgement));
                }
            }

            for (int i = options.First & 1; i + 1 < judgements.Count; i += 2)
            {
                Table.AddPair(judgements[i], judgements[i + 1]);
            }

            if (options.Count > BatchSize * 2)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{Table.Programs} programs, {_disagreements.Count} disagreements, {Table.Programs / _clock.Elapsed.TotalSeconds:f1} per second"));
            }
        }
    }
}
