namespace MemoryRegions.Testing;

/// <summary>What every test source sees without saying so.</summary>
public static class Prelude
{
    public const string Path = "/0/Prelude.cs";

    public const string Source = """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading.Tasks;
        global using MemoryRegions;
        global using MemoryRegions.Contracts;

        """;
}
