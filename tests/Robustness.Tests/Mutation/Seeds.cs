using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemoryRegions.Robustness.Tests.Mutation;

/// <summary>The good code that mutants are bred from: the samples, and the snippets in the tests of the analyzers and of the fixes.</summary>
internal static partial class Seeds
{
    private const string LeasesMark = "namespace Leases";

    private static readonly string[] s_sampleFolders = ["samples/Devices", "samples/BrokenDevices"];
    private static readonly string[] s_testFolders = ["tests/Analyzers.Tests", "tests/CodeFixes.Tests"];

    /// <summary>Whole files. Each has a file-scoped namespace.</summary>
    public static IReadOnlyList<string> Samples { get; } = [.. FilesIn(s_sampleFolders).Select(File.ReadAllText).Where(text => NamespaceOf().IsMatch(text))];

    /// <summary>Sources without a namespace.</summary>
    public static IReadOnlyList<string> Snippets { get; } =
        [.. Literals().Where(text => !text.Contains(LeasesMark, StringComparison.Ordinal)).Select(AsFile).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The invented resource of the engine's own tests, for their snippets to use.</summary>
    public static string Leases { get; } = Literals().First(text => text.StartsWith(LeasesMark, StringComparison.Ordinal));

    /// <summary>The declaration of a file-scoped namespace, with its name.</summary>
    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    public static partial Regex NamespaceOf();

    private static IEnumerable<string> FilesIn(IEnumerable<string> folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal);

    /// <summary>The string literals of the tests that may be code, without the markup of the test library.</summary>
    private static IEnumerable<string> Literals()
    {
        foreach (string path in FilesIn(s_testFolders))
        {
            foreach (SyntaxToken token in CSharpSyntaxTree.ParseText(File.ReadAllText(path), Toolset.ParseOptions).GetRoot().DescendantTokens())
            {
                if (token.Kind() is SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken
                    && token.ValueText.Length > 20)
                {
                    yield return Markup().Replace(token.ValueText, string.Empty);
                }
            }
        }
    }

    /// <summary>A source file made of the text; <see langword="null"/> if it is no code.</summary>
    private static string? AsFile(string text)
    {
        SyntaxNode file = CSharpSyntaxTree.ParseText(text, Toolset.ParseOptions).GetRoot();
        if (!file.ContainsDiagnostics && file.ChildNodes().Any(node => node is Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax))
        {
            return text;
        }

        string wrapped = $$"""
            class Holder(Machine machine) : Device(machine, "holder")
            {
                private readonly Bus _bus = new();
                private readonly AddressSpace _space = machine.Memory;
                private readonly MemoryRegion _region = machine.SystemMemory;
                private Slot _slot;
                private MemoryMapping _ring;
                private bool _flag, _busy;
                private static void Use(Span<byte> bytes) { }

            {{text}}
            }
            """;
        SyntaxNode members = CSharpSyntaxTree.ParseText(wrapped, Toolset.ParseOptions).GetRoot();
        return !members.ContainsDiagnostics && members.DescendantNodes().Any(node => node is Microsoft.CodeAnalysis.CSharp.Syntax.MethodDeclarationSyntax { Identifier.Text: not "Use" })
            ? wrapped
            : null;
    }

    [GeneratedRegex(@"\{\|[^:|]*:|\|\}|\[\||\|\]|\$\$")]
    private static partial Regex Markup();
}
