using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

public class DiagnosticResultTests
{
    private static DiagnosticResult Bad => new(BadNameAnalyzer.Rule);

    [Fact]
    public void Descriptor_gives_id_severity_and_format()
    {
        Assert.Equal(("T001", DiagnosticSeverity.Warning, "The name '{0}' is bad"), (Bad.Id, Bad.Severity, Bad.MessageFormat!.ToString()));
        Assert.False(Bad.HasLocation);
        Assert.Empty(Bad.Spans);
    }

    [Fact]
    public void Message_is_made_of_format_and_arguments()
    {
        Assert.Equal("The name 'a' is bad", Bad.WithArguments("a").Message);
        Assert.Equal("The name '{0}' is bad", Bad.Message);
        Assert.Equal("text", Bad.WithMessage("text").WithArguments("a").Message);
        Assert.Null(Bad.WithMessage(null).WithArguments("a").Message);
        Assert.Null(DiagnosticResult.CompilerError("CS1").WithArguments("a").Message);
    }

    [Fact]
    public void Every_change_makes_a_copy()
    {
        DiagnosticResult original = Bad;
        original.WithLocation(1, 2).WithSeverity(DiagnosticSeverity.Error).WithMessage("a").WithIsSuppressed(true).WithOptions(DiagnosticOptions.IgnoreSeverity).WithArguments(1);
        Assert.Equal((false, DiagnosticSeverity.Warning, DiagnosticOptions.None), (original.HasLocation, original.Severity, original.Options));
        Assert.Null(original.IsSuppressed);
        Assert.Null(original.MessageArguments);
    }

    [Fact]
    public void Lines_and_columns_start_at_one()
    {
        DiagnosticLocation location = Bad.WithSpan(1, 2, 3, 4).Spans[0];
        Assert.Equal(new FileLinePositionSpan(string.Empty, new LinePosition(0, 1), new LinePosition(2, 3)), location.Span);
        Assert.Equal(DiagnosticLocationOptions.None, location.Options);
    }

    [Fact]
    public void Line_and_column_ignore_the_length()
    {
        Assert.Equal(DiagnosticLocationOptions.IgnoreLength, Bad.WithLocation(1, 2).Spans[0].Options);
        Assert.Equal(Bad.WithLocation(1, 2).Spans[0], Bad.WithLocation(new LinePosition(0, 1)).Spans[0]);
        Assert.Equal(Bad.WithLocation("a.cs", 1, 2).Spans[0], Bad.WithLocation("a.cs", new LinePosition(0, 1)).Spans[0]);
        Assert.Equal(DiagnosticLocationOptions.InterpretAsMarkupKey, Bad.WithLocation(0).Spans[0].Options);
    }

    [Fact]
    public void Places_add_up_until_there_are_none()
    {
        DiagnosticResult result = Bad.WithLocation(1, 1).WithSpan("a.cs", 2, 1, 2, 2);
        Assert.Equal([0, 1], result.Spans.Select(span => span.Span.StartLinePosition.Line));
        Assert.False(result.WithNoLocation().HasLocation);
    }

    [Fact]
    public void Default_path_fills_what_is_empty()
    {
        DiagnosticResult result = Bad.WithLocation(1, 1).WithLocation("a.cs", 1, 1).WithLocation(3).WithDefaultPath("b.cs");
        Assert.Equal(["b.cs", "a.cs", string.Empty], result.Spans.Select(span => span.Span.Path));
    }

    [Fact]
    public void Line_offset_moves_all_places()
    {
        DiagnosticResult result = Bad.WithSpan(1, 1, 2, 5).WithLocation(3, 1).WithLineOffset(2);
        Assert.Equal([(2, 3), (4, 4)], result.Spans.Select(span => (span.Span.StartLinePosition.Line, span.Span.EndLinePosition.Line)));
    }

    [Fact]
    public void Text_is_that_of_a_compiler()
    {
        Assert.Equal("warning T001: The name 'a' is bad", Bad.WithArguments("a").ToString());
        Assert.Equal("?(1,2): error CS1", DiagnosticResult.CompilerError("CS1").WithLocation(1, 2).ToString());
        Assert.Equal("a.cs(1,2,3,4): warning CS1", DiagnosticResult.CompilerWarning("CS1").WithSpan("a.cs", 1, 2, 3, 4).ToString());
    }

    [Fact]
    public void Expectation_is_printed_as_code()
    {
        var formatter = new ExpectationFormatter([new BadNameAnalyzer(), new TwoRulesAnalyzer()], "/0/Test0.cs");
        string newLine = System.Environment.NewLine;
        Assert.Equal(
            "// a.cs(1,2): warning T001: The name 'a' is bad" + newLine + "VerifyCS.Diagnostic().WithLocation(\"a.cs\", 1, 2).WithArguments(\"a\").WithIsSuppressed(false)," + newLine,
            formatter.Format(Bad.WithArguments("a").WithLocation("a.cs", 1, 2).WithIsSuppressed(false)));
        Assert.Equal(
            "// error T002" + newLine + "new DiagnosticResult(TwoRulesAnalyzer.T002)," + newLine,
            formatter.Format(DiagnosticResult.CompilerError("T002")));
        Assert.Equal(
            "// /0/Test0.cs(1,1): info X1" + newLine + "new DiagnosticResult(\"X1\", DiagnosticSeverity.Info).WithLocation(1, 1)," + newLine,
            formatter.Format(new DiagnosticResult("X1", DiagnosticSeverity.Info).WithLocation("/0/Test0.cs", 1, 1).WithLocation(2, 2).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));
    }
}
