namespace System.Runtime.CompilerServices;

/// <summary>Lets the compiler emit <c>init</c> accessors on a target framework that lacks this type.</summary>
internal static class IsExternalInit;
