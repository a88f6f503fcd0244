using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Files in order, for collection initializers.</summary>
public class SourceFileCollection : List<(string filename, SourceText content)>
{
    public void Add((string filename, string content) file)
    {
        Add((file.filename, SourceText.From(file.content)));
    }

    /// <summary>The file belongs to a source generator: its path starts with the generator's assembly and type.</summary>
    public void Add((Type sourceGeneratorType, string filename, string content) file)
    {
        Add((file.sourceGeneratorType, file.filename, SourceText.From(file.content)));
    }

    public void Add((Type sourceGeneratorType, string filename, SourceText content) file)
    {
        string folder = System.IO.Path.Combine(file.sourceGeneratorType.Assembly.GetName().Name ?? string.Empty, file.sourceGeneratorType.FullName!);
        Add((System.IO.Path.Combine(folder, file.filename), file.content));
    }
}
