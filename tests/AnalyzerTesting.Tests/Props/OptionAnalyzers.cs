using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.AnalyzerTesting.Tests;

/// <summary>Reports the value of the option "k" at the start of the file.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OptionAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [BadNameAnalyzer.Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxTreeAction(tree =>
        {
            if (tree.Options.AnalyzerConfigOptionsProvider.GetOptions(tree.Tree).TryGetValue("k", out string? value))
            {
                tree.ReportDiagnostic(Diagnostic.Create(BadNameAnalyzer.Rule, tree.Tree.GetLocation(new TextSpan(0, 1)), "k = " + value));
            }
        });
    }
}

/// <summary>Reports the text of every additional file at its start.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AdditionalFileAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [BadNameAnalyzer.Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterAdditionalFileAction(file =>
        {
            SourceText text = file.AdditionalFile.GetText(file.CancellationToken)!;
            var start = new LinePositionSpan(new LinePosition(0, 0), new LinePosition(0, 1));
            file.ReportDiagnostic(Diagnostic.Create(BadNameAnalyzer.Rule, Location.Create(file.AdditionalFile.Path, new TextSpan(0, 1), start), text.ToString()));
        });
    }
}
