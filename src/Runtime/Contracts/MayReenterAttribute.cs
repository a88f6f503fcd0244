namespace MemoryRegions.Contracts;

/// <summary>
/// A call of this member or delegate may come back, before it returns, to the object that makes it: the callee may call public members of
/// that object, for example close it, or have it reset. What the object keeps in fields, and such a member releases, has to be tested again
/// after the call.
/// </summary>
/// <remarks>
/// Meant for the callbacks that a device announces things to: a member of an interface that its consumers implement, a delegate type, or the
/// event, field, property or parameter that holds a delegate. Overrides and implementations of interface members inherit it.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Delegate | AttributeTargets.Event | AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class MayReenterAttribute : Attribute;
