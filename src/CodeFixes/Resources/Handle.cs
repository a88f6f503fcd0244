using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>A variable that holds a resource, and the ways to release it, as contracts say.</summary>
internal sealed class Handle
{
    private Handle(ISymbol variable, string text, string kind, ITypeSymbol type)
    {
        Variable = variable;
        Text = text;
        Kind = kind;
        Type = type;
    }

    /// <summary>The local, parameter or field.</summary>
    public ISymbol Variable { get; }

    /// <summary>How the variable is written in code.</summary>
    public string Text { get; }

    public string Kind { get; }

    /// <summary>The type that the variable is declared with.</summary>
    public ITypeSymbol Type { get; }

    /// <summary>The call that releases what is held, and is wrong where nothing is; null if there is none.</summary>
    public string? Strict { get; private set; }

    /// <summary>The call that releases what is held, and does nothing where nothing is; null if there is none.</summary>
    public string? Idempotent { get; private set; }

    /// <summary>The condition that something is held; null if none can be told.</summary>
    public string? Test { get; private set; }

    /// <summary>The variable can stand in a <c>using</c>, which releases the resource.</summary>
    public bool CanUse { get; private set; }

    /// <summary>The disposal of a <c>using</c> may come after a release, or find nothing.</summary>
    public bool CanUseTwice { get; private set; }

    /// <summary>The handle of an object that a body tracks; <see langword="null"/> if no variable holds it.</summary>
    public static Handle? Of(SourceState state, ObjectHistory history)
    {
        TrackedObject tracked = history.Tracked;
        ISymbol? variable = history.Name;
        ITypeSymbol? type = variable switch
        {
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            IFieldSymbol field => field.Type,
            _ => null,
        };
        if (variable is null || type is null)
        {
            return null;
        }

        // What is acquired on a receiver is released in the words in which it was acquired.
        var call = tracked.Site as IInvocationOperation;
        string text = tracked.Origin == ObjectOrigin.Receiver && call?.Instance is { IsImplicit: false } receiver
            ? receiver.Syntax.ToString()
            : TextOf(variable.Name);
        return Of(state, tracked, variable, type, text, tracked.Site!.Syntax.SpanStart);
    }

    /// <summary>The handle that an expression names (a local, a parameter, a field of this object); <see langword="null"/> if it is no such name.</summary>
    public static Handle? Of(SourceState state, TrackedObject tracked, IOperation? expression)
    {
        expression = expression is IDeclarationExpressionOperation declaration ? declaration.Expression : BodyGraph.Unwrap(expression);
        ISymbol? variable = expression switch
        {
            ILocalReferenceOperation { Local.IsRef: false } local => local.Local,
            IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter => parameter.Parameter,
            IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
            _ => null,
        };
        return variable is not null && expression!.Type is { } type
            ? Of(state, tracked, variable, type, expression.Syntax is SingleVariableDesignationSyntax or DeclarationExpressionSyntax ? TextOf(variable.Name) : expression.Syntax.ToString(), expression.Syntax.SpanStart)
            : null;
    }

    private static Handle Of(SourceState state, TrackedObject tracked, ISymbol variable, ITypeSymbol type, string text, int position)
    {
        var handle = new Handle(variable, text, tracked.Kind, type);
        handle.FindReleases(state, tracked, position);
        if (handle.Strict is null && tracked.Site is IInvocationOperation call)
        {
            handle.Strict = ReleaseByAcquirer(state, call, handle);
        }

        return handle;
    }

    /// <summary>A name as an identifier.</summary>
    public static string TextOf(string name)
    {
        return SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
    }

