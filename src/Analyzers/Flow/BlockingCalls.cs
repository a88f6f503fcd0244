using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// Members of the base library that wait for other threads, by documentation id. Locks are not among them: they are held for a short time, as
/// a rule, and nobody can tell from here in which order they are taken.
/// </summary>
internal static class BlockingCalls
{
    /// <summary>Documentation ids without their parameters: all overloads block.</summary>
    private static readonly HashSet<string> Members = new(StringComparer.Ordinal)
    {
        "M:System.Threading.Thread.Sleep",
        "M:System.Threading.Thread.Join",
        "M:System.Threading.Monitor.Wait",
        "M:System.Threading.WaitHandle.WaitOne",
        "M:System.Threading.WaitHandle.WaitAny",
        "M:System.Threading.WaitHandle.WaitAll",
        "M:System.Threading.WaitHandle.SignalAndWait",
        "M:System.Threading.ManualResetEventSlim.Wait",
        "M:System.Threading.SemaphoreSlim.Wait",
        "M:System.Threading.CountdownEvent.Wait",
        "M:System.Threading.Barrier.SignalAndWait",
        "M:System.Threading.SpinWait.SpinUntil",
        "M:System.Threading.Tasks.Task.Wait",
        "M:System.Threading.Tasks.Task.WaitAny",
        "M:System.Threading.Tasks.Task.WaitAll",
        "P:System.Threading.Tasks.Task`1.Result",
        "P:System.Threading.Tasks.ValueTask`1.Result",
        "M:System.Runtime.CompilerServices.TaskAwaiter.GetResult",
        "M:System.Runtime.CompilerServices.TaskAwaiter`1.GetResult",
        "M:System.Runtime.CompilerServices.ValueTaskAwaiter.GetResult",
        "M:System.Runtime.CompilerServices.ValueTaskAwaiter`1.GetResult",
        "M:System.Threading.Tasks.Parallel.For",
        "M:System.Threading.Tasks.Parallel.ForEach",
        "M:System.Threading.Tasks.Parallel.Invoke",
        "M:System.Collections.Concurrent.BlockingCollection`1.Take",
        "M:System.Diagnostics.Process.WaitForExit",
    };

    /// <summary>The member blocks, called with these arguments.</summary>
    public static bool Contains(ISymbol member, ImmutableArray<IArgumentOperation> arguments)
    {
        // Most members are not worth their documentation id.
        if (!IsInSystem(member.ContainingNamespace) || member.OriginalDefinition.GetDocumentationCommentId() is not { } id)
        {
            return false;
        }

        // Parameters contain dots too; a generic method has its arity after its name.
        int parameters = id.IndexOf('(');
        string name = parameters < 0 ? id : id.Substring(0, parameters);
        int arity = name.IndexOf("``", StringComparison.Ordinal);
        return Members.Contains(arity < 0 ? name : name.Substring(0, arity)) && !Polls(arguments);
    }

    /// <summary>With a timeout of zero it only asks.</summary>
    private static bool Polls(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter?.Name is "millisecondsTimeout" or "milliseconds" or "timeout"
                && argument.Value.ConstantValue is { HasValue: true, Value: 0 })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInSystem(INamespaceSymbol? name)
    {
        return name switch
        {
            { Name: "Threading" or "Diagnostics" } => IsSystem(name.ContainingNamespace),
            { Name: "Tasks", ContainingNamespace: { Name: "Threading" } threading } => IsSystem(threading.ContainingNamespace),
            { Name: "CompilerServices", ContainingNamespace: { Name: "Runtime" } runtime } => IsSystem(runtime.ContainingNamespace),
            { Name: "Concurrent", ContainingNamespace: { Name: "Collections" } collections } => IsSystem(collections.ContainingNamespace),
            _ => false,
        };
    }

    private static bool IsSystem(INamespaceSymbol? name) => name is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
}
