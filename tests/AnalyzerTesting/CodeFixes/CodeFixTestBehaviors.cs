using System;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Checks of fixes to leave out.</summary>
[Flags]
public enum CodeFixTestBehaviors
{
    None = 0,
    SkipFixAllInDocumentCheck = 1,
    SkipFixAllInProjectCheck = 2,
    SkipFixAllInSolutionCheck = 4,
    SkipFixAllCheck = SkipFixAllInDocumentCheck | SkipFixAllInProjectCheck | SkipFixAllInSolutionCheck,

    /// <summary>Apply one fix only, to the diagnostic that the test selects.</summary>
    FixOne = 8,

    /// <summary>Accept a fix of a diagnostic that belongs to the compilation: no editor offers it.</summary>
    SkipLocalDiagnosticCheck = 16,
}