    private void FindReleases(SourceState state, TrackedObject tracked, int position)
    {
        foreach (IMethodSymbol method in MethodsOf(Type))
        {
            if (method.IsStatic || method.MethodKind != MethodKind.Ordinary || method.Parameters.Any(parameter => !parameter.IsOptional)
                || !state.Model.IsAccessible(position, method)
                || state.Contracts.Of(Implementation(tracked.Type, method)).ReceiverReleases is not { When: CallOutcome.Always } release
                || release.Kind != Kind)
            {
                continue;
            }

            string call = Text + "." + method.Name + "()";
            if (release.Idempotent)
            {
                Idempotent ??= call;
            }
            else if (Strict is null || method.Name != "Dispose")
            {
                // The one that says what it does.
                Strict = call;
            }

            if (method.Name == "Dispose" && method.Parameters.IsEmpty && IsDisposable(state.Compilation, Type))
            {
                CanUse = true;
                CanUseTwice = release.Idempotent;
            }
        }

        if (Type.IsReferenceType)
        {
            Test = Text + " is not null";
            return;
        }

        foreach (ISymbol member in Type.GetMembers())
        {
            if (member is IPropertySymbol { IsStatic: false, Type.SpecialType: SpecialType.System_Boolean } property
                && (state.Contracts.Of(property) & PropertyContract.TestsNull) != 0
                && state.Model.IsAccessible(position, property))
            {
                Test = "!" + Text + "." + property.Name;
            }
        }
    }

    private static bool IsDisposable(Compilation compilation, ITypeSymbol type)
    {
        return type.IsRefLikeType
            || type.SpecialType == SpecialType.System_IDisposable
            || type.AllInterfaces.Any(contract => contract.SpecialType == SpecialType.System_IDisposable)
            || (type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(constraint => IsDisposable(compilation, constraint)));
    }

    private static IEnumerable<IMethodSymbol> MethodsOf(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers())
            {
                if (member is IMethodSymbol method)
                {
                    yield return method;
                }
            }
        }

        if (type.TypeKind is TypeKind.Interface or TypeKind.TypeParameter)
        {
            foreach (INamedTypeSymbol contract in type.AllInterfaces)
            {
                foreach (ISymbol member in contract.GetMembers())
                {
                    if (member is IMethodSymbol method)
                    {
                        yield return method;
                    }
                }
            }
        }
    }

    private static IMethodSymbol Implementation(ITypeSymbol? type, IMethodSymbol method)
    {
        return method.ContainingType.TypeKind == TypeKind.Interface && type is { TypeKind: not TypeKind.Interface }
            && type.FindImplementationForInterfaceMember(method) is IMethodSymbol implementation
            ? implementation
            : method;
    }

    /// <summary>A pool takes back what it gave: <c>pool.Return(lease)</c>.</summary>
    private static string? ReleaseByAcquirer(SourceState state, IInvocationOperation acquisition, Handle handle)
    {
        IMethodSymbol acquirer = acquisition.TargetMethod;
        string? prefix = acquisition.Instance switch
        {
            null => acquirer.IsStatic && acquisition.Syntax.IsKind(SyntaxKind.InvocationExpression) ? PrefixOf(acquisition) : null,
            { IsImplicit: true } => string.Empty,
            ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation }
                => acquisition.Instance.Syntax + ".",
            _ => null,
        };
        if (prefix is null)
        {
            return null;
        }

        foreach (IMethodSymbol method in MethodsOf(acquirer.ContainingType))
        {
            if (method.IsStatic != acquirer.IsStatic || method.MethodKind != MethodKind.Ordinary
                || method.Parameters.Count(parameter => !parameter.IsOptional) != 1 || method.Parameters[0].IsOptional
                || !state.Model.IsAccessible(acquisition.Syntax.SpanStart, method)
                || state.Contracts.Of(method).Parameter(0).Releases is not { When: CallOutcome.Always } release
                || release.Kind != handle.Kind
                || !state.Compilation.ClassifyConversion(handle.Type, method.Parameters[0].Type).IsImplicit)
            {
                continue;
            }

            string call = prefix + method.Name + "(" + handle.Text + ")";
            if (!release.Idempotent)
            {
                return call;
            }

            handle.Idempotent ??= call;
        }

        return null;
    }

    private static string? PrefixOf(IInvocationOperation call)
    {
        return call.Syntax switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression + ".",
            InvocationExpressionSyntax { Expression: IdentifierNameSyntax } => string.Empty,
            _ => null,
        };
    }
}
