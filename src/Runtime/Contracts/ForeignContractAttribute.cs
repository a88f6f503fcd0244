namespace MemoryRegions.Contracts;

/// <summary>
/// Says of a member of another assembly, which carries no contract attributes, what it does to a resource. The analyzers read it from the
/// assembly that is compiled and from every assembly that it references, so that a library may consist of nothing but descriptions.
/// </summary>
/// <remarks>
/// <para>One attribute speaks of one place of the member: of the value that it returns, of its receiver, or of one of its parameters
/// (<see cref="On"/>). A member with several has several attributes. Overrides and implementations of interface members inherit the
/// description; a member that has contract attributes of its own is not described by others.</para>
/// <para>A description in an assembly's own source that fits no member is reported there (MRL603). In an assembly that is referenced it is not: a
/// library may describe more than one project uses.</para>
/// </remarks>
/// <param name="member">The documentation comment id of the member, as <c>"M:System.Buffers.ArrayPool`1.Rent(System.Int32)"</c>: a method or constructor (<c>M:</c>) or a property (<c>P:</c>).</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ForeignContractAttribute(string member) : Attribute
{
    /// <summary>The documentation comment id of the member.</summary>
    public string Member { get; } = member;

    /// <summary>
    /// The place that the contract speaks of: <c>"return"</c> (the value that the member returns; of a constructor, the new object),
    /// <c>"this"</c> (the receiver), or the name of a parameter. Not needed for <see cref="DoesNotThrow"/>, <see cref="TestsNull"/> and
    /// <see cref="TestsHeld"/>, which speak of the member.
    /// </summary>
    public string? On { get; set; }

    /// <summary>The kind of resource that is acquired: returned, stored in an <c>out</c> or <c>ref</c> parameter, or taken on the receiver. See <see cref="AcquiresAttribute"/>.</summary>
    public string? Acquires { get; set; }

    /// <summary>The kind of resource that is released: that of the receiver or of a parameter. See <see cref="ReleasesAttribute"/>.</summary>
    public string? Releases { get; set; }

    /// <summary>Of <see cref="Acquires"/> and <see cref="Releases"/>: on which result of the call.</summary>
    public CallOutcome When { get; set; }

    /// <summary>Of <see cref="Releases"/>: releasing what is released already does nothing.</summary>
    public bool Idempotent { get; set; }

    /// <summary>The callee takes the argument over. See <see cref="TakesOwnershipAttribute"/>.</summary>
    public bool TakesOwnership { get; set; }

    /// <summary>The callee only looks at the argument. See <see cref="BorrowsAttribute"/>.</summary>
    public bool Borrows { get; set; }

    /// <summary>The member throws nothing when it is used rightly. See <see cref="DoesNotThrowAttribute"/>.</summary>
    public bool DoesNotThrow { get; set; }

    /// <summary>The property tells whether the acquisition of its receiver failed. See <see cref="TestsNullAttribute"/>.</summary>
    public bool TestsNull { get; set; }

    /// <summary>The property tells whether its receiver holds a resource. See <see cref="TestsHeldAttribute"/>.</summary>
    public bool TestsHeld { get; set; }
}
