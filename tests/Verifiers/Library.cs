using System;
using System.IO;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace MemoryRegions.Testing;

/// <summary>An API that is compiled before the test: who refers to it sees its symbols and their attributes, and no code.</summary>
public static class Library
{
    public static MetadataReference Compile(string name, string source)
    {
        var stream = new MemoryStream();
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source), CSharpSyntaxTree.ParseText(Prelude.Source)],
            TestSetup.References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        EmitResult result = compilation.Emit(stream);
        return result.Success ? MetadataReference.CreateFromImage(stream.ToArray()) : throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics));
    }
}
