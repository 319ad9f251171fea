using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Hotline.Local.FunctionsHost.Rpc;

namespace Hotline.Local.FunctionsHost;

/// <summary>This host's side of one worker's stream: what it sends, the invocations that run, and the worker's logs.</summary>
internal sealed class WorkerChannel(WorkerLog log)
{
    private readonly Channel<StreamingMessage> outgoing = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly Channel<StreamingMessage> answers = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StatusResult>> running = new();
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the worker has opened its stream.</summary>
    public Task Opened => opened.Task;

    /// <summary>Ends when the stream does.</summary>
    public Task Closed => closed.Task;

    /// <summary>Whether no invocation runs.</summary>
    public bool IsIdle => running.IsEmpty;

    /// <summary>Carries the stream until it ends.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> fromWorker, IServerStreamWriter<StreamingMessage> toWorker, CancellationToken stop)
    {
        opened.TrySetResult();
        var sending = SendAllAsync(toWorker, stop);
        try
        {
            while (await fromWorker.MoveNext(stop))
                Take(fromWorker.Current);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The worker's end is told to whoever waits for it, below.
        }
        Close();
        await sending;
    }

    /// <summary>Sends a message of the handshake and waits for the worker's next answer.</summary>
    /// <exception cref="WorkerLostException">The stream ended.</exception>
    public async Task<StreamingMessage> AskAsync(StreamingMessage question, CancellationToken stop)
    {
        Send(question);
        try
        {
            return await answers.Reader.ReadAsync(stop);
        }
        catch (ChannelClosedException)
        {
            throw new WorkerLostException();
        }
    }

    /// <summary>Runs an invocation to its end; a cancel asks the worker for that end and goes on waiting for it.</summary>
    /// <exception cref="WorkerLostException">The worker ended first.</exception>
    public async Task<StatusResult> InvokeAsync(InvocationRequest invocation, CancellationToken cancel)
    {
        var ended = new TaskCompletionSource<StatusResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        running[invocation.InvocationId] = ended;
        if (!Send(new StreamingMessage { InvocationRequest = invocation }))
            throw new WorkerLostException();
        await using var _ = cancel.UnsafeRegister(id => Cancel((string)id!), invocation.InvocationId);
        return await ended.Task;
    }

    /// <summary>Asks the worker to cancel whatever runs.</summary>
    public void CancelAll()
    {
        foreach (var (id, _) in running)
            Cancel(id);
    }

    /// <summary>Asks the worker to end.</summary>
    public void Terminate(TimeSpan grace) =>
        Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(grace) } });

    /// <summary>Takes nothing more; what still runs is lost.</summary>
    public void Close()
    {
        // First, so that whoever is told of a loss below does not take this worker again.
        closed.TrySetResult();
        outgoing.Writer.TryComplete();
        answers.Writer.TryComplete();
        foreach (var (_, invocation) in running)
            invocation.TrySetException(new WorkerLostException());
    }

    private void Cancel(string id) => Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = id } });

    private bool Send(StreamingMessage message) => outgoing.Writer.TryWrite(message);

    private async Task SendAllAsync(IServerStreamWriter<StreamingMessage> toWorker, CancellationToken stop)
    {
        try
        {
            await foreach (var message in outgoing.Reader.ReadAllAsync(stop))
                await toWorker.WriteAsync(message, stop);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // gRPC throws InvalidOperationException on a write after the worker has gone; the reading side tells of it.
        }
    }

    private void Take(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (running.TryRemove(message.InvocationResponse.InvocationId, out var ended))
                    ended.TrySetResult(message.InvocationResponse.Result);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                log.Write(message.RpcLog);
                break;
            case StreamingMessage.ContentOneofCase.None:
                break; // A message that this host's part of the protocol does not name.
            default:
                answers.Writer.TryWrite(message);
                break;
        }
    }
}
