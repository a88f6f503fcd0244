using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <content>Decisions, loops, handlers and jumps.</content>
internal sealed partial class Emitter
{
    private void Branches(Block then, Block? @else)
    {
        Braces(then);
        if (@else is not null)
        {
            Line("else");
            Braces(@else);
        }
    }

    private void Write(Loop loop)
    {
        string counter = loop.Counter;
        switch (loop.Form)
        {
            case LoopForm.For:
                Line($"for (int {counter} = 0, n{counter} = Count(); {counter} < n{counter}; {counter}++)");
                Braces(loop.Body);
                break;
            case LoopForm.While:
                Line($"int {counter} = 0;");
                Line($"while (Again({counter}++))");
                Braces(loop.Body);
                break;
            case LoopForm.DoWhile:
                Line($"int {counter} = 0;");
                Line("do");
                Braces(loop.Body);
                Line($"while (Again({counter}++));");
                break;
            default:
                Line($"foreach (int {counter} in Items())");
                Braces(loop.Body);
                break;
        }
    }

    private void Write(FillArray fill)
    {
        string a = fill.Name;
        Line($"int n{a} = Count();");
        Line($"var {a} = new {TypeOf(fill.Value.Kind)}[n{a}];");
        Line($"for (int i{a} = 0; i{a} < n{a}; i{a}++)");
        Line("{");
        _indent++;
        Acquiring(fill.Value.Site, $"{a}[i{a}] = {Expression(fill.Value)};");
        if (fill.Checks)
        {
            Line($"if ({a}[i{a}].IsNull)");
            Line("{");
            _indent++;
            if (fill.ReleasesPrefix)
            {
                Drain(fill, $"for (int j{a} = 0; j{a} < i{a}; j{a}++)", $"{a}[j{a}]");
            }

            foreach (Statement statement in fill.OnNull.Statements)
            {
                Write(statement);
            }

            _indent--;
            Line("}");
        }

        _indent--;
        Line("}");
        if (fill.Works)
        {
            Line("Work();");
        }

        switch (fill.Drain)
        {
            case DrainForm.For:
                Drain(fill, $"for (int j{a} = 0; j{a} < n{a}; j{a}++)", $"{a}[j{a}]");
                break;
            case DrainForm.ForEach:
                Drain(fill, $"foreach (var e{a} in {a})", "e" + a);
                break;
        }
    }

    private void Drain(FillArray fill, string head, string element)
    {
        Line(head);
        Line("{");
        _indent++;
        Line(ReleaseOf(new Release(element, fill.Value.Kind, fill.Checks ? ReleaseForm.Plain : ReleaseForm.Dispose)));
        _indent--;
        Line("}");
    }

    private void Write(Switch @switch)
    {
        Line($"switch (Pick({@switch.Sections.Length}))");
        Line("{");
        _indent++;
        for (int i = 0; i < @switch.Sections.Length; i++)
        {
            Line(i == @switch.Sections.Length - 1 ? "default:" : $"case {i}:");
            Braces(@switch.Sections[i]);
            _indent++;
            Line("break;");
            _indent--;
        }

        _indent--;
        Line("}");
    }

    private void Write(Try @try)
    {
        Line("try");
        _tries++;
        Braces(@try.Body);
        _tries--;
        if (@try.Handler is not null)
        {
            Line(@try.Catch switch
            {
                CatchForm.Fault => "catch (Fault)",
                CatchForm.Stop => "catch (Stop)",
                CatchForm.Filtered => "catch when (Choice())",
                _ => "catch (Exception)",
            });
            _tries += @try.Finally is not null ? 1 : 0;
            Braces(@try.Handler);
            _tries -= @try.Finally is not null ? 1 : 0;
        }

        if (@try.Finally is not null)
        {
            Line("finally");
            Braces(@try.Finally);
        }
    }

    private void Write(Jump jump)
    {
        if (jump.Kind == JumpKind.Rethrow)
        {
            Line("Passing();");
        }

        Line(jump.Kind switch
        {
            JumpKind.Return => _shape == BodyShape.Iterator && _lambdas == 0 ? "yield break;" : "return;",
            JumpKind.Throw => "throw new Stop();",
            JumpKind.Rethrow => "throw;",
            JumpKind.Break => "break;",
            JumpKind.Continue => "continue;",
            _ => "goto done;",
        });
    }
}
