using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests;

/// <summary>
/// In an IDE, and in dotnet format, another project is no assembly on disk but a compilation with sources. They are not the analyzers' to
/// read: asking for their semantic model throws.
/// </summary>
public class ProjectReferenceTests
{
    private const string Library = """
        using System;
        using MemoryRegions;
        using MemoryRegions.Contracts;

        public abstract class BoardDevice : Device
        {
            protected BoardDevice(Machine machine, ContainerRegion bus) : base(machine, "board-device") => Bus = bus;

            protected ContainerRegion Bus { get; }

            protected void Release(MemoryMapping mapping) => mapping.Unmap();

            protected MemoryMapping MapRing(ulong address) => Machine.Memory.Map(address, 64, MapAccess.Read);
        }
        """;

    [Fact]
    public Task Helpers_of_a_base_in_another_project_are_not_read() => CheckAsync<ResourceAnalyzer>("""
        sealed class Nic(Machine machine, ContainerRegion bus) : BoardDevice(machine, bus)
        {
            public void Send(ulong address, bool quick)
            {
                MemoryMapping frame = {|MRL302:Machine.Memory.Map(address, 64, MapAccess.Read)|};
                if (quick)
                {
                    return;
                }

                Release(frame);
            }

            public int Peek(ulong address) => MapRing(address).Length;
        }
        """);

    [Fact]
    public Task Device_whose_base_is_in_another_project_is_still_checked() => CheckAsync<DeviceLifecycleAnalyzer>("""
        sealed class Nic : BoardDevice
        {
            private readonly MmioRegion _registers;
            private MmioRegion _late;

            public Nic(Machine machine, ContainerRegion bus) : base(machine, bus)
            {
                _registers = new MmioRegion(this, "registers", 8, null, (offset, value, size) => Open());
            }

            protected override void OnRealize()
            {
                base.OnRealize();
                {|MRL201:Machine.SystemMemory.AddSubregion(0x1000, _registers)|};
            }

            private void Open()
            {
                _late = {|MRL101:new MmioRegion(this, "late", 8, null, null)|};
                {|MRL103:_late.Unparent()|};
            }
        }
        """);

    private static Task CheckAsync<TAnalyzer>(string source)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new Verify<TAnalyzer> { TestCode = source, CompilerDiagnostics = CompilerDiagnostics.Errors };
        test.TestState.AdditionalProjects["Boards", LanguageNames.CSharp].Sources.Add(("Boards.cs", Library));
        test.TestState.AdditionalProjectReferences.Add("Boards");
        return test.RunAsync();
    }
}
