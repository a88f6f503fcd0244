using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <summary>The C# source of a program, and where things stand in it. Each statement has a line of its own.</summary>
/// <param name="Program">The program.</param>
/// <param name="Text">The source.</param>
/// <param name="LineOfSite">Where each acquisition and link stands, by its number.</param>
internal sealed record Source(DeviceProgram Program, string Text, ImmutableDictionary<int, int> LineOfSite)
{
    /// <summary>What variable is used or released, by the line.</summary>
    public ImmutableDictionary<int, string> HandleAt { get; init; } = ImmutableDictionary<int, string>.Empty;

    /// <summary>The acquisition without which a line of <see cref="Expected"/> is never reached; nothing is expected there if no path makes it.</summary>
    public ImmutableDictionary<int, int> ReachedWith { get; init; } = ImmutableDictionary<int, int>.Empty;

    /// <summary>Where rules apply that need no consequence at run time, known by construction.</summary>
    public ImmutableHashSet<(string Rule, int Line)> Expected { get; init; } = [];
}

/// <summary>Writes programs down as C#.</summary>
internal sealed partial class Emitter
{
    /// <summary>The variable that says how much mappings ask for.</summary>
    private const string AskedVariable = "asked";

    private readonly ImmutableDictionary<int, int>.Builder _lines = ImmutableDictionary.CreateBuilder<int, int>();
    private readonly ImmutableDictionary<int, string>.Builder _handles = ImmutableDictionary.CreateBuilder<int, string>();
    private readonly ImmutableHashSet<(string, int)>.Builder _expected = ImmutableHashSet.CreateBuilder<(string, int)>();
    private readonly ImmutableDictionary<int, int>.Builder _reached = ImmutableDictionary.CreateBuilder<int, int>();
    private readonly StringBuilder _text = new();
    private readonly SortedDictionary<string, string[]> _helpers = new(StringComparer.Ordinal);
    private readonly BodyShape _shape;
    private readonly HashSet<string> _asked;
    private readonly SortedSet<ResourceKind> _kept = [];
    private int _line = 1;
    private int _indent;
    private int _lambdas;
    private int _tries;

    private Emitter(DeviceProgram program)
    {
        _shape = program.Shape;
        _asked = [.. program.Statements().Select(AskingVariable).OfType<string>()];
    }

    public static Source Emit(DeviceProgram program)
    {
        if (program.IsLife)
        {
            return LifeEmitter.Emit(program);
        }

        if (!program.Contracts.IsEmpty)
        {
            return ContractEmitter.Emit(program);
        }

        var emitter = new Emitter(program);
        emitter.Type(program);
        return new Source(program, emitter._text.ToString(), emitter._lines.ToImmutable())
        {
            HandleAt = emitter._handles.ToImmutable(),
            Expected = emitter._expected.ToImmutable(),
            ReachedWith = emitter._reached.ToImmutable(),
        };
    }

    private void Type(DeviceProgram program)
    {
        Line("using System;");
        Line("using System.Collections.Generic;");
        Line("using System.Linq;");
        Line("using System.Threading.Tasks;");
        Line("using MemoryRegions;");
        Line("using MemoryRegions.Agreement.Execution;");
        Line("using static MemoryRegions.Agreement.Execution.World;");
        Line(string.Empty);
        Line($"public sealed class {program.Name}(Machine machine) : Device(machine), IProgram");
        Line("{");
        _indent++;
        Member(program);
        _indent--;
        Line("}");
    }

    private void Member(DeviceProgram program)
    {
        (string? caller, string head) = program.Shape switch
        {
            BodyShape.Async => ("public void Run() => RunAsync().GetAwaiter().GetResult();", "private async Task RunAsync()"),
            BodyShape.Iterator => ("public void Run() => Enumerate(Steps());", "private IEnumerable<int> Steps()"),
            _ => (null, "public void Run()"),
        };
        if (caller is not null)
        {
            Line(caller);
            Line(string.Empty);
        }

        Line(head);
        Line("{");
        _indent++;
        if (_asked.Count > 0)
        {
            Line($"int {AskedVariable} = Eight();");
        }

        foreach (Statement statement in program.Body.Statements)
        {
            Write(statement);
        }

        if (program.HasLocalHelpers)
        {
            WriteHelpers(string.Empty);
        }

        _indent--;
        Line("}");
        if (!program.HasLocalHelpers)
        {
            WriteHelpers("private ");
        }

        WriteKeeping();
    }

    /// <summary>The fields of the helpers that keep, and what drains them.</summary>
    private void WriteKeeping()
    {
        foreach (ResourceKind kind in _kept)
        {
            Line(string.Empty);
            Line($"private readonly List<{TypeOf(kind)}> {Helpers.KeptField(kind)} = [];");
        }

        if (_kept.Count == 0)
        {
            return;
        }

        Line(string.Empty);
        Line("protected override void OnUnrealize()");
        Line("{");
        _indent++;
        foreach (ResourceKind kind in _kept)
        {
            Line($"foreach (var kept in {Helpers.KeptField(kind)})");
            Line("{");
            Line("    kept.Dispose();");
            Line("}");
            Line(string.Empty);
            Line($"{Helpers.KeptField(kind)}.Clear();");
        }

        _indent--;
        Line("}");
    }

    /// <summary>The variable for what asks for as much as <see cref="AskedVariable"/> says.</summary>
    private static string? AskingVariable(Statement statement) => statement switch
    {
        Acquire { Value.Length: AskedLength.Variable } acquire => acquire.Variable,
        TryAcquire { Length: AskedLength.Variable } attempt => attempt.Variable,
        _ => null,
    };

