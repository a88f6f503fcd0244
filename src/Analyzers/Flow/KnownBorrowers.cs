namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// Members of the base library that read or fill arrays and memory that they are handed, and keep neither: what a buffer from a pool or
/// from the native heap is used with.
/// </summary>
internal static class KnownBorrowers
{
    public static bool Contains(IMethodSymbol method)
    {
        INamedTypeSymbol? type = method.ContainingType;
        if (type is null)
        {
            return false;
        }

        if (method.MethodKind == MethodKind.Constructor)
        {
            return KnownTypes.IsSpan(type) || type.SpecialType == SpecialType.System_String;
        }

        // Most calls are told by their names alone.
        bool readsOrWrites = Starts(method, "Read", "Write");
        if (!readsOrWrites && type.Name is not ("Buffer" or "Convert" or "MemoryExtensions" or "Array" or "Marshal" or "Encoding" or "Encoder" or "Decoder" or "UTF8Encoding" or "ASCIIEncoding" or "UnicodeEncoding" or "Socket"))
        {
            return false;
        }

        return NamespaceOf(type) switch
        {
            "System" => type.Name is "Buffer" or "Convert" or "MemoryExtensions" || (type.Name == "Array" && method.IsStatic && method.Name is not ("AsReadOnly" or "Resize")),
            "System.Runtime.InteropServices" => type.Name == "Marshal" && Starts(method, "Copy", "Read", "Write", "PtrTo", "StructureTo"),
            "System.Text" => type.Name is "Encoding" or "Encoder" or "Decoder" or "UTF8Encoding" or "ASCIIEncoding" or "UnicodeEncoding",
            "System.Net.Sockets" => type.Name == "Socket" && Starts(method, "Send", "Receive"),
            _ => readsOrWrites && IsReaderOrWriter(type),
        };
    }

    /// <summary>Reads from a source into the memory that it is handed.</summary>
    public static bool FillsSpans(IMethodSymbol method)
    {
        return method.ContainingType is { } type && NamespaceOf(type) switch
        {
            "System.Runtime.InteropServices" => type.Name == "MemoryMarshal" && method.Name is "Write" or "TryWrite",
            "System.Text" => method.Name == "GetBytes" && Contains(method),
            "System.Net.Sockets" => Starts(method, "Receive") && Contains(method),
            _ => Starts(method, "Read") && IsReaderOrWriter(type),
        };
    }

    private static bool IsReaderOrWriter(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name is "Stream" or "TextReader" or "TextWriter" or "BinaryReader" or "BinaryWriter" or "RandomAccess" && NamespaceOf(current) == "System.IO")
            {
                return true;
            }
        }

        return false;
    }

    private static bool Starts(IMethodSymbol method, params string[] prefixes)
    {
        foreach (string prefix in prefixes)
        {
            if (method.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string? NamespaceOf(INamedTypeSymbol type)
    {
        return type.ContainingNamespace is { IsGlobalNamespace: false } name ? name.ToDisplayString() : null;
    }
}
