using System.Diagnostics;
using Hotline.Local.Host.Rpc;

namespace Hotline.Local.Host;

/// <summary>Runs functions on whichever worker is there.</summary>
internal sealed class Invoker(TimeSpan? functionTimeout)
{
    private volatile TaskCompletionSource<WorkerChannel> worker = New();

    /// <summary>The worker that is ready; null while none is.</summary>
    public WorkerChannel? Ready => worker.Task is { IsCompletedSuccessfully: true } task ? task.Result : null;

    /// <summary>A worker is ready.</summary>
    public void Attach(WorkerChannel channel) => worker.TrySetResult(channel);

    /// <summary>The worker is gone; whoever calls now waits for the next one.</summary>
    public void Detach() => worker = New();

    /// <summary>Waits for a ready worker.</summary>
    public Task<WorkerChannel> WaitAsync(CancellationToken stop) => worker.Task.WaitAsync(stop);

    /// <summary>Runs a function to its end, or to host.json's functionTimeout.</summary>
    /// <exception cref="FunctionFailedException">It threw.</exception>
    /// <exception cref="WorkerLostException">The worker died.</exception>
    public async Task InvokeAsync(
        WorkerChannel channel, FunctionInfo function, string invocationId, TypedData data,
        IReadOnlyDictionary<string, TypedData> metadata, string? traceParent, CancellationToken cancel)
    {
        var request = new InvocationRequest
        {
            InvocationId = invocationId,
            FunctionId = function.Id,
            InputData = { new ParameterBinding { Name = function.Parameter, Data = data } },
            // Without both of these a worker throws.
            TraceContext = new RpcTraceContext { TraceParent = traceParent ?? NewTrace() },
            RetryContext = new RetryContext(),
        };
        foreach (var (name, value) in metadata)
            request.TriggerMetadata[name] = value;

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (functionTimeout is { } longest)
            timeout.CancelAfter(longest);
        var result = await channel.InvokeAsync(request, timeout.Token);
        if (result.Status != StatusResult.Types.Status.Success)
            throw new FunctionFailedException(function.Name, result.Exception);
    }

    private static string NewTrace() =>
        $"00-{ActivityTraceId.CreateRandom().ToHexString()}-{ActivitySpanId.CreateRandom().ToHexString()}-01";

    private static TaskCompletionSource<WorkerChannel> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>A function threw; the worker has logged it.</summary>
internal sealed class FunctionFailedException(string function, RpcException? cause)
    : Exception($"{function} failed: {cause?.Type} {cause?.Message}".TrimEnd());