    private void WriteHelpers(string modifiers)
    {
        foreach (string[] lines in _helpers.Values)
        {
            Line(string.Empty);
            Line(modifiers + lines[0]);
            foreach (string line in lines.AsSpan(1))
            {
                Line(line);
            }
        }
    }

    private void Line(string text)
    {
        if (text.Length > 0)
        {
            _text.Append(' ', _indent * 4).Append(text);
        }

        _text.Append('\n');
        _line++;
    }

    private void Braces(Block block, string behind = "")
    {
        Line("{");
        _indent++;
        foreach (Statement statement in block.Statements)
        {
            Write(statement);
        }

        _indent--;
        Line("}" + behind);
    }

    private void Write(Statement statement)
    {
        switch (statement)
        {
            case Declare declare:
                Line($"{TypeOf(declare.Kind)} {declare.Variable} = default;");
                break;
            case Acquire acquire:
                Acquiring(acquire.Value.Site, acquire.ByOut
                    ? $"{Helper("GetOut", acquire.Value.Kind)}({acquire.Value.Site}, out var {acquire.Variable});"
                    : $"var {acquire.Variable} = {Expression(acquire.Value)};");
                break;
            case Assign assign:
                Acquiring(assign.Value.Site, $"{assign.Variable} = {Expression(assign.Value)};");
                break;
            case Discard discard:
                Acquiring(discard.Value.Site, $"{Expression(discard.Value)};");
                break;
            case UsingDeclaration declaration:
                Acquiring(declaration.Value.Site, $"using var {declaration.Variable} = {Expression(declaration.Value)};");
                break;
            case Using @using:
                Acquiring(@using.Value.Site, $"using (var {@using.Variable} = {Expression(@using.Value)})");
                Braces(@using.Body);
                break;
            case TryAcquire attempt:
                Acquiring(attempt.Site, $"if ({(attempt.Negated ? "!" : string.Empty)}{Attempt(attempt)}out var {attempt.Variable}))");
                Branches(attempt.Then, attempt.Else);
                break;
            case TakeReference take:
                Line($"var {take.Variable} = {(take.Kind == ResourceKind.Listener ? "new Hearer" : "ObjectOf")}({take.Site});");
                Line("Work();");
                Acquiring(take.Site, $"{take.Variable}.{(take.Kind == ResourceKind.Listener ? "Register(Machine.Memory)" : "Ref()")};");
                break;
            case CallHelper call:
                Handling(call.Variable, $"{Helper(call.Form.ToString(), call.Kind)}({call.Variable});");
                break;
            case CallDecider call:
                Handling(call.Variable, $"if (!{Helper("Decide", call.Kind)}({call.Variable}))");
                Braces(call.Otherwise);
                break;
            case FillArray fill:
                Write(fill);
                break;
            case MapFor directed:
                Write(directed);
                break;
            case Pause pause:
                Line(_shape switch
                {
                    _ when pause.Waits => $"Waiting({_line}).Wait();",
                    BodyShape.Async => $"await StepAsync({_line});",
                    BodyShape.Iterator => $"yield return {_line};",
                    _ => "Look(2);",
                });
                break;
            case Wrap { IsTuple: true } wrap:
                Line($"var {wrap.Variable} = (Handle: {wrap.From}, Tag: 1);");
                break;
            case Wrap wrap:
                Line($"var {wrap.Variable} = new Request{wrap.Kind} {{ Handle = {wrap.From}, Tag = 1 }};");
                break;
            case Lambda lambda:
                Line("Do(() =>");
                _lambdas++;
                Braces(lambda.Body, ");");
                _lambdas--;
                break;
            case Nested { IsLocked: true } nested:
                Line("lock (Gate)");
                Braces(nested.Body);
                break;
            case Copy copy:
                Line($"var {copy.Variable} = {copy.From};");
                break;
            case Release release:
                Handling(release.Variable, ReleaseOf(release));
                break;
            case Use use:
                if (use.Form == UseForm.Slice || (_tries > 0 && (use.Form != UseForm.Length || use.Kind is ResourceKind.Space or ResourceKind.Section)))
                {
                    // For all that is known of the length, or of a property, these may throw, and a handler may meet that.
                    Line("Work();");
                }

                Handling(use.Variable, UseOf(use));
                break;
            case Work:
                Line("Work();");
                break;
            case SetFlag flag:
                Line($"{(flag.IsDeclaration ? "bool " : string.Empty)}{flag.Name} = {(flag.Value is { } value ? Expression(value) : flag.Constant ? "true" : "false")};");
                break;
            case If @if:
                Line($"if ({Expression(@if.Condition)})");
                Branches(@if.Then, @if.Else);
                break;
            case Loop loop:
                Write(loop);
                break;
            case Switch @switch:
                Write(@switch);
                break;
            case Try @try:
                Write(@try);
                break;
            case Nested nested:
                Braces(nested.Body);
                break;
            case Jump jump:
                Write(jump);
                break;
            case Label:
                Line("done:");
                Line("Look(1);");
                break;
            default:
                throw new InvalidOperationException(statement.GetType().Name);
        }
    }

    private void Acquiring(int site, string text)
    {
        _lines[site] = _line;
        Line(text);
    }

    private void Handling(string variable, string text)
    {
        _handles[_line] = variable;
        Line(text);
    }
}
