using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>What the analysis knows of the base class library, which carries no contracts.</summary>
internal static class KnownTypes
{
    /// <summary><c>Span</c>, <c>ReadOnlySpan</c>, <c>Memory</c> and <c>ReadOnlyMemory</c>.</summary>
    public static bool IsSpan(ITypeSymbol type)
    {
        return type is INamedTypeSymbol { Arity: 1, Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory" } && IsInSystem(type);
    }

    /// <summary>Members of views that look at no memory: their length, and those that return a part of them.</summary>
    public static bool OnlyDerives(ISymbol member)
    {
        if (member.ContainingType is not { } type || !IsSpan(type))
        {
            return false;
        }

        return member switch
        {
            IPropertySymbol { IsIndexer: false } => true,
            IMethodSymbol { Name: "Slice" or "Equals" or "GetHashCode" } => true,
            _ => false,
        };
    }

    /// <summary>Makes a view of the same memory of the one that it is passed, and does not look at it.</summary>
    public static bool DerivesFromArguments(IMethodSymbol method)
    {
        return method.IsStatic && method.ContainingType is { Name: "MemoryMarshal" or "MemoryExtensions" } type && method.Name is "Cast" or "AsBytes" or "AsSpan" or "AsMemory" or "AsRef" or "GetReference"
            && type.ContainingNamespace is { } name && (IsSystem(name) || (name.Name == "InteropServices" && IsSystem(name.ContainingNamespace?.ContainingNamespace)));
    }

    /// <summary>Of the members that need bytes, one that needs only the first.</summary>
    public static bool NeedsOneByte(IMethodSymbol method)
    {
        return method.TypeArguments.Length == 1
            && method.TypeArguments[0].SpecialType is SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Boolean;
    }

    /// <summary>A member of a span, or one that makes spans.</summary>
    public static bool IsSpanMember(ISymbol member)
    {
        return member.ContainingType is { } type && (IsSpan(type) || (type.Name == "MemoryExtensions" && IsInSystem(type)));
    }

    /// <summary>A member of the base library that throws if the span that it is passed there has too few bytes.</summary>
    public static bool NeedsBytes(IMethodSymbol method, int argument)
    {
        return method.ContainingType switch
        {
            { Name: "BinaryPrimitives", ContainingNamespace: { Name: "Binary", ContainingNamespace: { Name: "Buffers" } buffers } } =>
                argument == 0 && IsSystem(buffers.ContainingNamespace) && (method.Name.StartsWith("Read", StringComparison.Ordinal) || method.Name.StartsWith("Write", StringComparison.Ordinal)),
            { Name: "MemoryMarshal", ContainingNamespace: { Name: "InteropServices", ContainingNamespace: { Name: "Runtime" } runtime } } =>
                argument == 0 && IsSystem(runtime.ContainingNamespace) && method.Name is "Read" or "Write" or "AsRef",
            { } type => method.Name == "CopyTo" && (IsSpan(type) || (type.Name == "MemoryExtensions" && IsInSystem(type))),
            null => false,
        };
    }

    /// <summary>A member of the base library that writes to each span that it is passed to be written: one that it only reads is a <c>ReadOnlySpan</c>.</summary>
    public static bool FillsSpans(IMethodSymbol method)
    {
        return method.ContainingType is { } type && type.Name switch
        {
            "BinaryPrimitives" => type.ContainingNamespace is { Name: "Binary", ContainingNamespace: { Name: "Buffers" } buffers } && IsSystem(buffers.ContainingNamespace),
            "Random" => method.Name == "NextBytes" && IsInSystem(type),
            _ => (method.Name is "CopyTo" or "TryCopyTo" && IsSpanMember(method)) || KnownBorrowers.FillsSpans(method),
        };
    }

    /// <summary>A member of the base library that returns how many bytes it has written to a span: less than there are, perhaps.</summary>
    public static bool ReturnsCount(IMethodSymbol method)
    {
        return ResultOf(method.ReturnType)?.SpecialType == SpecialType.System_Int32
            && method.Name is "Read" or "ReadAsync" or "Receive" or "ReceiveAsync" or "GetBytes"
            && KnownBorrowers.FillsSpans(method);
    }

    /// <summary>What an awaited task results in; any other type itself.</summary>
    public static ITypeSymbol? ResultOf(ITypeSymbol? type)
    {
        return type is INamedTypeSymbol { Arity: 1, Name: "Task" or "ValueTask", ContainingNamespace: { Name: "Tasks", ContainingNamespace: { Name: "Threading" } threading } } task
            && IsSystem(threading.ContainingNamespace)
                ? task.TypeArguments[0]
                : type;
    }

    /// <summary>Members that throw at most when they are misused at the spot: lengths, slices of arithmetic, <c>Math</c>.</summary>
    public static bool IsTrivial(IMethodSymbol method)
    {
        INamedTypeSymbol? type = method.ContainingType;
        if (type is null)
        {
            return false;
        }

        if (type.SpecialType == SpecialType.System_Object)
        {
            return method.MethodKind == MethodKind.Constructor;
        }

        // A struct that begins as zeros.
        if (type.IsValueType && method is { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true, Parameters.IsEmpty: true })
        {
            return true;
        }

        if (IsInSystem(type) && type.Name is "Math" or "MathF" or "BitConverter")
        {
            return method.IsStatic;
        }

        bool isGetter = method.MethodKind == MethodKind.PropertyGet && method.Parameters.IsEmpty;
        return isGetter && (IsSpan(type) || type.SpecialType is SpecialType.System_String or SpecialType.System_Array || IsCollection(type));
    }

    /// <summary>Members of the base library that hardly ever throw, so that nobody arms himself against it: logging, lookups, atomic operations.</summary>
    public static bool IsBlameless(IMethodSymbol method)
    {
        INamedTypeSymbol? type = method.ContainingType;
        if (type is null)
        {
            return false;
        }

        if (IsException(type))
        {
            return method.MethodKind == MethodKind.Constructor;
        }

        if (OnlyLooksAtArguments(method) || IsQuietHelper(type, method))
        {
            return true;
        }

        bool isBasic = IsSpan(type) || type.SpecialType is SpecialType.System_String or SpecialType.System_Array;
        return method.MethodKind == MethodKind.PropertyGet
            ? isBasic || type is { Name: "List" } && IsCollection(type)
            : (IsSpan(type) && method.Name is "Clear" or "Fill" or "ToArray" or "TryCopyTo") || (IsCollection(type) && IsQuietMember(method));
    }

    /// <summary>Classes of static methods of which hardly one throws.</summary>
    private static bool IsQuietHelper(INamedTypeSymbol type, IMethodSymbol method)
    {
        if (!method.IsStatic)
        {
            return false;
        }

        return type.Name switch
        {
            "GC" => IsInSystem(type),
            "Environment" => IsInSystem(type) && DoesNotReturn(method),
            "MemoryExtensions" => IsInSystem(type) && method.Name is "AsSpan" or "SequenceEqual" or "IndexOf" or "Contains" or "StartsWith" && method.Parameters.Length <= 2,
            "String" => type.SpecialType == SpecialType.System_String && method.Name is "IsNullOrEmpty" or "IsNullOrWhiteSpace" or "Equals" or "Concat",
            "BitOperations" => type.ContainingNamespace is { Name: "Numerics" } numerics && IsSystem(numerics.ContainingNamespace),
            "Interlocked" or "Volatile" => type.ContainingNamespace is { Name: "Threading" } threading && IsSystem(threading.ContainingNamespace),
            _ => false,
        };
    }

    /// <summary>Members of collections that answer, or change, and never refuse.</summary>
    private static bool IsQuietMember(IMethodSymbol method)
    {
        return method.MethodKind == MethodKind.Constructor ? method.Parameters.IsEmpty
            : IsAdder(method) || method.Name is "Clear" or "Contains" or "ContainsKey" or "TryGetValue" or "TryAdd" or "TryPop" or "TryPeek" or "TryDequeue";
    }

    public static bool IsException(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == "Exception" && IsInSystem(current))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Guards and logging of the base library look at their arguments and keep nothing.</summary>
    public static bool OnlyLooksAtArguments(IMethodSymbol method)
    {
        INamedTypeSymbol? type = method.ContainingType;
        return type is not null
            && ((IsInDiagnostics(type) && type.Name is "Debug" or "Trace")
                || (IsInSystem(type) && type.Name == "Console")
                || (type.SpecialType == SpecialType.System_Object && method.Name is "Equals" or "ReferenceEquals" or "ToString" or "GetHashCode")
                || (IsInSystem(type) && type.Name == "GC" && method.Name == "KeepAlive")
                || KnownBorrowers.Contains(method));
    }

    /// <summary>A parameter whose null state is tested (<c>ThrowIfNull</c> and its like) is looked at, not kept.</summary>
    public static bool IsGuarded(IParameterSymbol parameter)
    {
        foreach (AttributeData attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "NotNullAttribute" or "NotNullWhenAttribute" or "DoesNotReturnIfAttribute" } type
                && IsInCodeAnalysis(type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The method never returns to its caller.</summary>
    public static bool DoesNotReturn(IMethodSymbol method)
    {
        foreach (AttributeData attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "DoesNotReturnAttribute" } type && IsInCodeAnalysis(type))
            {
                return true;
            }
        }

        return method.ContainingType is { Name: "Environment" } environment && IsInSystem(environment) && method.Name is "Exit" or "FailFast";
    }

    /// <summary>The value of a Boolean argument with which the call does not return; null if it does with any.</summary>
    public static bool? DoesNotReturnIf(IParameterSymbol parameter)
    {
        foreach (AttributeData attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "DoesNotReturnIfAttribute" } type
                && IsInCodeAnalysis(type)
                && attribute.ConstructorArguments.Length == 1
                && attribute.ConstructorArguments[0].Value is bool value)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Creates an empty collection of the base library.</summary>
    public static bool IsNewCollection(IObjectCreationOperation creation)
    {
        return creation.Type is INamedTypeSymbol type
            && IsCollection(type)
            && (creation.Arguments.IsEmpty || (creation.Arguments.Length == 1 && creation.Arguments[0].Value.Type?.SpecialType == SpecialType.System_Int32));
    }

    /// <summary>Puts its argument into a collection of the base library.</summary>
    public static bool IsAdder(IMethodSymbol method)
    {
        return method.Name is "Add" or "Push" or "Enqueue" or "AddLast" or "AddFirst" && method.Parameters.Length == 1 && IsCollection(method.ContainingType);
    }

    /// <summary>Takes elements out of a collection of the base library, and returns none of them.</summary>
    public static bool IsRemover(IMethodSymbol method)
    {
        return method.ReturnsVoid && method.Name is "Clear" or "RemoveAt" or "RemoveRange" && IsCollection(method.ContainingType);
    }

    public static bool IsCollection(INamedTypeSymbol type)
    {
        return type.ContainingNamespace is { Name: "Generic", ContainingNamespace: { Name: "Collections" } collections } && IsSystem(collections.ContainingNamespace);
    }

    private static bool IsInDiagnostics(INamedTypeSymbol type)
    {
        return type.ContainingNamespace is { Name: "Diagnostics" } diagnostics && IsSystem(diagnostics.ContainingNamespace);
    }

    private static bool IsInCodeAnalysis(INamedTypeSymbol type)
    {
        return type.ContainingNamespace is { Name: "CodeAnalysis", ContainingNamespace: { Name: "Diagnostics" } diagnostics }
            && IsSystem(diagnostics.ContainingNamespace);
    }

    private static bool IsInSystem(ITypeSymbol type) => IsSystem(type.ContainingNamespace);

    private static bool IsSystem(INamespaceSymbol? name) => name is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
}
