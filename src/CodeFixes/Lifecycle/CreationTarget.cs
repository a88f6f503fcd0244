using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>Where a creation is moved: behind the statements of the only constructor, or in front of those of realize.</summary>
internal sealed class CreationTarget
{
    private readonly Document _document;
    private readonly SourceShape _shape;
    private readonly IAssemblySymbol _assembly;
    private readonly TypeDeclarationSyntax _declaration;
    private readonly BaseMethodDeclarationSyntax? _existing;
    private readonly MemberDeclarationSyntax? _after;

    private CreationTarget(
        Document document, SourceShape shape, IAssemblySymbol assembly, TypeDeclarationSyntax declaration, IMethodSymbol method, BaseMethodDeclarationSyntax? existing, MemberDeclarationSyntax? after)
    {
        _document = document;
        _shape = shape;
        _assembly = assembly;
        _declaration = declaration;
        _existing = existing;
        _after = after;
        Method = method;
    }

    /// <summary>The constructor, realize, or what a new realize overrides.</summary>
    public IMethodSymbol Method { get; }

    public bool IsConstructor => Method.MethodKind == MethodKind.Constructor;

    public static async Task<CreationTarget?> FindAsync(
        Document document, TypeDeclarationSyntax declaration, INamedTypeSymbol type, Stability stability, ContractModel contracts, CancellationToken cancellation)
    {
        if (stability == Stability.InConstructor && type.InstanceConstructors.Length == 1)
        {
            IMethodSymbol constructor = type.InstanceConstructors[0];
            SyntaxNode? syntax = constructor.DeclaringSyntaxReferences.IsEmpty ? null : await constructor.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellation).ConfigureAwait(false);
            if (syntax is ConstructorDeclarationSyntax made && !Leaves(made) && document.Project.Solution.GetDocument(made.SyntaxTree) is { } there)
            {
                var shape = new SourceShape(await there.GetTextAsync(cancellation).ConfigureAwait(false));
                return new CreationTarget(there, shape, type.ContainingAssembly, (TypeDeclarationSyntax)made.Parent!, constructor, made, after: null);
            }
        }

        if (LifecycleMethods.Find(type, LifecyclePhase.Init, contracts) is not { } realize)
        {
            return null;
        }

        if (SymbolEqualityComparer.Default.Equals(realize.ContainingType, type))
        {
            if (await LifecycleMethods.DeclarationAsync(realize, document.Project.Solution, cancellation).ConfigureAwait(false) is not var (target, method)
                || method.Parent is not TypeDeclarationSyntax part)
            {
                return null;
            }

            return new CreationTarget(target, new SourceShape(await target.GetTextAsync(cancellation).ConfigureAwait(false)), type.ContainingAssembly, part, realize, method, after: null);
        }

        MemberDeclarationSyntax? neighbour = declaration.Members.LastOrDefault(static member => member is ConstructorDeclarationSyntax)
            ?? declaration.Members.TakeWhile(static member => member is FieldDeclarationSyntax or PropertyDeclarationSyntax).LastOrDefault();
        return new CreationTarget(document, new SourceShape(await document.GetTextAsync(cancellation).ConfigureAwait(false)), type.ContainingAssembly, declaration, realize, existing: null, neighbour);
    }

    public Edit? EditFor(string[] lines)
    {
        string step = _shape.StepIn(_declaration);
        if (_existing is null)
        {
            return LifecycleMethods.Create(Method, _assembly, _document, _declaration, _after, _shape, lines, baseFirst: true);
        }

        return IsConstructor
            ? Bodies.Append(_document, _existing, _shape, step, lines)
            : Bodies.Prepend(_document, _existing, _shape, step, lines, IsCallOfBase);
    }

    /// <summary>The base class realizes itself first.</summary>
    private bool IsCallOfBase(StatementSyntax statement)
    {
        return statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } call } }
            && call.Name.Identifier.ValueText == Method.Name;
    }

    /// <summary>The end of the constructor may not be reached, or it leaves the work to another one.</summary>
    private static bool Leaves(ConstructorDeclarationSyntax constructor)
    {
        return constructor.Initializer?.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword) == true
            || (constructor.Body is null && constructor.ExpressionBody is null)
            || constructor.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
                .Any(static node => node is ReturnStatementSyntax or GotoStatementSyntax)
            || constructor.Body?.Statements.LastOrDefault() is ThrowStatementSyntax;
    }
}
