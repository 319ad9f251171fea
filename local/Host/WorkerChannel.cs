using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Hotline.Local.Host.Rpc;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.Host;

/// <summary>The stream to one worker process: requests out, answers and logs in.</summary>
internal sealed class WorkerChannel(string workerId, ILoggerFactory logs)
{
    private readonly Channel<StreamingMessage> outgoing = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StatusResult>> invocations = new();
    private readonly ConcurrentDictionary<StreamingMessage.ContentOneofCase, TaskCompletionSource<StreamingMessage>> answers = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StatusResult>> loads = new();
    private readonly ConcurrentDictionary<string, ILogger> loggers = new();

    /// <summary>Names the worker that may use this stream.</summary>
    public string WorkerId => workerId;

    /// <summary>Where the worker serves HTTP; set once it has said so.</summary>
    public string HttpUri { get; set; } = "";

    /// <summary>How many invocations run.</summary>
    public int Running => invocations.Count;

    /// <summary>Ids of the invocations that run.</summary>
    public IEnumerable<string> RunningIds => invocations.Keys;

    /// <summary>The worker has called, with this first message.</summary>
    public void Open(StreamingMessage first) => Take(first);

    /// <summary>Sends a message.</summary>
    public void Send(StreamingMessage message) => outgoing.Writer.TryWrite(message);

    /// <summary>The next message of that kind from the worker.</summary>
    public async Task<StreamingMessage> AnswerAsync(StreamingMessage.ContentOneofCase kind, CancellationToken stop) =>
        await answers.GetOrAdd(kind, _ => New<StreamingMessage>()).Task.WaitAsync(stop);

    /// <summary>Loads a function.</summary>
    public async Task<StatusResult> LoadAsync(FunctionInfo function, CancellationToken stop)
    {
        var loaded = loads.GetOrAdd(function.Id, _ => New<StatusResult>());
        Send(new StreamingMessage { FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.Id, Metadata = function.Metadata } });
        return await loaded.Task.WaitAsync(stop);
    }

    /// <summary>Runs a function; ends when the worker says how it went. A cancellation is passed on, and the worker's answer awaited.</summary>
    /// <exception cref="WorkerLostException">The worker died before it answered.</exception>
    public async Task<StatusResult> InvokeAsync(InvocationRequest request, CancellationToken cancel)
    {
        var done = New<StatusResult>();
        invocations[request.InvocationId] = done;
        try
        {
            Send(new StreamingMessage { InvocationRequest = request });
            await using var cancelling = cancel.Register(() => Cancel(request.InvocationId));
            return await done.Task;
        }
        finally
        {
            invocations.TryRemove(request.InvocationId, out _);
        }
    }

    /// <summary>Asks the worker to cancel an invocation.</summary>
    public void Cancel(string invocationId) =>
        Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocationId, GracePeriod = new() } });

    /// <summary>Serves the stream until the worker closes it.</summary>
    public async Task ServeAsync(IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> writer, CancellationToken stop)
    {
        var writing = Task.Run(
            async () =>
            {
                await foreach (var message in outgoing.Reader.ReadAllAsync(stop))
                    await writer.WriteAsync(message, stop);
            },
            CancellationToken.None);
        try
        {
            while (await incoming.MoveNext(stop))
                Take(incoming.Current);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or Grpc.Core.RpcException)
        {
            // The worker is gone: whoever waits is told by Lose.
        }
        finally
        {
            outgoing.Writer.TryComplete();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Lose();
        }
    }

    /// <summary>Tells all who wait that the worker is gone.</summary>
    public void Lose()
    {
        foreach (var waiting in invocations.Values.Concat(loads.Values))
            waiting.TrySetException(new WorkerLostException());
        foreach (var waiting in answers.Values)
            waiting.TrySetException(new WorkerLostException());
    }

    private void Take(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.RpcLog:
                Log(message.RpcLog);
                break;
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (invocations.TryGetValue(message.InvocationResponse.InvocationId, out var done))
                    done.TrySetResult(message.InvocationResponse.Result);
                break;
            case StreamingMessage.ContentOneofCase.FunctionLoadResponse:
                loads.GetOrAdd(message.FunctionLoadResponse.FunctionId, _ => New<StatusResult>()).TrySetResult(message.FunctionLoadResponse.Result);
                break;
            default:
                answers.GetOrAdd(message.ContentCase, _ => New<StreamingMessage>()).TrySetResult(message);
                break;
        }
    }

    private void Log(RpcLog line)
    {
        var logger = loggers.GetOrAdd(line.Category, logs.CreateLogger);
        var level = (LogLevel)line.Level;
        if (!logger.IsEnabled(level))
            return;
        _ = int.TryParse(line.EventId, out var id);
#pragma warning disable CA1848, CA2254 // A line of the worker is passed on as it is.
        logger.Log(level, new EventId(id), line.Exception is { } e ? $"{line.Message} {e.Type} {e.Message}\n{e.StackTrace}" : line.Message);
#pragma warning restore CA1848, CA2254
    }

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>The worker died while something waited for it.</summary>
internal sealed class WorkerLostException() : Exception("The worker is gone.");
