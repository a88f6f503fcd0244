using System.Composition;
using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>MRL201: unlinks the region in the device's teardown, which is created if it is missing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LinkCodeFix)), Shared]
public sealed class LinkCodeFix : OfferingCodeFix
{
    /// <summary>The key of the fix.</summary>
    public const string Key = "MemoryRegions.UnlinkInTeardown";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NeverUnlinked);

    private protected override async Task<Offer?> FindOfferAsync(Document document, TextSpan span, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || Calls.Find(root, span) is not { } syntax
            || syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || model.GetOperation(syntax, cancellation) is not IInvocationOperation invocation
            || model.GetDeclaredSymbol(declaration, cancellation) is not { } type)
        {
            return null;
        }

        var contracts = new ContractModel(model.Compilation);
        IArgumentOperation? argument = Topology.LinkedBy(invocation, contracts);
        if (argument is null || LifecycleMethods.Find(type, LifecyclePhase.Unrealize, contracts) is not { } teardown)
        {
            return null;
        }

        var shape = new SourceShape(await document.GetTextAsync(cancellation).ConfigureAwait(false));
        ImmutableArray<Edit>.Builder edits = ImmutableArray.CreateBuilder<Edit>();
        RegionName? region = RegionName.Find(argument, diagnostic, contracts)
            ?? FieldMaker.TryMake(document, declaration, type, syntax, argument, model, shape, edits, cancellation);
        if (region is null || StatementOf(region, invocation, argument, diagnostic, contracts) is not { } statement)
        {
            return null;
        }

        if (SymbolEqualityComparer.Default.Equals(teardown.ContainingType, type))
        {
            if (await LifecycleMethods.DeclarationAsync(teardown, document.Project.Solution, cancellation).ConfigureAwait(false) is not var (target, method))
            {
                return null;
            }

            var there = new SourceShape(await target.GetTextAsync(cancellation).ConfigureAwait(false));
            string step = method.Parent is TypeDeclarationSyntax part ? there.StepIn(part) : "    ";
            string[] lines = Expand(method.Body is { Statements.Count: 0 } ? [.. statement.Where(static line => line.Length > 0)] : statement, step);
            if (Bodies.Prepend(target, method, there, step, lines) is not { } edit)
            {
                return null;
            }

            edits.Add(edit);
        }
        else
        {
            MemberDeclarationSyntax? neighbour = declaration.Members.LastOrDefault(member =>
                member is MethodDeclarationSyntax method && model.GetDeclaredSymbol(method, cancellation) is { IsOverride: true } symbol && contracts.Of(symbol).Phase == LifecyclePhase.Init)
                ?? declaration.Members.LastOrDefault(static member => member is ConstructorDeclarationSyntax);
            edits.Add(LifecycleMethods.Create(teardown, type.ContainingAssembly, document, declaration, neighbour, shape, Expand(statement, shape.StepIn(declaration)), baseFirst: false));
        }

        return new Offer("Unlink '" + region.Expression + "' in " + teardown.Name, Key, edits.ToImmutable());
    }

    /// <summary>The statement that unlinks, in lines; those of a block are marked by a tab.</summary>
    internal static string[]? StatementOf(RegionName region, IInvocationOperation link, IArgumentOperation argument, Diagnostic diagnostic, ContractModel contracts)
    {
        ITypeSymbol? regionType = region.Type ?? argument.Value.Type;
        if (regionType is null)
        {
            return null;
        }

        string name = region.IsCollection ? region.ElementName : region.Expression;
        string? unlink = null;
        bool isConditional = region.IsCollection || region.MayBeNull || diagnostic.Properties.ContainsKey(DiagnosticProperties.IsConditional);
        if (!isConditional && diagnostic.Properties.TryGetValue(DiagnosticProperties.Container, out string? container)
            && Topology.UnlinkMethodOf(link.TargetMethod.ContainingType, contracts) is { } method)
        {
            unlink = container + "." + method.Name + "(" + name + ");";
        }
        else if (Topology.ContainerPropertyOf(regionType, contracts) is { } property && Topology.UnlinkMethodOf(property.Type, contracts) is { } ofContainer)
        {
            unlink = name + (region.MayBeNull ? "?." : ".") + property.Name + "?." + ofContainer.Name + "(" + name + ");";
        }

        if (unlink is null)
        {
            return null;
        }

        return region.IsCollection ? ["foreach (var " + name + " in " + region.Expression + ")", "{", "\t" + unlink, "}", string.Empty] : [unlink];
    }

    private static string[] Expand(string[] lines, string step) => [.. lines.Select(line => line.Replace("\t", step))];
}
