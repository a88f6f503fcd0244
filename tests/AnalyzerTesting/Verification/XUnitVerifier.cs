using System;
using System.Collections.Immutable;

namespace Microsoft.CodeAnalysis.Testing.Verifiers;

/// <summary>
/// Present for its name only: the real one needs an older xunit than ours. It fails as <see cref="DefaultVerifier"/> does.
/// </summary>
[Obsolete("Use DefaultVerifier instead.")]
public class XUnitVerifier : DefaultVerifier
{
    public XUnitVerifier()
    {
    }

    protected XUnitVerifier(ImmutableStack<string> context)
        : base(context)
    {
    }

    public override IVerifier PushContext(string context)
    {
        return new XUnitVerifier(Context.Push(context));
    }
}
