using System;
using System.Collections.Generic;
using System.IO;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A file of a test as a document: its name, and its folders below the root of its project.</summary>
internal static class FilePaths
{
    /// <param name="projectPrefix">Where the project's files are, <c>/0/Test</c>: its folder is the root.</param>
    internal static (string Name, IEnumerable<string> Folders) Split(string projectPrefix, string path)
    {
        if (!projectPrefix.StartsWith('/'))
        {
            return (Path.GetFileName(path), []);
        }

        string root = projectPrefix[..(projectPrefix.LastIndexOf('/') + 1)];
        string normalized = path.Replace('\\', '/');
        if (!normalized.StartsWith(root, StringComparison.Ordinal))
        {
            // Outside of the project: a full path is its own name, as in Visual Studio.
            return (normalized.StartsWith('/') ? path : Path.GetFileName(normalized), []);
        }

        string[] parts = normalized[root.Length..].Split('/');
        return (parts[^1], parts[..^1]);
    }
}
