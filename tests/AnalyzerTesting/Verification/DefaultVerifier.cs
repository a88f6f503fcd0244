using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Fails by <see cref="InvalidOperationException"/>, whatever the test framework.</summary>
public class DefaultVerifier : IVerifier
{
    public DefaultVerifier()
        : this(ImmutableStack<string>.Empty)
    {
    }

    protected DefaultVerifier(ImmutableStack<string> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
    }

    /// <summary>What is being verified, the innermost label on top.</summary>
    protected ImmutableStack<string> Context { get; }

    public virtual void Empty<T>(string collectionName, IEnumerable<T> collection)
    {
        Check(!collection.Any(), $"'{collectionName}' is not empty");
    }

    public virtual void NotEmpty<T>(string collectionName, IEnumerable<T> collection)
    {
        Check(collection.Any(), $"'{collectionName}' is empty");
    }

    public virtual void LanguageIsSupported(string language)
    {
        Check(language is LanguageNames.CSharp or LanguageNames.VisualBasic, $"Unsupported Language: '{language}'");
    }

    public virtual void Equal<T>(T expected, T actual, string? message = null)
    {
        // Two blanks after the full stop: the wording of the library.
        Check(EqualityComparer<T>.Default.Equals(expected, actual), message ?? $"items not equal.  expected:'{expected}' actual:'{actual}'");
    }

    public virtual void True([DoesNotReturnIf(false)] bool assert, string? message = null)
    {
        Check(assert, message ?? "Expected value to be 'true' but was 'false'");
    }

    public virtual void False([DoesNotReturnIf(true)] bool assert, string? message = null)
    {
        Check(!assert, message ?? "Expected value to be 'false' but was 'true'");
    }

    [DoesNotReturn]
    public virtual void Fail(string? message = null)
    {
        throw new InvalidOperationException(CreateMessage(message ?? "Verification failed for an unspecified reason."));
    }

    public virtual void SequenceEqual<T>(IEnumerable<T> expected, IEnumerable<T> actual, IEqualityComparer<T>? equalityComparer = null, string? message = null)
    {
        Check(expected.SequenceEqual(actual, equalityComparer), message ?? "Sequences are not equal");
    }

    public virtual IVerifier PushContext(string context)
    {
        if (GetType() != typeof(DefaultVerifier))
        {
            throw new InvalidOperationException($"Custom verifier types must override {nameof(PushContext)}");
        }

        return new DefaultVerifier(Context.Push(context));
    }

    /// <summary>The message with its context lines in front, the outermost first.</summary>
    protected virtual string CreateMessage(string? message)
    {
        string contexts = string.Concat(Context.Reverse().Select(label => "Context: " + label + Environment.NewLine));
        return contexts + message;
    }

    private void Check([DoesNotReturnIf(false)] bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(CreateMessage(message));
        }
    }
}
