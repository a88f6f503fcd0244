using System.Linq;
using MemoryRegions.Agreement.Generation;
using MemoryRegions.Agreement.Model;
using MemoryRegions.Agreement.Verdicts;
using Xunit;

namespace MemoryRegions.Agreement.Tests;

/// <summary>The runtime's verdict on programs whose truth is plain.</summary>
public class JudgeTests
{
    private static readonly Acquisition s_map = new(ResourceKind.Mapping, 0);

    [Theory]
    [InlineData(ResourceKind.Mapping)]
    [InlineData(ResourceKind.Section)]
    [InlineData(ResourceKind.Transaction)]
    public void What_is_not_released_leaks(ResourceKind kind)
    {
        Judgement judgement = Judge(new Acquire("m", new Acquisition(kind, 3)));
        Assert.Contains((3, PathEnd.Own), judgement.Evidence.Leaks.Keys);
        Assert.Equal(Outcome.Agree, Assert.Single(judgement.Findings).Outcome);
    }

    [Theory]
    [InlineData(ResourceKind.Mapping)]
    [InlineData(ResourceKind.Section)]
    [InlineData(ResourceKind.Transaction)]
    public void What_is_released_does_not_leak(ResourceKind kind)
    {
        Judgement judgement = Judge(new Acquire("m", new Acquisition(kind, 3)), new Release("m", kind, ReleaseForm.Dispose));
        Assert.Empty(judgement.Evidence.Leaks);
        Assert.Empty(judgement.Findings);
    }

    [Fact]
    public void What_a_call_that_throws_leaves_behind_is_told_apart()
    {
        Judgement judgement = Judge(new Acquire("m", s_map), new Work(), new Release("m", ResourceKind.Mapping, ReleaseForm.Dispose));
        Assert.Equal([(0, PathEnd.Call)], judgement.Evidence.Leaks.Keys);
    }

    [Fact]
    public void A_second_release_is_noted_with_its_line()
    {
        Judgement judgement = Judge(
            new Acquire("m", s_map),
            new Release("m", ResourceKind.Mapping, ReleaseForm.Dispose),
            new Try(new Block([new Release("m", ResourceKind.Mapping, ReleaseForm.Plain)]), CatchForm.All, Block.Empty, null));
        int line = 1 + judgement.Source.Text.Split('\n').ToList().FindIndex(text => text.Contains("Unmap()"));
        Assert.Contains((line.ToString(), "MRL304"), judgement.Evidence.Misuses.Keys);
        Assert.Contains(judgement.Findings, finding => finding.Outcome == Outcome.Agree && finding.Rule == "MRL304" && finding.Line == line);
    }

    [Fact]
    public void A_realize_that_fails_and_a_teardown_that_gives_up_are_two_mistakes()
    {
        Judgement judgement = Judge(
            new LinkedRegion(0, RegionSort.Mmio, LinkPlace.Constructor, LinkTarget.Bus, UnlinkPlace.Caught),
            new FailingRealize(1, RegionSort.Mmio, FailureForm.Throw, IsRight: true));
        Assert.Equal(["MRL202", "MRL204"], judgement.Findings.Where(finding => finding.Outcome == Outcome.Agree).Select(finding => finding.Rule).Order());
        Assert.False(judgement.IsDisagreement);
    }

    [Fact]
    public void What_finalize_would_release_is_lost_with_the_link_that_keeps_it_from_running()
    {
        Judgement judgement = Judge(
            new LinkedRegion(0, RegionSort.Mmio, LinkPlace.Constructor, LinkTarget.Bus, UnlinkPlace.Never),
            new KeptMapping(1, IsMappedInRealize: true, ReleasePlace.Finalize));
        Assert.Contains((1, PathEnd.Own), judgement.Evidence.Leaks.Keys);
        Assert.False(judgement.IsDisagreement);
    }

    [Theory]
    [InlineData(MappedFor.Reading, ContentUse.Element)]
    [InlineData(MappedFor.Reading, ContentUse.Loop)]
    [InlineData(MappedFor.Writing, ContentUse.All)]
    [InlineData(MappedFor.Writing, ContentUse.Loop)]
    [InlineData(MappedFor.Either, ContentUse.Element)]
    [InlineData(MappedFor.Either, ContentUse.All)]
    public void A_use_against_the_direction_is_known_by_construction(MappedFor access, ContentUse use)
    {
        var right = new MapFor("m", 0, access, use, IsRight: true);
        Assert.DoesNotContain(Judge(right).Findings, finding => finding.Rule == "MRL312");
        Finding found = Assert.Single(Judge(right with { IsRight = false }).Findings, finding => finding.Rule == "MRL312");
        Assert.Equal(Outcome.Agree, found.Outcome);
    }

