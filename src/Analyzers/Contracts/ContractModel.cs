using System.Collections.Concurrent;
using System.Linq;

namespace MemoryRegions.Analyzers.Contracts;

/// <summary>
/// What the members of a compilation, and of the assemblies that it references, do to resources and regions. One for each
/// compilation; every answer is computed once. Thread-safe.
/// </summary>
internal sealed partial class ContractModel(Compilation compilation)
{
    private readonly Lazy<ForeignContracts> _foreign = new(() => ForeignContracts.Of(compilation));
    private readonly ContractAwareness _awareness = new(compilation);
    private readonly ConcurrentDictionary<IMethodSymbol, MethodContract> _methods = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, PropertyContract> _properties = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, TypeContract> _types = new(SymbolEqualityComparer.Default);

    private HeldContracts? _held;

    /// <summary>Which members of handles need the resource.</summary>
    public HeldContracts Held => _held ?? System.Threading.Interlocked.CompareExchange(ref _held, new HeldContracts(this), null) ?? _held;

    public MethodContract Of(IMethodSymbol method)
    {
        return _methods.GetOrAdd((method.ReducedFrom ?? method).OriginalDefinition, ReadMethod);
    }

    public PropertyContract Of(IPropertySymbol property)
    {
        return _properties.GetOrAdd(property.OriginalDefinition, p => ReadProperty((IPropertySymbol)p));
    }

