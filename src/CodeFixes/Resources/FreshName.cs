using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>Names for new locals.</summary>
internal static class FreshName
{
    /// <summary>The name, with a number if the member uses it for something already.</summary>
    public static string In(SyntaxNode member, string wanted)
    {
        var used = new HashSet<string>(
            member.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText),
            StringComparer.Ordinal);
        string name = wanted;
        for (int number = 2; used.Contains(name); number++)
        {
            name = wanted + number;
        }

        return name;
    }

    /// <summary>A name for a resource of a kind: <c>addressSpace</c> for an "address space".</summary>
    public static string ForKind(SyntaxNode member, string kind)
    {
        var name = new StringBuilder();
        bool upper = false;
        foreach (char character in kind)
        {
            if (!SyntaxFacts.IsIdentifierPartCharacter(character) || (name.Length == 0 && !SyntaxFacts.IsIdentifierStartCharacter(character)))
            {
                upper = name.Length > 0;
                continue;
            }

            name.Append(name.Length == 0 ? char.ToLowerInvariant(character) : upper ? char.ToUpperInvariant(character) : character);
            upper = false;
        }

        string wanted = name.Length == 0 ? "resource" : name.ToString();
        return In(member, SyntaxFacts.GetKeywordKind(wanted) == SyntaxKind.None ? wanted : wanted + "Resource");
    }
}
