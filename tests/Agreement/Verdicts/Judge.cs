using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using MemoryRegions.Agreement.Generation;
using MemoryRegions.Agreement.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemoryRegions.Agreement.Verdicts;

/// <summary>Both verdicts on one program, and how they compare.</summary>
internal sealed record Judgement(Source Source, Evidence Evidence, ImmutableArray<Report> Reports, ImmutableArray<Finding> Findings)
{
    public bool IsDisagreement => Findings.Any(finding => finding.Outcome is Outcome.Missed or Outcome.FalseAlarm);
}

/// <summary>Compiles programs, asks the runtime and the analyzers, and compares. Not for use by several threads at a time.</summary>
internal sealed class Judge(int maxPaths)
{
    private readonly DynamicVerdict _dynamic = new(maxPaths);

    /// <summary>Where the time went, in milliseconds.</summary>
    public Dictionary<string, double> Times { get; } = [];

    /// <summary>The judgements of all programs that compile.</summary>
    public IReadOnlyList<Judgement> Of(IReadOnlyCollection<DeviceProgram> programs, bool mayNotCompile = false)
    {
        List<Source> sources = [.. programs.Select(Emitter.Emit)];
        CSharpCompilation compilation = Measure("parse", () => Compiler.Compile(sources));
        using MemoryStream image = new(), symbols = new();
        ImmutableArray<Diagnostic> errors = Measure("emit", () => Compiler.Emit(compilation, image, symbols));
        if (!errors.IsEmpty)
        {
            if (!mayNotCompile)
            {
                throw new InvalidOperationException($"A random program does not compile: {errors[0]}\n{errors[0].Location.SourceTree}");
            }

            HashSet<string> broken = [.. errors.Select(error => Path.GetFileNameWithoutExtension(error.Location.SourceTree!.FilePath))];
            List<DeviceProgram> left = [.. programs.Where(program => !broken.Contains(program.Name))];
            return left.Count == 0 ? [] : Of(left, mayNotCompile);
        }

        ILookup<string, Report> reports = Measure("analyze", () => StaticVerdict.OfAsync(compilation).GetAwaiter().GetResult());
        var context = new ProgramContext();
        try
        {
            Assembly assembly = context.LoadFromStream(image, symbols);
            return Measure("run", () => sources.Select(source => JudgementOf(source, assembly, reports)).ToList());
        }
        finally
        {
            context.Unload();
        }
    }

    private Judgement JudgementOf(Source source, Assembly assembly, ILookup<string, Report> reports)
    {
        Evidence evidence = _dynamic.Of(assembly, source.Program);
        if (evidence.Failure is not null)
        {
            throw new InvalidOperationException($"A random program fails: {evidence.Failure}\n{source.Text}");
        }

        ImmutableArray<Report> own = [.. reports[source.Program.Name + ".cs"].OrderBy(report => report.Line)];
        return new Judgement(source, evidence, own, [.. Comparison.Compare(source, evidence, own)]);
    }

    private T Measure<T>(string what, Func<T> step)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        try
        {
            return step();
        }
        finally
        {
            Times[what] = Times.GetValueOrDefault(what) + System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
