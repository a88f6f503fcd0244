using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemoryRegions.Benchmarks.Analyzers;

/// <summary>Compilations that are measured.</summary>
internal static class GeneratedCode
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest);

    private static readonly MetadataReference[] s_platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) == "netstandard.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly MetadataReference s_runtime = MetadataReference.CreateFromFile(typeof(Machine).Assembly.Location);

    /// <summary>Devices most of whose methods acquire and release, or create and link regions.</summary>
    public static CSharpCompilation Devices(int count) => Compile(Enumerable.Range(0, count).Select(Device), s_runtime);

    /// <summary>The same amount of code that knows no regions; the library is referenced all the same.</summary>
    public static CSharpCompilation Plain(int count) => Compile(Enumerable.Range(0, count).Select(PlainClass), s_runtime);

    /// <summary>The same without the library.</summary>
    public static CSharpCompilation Unaware(int count) => Compile(Enumerable.Range(0, count).Select(PlainClass));

    /// <summary>Devices each of which has many regions, and links and unlinks them.</summary>
    public static CSharpCompilation Regions(int types, int regions) => Compile(Enumerable.Range(0, types).Select(number => Banked(number, regions)), s_runtime);

    /// <summary>A base with many registers, and types derived from it, each in a file of its own.</summary>
    public static CSharpCompilation Derived(int registers, int types)
    {
        var source = new StringBuilder("public abstract class Bank : Device\n{\n    private readonly MmioRegion[] _windows = new MmioRegion[")
            .Append(registers).Append("];\n    protected Bank(Machine machine) : base(machine, \"bank\")\n    {\n");
        for (int i = 0; i < registers; i++)
        {
            source.Append($"        _windows[{i}] = new MmioRegion(this, \"r{i}\", 8, new MmioOperations {{ Read = Read{i}, Write = Write{i} }});\n");
        }

        source.Append("    }\n");
        for (int i = 0; i < registers; i++)
        {
            source.Append($"    private ulong _r{i};\n    protected virtual ulong Read{i}(ulong offset, int size) => _r{i} + offset;\n    private void Write{i}(ulong offset, ulong value, int size) {{ _r{i} = value; if (size > 4) Notify(_r{i}); }}\n");
        }

        source.Append("    protected void Notify(ulong value) { using MemoryMapping m = Machine.Memory.Map(value, 8, MapAccess.Write); m.Span.Clear(); }\n}\n");
        IEnumerable<string> derived = Enumerable.Range(0, types).Select(i => $$"""
            public sealed class Bank{{i}} : Bank
            {
                private readonly RamRegion _ram;
                public Bank{{i}}(Machine machine) : base(machine) => _ram = new RamRegion(this, "ram", 4096);
                protected override ulong Read{{i % registers}}(ulong offset, int size) { Notify(offset); return base.Read{{i % registers}}(offset, size); }
                protected override void OnRealize() { base.OnRealize(); Machine.SystemMemory.AddSubregion(0x1000, _ram); }
                protected override void OnUnrealize() { Machine.SystemMemory.DelSubregion(_ram); base.OnUnrealize(); }
            }
            """);
        return Compile(derived.Prepend(source.ToString()), s_runtime);
    }

    private static CSharpCompilation Compile(IEnumerable<string> sources, params MetadataReference[] libraries)
    {
        string usings = libraries.Length == 0 ? "using System;\n" : "using System;\nusing MemoryRegions;\n";
        IEnumerable<SyntaxTree> trees = sources.Select((source, i) => CSharpSyntaxTree.ParseText(usings + source, s_options, $"File{i}.cs"));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        CSharpCompilation compilation = CSharpCompilation.Create("Generated", trees, [.. s_platform, .. libraries], options);
        return compilation.Clone().GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error
            ? throw new InvalidOperationException(error.ToString())
            : compilation;
    }

    private static string Banked(int number, int regions)
    {
        var fields = new StringBuilder();
        var made = new StringBuilder();
        var linked = new StringBuilder();
        var unlinked = new StringBuilder();
        var callbacks = new StringBuilder();
        for (int i = 0; i < regions; i++)
        {
            fields.Append($"    private readonly MmioRegion _r{i};\n    private ulong _v{i};\n");
            made.Append($"        _r{i} = new MmioRegion(this, \"r{i}\", 8, new MmioOperations {{ Read = Read{i}, Write = Write{i} }});\n");
            linked.Append($"        _bus.AddSubregion({i} * 0x10UL, _r{i});\n");
            unlinked.Append($"        _bus.DelSubregion(_r{i});\n");
            callbacks.Append($"    private ulong Read{i}(ulong offset, int size) => _v{i} + offset;\n    private void Write{i}(ulong offset, ulong value, int size) {{ if (size > 4) {{ _v{i} = value; }} else {{ _v{i} += offset; }} }}\n");
        }

        return $$"""
            public sealed class Banked{{number}} : Device
            {
                private readonly MemoryRegion _bus;
            {{fields}}
                public Banked{{number}}(Machine machine, MemoryRegion bus) : base(machine, "banked{{number}}")
                {
                    _bus = bus;
            {{made}}    }

                protected override void OnRealize()
                {
                    base.OnRealize();
            {{linked}}    }

                protected override void OnUnrealize()
                {
            {{unlinked}}        base.OnUnrealize();
                }

            {{callbacks}}}
            """;
    }

    private static string Device(int number) => $$"""
        public sealed class Device{{number}} : Device
        {
            private readonly MmioRegion _registers;
            private readonly MemoryRegion _bus;
            private readonly AddressSpace _dma;
            private ulong _source, _target, _status;
            private MemoryMapping _ring;

            public Device{{number}}(Machine machine, MemoryRegion bus, AddressSpace dma) : base(machine, "device{{number}}")
            {
                _bus = bus;
                _dma = dma;
                _registers = new MmioRegion(this, "registers", 0x1000, new MmioOperations { Read = Read, Write = Write });
            }

            protected override void OnRealize() { base.OnRealize(); _bus.AddSubregion({{number}} * 0x1000UL, _registers); }

            protected override void OnUnrealize() { Stop(); _bus.DelSubregion(_registers); base.OnUnrealize(); }

            protected override void OnReset() { base.OnReset(); Stop(); _status = 0; }

            private ulong Read(ulong offset, int size)
            {
                switch (offset)
                {
                    case 0: return _source;
                    case 8: return _target;
                    case 16: return _status;
                    default: return offset > 0x100 ? Peek(offset) : 0;
                }
            }

            private void Write(ulong offset, ulong value, int size)
            {
                if (offset == 0) { _source = value; }
                else if (offset == 8) { _target = value; }
                else if (offset == 16) { Start(value); }
                else if (offset == 24) { Copy((int)value); }
                else if (!TryFill(value, (byte)offset)) { _status |= 4; }
            }

            private void Start(ulong address)
            {
                Stop();
                _ring = _dma.Map(address, 4096, MapAccess.Read);
            }

            private void Stop()
            {
                if (!_ring.IsNull) { _ring.Unmap(); _ring = default; }
            }

            private ulong Peek(ulong address)
            {
                using MemoryMapping entry = _dma.Map(address, 8, MapAccess.Read);
                return entry.Length < 8 ? 0 : BitConverter.ToUInt64(entry.Span);
            }

            private void Copy(int length)
            {
                while (length > 0)
                {
                    MemoryMapping from = _dma.Map(_source, (ulong)length, MapAccess.Read);
                    if (from.IsNull) { _status |= 1; return; }
                    try
                    {
                        using MemoryMapping to = _dma.Map(_target, (ulong)from.Length, MapAccess.Write);
                        if (to.IsNull) { _status |= 2; return; }
                        int part = Math.Min(from.Length, to.Length);
                        from.Span[..part].CopyTo(to.Span);
                        length -= part;
                        _source += (ulong)part;
                        _target += (ulong)part;
                    }
                    finally
                    {
                        from.Unmap();
                    }
                }
            }

            private bool TryFill(ulong address, byte value)
            {
                if (!_dma.TryMap(address, 256, MapAccess.Write, out MemoryMapping mapping)) { return false; }
                mapping.Span.Fill(value);
                mapping.Unmap();
                return true;
            }
        }
        """;

    private static string PlainClass(int number) => $$"""
        public sealed class Plain{{number}}
        {
            private readonly System.Collections.Generic.List<string> _lines = new();
            private int _count, _errors;

            public int Parse(string text)
            {
                foreach (string line in text.Split('\n'))
                {
                    try
                    {
                        if (line.Length == 0 || line[0] == '#') { continue; }
                        string[] parts = line.Split('=', 2);
                        if (parts.Length < 2) { _errors++; continue; }
                        Add(parts[0].Trim(), int.Parse(parts[1].Trim()));
                    }
                    catch (FormatException) { _errors++; }
                }
                return _count;
            }

            private void Add(string name, int value)
            {
                switch (value % 4)
                {
                    case 0: _lines.Add(name + value); break;
                    case 1: _lines.Insert(0, name); break;
                    default: for (int i = 0; i < value; i++) { _count += i; } break;
                }
            }

            public override string ToString() => string.Join(", ", _lines) + (_errors > 0 ? " with errors" : "");

            public string Describe(int width)
            {
                var builder = new System.Text.StringBuilder();
                foreach (string line in _lines)
                {
                    if (builder.Length + line.Length > width) { builder.AppendLine(); }
                    builder.Append(line).Append(' ');
                }
                return builder.Length == 0 ? "none" : builder.ToString();
            }
        }
        """;
}
