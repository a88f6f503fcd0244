using System;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

/// <summary>What a fix yields against what it should.</summary>
public class FixContentTests
{
    private const string Iterative = "Iterative code fix application";
    private const string Bad = "class [|BadOne|] { }";
    private const string Good = "class Good { }";

    private static readonly string NewLine = Environment.NewLine;

    [Fact]
    public Task Fix_that_yields_the_fixed_code_passes() => new CheckFix<RenameFix>(Bad, "class GoodOne { }").RunAsync();

    [Fact]
    public Task Fix_that_yields_something_else_shows_the_difference() =>
        Failure.IsAsync(
            Failure.In(Iterative)
                + "content of '/0/Test0.cs' did not match. Diff shown with expected as baseline:" + NewLine
                + "-class FairOne" + NewLine + "+class GoodOne" + NewLine + " {" + NewLine + " }" + NewLine,
            new CheckFix<RenameFix>("class [|BadOne|]\n{\n}", "class FairOne\n{\n}"));

    [Fact]
    public Task Difference_of_blanks_is_a_difference() =>
        Failure.IsAsync(
            Failure.In(Iterative)
                + "content of '/0/Test0.cs' did not match. Diff shown with expected as baseline:" + NewLine
                + "-  class GoodOne { }" + NewLine + "+ class GoodOne { }" + NewLine,
            new CheckFix<RenameFix>(" class [|BadOne|] { }", "  class GoodOne { }"));

    [Fact]
    public Task Difference_of_line_ends_is_shown() =>
        Failure.IsAsync(
            Failure.In(Iterative)
                + "content of '/0/Test0.cs' did not match. Diff shown with expected as baseline:" + NewLine
                + "-class GoodOne<CR><LF>" + NewLine + "+class GoodOne<LF>" + NewLine + " { }" + NewLine,
            new CheckFix<RenameFix>("class [|BadOne|]\n{ }", "class GoodOne\r\n{ }"));

    [Fact]
    public Task Fix_that_changes_nothing_is_seen() =>
        Failure.StartsAsync(Failure.In(Iterative) + "content of '/0/Test0.cs' did not match", new CheckFix<NoChangeFix>(Bad, "class GoodOne { }"));

    [Fact]
    public Task Fix_that_is_not_offered_is_seen() =>
        Failure.StartsAsync(Failure.In(Iterative) + "content of '/0/Test0.cs' did not match", new CheckFix<NothingFix>(Bad, "class GoodOne { }"));

    [Fact]
    public Task Document_too_many_is_seen() =>
        Failure.IsAsync(
            Failure.In(Iterative) + "expected 'newState.Sources' and 'updatedDocuments' to be equal but 'newState.Sources' contains '1' documents and 'updatedDocuments' contains '2' documents",
            new CheckFix<AddDocumentFix>(Bad, Good));

    [Fact]
    public Task Added_document_can_be_expected() =>
        new CheckFix<AddDocumentFix>(Bad) { FixedState = { Sources = { Good, ("/0/Added.cs", "class Added { }") } } }.RunAsync();

    [Fact]
    public Task Contents_of_added_document_count() =>
        Failure.StartsAsync(
            Failure.In(Iterative) + "content of '/0/Added.cs' did not match",
            new CheckFix<AddDocumentFix>(Bad) { FixedState = { Sources = { Good, ("/0/Added.cs", "class Other { }") } } });

    [Fact]
    public Task Name_of_the_document_counts() =>
        Failure.IsAsync(Failure.In(Iterative) + "file name was expected to be 'Test0.cs' but was 'Renamed.cs'", new CheckFix<RenameDocumentFix>(Bad, Good));

    [Fact]
    public Task Folders_of_the_document_count() =>
        Failure.IsAsync(Failure.In(Iterative) + "folders was expected to be '' but was 'Folder'", new CheckFix<MoveDocumentFix>(Bad, Good));

    [Fact]
    public Task Encoding_counts() =>
        Failure.IsAsync(Failure.In(Iterative) + "encoding of '/0/Test0.cs' was expected to be '' but was 'utf-8'", new CheckFix<EncodingFix>(Bad, Good));

    [Fact]
    public Task Checksum_algorithm_counts() =>
        Failure.IsAsync(Failure.In(Iterative) + "checksum algorithm of '/0/Test0.cs' was expected to be 'Sha1' but was 'Sha256'", new CheckFix<ChecksumFix>(Bad, Good));

    [Fact]
    public Task Additional_file_that_changes_is_seen() =>
        Failure.StartsAsync(
            Failure.In(Iterative) + "content of 'a.txt' did not match",
            new CheckFix<OtherFilesFix>(Bad, Good) { TestState = { AdditionalFiles = { ("a.txt", "original") } } });

