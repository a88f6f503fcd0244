namespace MemoryRegions.Analyzers.Holders;

/// <summary>Where a value goes: that of a variable, field, property or method, or what one acquisition returns.</summary>
internal class Trace
{
    /// <summary>What it is stored in; as a part, if what it is stored in is an array, a collection or another object.</summary>
    public List<(ISymbol Target, bool IsPart)> Flows { get; } = new();

    /// <summary>The calls that release it.</summary>
    public List<ReleaseSite> Releases { get; } = new();

    /// <summary>The functions in which it is compared with something, or asked whether it holds anything.</summary>
    public List<ISymbol> Tests { get; } = new();

    /// <summary>It is handed to somebody who may do anything with it.</summary>
    public bool Escapes { get; set; }

    /// <summary>A method of it is called that says nothing of resources: it looks after its own parts, though not after itself.</summary>
    public bool IsCalled { get; set; }

    /// <summary>Of a variable: what it holds may have come from somebody who still has it.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Of a variable: a call sets it that says nothing of resources.</summary>
    public bool IsSetByCall { get; set; }

    /// <summary>Of a variable: the statements after which it holds nothing, or holds an empty collection.</summary>
    public List<DropSite> Drops { get; } = new();

    /// <summary>Of a collection: the functions that take single elements out of it.</summary>
    public List<ISymbol> Removals { get; } = new();

    /// <summary>Of a collection: the statements after which some of its elements are in it no more, those that are at certain places.</summary>
    public List<DropSite> Shortenings { get; } = new();

    /// <summary>Of a variable: how many values are assigned to it, apart from null.</summary>
    public int Assignments { get; set; }

    /// <summary>Of a variable: the new objects that are assigned to it.</summary>
    public List<IOperation> Creations { get; } = new();

    public void Add(Trace other)
    {
        Flows.AddRange(other.Flows);
        Releases.AddRange(other.Releases);
        Tests.AddRange(other.Tests);
        Drops.AddRange(other.Drops);
        Removals.AddRange(other.Removals);
        Shortenings.AddRange(other.Shortenings);
        Escapes |= other.Escapes;
        IsCalled |= other.IsCalled;
        IsOpen |= other.IsOpen;
        IsSetByCall |= other.IsSetByCall;
        Assignments += other.Assignments;
        Creations.AddRange(other.Creations);
    }
}

/// <summary>A call that acquires.</summary>
internal sealed class AcquisitionSite(string kind, IOperation call, IMethodSymbol method, ISymbol function) : Trace
{
    public string Kind { get; } = kind;

    public IOperation Call { get; } = call;

    /// <summary>What is called.</summary>
    public IMethodSymbol Method { get; } = method;

    /// <summary>The innermost function in which it stands.</summary>
    public ISymbol Function { get; } = function;

    /// <summary>The handle's type; null if it is not known.</summary>
    public ITypeSymbol? Handle { get; init; }

    /// <summary>The resource belongs to the object that the call is made on, whoever else knows that.</summary>
    public bool IsOnReceiver { get; init; }
}

/// <summary>A call that releases.</summary>
internal sealed class ReleaseSite(string kind, IOperation call, ISymbol function, bool isIdempotent, bool isPart, ITypeSymbol? released = null)
{
    /// <summary>The kind; <see langword="null"/> for a <c>using</c>, which releases whatever it is.</summary>
    public string? Kind { get; } = kind.Length == 0 ? null : kind;

    public IOperation Call { get; } = call;

    public ISymbol Function { get; } = function;

    public bool IsIdempotent { get; } = isIdempotent;

    /// <summary>A part of the variable is released: an element, or a member of what it holds.</summary>
    public bool IsPart { get; } = isPart;

    /// <summary>The type of what is released.</summary>
    public ITypeSymbol? Released { get; } = released;
}

/// <summary>A statement after which a variable holds nothing.</summary>
internal readonly struct DropSite(IOperation operation, ISymbol function)
{
    public IOperation Operation { get; } = operation;

    public ISymbol Function { get; } = function;
}
