using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Serves the files of <c>include</c> elements from memory.</summary>
internal sealed class TestXmlReferenceResolver(IReadOnlyDictionary<string, string> files) : XmlReferenceResolver
{
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public override Stream OpenRead(string resolvedPath)
    {
        return files.TryGetValue(resolvedPath, out string? content)
            ? new MemoryStream(Encoding.UTF8.GetBytes(content))
            : throw new FileNotFoundException("The test has no XML reference of this name.", resolvedPath);
    }

    public override string ResolveReference(string path, string? baseFilePath) => path;
}
