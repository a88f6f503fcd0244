using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>Something that a body does at one place.</summary>
internal abstract class Fact(BodyFacts body, ISymbol node, SyntaxNode syntax)
{
    /// <summary>The facts of the member in which it stands.</summary>
    public BodyFacts Body { get; } = body;

    /// <summary>The innermost function in which it stands: a method, a lambda, a local function, or the field of an initialiser.</summary>
    public ISymbol Node { get; } = node;

    public SyntaxNode Syntax { get; } = syntax;
}

/// <summary>An object creation.</summary>
internal sealed class CreationFact(BodyFacts body, ISymbol node, SyntaxNode syntax, INamedTypeSymbol type, RegionKind? regionKind)
    : Fact(body, node, syntax)
{
    public INamedTypeSymbol Type { get; } = type;

    /// <summary>The kind, if it is a region.</summary>
    public RegionKind? RegionKind { get; } = regionKind;

    /// <summary>The owner argument; <see langword="null"/> if the constructor does not say which parameter that is.</summary>
    public Value? Owner { get; init; }

    /// <summary>The constructor, where it does not say so.</summary>
    public IMethodSymbol? Constructor { get; init; }

    /// <summary>The arguments of that constructor, by the ordinals of their parameters.</summary>
    public ImmutableDictionary<int, Value> Arguments { get; init; } = ImmutableDictionary<int, Value>.Empty;

    /// <summary>What the name argument says, if it is a constant.</summary>
    public string? Name { get; init; }

    /// <summary>Of an alias: the region that it shows.</summary>
    public Value? Shown { get; init; }

    /// <summary>Of a region with callbacks: some of them are code of the object that creates it.</summary>
    public bool CallsThis { get; set; }

    /// <summary>Where the new object is stored first.</summary>
    public ISymbol? Target { get; set; }
}

/// <summary>A call that destroys a region, an element of the tree of objects.</summary>
internal sealed class DestructionFact(BodyFacts body, ISymbol node, SyntaxNode syntax, Value region, RegionKind kind) : Fact(body, node, syntax)
{
    public Value Region { get; } = region;

    /// <summary>The kind by the static type.</summary>
    public RegionKind Kind { get; } = kind;

    /// <summary>The code asks for the state of regions or resources before it comes here, or may have returned by then.</summary>
    public bool IsGuarded { get; init; }
}

/// <summary>A call that takes a reference on a region.</summary>
internal sealed class RegionReferenceFact(BodyFacts body, ISymbol node, SyntaxNode syntax, Value region) : Fact(body, node, syntax)
{
    public Value Region { get; } = region;
}

/// <summary>A call that links a region into a container, or unlinks it.</summary>
internal sealed class LinkFact(BodyFacts body, ISymbol node, SyntaxNode syntax, IMethodSymbol method, Value container, Value region)
    : Fact(body, node, syntax)
{
    public IMethodSymbol Method { get; } = method;

    public Value Container { get; } = container;

    public Value Region { get; } = region;

    /// <summary>The receiver is a region itself, not an object that keeps one.</summary>
    public bool ContainerIsRegion { get; init; }

    /// <summary>Something decides whether, or how often, the call runs.</summary>
    public bool IsConditional { get; init; }

    /// <summary>The elements of the collection, where the region is one and the loop around the call tells which it comes to.</summary>
    public ElementRange? Elements { get; init; }
}

/// <summary>A call, or an assignment, that throws if the object is gone.</summary>
internal sealed class UseFact(BodyFacts body, ISymbol node, SyntaxNode syntax, Value target) : Fact(body, node, syntax)
{
    public Value Target { get; } = target;

    /// <summary>The code asks for the state of a region before it comes here, or may have returned by then.</summary>
    public bool IsGuarded { get; init; }
}

/// <summary>The creation of an address space.</summary>
internal sealed class RootFact(BodyFacts body, ISymbol node, SyntaxNode syntax, CreationFact space, Value region) : Fact(body, node, syntax)
{
    public CreationFact Space { get; } = space;

    public Value Region { get; } = region;

    /// <summary>Where the address space is stored first.</summary>
    public ISymbol? Target { get; init; }
}

/// <summary>A call that ends something: an address space, a child.</summary>
internal sealed class ReleaseFact(BodyFacts body, ISymbol node, SyntaxNode syntax, Value target) : Fact(body, node, syntax)
{
    public Value Target { get; } = target;

    /// <summary>The type of the expression that names it, if that is known.</summary>
    public ITypeSymbol? Type { get; init; }

    /// <summary>As of the destruction of a region.</summary>
    public bool IsGuarded { get; init; }
}

/// <summary>A reference to an object that the program takes or drops.</summary>
internal readonly struct ReferenceFact(ISymbol node, Value target, bool isDrop)
{
    public ISymbol Node { get; } = node;

    public Value Target { get; } = target;

    public bool IsDrop { get; } = isDrop;
}

/// <summary>A call of code that cannot be seen, which might unlink what it is given.</summary>
internal sealed class HandoverFact(BodyFacts body, ISymbol node, SyntaxNode syntax, IMethodSymbol method, Value? receiver, Value argument)
    : Fact(body, node, syntax)
{
    public IMethodSymbol Method { get; } = method;

    public Value? Receiver { get; } = receiver;

    public Value Argument { get; } = argument;
}

/// <summary>A call that makes an object the child of another.</summary>
internal sealed class AdoptionFact(BodyFacts body, ISymbol node, SyntaxNode syntax, Value? parent, Value child) : Fact(body, node, syntax)
{
    public Value? Parent { get; } = parent;

    public Value Child { get; } = child;
}

/// <summary>A value that is stored in a variable or member, or returned by a method or property.</summary>
internal readonly struct FlowFact(ISymbol target, Value value)
{
    public ISymbol Target { get; } = target;

    public Value Value { get; } = value;
}

/// <summary>A call within the compilation's source.</summary>
internal readonly struct CallFact(ISymbol caller, IMethodSymbol callee, bool isVirtual)
{
    public ISymbol Caller { get; } = caller;

    public IMethodSymbol Callee { get; } = callee;

    /// <summary>An override may run instead: not so if it is called through <c>base</c>.</summary>
    public bool IsVirtual { get; } = isVirtual;
}

/// <summary>
/// Where a delegate goes: into a variable, into a call, or to somebody who runs it in a known phase.
/// </summary>
internal readonly struct DelegateFact(ISymbol source, ISymbol? variable, ISymbol? invokedBy, LifecyclePhase? phase, string? role)
{
    /// <summary>The method or lambda, or the variable that holds it.</summary>
    public ISymbol Source { get; } = source;

    public ISymbol? Variable { get; } = variable;

    public ISymbol? InvokedBy { get; } = invokedBy;

    public LifecyclePhase? Phase { get; } = phase;

    /// <summary>What the delegate becomes there, as messages say it: "an MMIO callback".</summary>
    public string? Role { get; } = role;
}
