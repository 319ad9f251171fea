using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Hotline.Local.Azurite;
using Hotline.Local.Line;
using Hotline.Local.Line.Keys;
using Hotline.Local.Loopback;
using Hotline.Local.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Local.Bench;

/// <summary>What the apps stand on: one Azurite, which keeps nothing, and one broker, for the time of a measurement.</summary>
internal sealed class Ground : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hotline-bench-");
    private AzuriteServer? azurite;
    private ServiceBusBroker? broker;

    /// <summary>The storage emulator.</summary>
    public AzuriteServer Azurite => azurite!;

    public string Bus => broker!.ConnectionString;

    public SealingKeys Keys { get; private set; } = null!;

    /// <summary>Starts it.</summary>
    /// <exception cref="CommandException">Something is missing; the message says what.</exception>
    public static async Task<Ground> StartAsync(CancellationToken stop)
    {
        if (!OperatingSystem.IsLinux())
            throw new CommandException("It reads what /proc tells of a process: it runs on Linux alone.");
        if (!File.Exists(Path.Combine(Folders.App, "worker.config.json")))
            throw new CommandException($"There is no function app in {Folders.App}: ./hotline publishes it to artifacts/app.");
        var ground = new Ground();
        try
        {
            await ground.OpenAsync(stop);
            return ground;
        }
        catch (InvalidOperationException e)
        {
            await ground.DisposeAsync();
            throw new CommandException(e.Message);
        }
        catch
        {
            await ground.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes all messages of a queue away.</summary>
    /// <param name="queue">Which; null: none.</param>
    /// <returns>How many there were.</returns>
    public async Task<int> DrainAsync(string? queue, CancellationToken stop)
    {
        if (queue is null)
            return 0;
        await using var bus = new ServiceBusClient(Bus);
        await using var receiver = bus.CreateReceiver(
            queue, new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
        var count = 0;
        while (await receiver.ReceiveMessagesAsync(500, TimeSpan.FromMilliseconds(500), stop) is { Count: > 0 and var more })
            count += more;
        return count;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (broker is not null)
            await broker.DisposeAsync();
        if (azurite is not null)
            await azurite.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task OpenAsync(CancellationToken stop)
    {
        var stores = Contenders.All.Select(contender => contender.Store()).OfType<string>().ToArray();
        Keys = SealingKeys.In(Path.Combine(folder.FullName, "keys"));
        azurite = await AzuriteServer.StartAsync(Folders.Azurite, null, stop);
        broker = await ServiceBusBroker.StartAsync(
            new BrokerOptions { DataFile = Path.Combine(folder.FullName, "queues.db"), Queues = [.. LocalHotline.Queues, .. stores.Select(store => new QueueOptions(store))] },
            NullLoggerFactory.Instance, TimeProvider.System);
        foreach (var table in (string[])["Intake", .. stores])
            await new TableClient(azurite.ConnectionString, table).CreateIfNotExistsAsync(stop);
        await new BlobContainerClient(azurite.ConnectionString, "evidence").CreateIfNotExistsAsync(cancellationToken: stop);
    }
}