    [Fact]
    public Task Changed_additional_file_can_be_expected() =>
        new CheckFix<OtherFilesFix>(Bad, Good) { TestState = { AdditionalFiles = { ("a.txt", "original") } }, FixedState = { AdditionalFiles = { ("a.txt", "changed") } } }.RunAsync();

    [Fact]
    public Task Additional_file_that_disappears_is_seen() =>
        Failure.IsAsync(
            Failure.In(Iterative) + "expected 'newState.AdditionalFiles' and 'updatedAdditionalDocuments' to be equal but 'newState.AdditionalFiles' contains '2' documents and 'updatedAdditionalDocuments' contains '1' documents",
            new CheckFix<OtherFilesFix>(Bad, Good) { TestState = { AdditionalFiles = { ("a.txt", "original") } }, FixedState = { AdditionalFiles = { ("a.txt", "changed"), ("b.txt", "b") } } });

    [Fact]
    public Task Analyzer_config_that_changes_is_seen() =>
        Failure.StartsAsync(
            Failure.In(Iterative) + "content of '/.editorconfig' did not match",
            new CheckFix<OtherFilesFix>(Bad, Good) { TestState = { AnalyzerConfigFiles = { ("/.editorconfig", "root = true") } } });

    [Fact]
    public Task Changed_analyzer_config_can_be_expected() =>
        new CheckFix<OtherFilesFix>(Bad, Good) { TestState = { AnalyzerConfigFiles = { ("/.editorconfig", "root = true") } }, FixedState = { AnalyzerConfigFiles = { ("/.editorconfig", "root = false") } } }.RunAsync();

    [Fact]
    public Task Tree_that_the_parser_would_not_make_is_seen() =>
        Failure.StartsAsync(
            Failure.In(Iterative) + "Actual and expected values differ. Expected shown in baseline of diff:",
            new CheckFix<WrongTreeFix>("interface I { } class [|BadOne|] { }", "interface I { } class Good : I { }"));

    [Fact]
    public Task Tree_is_not_looked_at_if_the_text_is_wrong() =>
        Failure.StartsAsync(
            Failure.In(Iterative) + "content of '/0/Test0.cs' did not match",
            new CheckFix<WrongTreeFix>("interface I { } class [|BadOne|] { }", "interface I { } class Fair : I { }"));

    [Fact]
    public Task Tree_can_be_left_alone() =>
        new CheckFix<WrongTreeFix>("interface I { } class [|BadOne|] { }", "interface I { } class Good : I { }") { CodeActionValidationMode = CodeActionValidationMode.None }.RunAsync();

    [Fact]
    public Task Tree_of_fix_all_is_seen() =>
        Failure.StartsAsync(
            Failure.In("Fix all in document") + "Actual and expected values differ.",
            new FixAllTreeCheck("interface I { } class [|BadOne|] { }", "interface I { } class Good : I { }"));

    [Fact]
    public Task Trivia_does_not_count() => new CheckFix<WrongTriviaFix>(Bad, Good).RunAsync();

    [Fact]
    public Task Trivia_counts_in_full_validation() =>
        Failure.StartsAsync(
            Failure.In(Iterative) + "Actual and expected values differ.",
            new CheckFix<WrongTriviaFix>(Bad, Good) { CodeActionValidationMode = CodeActionValidationMode.Full });

    [Fact]
    public Task Diagnostics_of_the_test_state_come_first() =>
        Failure.StartsAsync(Failure.In("Diagnostics of test state") + Failure.Count(0, 1), new CheckFix<RenameFix>("class BadOne { }", "class Wrong { }"));

    [Fact]
    public Task Content_comes_before_the_diagnostics_of_the_fixed_state() =>
        Failure.StartsAsync(Failure.In(Iterative) + "content of '/0/Test0.cs' did not match", new CheckFix<RenameFix>(Bad, "class Wrong : Missing { }"));

    [Fact]
    public Task Diagnostics_of_the_fixed_state_count() =>
        Failure.StartsAsync(
            Failure.In("Diagnostics of fixed state") + Failure.Count(0, 1),
            new CheckFix<RenameFix>("class [|BadOne|] { } class GoodOne { }", "class GoodOne { } class GoodOne { }"));

    [Fact]
    public Task No_fix_is_applied_if_none_is_expected() => new CheckFix<BrokenFix>(Bad).RunAsync();

    // Valid one by one, not so in Fix All.
    private sealed class FixAllTreeCheck(string source, string fixedSource) : CheckFix<FixAllTreeFix>(source, fixedSource);
}
