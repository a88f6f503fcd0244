using System.Collections.Concurrent;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>The facts of all types of one compilation, each collected once. Thread-safe.</summary>
internal sealed class LifecycleModel(Compilation compilation, ContractModel contracts)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, TypeFacts> _facts = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, TypeFamily> _families = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, object> _readers = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _concerned = new(SymbolEqualityComparer.Default);

    public ContractModel Contracts { get; } = contracts;

    public Compilation Compilation { get; } = compilation;

    /// <summary>The type has a life cycle, or is nested with one that has: its code is part of a device's.</summary>
    public bool Concerns(INamedTypeSymbol type) => _concerned.GetOrAdd(Outermost(type), AnyHasLifecycle);

    public bool HasLifecycle(ITypeSymbol? type) => type is not null && Contracts.Of(type).HasLifecycle;

    /// <summary>Adds what the compiler's own pass over the type has shown, so that nobody has to read the type again.</summary>
    public TypeFacts Publish(INamedTypeSymbol type, IEnumerable<BodyFacts> bodies) => _facts.GetOrAdd(type, TypeFacts.Of(bodies));

    /// <summary>The type, those nested with it, and the bases of all of them: the code that may call one another's members.</summary>
    public TypeFamily FamilyOf(INamedTypeSymbol type, CancellationToken cancellation)
    {
        INamedTypeSymbol outermost = Outermost(type);
        if (_families.TryGetValue(outermost, out TypeFamily? family))
        {
            return family;
        }

        var types = new List<INamedTypeSymbol>();
        var seen = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        Add(outermost);
        ImmutableArray<BodyFacts>.Builder bodies = ImmutableArray.CreateBuilder<BodyFacts>();
        foreach (INamedTypeSymbol member in types)
        {
            bodies.AddRange(FactsOf(member, cancellation).Bodies);
        }

        return _families.GetOrAdd(outermost, new TypeFamily(this, types, bodies.ToImmutable()));

        void Add(INamedTypeSymbol? added)
        {
            if (added is null || !Contracts.IsInSource(added) || !seen.Add(added))
            {
                return;
            }

            types.Add(added);
            Add(added.BaseType?.OriginalDefinition);
            foreach (INamedTypeSymbol nested in added.GetTypeMembers())
            {
                Add(nested);
            }
        }
    }

    /// <summary>What the creation of a region makes its owner, if the constructor says so, or one of the program's own passes it on.</summary>
    public Value? OwnerOf(CreationFact creation)
    {
        if (creation.Owner is not null || creation.Constructor is null)
        {
            return creation.Owner;
        }

        foreach (BodyFacts body in FactsOf(creation.Type.OriginalDefinition, CancellationToken.None).Bodies)
        {
            if (SymbolEqualityComparer.Default.Equals(body.Member, creation.Constructor)
                && body.OwnerParameter is { } ordinal && creation.Arguments.TryGetValue(ordinal, out Value? owner))
            {
                return owner;
            }
        }

        return null;
    }

    public static INamedTypeSymbol Outermost(INamedTypeSymbol type)
    {
        type = type.OriginalDefinition;
        while (type.ContainingType is { } containing)
        {
            type = containing;
        }

        return type;
    }

    private bool AnyHasLifecycle(INamedTypeSymbol type)
    {
        if (HasLifecycle(type))
        {
            return true;
        }

        foreach (INamedTypeSymbol nested in type.GetTypeMembers())
        {
            if (AnyHasLifecycle(nested))
            {
                return true;
            }
        }

        return false;
    }

    private TypeFacts FactsOf(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (_facts.TryGetValue(type, out TypeFacts? facts))
        {
            return facts;
        }

        // Of many types with one base, all of which are done at the same time, one reads the base and the others wait for it.
        lock (_readers.GetOrAdd(type, static _ => new object()))
        {
            return _facts.TryGetValue(type, out facts) ? facts : _facts.GetOrAdd(type, Collect(type, cancellation));
        }
    }

    private TypeFacts Collect(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var bodies = new List<BodyFacts>();
        foreach (SyntaxReference reference in Contracts.IsInSource(type) ? type.DeclaringSyntaxReferences : [])
        {
            if (reference.GetSyntax(cancellation) is TypeDeclarationSyntax declaration)
            {
                // A base or nested type that the compiler has not come to yet: only its own files are read.
#pragma warning disable RS1030
                SemanticModel model = Compilation.GetSemanticModel(reference.SyntaxTree);
#pragma warning restore RS1030
                CollectFrom(declaration, model, bodies, cancellation);
            }
        }

        return TypeFacts.Of(bodies);
    }

    private void CollectFrom(TypeDeclarationSyntax declaration, SemanticModel model, List<BodyFacts> bodies, CancellationToken cancellation)
    {
        if (declaration is { BaseList: { } list, ParameterList: not null })
        {
            foreach (BaseTypeSyntax baseType in list.Types)
            {
                if (baseType is PrimaryConstructorBaseTypeSyntax && model.GetDeclaredSymbol(declaration, cancellation) is { } type)
                {
                    Collect(PrimaryConstructorOf(type, declaration), baseType);
                }
            }
        }

        foreach (MemberDeclarationSyntax member in declaration.Members)
        {
            switch (member)
            {
                case BaseFieldDeclarationSyntax field:
                    foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                    {
                        Collect(model.GetDeclaredSymbol(variable, cancellation), variable.Initializer);
                    }

                    break;
                case BaseMethodDeclarationSyntax method:
                    Collect(model.GetDeclaredSymbol(method, cancellation), method);
                    break;
                case BasePropertyDeclarationSyntax property:
                    foreach (AccessorDeclarationSyntax accessor in property.AccessorList?.Accessors ?? default)
                    {
                        Collect(model.GetDeclaredSymbol(accessor, cancellation), accessor);
                    }

                    if (property is PropertyDeclarationSyntax { Initializer: { } initializer })
                    {
                        Collect(model.GetDeclaredSymbol(property, cancellation), initializer);
                    }

                    ArrowExpressionClauseSyntax? arrow = (property as PropertyDeclarationSyntax)?.ExpressionBody ?? (property as IndexerDeclarationSyntax)?.ExpressionBody;
                    if (arrow is not null && model.GetDeclaredSymbol(property, cancellation) is IPropertySymbol { GetMethod: { } getter })
                    {
                        Collect(getter, arrow);
                    }

                    break;
            }
        }

        void Collect(ISymbol? symbol, SyntaxNode? body)
        {
            if (symbol is not null && body is not null && model.GetOperation(body, cancellation) is { } operation
                && FactCollector.Collect(symbol, ImmutableArray.Create(operation), Contracts, cancellation) is { } facts)
            {
                bodies.Add(facts);
            }
        }
    }

    /// <summary>The constructor whose parameters stand in the declaration of the type, if it is that one.</summary>
    public static ISymbol? PrimaryConstructorOf(INamedTypeSymbol type, TypeDeclarationSyntax declaration)
    {
        foreach (IMethodSymbol constructor in type.InstanceConstructors)
        {
            foreach (SyntaxReference reference in constructor.DeclaringSyntaxReferences)
            {
                if (reference.SyntaxTree == declaration.SyntaxTree && reference.Span == declaration.Span)
                {
                    return constructor;
                }
            }
        }

        return null;
    }
}
