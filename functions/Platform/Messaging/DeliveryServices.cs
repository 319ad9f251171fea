using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Platform.Settings;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hotline.Platform.Messaging;

/// <summary>Registers the outbox of a room and what takes its queues.</summary>
public static class DeliveryServices
{
    // A send that hangs is left to the sweep.
    private static readonly ServiceBusClientOptions Client =
        new() { RetryOptions = { MaxRetries = 1, TryTimeout = TimeSpan.FromSeconds(10) } };

    /// <summary>The room's table, its outbox and the bus.</summary>
    public static IServiceCollection AddDelivery(
        this IServiceCollection services, IConfiguration configuration, string table, IReadOnlyList<string> shards,
        params string[] queues)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection("Hotline:Storage")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsCheck>();
        services.AddOptions<RetryOptions>().Bind(configuration.GetSection("Hotline:Retry")).ValidateOnStart();
        var identity = new SharedCredential(() => new DefaultAzureCredential(), TimeProvider.System);
        services.AddSingleton<TokenCredential>(identity);
        services.AddSingleton(provider => ScopesOf(provider.GetRequiredService<IOptions<StorageOptions>>().Value, configuration));
        services.AddHostedService<FetchTokens>();
        services.AddSingleton(
            provider => StorageClients.Table(provider.GetRequiredService<IOptions<StorageOptions>>().Value, table, identity));
        services.AddSingleton(provider => new RoomTable(provider.GetRequiredService<TableClient>(), shards));
        services.AddSingleton(Bus(configuration, identity));
        services.AddSingleton<BusSenders>().AddSingleton(new RoomQueues(queues)).AddHostedService<OpenBus>();
        services.AddSingleton<SentRows>().AddHostedService(provider => provider.GetRequiredService<SentRows>());
        services.AddSingleton<Outbox>();
        services.AddHostedService(provider => provider.GetRequiredService<Outbox>());
        services.AddSingleton<OutboxSweep>();
        services.AddSingleton<QueueRun>();
        services.AddSingleton<DeadLetters>();
        return services;
    }

    private static TokenScopes ScopesOf(StorageOptions storage, IConfiguration configuration) => new(
    [
        .. storage.ConnectionString is { Length: > 0 } ? (string[])[] : ["https://storage.azure.com/.default"],
        .. configuration[Queues.Connection] is { Length: > 0 } ? (string[])[] : ["https://servicebus.azure.net/.default"],
    ]);

    // The same settings as the triggers': ServiceBus, or ServiceBus__fullyQualifiedNamespace for the app's identity.
    private static ServiceBusClient Bus(IConfiguration configuration, TokenCredential identity)
    {
        try
        {
            return configuration[Queues.Connection] is { Length: > 0 } connection ? new ServiceBusClient(connection, Client)
                : configuration[$"{Queues.Connection}:fullyQualifiedNamespace"] is { Length: > 0 } name
                    ? new ServiceBusClient(name, identity, Client)
                : throw Unset();
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw Unset(e);
        }

        static SettingException Unset(Exception? cause = null) => new(
            "Set ServiceBus__fullyQualifiedNamespace to the Service Bus namespace ({name}.servicebus.windows.net), or ServiceBus to a "
            + "connection string on one machine.", cause);
    }
}
