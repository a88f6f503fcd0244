using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

public class MarkupTests
{
    [Theory]
    [InlineData("a[|b|]c", "abc", "", 1, 1)]
    [InlineData("a{|X.y-1+2_:b|}c", "abc", "X.y-1+2_", 1, 1)]
    [InlineData("a{|#0:|}c", "ac", "#0", 1, 0)]
    [InlineData("{|A:{|}", "{", "A", 0, 1)]
    [InlineData("{|A:}|}", "}", "A", 0, 1)]
    [InlineData("[|[]|]", "[]", "", 0, 2)]
    public void Span_is_taken_out(string input, string output, string name, int start, int length)
    {
        TestFileMarkupParser.GetPositionsAndSpans(input, out string text, out ImmutableArray<int> positions, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans);
        Assert.Equal(output, text);
        Assert.Empty(positions);
        Assert.Equal([new TextSpan(start, length)], Assert.Single(spans, named => named.Key == name).Value.ToArray());
    }

    [Fact]
    public void Spans_nest_and_repeat()
    {
        TestFileMarkupParser.GetSpans("{|A:a{|B:b|}[|c|]|}{|B:d|}", out string text, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans);
        Assert.Equal("abcd", text);
        Assert.Equal([new TextSpan(0, 3)], spans["A"].ToArray());
        Assert.Equal([new TextSpan(1, 1), new TextSpan(3, 1)], spans["B"].ToArray());
        Assert.Equal([new TextSpan(2, 1)], spans[string.Empty].ToArray());
    }

    [Fact]
    public void Positions_are_taken_out()
    {
        TestFileMarkupParser.GetPositionsAndSpans("a$$b$$", out string text, out ImmutableArray<int> positions, out ImmutableArray<TextSpan> spans);
        Assert.Equal(("ab", 0), (text, spans.Length));
        Assert.Equal([1, 2], positions.ToArray());
    }

    [Fact]
    public void Positions_can_be_code()
    {
        TestFileMarkupParser.GetPositionsAndSpans("$$\"\"\"a\"\"\"", treatPositionIndicatorsAsCode: true, out string text, out ImmutableArray<int> positions, out _);
        Assert.Equal("$$\"\"\"a\"\"\"", text);
        Assert.Empty(positions);
    }

    [Theory]
    [InlineData("a|]", "Saw |] without matching [|")]
    [InlineData("a|}", "Saw |} without matching {|:")]
    [InlineData("[|a", "Saw [| without matching |]")]
    [InlineData("{|A:a", "Saw {|: without matching |}")]
    [InlineData("[|a|}", "Saw |} without matching {|:")]
    public void Broken_markup_is_refused(string input, string message)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => TestFileMarkupParser.GetSpan(input, out _, out _));
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Unnamed_span_is_the_only_descriptor() => new Check<BadNameAnalyzer>("class [|BadOne|] { }").RunAsync();

    [Fact]
    public Task Unnamed_span_of_several_descriptors_is_refused() =>
        Failure.IsAsync(
            "Markup syntax can only omit the diagnostic ID if the first analyzer only supports a single diagnostic. To customize the default value, override AnalyzerTest<TVerifier>.GetDefaultDiagnostic or specify MarkupOptions.UseFirstDescriptor.",
            new Check<TwoRulesAnalyzer>("class [|BadOne|] { }"));

    [Fact]
    public Task Unnamed_span_can_be_the_first_descriptor() => new Check<TwoRulesAnalyzer>("class [|BadOne|] { }") { MarkupOptions = MarkupOptions.UseFirstDescriptor }.RunAsync();

    [Fact]
    public Task Unnamed_span_is_never_the_second_descriptor() =>
        Failure.StartsAsync("Expected diagnostic id to be \"T001\" was \"T002\"", new Check<TwoRulesAnalyzer>("class [|BadVery|] { }") { MarkupOptions = MarkupOptions.UseFirstDescriptor });

    [Fact]
    public Task Named_span_is_the_descriptor_of_this_id() => new Check<TwoRulesAnalyzer>("class {|T001:BadOne|} { } class {|T002:BadVery|} { }").RunAsync();

    [Fact]
    public Task Named_span_expects_this_id() =>
        Failure.StartsAsync("Expected diagnostic id to be \"T002\" was \"T001\"", new Check<TwoRulesAnalyzer>("class {|T002:BadOne|} { }"));

    [Fact]
    public Task Id_of_several_descriptors_is_refused() =>
        Failure.IsAsync(
            "Multiple diagnostic descriptors with ID T001 were found. Use the explicitly diagnostic creation syntax or specify MarkupOptions.UseFirstDescriptor to use the first matching diagnostic.",
            new Check<SameIdAnalyzer>("class {|T001:BadOne|} { }"));

    [Fact]
    public Task Id_of_several_descriptors_can_be_the_first() => new Check<SameIdAnalyzer>("class {|T001:BadOne|} { }") { MarkupOptions = MarkupOptions.UseFirstDescriptor }.RunAsync();

    [Fact]
    public Task Foreign_id_is_the_compilers() => new Check<BadNameAnalyzer>("class C : {|CS0246:Missing|} { }").RunAsync();

    [Fact]
    public Task Key_alone_expects_nothing() => Failure.StartsAsync(Failure.Count(0, 1), new Check<BadNameAnalyzer>("class {|#0:BadOne|} { }"));

    [Fact]
    public Task Position_is_the_start_of_the_only_descriptor() => new Check<BadNameAnalyzer>("class $$BadOne { }").RunAsync();

    [Fact]
    public Task Position_elsewhere_is_missed() =>
        Failure.StartsAsync("Expected diagnostic to start at column \"8\" was actually at column \"7\"", new Check<BadNameAnalyzer>("class B$$adOne { }"));

    [Fact]
    public Task Position_can_be_code() => new Check<BadNameAnalyzer>("class [|BadOne|] { string s = $$\"\"\"{x}\"\"\"; }") { MarkupOptions = MarkupOptions.TreatPositionIndicatorsAsCode }.RunAsync();

    [Fact]
    public Task Markup_can_be_code() =>
        new Check<BadNameAnalyzer>("class C { string s = \"[|a|] {|T001:b|} $$\"; }") { TestState = { MarkupHandling = MarkupMode.None } }.RunAsync();

    [Fact]
    public Task Markup_can_be_ignored() => new Check<BadNameAnalyzer>("class [|Fine|] { }") { TestState = { MarkupHandling = MarkupMode.Ignore } }.RunAsync();

    [Fact]
    public Task Markup_of_additional_files_is_taken_out() =>
        Failure.StartsAsync(Failure.Count(1, 0), new Check<BadNameAnalyzer>("class C { }") { TestState = { AdditionalFiles = { ("a.txt", "[|a|]") } } });
}
