using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using MemoryRegions.Agreement.Model;
using MemoryRegions.Agreement.Verdicts;

namespace MemoryRegions.Agreement.Reports;

/// <summary>Counts outcomes, by rule and by construct.</summary>
internal sealed class Table
{
    /// <summary>The rule of a body that the analyzers give up.</summary>
    private const string OverBudget = "MRL901";

    private readonly SortedDictionary<string, Row> _constructs = [];
    private readonly SortedDictionary<string, Row> _rules = [];
    private int _capped;
    private int _overBudget;
    private int _limits;
    private long _paths;

    public int Programs { get; private set; }

    public int Disagreements { get; private set; }

    public void Add(Judgement judgement)
    {
        Programs++;
        _paths += judgement.Evidence.Paths;
        _capped += judgement.Evidence.IsCapped ? 1 : 0;
        _limits += judgement.Findings.Any(finding => finding.Outcome == Outcome.Limit) ? 1 : 0;
        _overBudget += judgement.Reports.Any(report => report.Rule == OverBudget) ? 1 : 0;
        Disagreements += judgement.IsDisagreement ? 1 : 0;
        foreach (string construct in Constructs.Of(judgement.Source.Program))
        {
            RowOf(_constructs, construct).Add(judgement.Findings);
        }

        foreach (IGrouping<string, Finding> rule in judgement.Findings.GroupBy(finding => finding.Rule))
        {
            RowOf(_rules, rule.Key).Add(rule);
        }
    }

    /// <summary>Counts a right program that is one edit away from a wrong one.</summary>
    public void AddPair(Judgement right, Judgement wrong)
    {
        HashSet<string> before = [.. right.Findings.Select(finding => finding.Rule)];
        foreach (string rule in wrong.Findings.Where(finding => finding.Outcome == Outcome.Agree).Select(finding => finding.Rule).Distinct())
        {
            if (!before.Contains(rule))
            {
                RowOf(_rules, rule).NearMisses++;
            }
        }
    }

    public string Render()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Programs} programs, {_paths} paths, {Disagreements} disagreements, {_capped} cap hits, {_overBudget} over budget, {_limits} with limits\n\n");
        Render(text, "rule", _rules);
        Render(text, "construct", _constructs);
        return text.ToString();
    }

    private static Row RowOf(SortedDictionary<string, Row> rows, string name)
    {
        if (!rows.TryGetValue(name, out Row? row))
        {
            row = new Row();
            rows.Add(name, row);
        }

        return row;
    }

    private static void Render(StringBuilder text, string title, SortedDictionary<string, Row> rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"| {title,-24} | programs | agree | missed | false alarm | limit | undecided | near misses |\n|---|---|---|---|---|---|---|---|\n");
        foreach ((string name, Row row) in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {name,-24} | {row.Programs} | {row[Outcome.Agree]} | {row[Outcome.Missed]} | {row[Outcome.FalseAlarm]} | {row[Outcome.Limit]} | {row[Outcome.Undecided]} | {row.NearMisses} |\n");
        }

        text.Append('\n');
    }

    private sealed class Row
    {
        private readonly int[] _counts = new int[5];

        public int Programs { get; private set; }

        public int NearMisses { get; set; }

        public int this[Outcome outcome] => _counts[(int)outcome];

        public void Add(IEnumerable<Finding> findings)
        {
            Programs++;
            foreach (Finding finding in findings)
            {
                _counts[(int)finding.Outcome]++;
            }
        }
    }
}
