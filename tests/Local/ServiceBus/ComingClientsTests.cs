using Azure.Messaging.ServiceBus;

namespace Hotline.Tests.Local.ServiceBus;

/// <summary>Clients that come for one look and go, as each command that counts messages does, while others send and receive.</summary>
public sealed class ComingClientsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Speed", "scaled")]
    public async Task Each_of_many_short_lived_clients_is_answered_at_its_first_try()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var steady = broker.Connect();
        await using var processor = steady.CreateProcessor("work");
        processor.ProcessMessageAsync += _ => Task.CompletedTask;
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        await processor.StartProcessingAsync(Stop);
        var sender = steady.CreateSender("work");
        await Parallel.ForEachAsync(Enumerable.Range(0, Amount.Of(60, 3000)), new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = Stop }, async (n, stop) =>
        {
            await sender.SendMessageAsync(new ServiceBusMessage($"{n}"), stop);
            await using var client = new ServiceBusClient(broker.ConnectionString, new ServiceBusClientOptions { RetryOptions = { MaxRetries = 0 } });
            foreach (var part in new[] { SubQueue.None, SubQueue.DeadLetter })
            {
                await using var receiver = client.CreateReceiver("work", new ServiceBusReceiverOptions { SubQueue = part });
                await receiver.PeekMessagesAsync(100, 0, stop);
            }
        });
        await processor.StopProcessingAsync(Stop);
    }
}
