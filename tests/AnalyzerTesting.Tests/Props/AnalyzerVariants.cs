using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemoryRegions.AnalyzerTesting.Tests;

/// <summary>Does not say what it does in generated code, so that it reports there.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnconfiguredAnalyzer : BadNameAnalyzer
{
    protected override void Configure(AnalysisContext context)
    {
    }
}

/// <summary>Asks for generated code.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GeneratedCodeAnalyzer : BadNameAnalyzer
{
    protected override void Configure(AnalysisContext context) =>
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
}

/// <summary>Reports at a place that is no part of the syntax tree, so that no pragma reaches it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnsuppressibleAnalyzer : BadNameAnalyzer
{
    protected override Diagnostic Create(SyntaxToken name, SyntaxNodeAnalysisContext context)
    {
        Location location = name.GetLocation();
        return Diagnostic.Create(Rule, Location.Create(location.SourceTree!.FilePath, location.SourceSpan, location.GetLineSpan().Span), name.Text);
    }
}

/// <summary>As <see cref="UnsuppressibleAnalyzer"/>, with an id as the compiler's are.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CompilerIdAnalyzer : BadNameAnalyzer
{
    private static readonly DiagnosticDescriptor Foreign = new("CSX01", "Bad name", "The name '{0}' is bad", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Foreign];

    protected override Diagnostic Create(SyntaxToken name, SyntaxNodeAnalysisContext context)
    {
        Location location = name.GetLocation();
        return Diagnostic.Create(Foreign, Location.Create(location.SourceTree!.FilePath, location.SourceSpan, location.GetLineSpan().Span), name.Text);
    }
}

/// <summary>Cannot be disabled by a pragma, and says so.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NotConfigurableAnalyzer : BadNameAnalyzer
{
    private static readonly DiagnosticDescriptor Fixed = new(Id, "Bad name", "The name '{0}' is bad", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Fixed];
}

/// <summary>Off by default, and only a suggestion.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OffByDefaultAnalyzer : BadNameAnalyzer
{
    private static readonly DiagnosticDescriptor Off = new(Id, "Bad name", "The name '{0}' is bad", "Test", DiagnosticSeverity.Info, isEnabledByDefault: false);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Off];
}

/// <summary>Throws at every bad name.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThrowingAnalyzer : BadNameAnalyzer
{
    protected override Diagnostic Create(SyntaxToken name, SyntaxNodeAnalysisContext context) => throw new NotSupportedException("no " + name.Text);
}

/// <summary>Adds the first member of the class, if there is one, as an additional location.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MemberAnalyzer : BadNameAnalyzer
{
    protected override Diagnostic Create(SyntaxToken name, SyntaxNodeAnalysisContext context)
    {
        Location[] members = [.. ((ClassDeclarationSyntax)context.Node).Members.Take(1).Select(member => member.GetLocation())];
        return Diagnostic.Create(Rule, name.GetLocation(), members, name.Text);
    }
}

/// <summary>Has two rules: T001 for bad names, T002 for very bad ones.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TwoRulesAnalyzer : BadNameAnalyzer
{
    public static readonly DiagnosticDescriptor Worse = new("T002", "Very bad name", "The name '{0}' is very bad", "Test", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule, Worse];

    protected override Diagnostic Create(SyntaxToken name, SyntaxNodeAnalysisContext context) =>
        Diagnostic.Create(name.Text.Contains("Very", StringComparison.Ordinal) ? Worse : Rule, name.GetLocation(), name.Text);
}

/// <summary>Has two rules of one id, and reports the second.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SameIdAnalyzer : BadNameAnalyzer
{
    private static readonly DiagnosticDescriptor Second = new(Id, "Bad name", "Another '{0}'", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule, Second];

    protected override DiagnosticDescriptor Descriptor => Second;
}

/// <summary>Reports one diagnostic for the whole compilation, in no place.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoLocationAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [BadNameAnalyzer.Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(compilation => compilation.ReportDiagnostic(Diagnostic.Create(BadNameAnalyzer.Rule, Location.None, "all")));
    }
}

/// <summary>Reports bad names when the compilation ends, so that no editor offers a fix.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CompilationEndAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [BadNameAnalyzer.Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(Analyze);
    }

    private static void Analyze(CompilationAnalysisContext context)
    {
        foreach (INamedTypeSymbol type in context.Compilation.Assembly.GlobalNamespace.GetTypeMembers().Where(type => type.Name.StartsWith("Bad", StringComparison.Ordinal)))
        {
            context.ReportDiagnostic(Diagnostic.Create(BadNameAnalyzer.Rule, type.Locations[0], type.Name));
        }
    }
}

/// <summary>Suppresses T001 on classes that are called "BadButFine".</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BadNameSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor Fine = new("S001", BadNameAnalyzer.Id, "It is fine");

    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => [Fine];

    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics.Where(diagnostic => diagnostic.GetMessage().Contains("BadButFine", StringComparison.Ordinal)))
        {
            context.ReportSuppression(Suppression.Create(Fine, diagnostic));
        }
    }
}

/// <summary>Reports T001 on bad names, and T002 on names that start with "Good", where no pragma reaches it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TwoFacedAnalyzer : BadNameAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule, TwoRulesAnalyzer.Worse];

    public override void Initialize(AnalysisContext context)
    {
        base.Initialize(context);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        if (context.Symbol.Name.StartsWith("Good", StringComparison.Ordinal))
        {
            Location location = context.Symbol.Locations[0];
            Location outside = Location.Create(location.SourceTree!.FilePath, location.SourceSpan, location.GetLineSpan().Span);
            context.ReportDiagnostic(Diagnostic.Create(TwoRulesAnalyzer.Worse, outside, context.Symbol.Name));
        }
    }
}

/// <summary>Suppresses the compiler's warning that a field is never used.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnusedFieldSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor Fine = new("S002", "CS0169", "It is fine");

    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => [Fine];

    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            context.ReportSuppression(Suppression.Create(Fine, diagnostic));
        }
    }
}
