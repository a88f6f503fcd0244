using System.Globalization;
using System.Linq;
using System.Text;
using MemoryRegions.Agreement.Verdicts;

namespace MemoryRegions.Agreement.Reports;

/// <summary>A disagreement for a person: the program, the paths, what both say, and a test to begin with.</summary>
internal static class Description
{
    public static string Of(Judgement judgement)
    {
        var text = new StringBuilder();
        Number(text, judgement.Source.Text);
        text.Append("  runtime:   ").Append(judgement.Evidence).Append('\n');
        text.Append("  analyzers: ").Append(string.Join("; ", judgement.Reports.Select(report => $"line {report.Line}: {report.Rule} {report.Message}"))).Append('\n');
        foreach (Finding finding in judgement.Findings.Where(finding => finding.Outcome != Outcome.Agree))
        {
            text.Append("  ").Append(finding.Outcome).Append(": ").Append(finding.Detail).Append('\n');
        }

        return text.ToString();
    }

    public static string Of(BadRepair bad)
    {
        var text = new StringBuilder();
        Number(text, bad.Repair.Before.Source.Text);
        foreach (string fix in bad.Repair.Applied)
        {
            text.Append("  applied: ").Append(fix).Append('\n');
        }

        Number(text, bad.Repair.Text);
        return text.Append("  ").Append(bad.Reason).Append('\n').ToString();
    }

    private static void Number(StringBuilder text, string source)
    {
        string[] lines = source.TrimEnd('\n').Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i + 1,4}  {lines[i]}\n");
        }
    }
}
