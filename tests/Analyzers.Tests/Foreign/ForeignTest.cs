using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemoryRegions.Analyzers.Tests.Foreign;

/// <summary>
/// The resource rules on APIs of the base library, which know nothing of contracts: an assembly-level description tells what they do.
/// Members are put into a class with fields of the types that are needed.
/// </summary>
internal static class ForeignTest
{
    /// <summary>What a team would put into one file, or into a library of its own.</summary>
    public const string Descriptions = """
        using MemoryRegions.Contracts;

        [assembly: ForeignContract("M:System.Buffers.ArrayPool`1.Rent(System.Int32)", On = "return", Acquires = "pooled array")]
        [assembly: ForeignContract("M:System.Buffers.ArrayPool`1.Return(`0[],System.Boolean)", On = "array", Releases = "pooled array", DoesNotThrow = true)]

        [assembly: ForeignContract("M:System.Runtime.InteropServices.GCHandle.Alloc(System.Object)", On = "return", Acquires = "GC handle")]
        [assembly: ForeignContract("M:System.Runtime.InteropServices.GCHandle.Alloc(System.Object,System.Runtime.InteropServices.GCHandleType)", On = "return", Acquires = "GC handle")]
        [assembly: ForeignContract("M:System.Runtime.InteropServices.GCHandle.Free", On = "this", Releases = "GC handle", DoesNotThrow = true)]
        [assembly: ForeignContract("P:System.Runtime.InteropServices.GCHandle.IsAllocated", TestsHeld = true, DoesNotThrow = true)]

        [assembly: ForeignContract("M:System.Runtime.InteropServices.SafeBuffer.AcquirePointer(System.Byte*@)", On = "this", Acquires = "pointer")]
        [assembly: ForeignContract("M:System.Runtime.InteropServices.SafeBuffer.ReleasePointer", On = "this", Releases = "pointer", DoesNotThrow = true)]

        [assembly: ForeignContract("M:System.Runtime.InteropServices.Marshal.AllocHGlobal(System.Int32)", On = "return", Acquires = "native memory")]
        [assembly: ForeignContract("M:System.Runtime.InteropServices.Marshal.AllocHGlobal(System.IntPtr)", On = "return", Acquires = "native memory")]
        [assembly: ForeignContract("M:System.Runtime.InteropServices.Marshal.FreeHGlobal(System.IntPtr)", On = "hglobal", Releases = "native memory", DoesNotThrow = true)]

        """;

    /// <summary>Checks members whose markup says what is reported; the descriptions are in the same project.</summary>
    public static Task CheckAsync(string members)
    {
        Verify<ResourceAnalyzer> test = Create(members);
        test.TestState.Sources.Add(("Descriptions.cs", Descriptions));
        return test.RunAsync();
    }

    /// <summary>The same with the descriptions in another project.</summary>
    public static Task CheckWithProjectAsync(string members)
    {
        Verify<ResourceAnalyzer> test = Create(members);
        test.TestState.AdditionalProjects["Descriptions", LanguageNames.CSharp].Sources.Add(("Descriptions.cs", Descriptions));
        test.TestState.AdditionalProjectReferences.Add("Descriptions");
        return test.RunAsync();
    }

    /// <summary>The same with the descriptions in a library on disk.</summary>
    public static Task CheckWithLibraryAsync(string members, string descriptions = Descriptions)
    {
        Verify<ResourceAnalyzer> test = Create(members);
        test.SolutionTransforms.Add((solution, id) => solution.AddMetadataReference(id, Compile(solution.GetProject(id)!, descriptions)));
        return test.RunAsync();
    }

    /// <summary>The same without any description.</summary>
    public static Task CheckWithoutDescriptionsAsync(string members) => Create(members).RunAsync();

    private static MetadataReference Compile(Project project, string source)
    {
        var compilation = CSharpCompilation.Create("Descriptions", [CSharpSyntaxTree.ParseText(source)], project.MetadataReferences, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        if (!compilation.Emit(image, cancellationToken: CancellationToken.None).Success)
        {
            throw new InvalidOperationException(string.Join('\n', compilation.GetDiagnostics().Select(diagnostic => diagnostic.ToString())));
        }

        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static Verify<ResourceAnalyzer> Create(string members)
    {
        var test = new Verify<ResourceAnalyzer>
        {
            TestCode = $$"""
                using System.Buffers;
                using System.IO;
                using System.Runtime.InteropServices;

                unsafe class C
                {
                    private byte[] _array = [];
                    private GCHandle _handle;
                    private nint _memory;
                    static void Work() => Environment.GetEnvironmentVariable("WORK");
                    static bool Ask() => false;
                    static void Use(Span<byte> bytes) { }
                    static void Anything(object o) { }

                {{members}}
                }
                """,
        };
        test.SolutionTransforms.Add((solution, id) => solution.WithProjectCompilationOptions(id, ((CSharpCompilationOptions)solution.GetProject(id)!.CompilationOptions!).WithAllowUnsafe(true)));
        return test;
    }
}
