using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;

namespace Hotline.Tests.Local.ServiceBus;

/// <summary>The unmodified .NET client against the broker.</summary>
public sealed class DotNetClientTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_comes_as_it_was_sent_and_is_gone_once_completed()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = broker.Connect();
        await client.CreateSender("work").SendMessageAsync(
            new ServiceBusMessage("¡hola!") { MessageId = "m1", ContentType = "text/plain", ApplicationProperties = { ["n"] = 7 } }, Stop);
        var receiver = client.CreateReceiver("work");
        var message = await receiver.ReceiveMessageAsync(Soon, Stop);
        Assert.Equal(("¡hola!", "m1", "text/plain", 7, 1),
            (message.Body.ToString(), message.MessageId, message.ContentType, message.ApplicationProperties["n"], message.DeliveryCount));
        Assert.True(message.LockedUntil > DateTimeOffset.UtcNow);
        await receiver.CompleteMessageAsync(message, Stop);
        Assert.Null(await receiver.ReceiveMessageAsync(AtOnce, Stop));
    }

    [Fact]
    public async Task A_batch_comes_in_its_order()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = broker.Connect();
        await client.CreateSender("work").SendMessagesAsync(Enumerable.Range(0, 50).Select(n => new ServiceBusMessage($"{n}")), Stop);
        var receiver = client.CreateReceiver(
            "work", new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
        var got = new List<string>();
        while (got.Count < 50)
            got.AddRange((await receiver.ReceiveMessagesAsync(50, Soon, Stop)).Select(m => m.Body.ToString()));
        Assert.Equal(Enumerable.Range(0, 50).Select(n => $"{n}"), got);
    }

    [Fact]
    public async Task An_abandoned_message_comes_back_and_at_last_is_a_dead_letter()
    {
        await using var broker = await TestBroker.StartAsync(maxDeliveryCount: 3);
        await using var client = broker.Connect();
        await client.CreateSender("work").SendMessageAsync(new ServiceBusMessage("x"), Stop);
        var receiver = client.CreateReceiver("work");
        for (var count = 1; count <= 3; count++)
        {
            var message = await receiver.ReceiveMessageAsync(Soon, Stop);
            Assert.Equal(count, message.DeliveryCount);
            await receiver.AbandonMessageAsync(message, new Dictionary<string, object> { ["tried"] = count }, Stop);
        }

        var dead = await client.CreateReceiver("work", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter })
            .ReceiveMessageAsync(Soon, Stop);
        Assert.Equal(("x", "MaxDeliveryCountExceeded", 3),
            (dead.Body.ToString(), dead.DeadLetterReason, dead.ApplicationProperties["tried"]));
        Assert.Equal("work", dead.DeadLetterSource);
    }

    [Fact]
    public async Task A_dead_letter_keeps_its_reason()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = broker.Connect();
        await client.CreateSender("work").SendMessageAsync(new ServiceBusMessage("x"), Stop);
        var receiver = client.CreateReceiver("work");
        await receiver.DeadLetterMessageAsync(await receiver.ReceiveMessageAsync(Soon, Stop), "unreadable", "not JSON", Stop);
        var dead = await client.CreateReceiver("work", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter })
            .PeekMessageAsync(cancellationToken: Stop);
        Assert.Equal(("unreadable", "not JSON"), (dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        var undertaker = client.CreateReceiver("work", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        await undertaker.DeadLetterMessageAsync(await undertaker.ReceiveMessageAsync(Soon, Stop), "again", cancellationToken: Stop);
        Assert.Equal("x", (await undertaker.ReceiveMessageAsync(Soon, Stop)).Body.ToString());
    }

    [Fact]
    public async Task A_lock_that_runs_out_gives_the_message_back_and_a_renewed_one_does_not()
    {
        await using var broker = await TestBroker.StartAsync(lockDuration: TimeSpan.FromSeconds(2));
        await using var client = broker.Connect();
        await client.CreateSender("work").SendMessageAsync(new ServiceBusMessage("x"), Stop);
        var first = client.CreateReceiver("work");
        var message = await first.ReceiveMessageAsync(Soon, Stop);
        var until = message.LockedUntil;
        await Task.Delay(500, Stop);
        await first.RenewMessageLockAsync(message, Stop);
        Assert.True(message.LockedUntil > until);
        var again = await client.CreateReceiver("work").ReceiveMessageAsync(Soon, Stop);
        Assert.Equal(2, again.DeliveryCount);
        var e = await Assert.ThrowsAsync<ServiceBusException>(() => first.CompleteMessageAsync(message, Stop));
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, e.Reason);
    }

    [Fact]
    public async Task A_scheduled_message_waits_for_its_hour_or_is_taken_back()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = broker.Connect();
        var sender = client.CreateSender("work");
        var late = await sender.ScheduleMessageAsync(new ServiceBusMessage("late"), DateTimeOffset.UtcNow.AddHours(1), Stop);
        await sender.ScheduleMessageAsync(new ServiceBusMessage("soon"), DateTimeOffset.UtcNow.AddSeconds(2), Stop);
        var receiver = client.CreateReceiver("work");
        Assert.Equal(ServiceBusMessageState.Scheduled, (await receiver.PeekMessageAsync(cancellationToken: Stop)).State);
        Assert.Equal("soon", (await receiver.ReceiveMessageAsync(Soon, Stop)).Body.ToString());
        await sender.CancelScheduledMessageAsync(late, Stop);
        Assert.DoesNotContain(await receiver.PeekMessagesAsync(10, 0, Stop), m => m.Body.ToString() == "late");
    }

    /// <remarks>The library under the broker stopped a session for good when the client's flow overtook its own count.</remarks>
    [Fact]
    public async Task Each_of_many_requests_at_once_is_answered()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = broker.Connect();
        await using var sender = client.CreateSender("work");
        await Parallel.ForAsync(0, 8000, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Stop }, async (n, stop) =>
            await sender.ScheduleMessageAsync(new ServiceBusMessage($"{n}"), DateTimeOffset.UtcNow.AddHours(1), stop));
        Assert.Equal(100, (await client.CreateReceiver("work").PeekMessagesAsync(100, 7901, Stop)).Count);
    }

    [Fact]
    public async Task A_deferred_message_comes_to_whoever_names_it()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = broker.Connect();
        await client.CreateSender("work").SendMessageAsync(new ServiceBusMessage("x"), Stop);
        var receiver = client.CreateReceiver("work");
        var message = await receiver.ReceiveMessageAsync(Soon, Stop);
        await receiver.DeferMessageAsync(message, cancellationToken: Stop);
        Assert.Null(await receiver.ReceiveMessageAsync(AtOnce, Stop));
        var deferred = await receiver.ReceiveDeferredMessageAsync(message.SequenceNumber, Stop);
        await receiver.CompleteMessageAsync(deferred, Stop);
        Assert.Null(await receiver.PeekMessageAsync(cancellationToken: Stop));
    }

    [Fact]
    public async Task An_unknown_queue_and_too_large_a_message_are_refused()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = broker.Connect();
        var unknown = await Assert.ThrowsAsync<ServiceBusException>(
            () => client.CreateSender("nowhere").SendMessageAsync(new ServiceBusMessage("x"), Stop));
        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, unknown.Reason);
        var large = await Assert.ThrowsAsync<ServiceBusException>(
            () => client.CreateSender("work").SendMessageAsync(new ServiceBusMessage(new byte[300_000]), Stop));
        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, large.Reason);
    }

    [Fact]
    public async Task A_processor_takes_all_and_nothing_is_lost_when_the_broker_comes_back()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = broker.Connect();
        var sender = client.CreateSender("work");
        var taken = new ConcurrentDictionary<string, int>();
        await using var processor = client.CreateProcessor("work", new ServiceBusProcessorOptions { MaxConcurrentCalls = 4 });
        processor.ProcessMessageAsync += args =>
        {
            taken.AddOrUpdate(args.Message.Body.ToString(), 1, (_, times) => times + 1);
            return Task.CompletedTask;
        };
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        await processor.StartProcessingAsync(Stop);
        await sender.SendMessagesAsync(Enumerable.Range(0, 30).Select(n => new ServiceBusMessage($"{n}")), Stop);
        await sender.ScheduleMessageAsync(new ServiceBusMessage("scheduled"), DateTimeOffset.UtcNow.AddSeconds(3), Stop);
        await broker.RestartAsync();
        for (var n = 30; n < 60; n++)
            await sender.SendMessageAsync(new ServiceBusMessage($"{n}"), Stop);
        var wanted = Enumerable.Range(0, 60).Select(n => $"{n}").Append("scheduled").ToHashSet();
        await Eventually.TrueAsync(
            () => Task.FromResult(wanted.IsSubsetOf(taken.Keys)), () => $"Not taken: {string.Join(' ', wanted.Except(taken.Keys))}; the broker is {(broker.Broker.IsEmpty ? "" : "not ")}empty.", Stop);
    }

    [Fact]
    public async Task What_was_stored_outlives_a_restart()
    {
        await using var broker = await TestBroker.StartAsync();
        await using (var client = broker.Connect())
        {
            var receiver = client.CreateReceiver("work");
            await client.CreateSender("work").SendMessagesAsync([new("a") { MessageId = "a" }, new("b"), new("c")], Stop);
            await receiver.AbandonMessageAsync(await receiver.ReceiveMessageAsync(Soon, Stop), cancellationToken: Stop);
            var first = await receiver.ReceiveMessageAsync(Soon, Stop);
            var second = await receiver.ReceiveMessageAsync(Soon, Stop);
            await receiver.DeadLetterMessageAsync(second, "why", cancellationToken: Stop);
            Assert.Equal("a", first.MessageId);
        }

        await broker.RestartAsync();
        await using var later = broker.Connect();
        var left = await later.CreateReceiver("work").ReceiveMessageAsync(Soon, Stop);
        Assert.Equal(("a", 2), (left.Body.ToString(), left.DeliveryCount));
        var dead = later.CreateReceiver("work", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        Assert.Equal("b", (await dead.ReceiveMessageAsync(Soon, Stop)).Body.ToString());
        await later.CreateSender("work").SendMessageAsync(new ServiceBusMessage("d"), Stop);
        Assert.Equal([1L, 3L, 4L], (await later.CreateReceiver("work").PeekMessagesAsync(10, 0, Stop)).Select(m => m.SequenceNumber));
    }
}
