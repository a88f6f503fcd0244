namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How closely the tree that a code action makes is compared with the one that the parser makes of its text.</summary>
public enum CodeActionValidationMode
{
    None,

    /// <summary>Nodes and tokens.</summary>
    SemanticStructure,

    /// <summary>Nodes, tokens and trivia.</summary>
    Full,
}
