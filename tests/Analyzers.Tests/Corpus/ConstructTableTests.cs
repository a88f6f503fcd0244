using System;
using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>
/// The shapes of code by which analyzers of disposables are compared, with the API in an assembly, so that only its contracts are seen.
/// </summary>
public class ConstructTableTests
{
    private const string Api = """
        using System;
        using System.Threading.Tasks;
        using MemoryRegions.Contracts;

        public sealed class Lease : IDisposable
        {
            [Acquires("lease")] public Lease(int number) { }
            [RequiresHeld] public int Number => 0;
            [Releases("lease"), DoesNotThrow] public void End() { }
            [Releases("lease", Idempotent = true), DoesNotThrow] public void Dispose() { }
        }

        public sealed class Office
        {
            [return: Acquires("lease")] public Lease Open(int number = 0) => new Lease(number);
            [return: Acquires("lease")] public Lease? TryOpen() => null;
            public Lease this[int number] { [return: Acquires("lease")] get => new Lease(number); }
            [Acquires("lease")] public Lease Next => new Lease(1);
            public void Look([Borrows] Lease lease) { }
            public void Anything(Lease lease) { }
            public static Task WaitAsync() => Task.CompletedTask;
        }

        public sealed class Owner : IDisposable
        {
            private readonly Lease _lease;
            public Owner([TakesOwnership] Lease lease) => _lease = lease;
            public void Dispose() => _lease.Dispose();
        }
        """;

    private static readonly Lazy<MetadataReference> s_api = new(() => Library.Compile("Leases", Api));

    [Theory]
    [InlineData("plain", "var l = {|MRL301:_office.Open(1)|}; _office.Look(l);")]
    [InlineData("optional parameter", "var l = {|MRL301:_office.Open()|}; _office.Look(l);")]
    [InlineData("constructor", "var l = {|MRL301:new Lease(1)|}; _office.Look(l);")]
    [InlineData("indexer", "var l = {|MRL301:_office[1]|}; _office.Look(l);")]
    [InlineData("property", "var l = {|MRL301:_office.Next|}; _office.Look(l);")]
    [InlineData("stored in a local list", "var all = new List<Lease>(); all.Add({|MRL301:_office.Open()|}); n = all.Count;")]
    [InlineData("stored in a local object", "var box = new Box(); box.Lease = {|MRL301:_office.Open()|};")]
    [InlineData("stored in a local struct", "Pair pair; pair.Lease = {|MRL301:_office.Open()|};")]
    [InlineData("element of a tuple", "var t = (1, {|MRL301:_office.Open()|}); n = t.Item1;")]
    [InlineData("element of a tuple that is taken apart", "var (one, l) = (1, {|MRL301:_office.Open()|}); n = one;")]
    [InlineData("expression", "n = {|MRL310:_office.Open()|}.Number;")]
    [InlineData("expression that creates", "n = {|MRL310:new Lease(1)|}.Number;")]
    [InlineData("discard", "_ = {|MRL310:_office.Open()|};")]
    [InlineData("statement", "{|MRL310:_office.Open()|};")]
    public Task Plain_leaks(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("throw before the release", "var l = {|MRL302:_office.Open()|}; if (b) throw new Exception(); l.End();")]
    [InlineData("early return", "var l = {|MRL302:_office.Open()|}; if (b) return; l.End();")]
    [InlineData("catch that returns", "var l = {|MRL302:_office.Open()|}; try { Work(); } catch (Exception) { return; } l.End();")]
    [InlineData("continue", "for (int i = 0; i < n; i++) { var l = {|MRL302:_office.Open()|}; if (b) continue; l.End(); }")]
    [InlineData("break", "for (int i = 0; i < n; i++) { var l = {|MRL302:_office.Open()|}; if (i == 3) break; l.End(); }")]
    public Task Leaks_on_a_path(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("local overwritten", "var l = _office.Open(); {|MRL310:l = _office.Open(1)|}; l.End();")]
    [InlineData("field overwritten", "_lease = _office.Open(); {|MRL310:_lease = _office.Open(1)|};")]
    [InlineData("used after release", "var l = _office.Open(); l.End(); n = {|MRL305:l.Number|};")]
    [InlineData("released twice", "var l = _office.Open(); l.End(); {|MRL304:l.End()|};")]
    public Task Overwritten_or_released_twice(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("callee that borrows", "var l = {|MRL301:_office.Open()|}; _office.Look(l);")]
    [InlineData("callee without a contract", "var l = _office.Open(); _office.Anything(l);")]
    [InlineData("constructor that takes ownership", "using var owner = new Owner(_office.Open());")]
    [InlineData("lambda that runs", "var l = _office.Open(); Action end = () => l.End(); end();")]
    [InlineData("lambda that never runs", "var l = _office.Open(); Action end = () => l.End();")]
    [InlineData("lambda that does not run on a path", "var l = {|MRL302:_office.Open()|}; Action end = () => l.End(); if (b) return; end();")]
    [InlineData("local function", "var l = _office.Open(); End(); void End() => l.End();")]
    [InlineData("local function that does not run on a path", "var l = {|MRL302:_office.Open()|}; if (b) return; End(); void End() => l.End();")]
    public Task Handed_on(string shape, string body) => CheckAsync(shape, body);

