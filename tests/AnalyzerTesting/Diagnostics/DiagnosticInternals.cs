using System;
using System.Collections.Generic;
using System.Reflection;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>What a <see cref="Diagnostic"/> knows and does not show: read by reflection, since no public member gives it.</summary>
internal static class DiagnosticInternals
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly PropertyInfo? ArgumentsProperty = typeof(Diagnostic).GetProperty("Arguments", Instance);
    private static readonly PropertyInfo? SuppressionProperty = typeof(Diagnostic).GetProperty("ProgrammaticSuppressionInfo", Instance);

    /// <summary>The arguments of the message.</summary>
    internal static IReadOnlyList<object?> GetArguments(this Diagnostic diagnostic)
    {
        if (ArgumentsProperty is null)
        {
            throw new NotSupportedException("This version of Microsoft.CodeAnalysis hides the arguments of a diagnostic's message: compare messages instead.");
        }

        return (IReadOnlyList<object?>?)ArgumentsProperty.GetValue(diagnostic) ?? [];
    }

    /// <summary>Did a <see cref="Microsoft.CodeAnalysis.Diagnostics.DiagnosticSuppressor"/> suppress it, and not the source?</summary>
    internal static bool IsProgrammaticallySuppressed(this Diagnostic diagnostic)
    {
        return SuppressionProperty?.GetValue(diagnostic) is not null;
    }
}
