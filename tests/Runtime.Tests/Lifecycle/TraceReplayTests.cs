using MemoryRegions.RegionLab;
using MemoryRegions.RegionLab.Replay;
using Xunit;

namespace MemoryRegions.Tests.Lifecycle;

/// <summary>The replay finds differences: it can fail.</summary>
public class TraceReplayTests
{
    private const string Trace = """
        > owner A
        = A:1 |
        > container A c 0x10000
        = A:1 | c:1
        > space S c
        = A:2 | c:1
        > ram A r 0x1000
        = A:2 | c:1 r:1
        > add c r 0x1000
        = A:3 | c:1 r:4^c
        v A:1+0 r:1+1
        > flat S
        ~ 0x1000-0x1fff r+0x0 ram
        = A:3 | c:1 r:4^c
        v A:1+0 r:1+1
        > map S 0x1800 0x1000 w h
        # h len=0x800 kind=direct mr=r+0x800
        = A:3 | c:1 r:5^c
        v A:1+0 r:1+1
        """;

    [Fact]
    public void Trace_that_is_right_passes() => Assert.Null(Replay(Trace));

    [Theory]
    [InlineData("= A:3 | c:1 r:4^c\nv", "= A:3 | c:1 r:5^c\nv", ":9: add c r 0x1000: the trace differs")]
    [InlineData("= A:3 | c:1 r:4^c\nv", "= A:3 | c:1 r:4\nv", ":9: add c r 0x1000: the trace differs")]
    [InlineData("0x1000-0x1fff", "0x1000-0x2fff", ":12: flat S: the trace differs")]
    [InlineData("r+0x0 ram", "r+0x0 rom", ":12: flat S: the trace differs")]
    [InlineData("~ 0x1000-0x1fff r+0x0 ram\n", "", ":12: flat S: the trace differs")]
    [InlineData("len=0x800", "len=0x1000", ":16: map S 0x1800 0x1000 w h: the trace differs")]
    [InlineData("= A:1 | c:1\n", "! finalize region c\n= A:1 | c:1\n", ":3: container A c 0x10000: the trace differs")]
    public void Difference_is_found_where_it_is(string right, string wrong, string message)
    {
        Assert.Contains(right, Trace, StringComparison.Ordinal);
        Assert.Contains(message, Replay(Trace.Replace(right, wrong, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Error_that_the_runtime_does_not_have_is_a_difference() =>
        Assert.Contains("is not refused", Replay(Trace.Replace("= A:2 | c:1\n", "! stale root S region c\n", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void Refusal_that_the_trace_does_not_have_is_a_difference() =>
        Assert.Contains(":20: add c r 0x0: the operation is refused", Replay(Trace + "\n> add c r 0x0\n= A:3 | c:1 r:5^c"), StringComparison.Ordinal);

    [Fact]
    public void Refusal_with_another_code_is_a_difference() =>
        Assert.Contains("AlreadyLinked", Replay(Trace + "\n> add c r 0x0\n! stale root S region c"), StringComparison.Ordinal);

    [Theory]
    [InlineData("> owner A\n= A:1 |\n> frobnicate A\n= A:1 |", "x.txt:3: there is no operation 'frobnicate'")]
    [InlineData("> owner A\n= A:1 |\n> ram A\n= A:1 |", "x.txt:3: 'ram A R SIZE' is expected")]
    [InlineData("> owner A\n= A:1 |\n> ram A r big\n= A:1 |", "x.txt:3: a number is expected")]
    [InlineData("> owner A\n= A:1 |\n> ram B r 0x1000\n= A:1 |", "x.txt:3: there is no object 'B'")]
    [InlineData("> owner A\n= A:1 |\n> owner A\n= A:1 |", "x.txt:3: there is an object 'A' already")]
    [InlineData("> owner A\n= A:x |", "x.txt:2: this is no line of a trace")]
    [InlineData("> owner A\n> owner B\n= A:1 B:1 |", "x.txt:1: the reference counts")]
    [InlineData("", "x.txt:1: there is no operation")]
    [InlineData("; nothing\n", "x.txt:1: there is no operation")]
    [InlineData("> commit\n= |", "x.txt:1: no transaction is open")]
    [InlineData("owner A\nram A r -1\n", "x.txt:2: a number is expected")]
    public void Bad_input_is_an_error_that_names_the_line(string text, string message)
    {
        InputException e = Assert.Throws<InputException>(() => Replay(text));

        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Script_without_a_trace_runs() => Assert.Null(Replay("; a script\nowner A\ncontainer A c 010000 ; octal\nspace S c\nunspace S\ndrop A\n"));

    [Fact]
    public void Recount_finds_a_reference_that_the_script_does_not_know_of()
    {
        var interpreter = new TraceInterpreter();
        interpreter.Run(["owner", "A"]);
        Assert.Null(ReferenceRecount.FindError(interpreter));

        interpreter.Owners[0].Ref();

        Assert.Equal("A has 2 references, but 1 are held", ReferenceRecount.FindError(interpreter));
    }

    private static string? Replay(string text) => TraceReplay.Run(TraceFile.Parse("x.txt", text)).Difference;
}
