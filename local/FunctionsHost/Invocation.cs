using System.Diagnostics;
using System.Text.Json;
using Hotline.Local.FunctionsHost.Rpc;

namespace Hotline.Local.FunctionsHost;

/// <summary>Makes the protocol's invocation requests.</summary>
internal static class Invocation
{
    // Never null: the worker reads both without asking.
    private static readonly RetryContext NoRetry = new();

    /// <summary>An invocation with its trigger's input; its trace goes on from the given one, or begins here.</summary>
    /// <param name="input">The trigger's input, under its parameter's name.</param>
    /// <param name="traceParent">A W3C traceparent; what isn't one is ignored.</param>
    /// <param name="traceState">Its tracestate.</param>
    public static InvocationRequest Of(ParameterBinding input, string? traceParent, string? traceState = null) => new()
    {
        InvocationId = Guid.NewGuid().ToString(),
        InputData = { input },
        RetryContext = NoRetry,
        TraceContext = ActivityContext.TryParse(traceParent, traceState, out _)
            ? new RpcTraceContext { TraceParent = traceParent, TraceState = traceState ?? "" }
            : new RpcTraceContext { TraceParent = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01" },
    };

    /// <summary>A value as JSON.</summary>
    public static TypedData Json<T>(T value) => new() { Json = JsonSerializer.Serialize(value) };

    public static TypedData Text(string value) => new() { String = value };
}
