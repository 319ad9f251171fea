using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.FunctionsHost;

/// <summary>
/// Brings a queue's messages to one function: completes those that it takes, abandons the others, and leaves it to the queue to set those
/// aside that come back too often. Where Service Bus can't be reached it goes on trying.
/// </summary>
internal sealed partial class QueueListener : IListener
{
    private readonly string function;
    private readonly ServiceBusTrigger trigger;
    private readonly Invoke invoke;
    private readonly ILogger<QueueListener> log;
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource settling = new();
    private readonly ServiceBusClient client;
    private readonly ServiceBusProcessor processor;
    private int complained;

    /// <summary>Prepares to listen.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="trigger">Its queue.</param>
    /// <param name="connection">The connection string.</param>
    /// <param name="hostJson">Concurrency, prefetch and lock renewal.</param>
    /// <param name="invoke">Runs an invocation to its end.</param>
    /// <param name="log">Where it says what fails.</param>
    public QueueListener(
        string function, ServiceBusTrigger trigger, string connection, HostJson hostJson, Invoke invoke, ILogger<QueueListener> log)
    {
        (this.function, this.trigger, this.invoke, this.log) = (function, trigger, invoke, log);
        client = new ServiceBusClient(connection);
        processor = client.CreateProcessor(trigger.QueueName, new ServiceBusProcessorOptions
        {
            AutoCompleteMessages = false,
            MaxConcurrentCalls = hostJson.MaxConcurrentCalls,
            PrefetchCount = hostJson.PrefetchCount,
            MaxAutoLockRenewalDuration = hostJson.MaxAutoLockRenewalDuration,
        });
        processor.ProcessMessageAsync += TakeAsync;
        processor.ProcessErrorAsync += ComplainAsync;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken stop) => processor.StartProcessingAsync(stop);

    /// <inheritdoc/>
    public Task RunOnceAsync(string? input)
    {
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(
            body: BinaryData.FromString(input ?? ""), messageId: Guid.NewGuid().ToString(), deliveryCount: 1);
        return invoke(function, MessageInvocation.Of(message, trigger.Parameter), stopping.Token);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cutOff)
    {
        await stopping.CancelAsync();
        await using var _ = cutOff.UnsafeRegister(settling => ((CancellationTokenSource)settling!).Cancel(), settling);
        await processor.StopProcessingAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await processor.DisposeAsync();
        await client.DisposeAsync();
        stopping.Dispose();
        settling.Dispose();
    }

    // Not by the processor's own token: that ends with the stop, which lets a running invocation end and its message be settled.
    private async Task TakeAsync(ProcessMessageEventArgs delivery)
    {
        Volatile.Write(ref complained, 0);
        if (await invoke(function, MessageInvocation.Of(delivery.Message, trigger.Parameter), stopping.Token))
            await delivery.CompleteMessageAsync(delivery.Message, settling.Token);
        else
            await delivery.AbandonMessageAsync(delivery.Message, cancellationToken: settling.Token);
    }

    // One line until a message comes again: a processor complains with every try of every call.
    private Task ComplainAsync(ProcessErrorEventArgs error)
    {
        if (!stopping.IsCancellationRequested && Interlocked.Exchange(ref complained, 1) == 0)
            LogFailing(function, trigger.QueueName, error.ErrorSource, Reason(error.Exception));
        return Task.CompletedTask;
    }

    private static string Reason(Exception failure) =>
        failure is ServiceBusException { Reason: var reason } ? reason.ToString() : failure.GetType().Name;

    [LoggerMessage(431, LogLevel.Warning, "{Function} can't {Source} from the queue {Queue} and goes on trying: {Reason}")]
    private partial void LogFailing(string function, string queue, ServiceBusErrorSource source, string reason);
}
