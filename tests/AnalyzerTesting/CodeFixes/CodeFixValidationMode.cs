using System;

namespace Microsoft.CodeAnalysis.Testing;

[Obsolete("Use CodeActionValidationMode instead.")]
public enum CodeFixValidationMode
{
    None,
    SemanticStructure,
    Full,
}