    /// <summary>
    /// The symbol is declared by the compilation itself. A project that is referenced as a project (in an IDE) has sources too, but they are
    /// not ours to read.
    /// </summary>
    public bool IsInSource(ISymbol symbol)
    {
        return !symbol.DeclaringSyntaxReferences.IsEmpty && SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly);
    }

    /// <summary>The type stands in the assembly of its life-cycle base: it comes with the runtime. A wrapper of the program may forgive what that does not.</summary>
    public bool IsRuntimeOwn(ITypeSymbol type)
    {
        return Of(type).LifecycleRoot is { } root && SymbolEqualityComparer.Default.Equals(root.ContainingAssembly, type.ContainingAssembly);
    }

    public TypeContract Of(ITypeSymbol type) => _types.GetOrAdd(type.OriginalDefinition, ReadType);

    /// <summary>The kind of region that the type is, or <see langword="null"/> if it is no region.</summary>
    public RegionKind? RegionKindOf(ITypeSymbol? type) => type is null ? null : Of(type).RegionKind;

    /// <summary>Tells whether acquisitions of that kind add up on a handle of that type.</summary>
    public bool IsCounted(ITypeSymbol type, string kind)
    {
        foreach (HandleKind handle in Of(type).HandleKinds)
        {
            if (handle.Kind == kind)
            {
                return handle.IsCounted;
            }
        }

        return false;
    }

    /// <summary>A method of another object that releases the kind, as a description of a foreign API says; null if there is none.</summary>
    public IMethodSymbol? ForeignReleaseOf(string kind) => _foreign.Value.ReleaseOf(kind);

    /// <summary>The phase in which a delegate runs that is stored in the symbol (a parameter, property, field or event).</summary>
    public static LifecyclePhase? DelegatePhase(ISymbol symbol) => ReadPhase(symbol.GetAttributes());

    /// <summary>A call of the method may come back to the object that makes it.</summary>
    public bool MayReenter(IMethodSymbol method)
    {
        return AttributeReader.Has(method.MethodKind == MethodKind.DelegateInvoke ? method.ContainingType : method, ContractNames.MayReenter)
            || InheritedFrom(method.OriginalDefinition).Any(static inherited => AttributeReader.Has(inherited, ContractNames.MayReenter));
    }

    /// <summary>Nothing is said of the symbol, neither where it is declared nor by a description.</summary>
    private bool IsSilent(ISymbol symbol) => !_awareness.MayHaveContracts(symbol) && _foreign.Value.IsEmpty;

    private MethodContract ReadMethod(IMethodSymbol method)
    {
        if (IsSilent(method))
        {
            return MethodContract.None;
        }

        MethodContract own = ReadDeclared(method);
        if (own == MethodContract.None)
        {
            own = _foreign.Value.Of(method);
        }

        if (own != MethodContract.None)
        {
            // An override that says something of resources is still called when its base is.
            return own.Phase is null && method.OverriddenMethod is { } inherits ? own.InPhaseOf(ReadMethod(inherits.OriginalDefinition)) : own;
        }

        foreach (IMethodSymbol inherited in InheritedFrom(method))
        {
            MethodContract contract = ReadMethod(inherited.OriginalDefinition);
            if (contract != MethodContract.None)
            {
                return contract;
            }
        }

        return MethodContract.None;
    }

    private static IEnumerable<IMethodSymbol> InheritedFrom(IMethodSymbol method)
    {
        if (method.OverriddenMethod is { } overridden)
        {
            yield return overridden;
        }

        foreach (IMethodSymbol explicitly in method.ExplicitInterfaceImplementations)
        {
            yield return explicitly;
        }

        if (method.MethodKind != MethodKind.Ordinary || method.DeclaredAccessibility != Accessibility.Public || method.ContainingType is not { } type)
        {
            yield break;
        }

        foreach (INamedTypeSymbol contract in type.AllInterfaces)
        {
            foreach (ISymbol member in contract.GetMembers(method.Name))
            {
                if (member is IMethodSymbol candidate && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(candidate), method))
                {
                    yield return candidate;
                }
            }
        }
    }

    private static MethodContract ReadDeclared(IMethodSymbol method)
    {
        Acquisition? returns = null;
        Acquisition? receiverAcquires = null;
        Release? receiverReleases = null;
        LifecyclePhase? phase = null;
        ImmutableArray<string> invokes = ImmutableArray<string>.Empty;
        bool doesNotThrow = false, destroys = false, requiresAlive = false, requiresBaseCall = false, any = false;

        foreach (AttributeData attribute in method.GetAttributes())
        {
            switch (AttributeReader.ContractName(attribute))
            {
                case ContractNames.Acquires when method.MethodKind == MethodKind.Constructor:
                    returns = ReadAcquisition(attribute);
                    break;
                case ContractNames.Acquires:
                    receiverAcquires = ReadAcquisition(attribute);
                    break;
                case ContractNames.Releases:
                    receiverReleases = ReadRelease(attribute);
                    break;
                case ContractNames.DoesNotThrow:
                    doesNotThrow = true;
                    break;
                case ContractNames.Invokes:
                    invokes = AttributeReader.StringsArgument(attribute);
                    break;
                case ContractNames.Destroys:
                    destroys = true;
                    break;
                case ContractNames.RequiresAlive:
                    requiresAlive = true;
                    break;
                case ContractNames.RequiresBaseCall:
                    requiresBaseCall = true;
                    break;
                case ContractNames.LifecyclePhase:
                    phase = (LifecyclePhase?)AttributeReader.EnumArgument(attribute);
                    break;
                default:
                    continue;
            }

            any = true;
        }

        if (AttributeReader.Find(method.GetReturnTypeAttributes(), ContractNames.Acquires) is { } acquires)
        {
            returns = ReadAcquisition(acquires);
            any = true;
        }

        ImmutableArray<string> forbiddenWhile = ReadForbiddenWhile(method);
        any |= !forbiddenWhile.IsEmpty;

        // An accessor may get its contract from its property.
        if (method is { MethodKind: MethodKind.PropertyGet, AssociatedSymbol: IPropertySymbol read } && AttributeReader.Find(read.GetAttributes(), ContractNames.Acquires) is { } onProperty)
        {
            returns = ReadAcquisition(onProperty);
            any = true;
        }

        if (method.AssociatedSymbol is IPropertySymbol property && AttributeReader.Has(property, ContractNames.DoesNotThrow))
        {
            doesNotThrow = any = true;
        }

        // So does its phase, unless the attribute speaks of the delegate that the property holds.
        if (phase is null && method.AssociatedSymbol is IPropertySymbol { Type.TypeKind: not TypeKind.Delegate } phased && ReadPhase(phased.GetAttributes()) is { } declared)
        {
            phase = declared;
            any = true;
        }

        ImmutableArray<ParameterContract> parameters = ReadParameters(method, out bool parametersTouch);
        if (!any && parameters.IsEmpty)
        {
            return MethodContract.None;
        }

        return new MethodContract
        {
            ReturnAcquires = returns,
            ReceiverAcquires = receiverAcquires,
            ReceiverReleases = receiverReleases,
            DoesNotThrow = doesNotThrow,
            ForbiddenWhile = forbiddenWhile,
            Invokes = invokes,
            Destroys = destroys,
            RequiresAlive = requiresAlive,
            RequiresBaseCall = requiresBaseCall,
            Phase = phase,
            Parameters = parameters,
            TouchesResources = returns is not null || receiverAcquires is not null || receiverReleases is not null || parametersTouch,
        };
    }

    private PropertyContract ReadProperty(IPropertySymbol property)
    {
        PropertyContract contract = PropertyContract.None;
        for (IPropertySymbol? current = property; current is not null && !IsSilent(current); current = current.OverriddenProperty)
        {
            if (current.GetMethod is { } getter && AttributeReader.Has(getter, ContractNames.DoesNotThrow))
            {
                contract |= PropertyContract.DoesNotThrow;
            }

            foreach (AttributeData attribute in current.GetAttributes())
            {
                contract |= AttributeReader.ContractName(attribute) switch
                {
                    ContractNames.TestsNull => PropertyContract.TestsNull,
                    ContractNames.TestsHeld => PropertyContract.TestsHeld,
                    ContractNames.DoesNotThrow => PropertyContract.DoesNotThrow,
                    ContractNames.LinkContainer => PropertyContract.LinkContainer,
                    ContractNames.TestsLink => PropertyContract.TestsLink,
                    ContractNames.Owner => PropertyContract.Owner,
                    _ => PropertyContract.None,
                };
            }

            contract |= _foreign.Value.Of(current);
        }

        return contract;
    }

    private TypeContract ReadType(ITypeSymbol type)
    {
        if (IsSilent(type))
        {
            return new TypeContract(null, null, false, ImmutableArray<HandleKind>.Empty, ImmutableArray<string>.Empty);
        }

        RegionKind? kind = null;
        ITypeSymbol? lifecycleRoot = null;
        bool machineLifetime = false;
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (AttributeData attribute in current.GetAttributes())
            {
                switch (AttributeReader.ContractName(attribute))
                {
                    case ContractNames.Region:
                        kind ??= (RegionKind?)AttributeReader.EnumArgument(attribute);
                        break;
                    case ContractNames.HasLifecycle:
                        lifecycleRoot = current;
                        break;
                    case ContractNames.MachineLifetime:
                        machineLifetime = true;
                        break;
                }
            }
        }

        return new TypeContract(kind, lifecycleRoot, machineLifetime, HandleKinds(type), _foreign.Value.KindsOf(type));
    }

    /// <summary>The kinds of resource that a value of the type can release by a method of its own.</summary>
    private ImmutableArray<HandleKind> HandleKinds(ITypeSymbol type)
    {
        Dictionary<string, IMethodSymbol>? releases = null;
        HashSet<string>? counted = null;
        for (ITypeSymbol? current = type; current is not null and not { SpecialType: SpecialType.System_Object or SpecialType.System_ValueType } && !IsSilent(current); current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers())
            {
                if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false } method)
                {
                    continue;
                }

                MethodContract contract = Of(method);
                if (contract.ReceiverAcquires is { } acquisition)
                {
                    (counted ??= new HashSet<string>(StringComparer.Ordinal)).Add(acquisition.Kind);
                }

                if (contract.ReceiverReleases is { } release)
                {
                    releases ??= new Dictionary<string, IMethodSymbol>(StringComparer.Ordinal);
                    if (!releases.TryGetValue(release.Kind, out IMethodSymbol? other) || IsBetterRelease(method, other))
                    {
                        releases[release.Kind] = method;
                    }
                }
            }
        }

        return releases is null
            ? ImmutableArray<HandleKind>.Empty
            : ImmutableArray.CreateRange(releases.Select(pair => new HandleKind(pair.Key, counted?.Contains(pair.Key) == true, pair.Value)));
    }

    /// <summary>Messages and fixes name the release that says what it does (it is no mere Dispose) and needs no arguments.</summary>
    private bool IsBetterRelease(IMethodSymbol method, IMethodSymbol other)
    {
        bool strict = !Of(method).ReceiverReleases!.Idempotent, otherStrict = !Of(other).ReceiverReleases!.Idempotent;
        return method.Parameters.IsEmpty != other.Parameters.IsEmpty ? method.Parameters.IsEmpty : strict && !otherStrict;
    }

    private static Acquisition ReadAcquisition(AttributeData attribute)
    {
        return new Acquisition(AttributeReader.StringArgument(attribute), (CallOutcome)AttributeReader.NamedArgument(attribute, ContractNames.When, 0))
        {
            NoSuspension = AttributeReader.NamedArgument(attribute, ContractNames.NoSuspension, false),
            MayFail = AttributeReader.NamedArgument(attribute, ContractNames.MayFail, false) || AttributeReader.NamedArgument(attribute, ContractNames.When, 0) != 0,
        };
    }

    private static Release ReadRelease(AttributeData attribute)
    {
        return new Release(
            AttributeReader.StringArgument(attribute),
            AttributeReader.NamedArgument(attribute, ContractNames.Idempotent, false),
            (CallOutcome)AttributeReader.NamedArgument(attribute, ContractNames.When, 0))
        {
            FromAcquirer = AttributeReader.NamedArgument(attribute, ContractNames.FromAcquirer, false),
        };
    }

    private static LifecyclePhase? ReadPhase(ImmutableArray<AttributeData> attributes)
    {
        return AttributeReader.Find(attributes, ContractNames.LifecyclePhase) is { } attribute
            ? (LifecyclePhase?)AttributeReader.EnumArgument(attribute)
            : null;
    }
}
