namespace MemoryRegions.RegionLab;

/// <summary>The input is not what it should be; says where.</summary>
public sealed class InputException(string file, int line, string message)
    : Exception(line > 0 ? $"{file}:{line}: {message}" : $"{file}: {message}");