    [Fact]
    public void Where_no_path_comes_nothing_is_expected()
    {
        var wrong = new MapFor("m", 0, MappedFor.Reading, ContentUse.All, IsRight: false);
        Assert.Empty(Judge(new Try(Block.Empty, CatchForm.All, new Block([wrong]), null)).Findings);
    }

    [Fact]
    public void Behind_a_mistake_on_all_paths_nothing_is_decided()
    {
        var again = new Release("t", ResourceKind.Transaction, ReleaseForm.Plain);
        var wrong = new MapFor("m", 1, MappedFor.Reading, ContentUse.All, IsRight: false);
        Judgement judgement = Judge(new Acquire("t", new Acquisition(ResourceKind.Transaction, 0)), again, again, wrong);
        Assert.Equal(Outcome.Undecided, Assert.Single(judgement.Findings, finding => finding.Rule == "MRL312").Outcome);
    }

    [Fact]
    public void What_a_field_keeps_for_ever_is_not_told_of_a_failed_realize_again()
    {
        var kept = new KeptResource(0, ResourceKind.Mapping, InRealize: true, KeptRelease.Never, RealizeFailure.Throws);
        Judgement judgement = Assert.Single(new Judge(1000).Of([new DeviceProgram("P", Block.Empty) { Elements = [kept] }]));
        Finding found = Assert.Single(judgement.Findings);
        Assert.Equal((Outcome.Agree, "MRL309"), (found.Outcome, found.Rule));
    }

    [Fact]
    public void What_a_finally_region_calls_may_throw_after_what_the_body_called()
    {
        // Only two calls that throw, one after the other, leave it behind.
        Judgement judgement = Judge(
            new Acquire("m", s_map),
            new Try(
                new Block([new Work(), new Release("m", ResourceKind.Mapping, ReleaseForm.Dispose)]),
                null,
                null,
                new Block([new Work(), new Release("m", ResourceKind.Mapping, ReleaseForm.Dispose)])));
        Assert.Equal([(0, PathEnd.Call)], judgement.Evidence.Leaks.Keys);
        Assert.Equal(Outcome.Agree, Assert.Single(judgement.Findings).Outcome);
    }

    [Fact]
    public void A_missing_test_speaks_for_the_same_mapping_only()
    {
        var asked = new Acquisition(ResourceKind.Mapping, 0) { Length = AskedLength.Constant };
        Source source = Judge(
            new Acquire("m0", asked),
            new Acquire("m1", asked with { Site = 1 }),
            new Copy("m2", "m1"),
            new Use("m2", ResourceKind.Mapping, UseForm.Last)).Source;
        string use = Assert.Single(source.HandleAt, handle => handle.Value == "m2").Key.ToString();
        Assert.False(Handles.IsAbout(source, use, source.LineOfSite[0]));
        Assert.True(Handles.IsAbout(source, use, source.LineOfSite[1]));
    }

    [Fact]
    public void Disagreements_are_made_small()
    {
        // As if the analyzers had reported nothing.
        var judge = new Judge(1000);
        Judgement judgement = Judge(
            new Work(),
            new If(new Free(), new Block([new Work(), new Acquire("m", s_map), new Work()]), null),
            new Loop(LoopForm.For, "i", new Block([new Work()])));
        Judgement missed = judgement with { Findings = [new Finding(Outcome.Agree, "MRL301", 0, string.Empty)] };
        Judgement small = Minimizer.Minimize(judge, missed, finding => finding.Rule == "MRL301");
        Assert.Equal(new Acquire("m", s_map), Assert.Single(small.Source.Program.Body.Statements));
    }

    private static Judgement Judge(params Statement[] statements) => Judge(new DeviceProgram("P", new Block([.. statements])));

    private static Judgement Judge(params Element[] elements) => Judge(new DeviceProgram("P", Block.Empty) { Elements = [.. elements] });

    private static Judgement Judge(DeviceProgram program) => Assert.Single(new Judge(1000).Of([program]));
}
