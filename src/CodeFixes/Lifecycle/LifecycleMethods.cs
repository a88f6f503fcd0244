using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>Finds and makes the overrides of life-cycle methods, which their contracts tell.</summary>
internal static class LifecycleMethods
{
    /// <summary>The method of a base class that an override of the type would override, or the override of the type itself.</summary>
    public static IMethodSymbol? Find(INamedTypeSymbol type, LifecyclePhase phase, ContractModel contracts)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (IMethodSymbol method in current.GetMembers().OfType<IMethodSymbol>())
            {
                bool overridable = (method.IsVirtual || method.IsOverride || method.IsAbstract) && !method.IsStatic
                    && method is { MethodKind: MethodKind.Ordinary, ReturnsVoid: true, Parameters.IsEmpty: true, Arity: 0 };
                if (overridable && contracts.Of(method).Phase == phase)
                {
                    bool isOwn = SymbolEqualityComparer.Default.Equals(current, type);
                    return method.IsSealed && !isOwn ? null : method;
                }
            }
        }

        return null;
    }

    /// <summary>The declaration of an override that the type itself has, in whichever file.</summary>
    public static async Task<(Document Document, MethodDeclarationSyntax Syntax)?> DeclarationAsync(IMethodSymbol method, Solution solution, CancellationToken cancellation)
    {
        foreach (SyntaxReference reference in method.DeclaringSyntaxReferences)
        {
            if (await reference.GetSyntaxAsync(cancellation).ConfigureAwait(false) is MethodDeclarationSyntax syntax
                && solution.GetDocument(reference.SyntaxTree) is { } document)
            {
                return (document, syntax);
            }
        }

        return null;
    }

    /// <summary>A new override with the given statements, behind the member or at the end of the type.</summary>
    public static Edit Create(
        IMethodSymbol overridden, IAssemblySymbol assembly, Document document, TypeDeclarationSyntax type, MemberDeclarationSyntax? after, SourceShape shape, string[] statements, bool baseFirst)
    {
        string step = shape.StepIn(type);
        string indent = shape.IndentOf(type) + step;
        string accessibility = overridden.DeclaredAccessibility switch
        {
            Accessibility.Public => "public",
            Accessibility.Internal => "internal",
            Accessibility.ProtectedOrInternal => SymbolEqualityComparer.Default.Equals(overridden.ContainingAssembly, assembly) ? "protected internal" : "protected",
            Accessibility.ProtectedAndInternal => "private protected",
            _ => "protected",
        };
        string[] callOfBase = overridden.IsAbstract ? [] : ["base." + overridden.Name + "();"];
        string[] body = baseFirst ? [.. callOfBase, .. statements] : [.. statements, .. callOfBase];
        string text = shape.Lines(indent, accessibility + " override void " + overridden.Name + "()", "{")
            + shape.Lines(indent + step, body)
            + shape.Lines(indent, "}");

        MemberDeclarationSyntax? neighbour = after ?? type.Members.LastOrDefault();
        if (neighbour is not null)
        {
            bool endsLine = shape.Between(neighbour.FullSpan.End - 1, neighbour.FullSpan.End) is "\n" or "\r";
            return new Edit(document.Id, new TextSpan(neighbour.FullSpan.End, 0), (endsLine ? string.Empty : shape.LineEnd) + shape.LineEnd + text);
        }

        if (type.OpenBraceToken.Span.IsEmpty)
        {
            // class Device1(Machine machine) : Device(machine);
            string outer = shape.IndentOf(type);
            return new Edit(document.Id, type.SemicolonToken.Span, shape.LineEnd + outer + "{" + shape.LineEnd + text + outer + "}");
        }

        int position = type.OpenBraceToken.FullSpan.End;
        bool startsLine = shape.Between(position - 1, position) is "\n" or "\r";
        return new Edit(document.Id, new TextSpan(position, 0), (startsLine ? string.Empty : shape.LineEnd) + text);
    }
}
