using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemoryRegions.Analyzers.Rules;

/// <summary>
/// MRL603: assembly-level descriptions of foreign APIs that fit no member, so that nothing would be checked and nobody would know. It looks
/// at the attribute lists of an assembly one by one, so that an editor shows it while one is being written.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ForeignContractAnalyzer : MemoryRegionsAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(ForeignContractRules.DoesNotFit);

    private protected override void Register(CompilationStartAnalysisContext context, ContractModel contracts)
    {
        context.RegisterSyntaxNodeAction(Check, SyntaxKind.AttributeList);
    }

    private static void Check(SyntaxNodeAnalysisContext context)
    {
        var list = (AttributeListSyntax)context.Node;
        if (list.Target?.Identifier.IsKind(SyntaxKind.AssemblyKeyword) != true)
        {
            return;
        }

        foreach (AttributeData attribute in context.Compilation.Assembly.GetAttributes())
        {
            if (attribute.ApplicationSyntaxReference is { } reference
                && reference.SyntaxTree == list.SyntaxTree
                && list.Span.Contains(reference.Span)
                && AttributeReader.ContractName(attribute) == ContractNames.ForeignContract
                && reference.GetSyntax(context.CancellationToken) is AttributeSyntax syntax)
            {
                Check(ForeignContract.Read(attribute), syntax, context);
            }
        }
    }

    private static void Check(ForeignContract contract, AttributeSyntax syntax, SyntaxNodeAnalysisContext context)
    {
        ImmutableArray<ISymbol> members = contract.Resolve(context.Compilation);
        ForeignContractProblem? problem = members.IsEmpty ? ForeignContractCheck.Check(contract, null) : null;
        foreach (ISymbol member in members)
        {
            // Several assemblies may have a member of that name; one that fits is enough.
            problem = ForeignContractCheck.Check(contract, member);
            if (problem is null)
            {
                return;
            }
        }

        context.ReportDiagnostic(Diagnostic.Create(ForeignContractRules.DoesNotFit, LocationOf(syntax, problem!), contract.Member, problem!.Reason));
    }

    private static Location LocationOf(AttributeSyntax syntax, ForeignContractProblem problem)
    {
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = syntax.ArgumentList?.Arguments ?? default;
        AttributeArgumentSyntax? argument = problem.Argument switch
        {
            null => null,
            "" => arguments.FirstOrDefault(candidate => candidate.NameEquals is null),
            _ => arguments.FirstOrDefault(candidate => candidate.NameEquals?.Name.Identifier.ValueText == problem.Argument),
        };
        return (argument?.Expression ?? (SyntaxNode)syntax).GetLocation();
    }
}