    [Theory]
    [InlineData("conditional access", "Lease? l = b ? _office.Open() : null; l?.Dispose();")]
    [InlineData("guarded finally", "Lease? l = null; try { l = _office.Open(); Work(); } finally { if (l is not null) { l.Dispose(); } }")]
    [InlineData("flag", "bool done = false; var l = _office.Open(); if (b) { l.End(); done = true; } if (!done) l.End();")]
    [InlineData("goto out of try", "var l = _office.Open(); try { if (b) goto end; Work(); } finally { l.Dispose(); } end: Work();")]
    [InlineData("using", "using (var l = _office.Open()) { if (b) return; Work(); }")]
    [InlineData("nullable result", "var l = _office.TryOpen(); if (l == null) return; l.End();")]
    public Task Right(string shape, string body) => CheckAsync(shape, body);

    /// <summary>A release that only an exception, or a caller who stops, leaves out belongs to rules of their own.</summary>
    [Theory]
    [InlineData("async", "async Task M() { var l = _office.Open(); await Office.WaitAsync(); l.End(); }")]
    [InlineData("iterator", "IEnumerable<int> M() { var l = _office.Open(); yield return 1; l.End(); }")]
    public Task Left_to_other_rules(string shape, string member) => CheckMemberAsync(shape, member);

    /// <summary>The same shapes with that rule on: it alone is reported, once.</summary>
    [Theory]
    [InlineData("async", "async Task M() { var l = {|MRL303:_office.Open()|}; await Office.WaitAsync(); l.End(); }")]
    [InlineData("async that is safe", "async Task M() { using var l = _office.Open(); await Office.WaitAsync(); }")]
    [InlineData("iterator", "IEnumerable<int> M() { var l = {|MRL303:_office.Open()|}; yield return 1; l.End(); }")]
    [InlineData("iterator that is safe", "IEnumerable<int> M() { var l = _office.Open(); try { yield return 1; } finally { l.End(); } }")]
    public Task Rule_of_exceptions_and_of_callers_who_stop(string shape, string member) => CheckMemberAsync(shape, member, withAdvice: true);

    private static Task CheckAsync(string shape, string body) => CheckMemberAsync(shape, "void M(bool b, int n) { " + body + " }");

    private static Task CheckMemberAsync(string shape, string member, bool withAdvice = false)
    {
        var test = new Verify<ResourceAnalyzer>
        {
            TestCode = $$"""
                // {{shape}}
                class C(Office office)
                {
                    private readonly Office _office = office;
                    private Lease? _lease;
                    private static void Work() => Activator.CreateInstance<object>();
                    private sealed class Box { public Lease? Lease; }
                    private struct Pair { public Lease Lease; }
                    {{member}}
                }
                """,
            CompilerDiagnostics = CompilerDiagnostics.Errors,
            WithAdvice = withAdvice,
        };
        test.TestState.AdditionalReferences.Add(s_api.Value);
        return test.RunAsync();
    }
}
