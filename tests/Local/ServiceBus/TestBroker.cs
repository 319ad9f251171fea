using Azure.Messaging.ServiceBus;
using Hotline.Local.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tests.Local.ServiceBus;

/// <summary>A broker of a test's own, on a file that outlives a restart.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("broker").FullName;
    private readonly QueueOptions queue;

    private TestBroker(QueueOptions queue) => this.queue = queue;

    public ServiceBusBroker Broker { get; private set; } = null!;

    public string ConnectionString => Broker.ConnectionString;

    public static async Task<TestBroker> StartAsync(TimeSpan? lockDuration = null, int maxDeliveryCount = 10)
    {
        var test = new TestBroker(
            new QueueOptions("work") { LockDuration = lockDuration ?? TimeSpan.FromMinutes(1), MaxDeliveryCount = maxDeliveryCount });
        await test.OpenAsync(0);
        return test;
    }

    public async Task RestartAsync()
    {
        await Broker.DisposeAsync();
        using var port = new HeldPort(Broker.Port);
        await OpenAsync(port.Number);
    }

    public ServiceBusClient Connect() => new(ConnectionString, new ServiceBusClientOptions
    {
        RetryOptions = { TryTimeout = TimeSpan.FromSeconds(20), MaxRetries = 5, Delay = TimeSpan.FromMilliseconds(200),
            MaxDelay = TimeSpan.FromSeconds(1) },
    });

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task OpenAsync(int port) => Broker = await ServiceBusBroker.StartAsync(
        new BrokerOptions { Port = port, DataFile = Path.Combine(folder, "broker.db"), Queues = [queue] },
        NullLoggerFactory.Instance, TimeProvider.System);
}
