using System;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <summary>The helpers that a class may have: without contracts, so that the analyzers have to find out what they do.</summary>
internal static class Helpers
{
    public static string[] Write(string name, string form, ResourceKind kind, string type)
    {
        string release = kind switch
        {
            ResourceKind.Mapping => "Unmap",
            ResourceKind.Transaction => "Commit",
            ResourceKind.Cache or ResourceKind.Space => "Dispose",
            _ => "Unref",
        };
        return form switch
        {
            "Borrow" => Method($"void {name}({type} handle)", "Work();", kind == ResourceKind.Mapping ? "Look(handle.Length);" : "Look(1);"),
            "Dispose" => Method($"void {name}({type} handle)", "Work();", "handle.Dispose();"),
            "Release" => Method($"void {name}({type} handle)", "Work();", $"handle.{release}();"),
            "Decide" => Method($"bool {name}({type} handle)", "Work();", "if (Choice())", "{", "    handle.Dispose();", "    return true;", "}", "return false;"),
            "TryGet" => Method($"bool {name}(int site, out {type} handle)", "return Machine.Memory.TryMap(Site(site), Length(), MapAccess.Read, out handle);"),
            "GetOut" => Method($"void {name}(int site, out {type} handle)", $"handle = {Acquire(kind)};"),
            "Keep" => Method($"void {name}({type} handle)", $"{KeptField(kind)}.Add(handle);", "Work();"),
            "Get" => Method($"{type} {name}(int site)", $"return {Acquire(kind)};"),
            _ => throw new ArgumentException(form),
        };
    }

    /// <summary>The field in which the helper that keeps puts what it is handed.</summary>
    public static string KeptField(ResourceKind kind) => "_kept" + kind;

    private static string Acquire(ResourceKind kind) => kind switch
    {
        ResourceKind.Mapping => "Machine.Memory.Map(Site(site), Length(), MapAccess.Read)",
        ResourceKind.Section => "Machine.SystemMemory.Find(Somewhere(site), 8)",
        ResourceKind.Cache => "new MemoryRegionCache(Machine.Memory, Site(site), 8, MapAccess.Read)",
        ResourceKind.Space => "new AddressSpace(Machine, RootOf(site), \"s\" + site)",
        _ => "MachineOf(site).BeginTransaction()",
    };

    private static string[] Method(string head, params string[] statements)
    {
        return [head, "{", .. Array.ConvertAll(statements, statement => "    " + statement), "}"];
    }
}
