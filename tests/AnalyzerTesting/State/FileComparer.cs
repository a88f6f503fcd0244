using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Compares a file with what it should be: text, encoding, checksum.</summary>
internal static class FileComparer
{
    internal static void Compare(IVerifier verifier, string filename, SourceText expected, SourceText actual)
    {
        verifier.EqualOrDiff(expected.ToString(), actual.ToString(), $"content of '{filename}' did not match. Diff shown with expected as baseline:");
        verifier.Equal(expected.Encoding, actual.Encoding, $"encoding of '{filename}' was expected to be '{expected.Encoding?.WebName}' but was '{actual.Encoding?.WebName}'");
        verifier.Equal(expected.ChecksumAlgorithm, actual.ChecksumAlgorithm, $"checksum algorithm of '{filename}' was expected to be '{expected.ChecksumAlgorithm}' but was '{actual.ChecksumAlgorithm}'");
    }
}
