using System.Globalization;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Sources; one that is added without a name gets prefix, number and extension, <c>/0/Test0.cs</c>.</summary>
public class SourceFileList(string defaultPrefix, string defaultExtension) : SourceFileCollection
{
    public void Add(string content)
    {
        Add(SourceText.From(content));
    }

    public void Add(SourceText content)
    {
        Add((defaultPrefix + Count.ToString(CultureInfo.InvariantCulture) + "." + defaultExtension, content));
    }
}
