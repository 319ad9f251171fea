using System.Globalization;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Hotline.Local.Host.Rpc;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.Host;

/// <summary>Hands a queue's messages to its function: completed when it succeeds, abandoned when it throws; the queue counts and dead-letters.</summary>
internal sealed partial class QueueListener : IAsyncDisposable
{
    private const string DeadLetters = "/$DeadLetterQueue";
    private readonly FunctionInfo function;
    private readonly Invoker invoker;
    private readonly ILogger log;
    private readonly ServiceBusProcessor processor;

    public QueueListener(FunctionInfo function, FunctionAppOptions app, HostJson host, ServiceBusClient bus, Invoker invoker, ILogger log)
    {
        (this.function, this.invoker, this.log) = (function, invoker, log);
        var queue = function.Text("queueName", app)!;
        var ofDeadLetters = queue.EndsWith(DeadLetters, StringComparison.OrdinalIgnoreCase);
        processor = bus.CreateProcessor(ofDeadLetters ? queue[..^DeadLetters.Length] : queue, new ServiceBusProcessorOptions
        {
            MaxConcurrentCalls = host.MaxConcurrentCalls,
            PrefetchCount = host.PrefetchCount,
            MaxAutoLockRenewalDuration = host.LockRenewal,
            AutoCompleteMessages = true,
            SubQueue = ofDeadLetters ? SubQueue.DeadLetter : SubQueue.None,
        });
        processor.ProcessMessageAsync += TakeAsync;
        processor.ProcessErrorAsync += ComplainAsync;
    }

    /// <summary>Starts to take messages; a bus that is down is tried again.</summary>
    public Task StartAsync(CancellationToken stop) => processor.StartProcessingAsync(stop);

    /// <summary>Takes no more, and lets the running ones end.</summary>
    public Task StopAsync() => processor.StopProcessingAsync(CancellationToken.None);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => processor.DisposeAsync();

    /// <summary>Runs the function with a text that no queue held.</summary>
    public async Task RunAsync(string body, CancellationToken stop) => await invoker.InvokeAsync(
        await invoker.WaitAsync(stop), function, Guid.NewGuid().ToString(), new TypedData { String = body },
        new Dictionary<string, TypedData> { ["MessageId"] = new() { String = Guid.NewGuid().ToString("N") } }, null, stop);

    private async Task TakeAsync(ProcessMessageEventArgs args)
    {
        // While no worker is there the lock is renewed and the message waits; a stop gives it back.
        var channel = await invoker.WaitAsync(args.CancellationToken);
        await invoker.InvokeAsync(
            channel, function, Guid.NewGuid().ToString(), new TypedData { String = args.Message.Body.ToString() },
            MetadataOf(args.Message), args.Message.ApplicationProperties.TryGetValue("Diagnostic-Id", out var trace) ? trace as string : null,
            CancellationToken.None);
    }

    private Task ComplainAsync(ProcessErrorEventArgs args)
    {
        if (args.Exception is not OperationCanceledException)
            LogError(function.Name, args.ErrorSource, args.Exception is FunctionFailedException ? args.Exception.Message : args.Exception.GetType().Name);
        return Task.CompletedTask;
    }

    private static Dictionary<string, TypedData> MetadataOf(ServiceBusReceivedMessage message)
    {
        var metadata = new Dictionary<string, TypedData>
        {
            ["MessageId"] = new() { String = message.MessageId },
            ["DeliveryCount"] = new() { String = message.DeliveryCount.ToString(CultureInfo.InvariantCulture) },
            ["SequenceNumber"] = new() { String = message.SequenceNumber.ToString(CultureInfo.InvariantCulture) },
            ["EnqueuedTimeUtc"] = new() { String = message.EnqueuedTime.ToString("O", CultureInfo.InvariantCulture) },
            ["ApplicationProperties"] = new() { Json = JsonSerializer.Serialize(message.ApplicationProperties.ToDictionary(p => p.Key, p => p.Value?.ToString())) },
        };
        foreach (var (name, value) in new[] { ("CorrelationId", message.CorrelationId), ("Subject", message.Subject), ("ContentType", message.ContentType) })
            if (!string.IsNullOrEmpty(value))
                metadata[name] = new TypedData { String = value };
        return metadata;
    }

    [LoggerMessage(1, LogLevel.Warning, "Queue function {Function} ({Source}): {Reason}")]
    private partial void LogError(string function, ServiceBusErrorSource source, string reason);
}
