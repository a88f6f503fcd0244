using System.Collections.Concurrent;
using System.Linq;

namespace MemoryRegions.Analyzers.Contracts;

/// <summary>
/// Which assemblies can say something by contracts: those that declare the attributes, and those that reference such an assembly, also by
/// way of others. Nothing has to be read from the members of the rest. One for each compilation. Thread-safe.
/// </summary>
internal sealed class ContractAwareness(Compilation compilation)
{
    private readonly ConcurrentDictionary<IAssemblySymbol, bool> _known = new(SymbolEqualityComparer.Default);

    /// <summary>Members of the symbol's assembly may have contracts, or may inherit them.</summary>
    public bool MayHaveContracts(ISymbol symbol)
    {
        return symbol.ContainingAssembly is not { } assembly || SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly) || _known.GetOrAdd(assembly, Reaches);
    }

    private static bool Reaches(IAssemblySymbol assembly)
    {
        var seen = new HashSet<IAssemblySymbol>(SymbolEqualityComparer.Default) { assembly };
        var pending = new Stack<IAssemblySymbol>();
        pending.Push(assembly);
        while (pending.Count > 0)
        {
            IAssemblySymbol current = pending.Pop();
            ImmutableArray<IAssemblySymbol> references = ImmutableArray.CreateRange(current.Modules.SelectMany(static module => module.ReferencedAssemblySymbols));
            if (MayDeclareContracts(current, references.IsEmpty))
            {
                return true;
            }

            foreach (IAssemblySymbol reference in references)
            {
                if (seen.Add(reference))
                {
                    pending.Push(reference);
                }
            }
        }

        return false;
    }

    /// <summary>It has their namespace, or it is missing, so that nobody knows: it shows neither types nor references then.</summary>
    private static bool MayDeclareContracts(IAssemblySymbol assembly, bool hasNoReferences)
    {
        return (hasNoReferences && assembly.TypeNames.Count == 0)
            || assembly.GlobalNamespace.GetNamespaceMembers().Any(static space => space.Name == "MemoryRegions" && space.GetNamespaceMembers().Any(static inner => inner.Name == "Contracts"));
    }
}
