using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemoryRegions.AnalyzerTesting.Tests;

/// <summary>Reports every class whose name starts with "Bad", at its name. The name is the argument of the message.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public class BadNameAnalyzer : DiagnosticAnalyzer
{
    public const string Id = "T001";

    public static readonly DiagnosticDescriptor Rule = new(Id, "Bad name", "The name '{0}' is bad", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    protected virtual DiagnosticDescriptor Descriptor => SupportedDiagnostics[0];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        Configure(context);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.ClassDeclaration);
    }

    protected virtual void Configure(AnalysisContext context) => context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);

    protected virtual Diagnostic Create(SyntaxToken name, SyntaxNodeAnalysisContext context) => Diagnostic.Create(Descriptor, name.GetLocation(), name.Text);

    private void Analyze(SyntaxNodeAnalysisContext context)
    {
        SyntaxToken name = ((ClassDeclarationSyntax)context.Node).Identifier;
        if (name.Text.StartsWith("Bad", System.StringComparison.Ordinal))
        {
            context.ReportDiagnostic(Create(name, context));
        }
    }
}
