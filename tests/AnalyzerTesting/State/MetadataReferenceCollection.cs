using System.Collections.Generic;
using System.Reflection;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>References, given as such, as loaded assemblies or as paths.</summary>
public class MetadataReferenceCollection : List<MetadataReference>
{
    public void Add(Assembly assembly)
    {
        Add(assembly.Location);
    }

    public void Add(string path)
    {
        Add(MetadataReference.CreateFromFile(path));
    }
}
