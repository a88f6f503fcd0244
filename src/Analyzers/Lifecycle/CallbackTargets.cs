using System.Linq;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>Finds the delegates that a region is created with, and whether they run code of the object that creates it.</summary>
internal static class CallbackTargets
{
    /// <summary>A delegate that the creation is given, itself or in the object that describes the operations, is a method of <c>this</c> or uses it.</summary>
    public static bool UseThis(IObjectCreationOperation creation)
    {
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            if (UsesThis(argument.Value) || (DeclarationOf(argument.Value) is { } declared && UsesThis(declared)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool UsesThis(IOperation operation)
    {
        foreach (IOperation part in operation.DescendantsAndSelf())
        {
            if (part is IMethodReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } }
                || (part is IAnonymousFunctionOperation lambda && lambda.Body.Descendants().Any(static inner => inner is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance })))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a local of the same body was declared with.</summary>
    private static IOperation? DeclarationOf(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        if (operation is not ILocalReferenceOperation { Local: { } local })
        {
            return null;
        }

        IOperation root = operation;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))?.Initializer?.Value;
    }
}
