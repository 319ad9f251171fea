using Azure;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Hotline.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hotline.Platform.Http.Health;

/// <summary>Registers what a room's readiness asks. Each check does what the room's rights allow, and leaves nothing behind.</summary>
public static class HealthServices
{
    private const string Nothing = "health";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>The readiness of a room; its checks are added to what this returns.</summary>
    public static IHealthChecksBuilder AddReadiness(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>();
        return services.AddHealthChecks();
    }

    /// <summary>Adds a check: the room is not ready when it throws, or takes longer than two seconds.</summary>
    public static IHealthChecksBuilder Asks(
        this IHealthChecksBuilder checks, string name, Func<IServiceProvider, CancellationToken, Task> ask) =>
        checks.Reports(name, async (provider, stop) =>
        {
            await ask(provider, stop);
            return HealthStatus.Healthy;
        });

    /// <summary>Adds a check that says itself how well it is.</summary>
    public static IHealthChecksBuilder Reports(
        this IHealthChecksBuilder checks, string name, Func<IServiceProvider, CancellationToken, Task<HealthStatus>> ask) =>
        checks.Add(new HealthCheckRegistration(name, provider => new Check(provider, ask), null, null, Longest));

    /// <summary>Adds the check of the room's table: it is read.</summary>
    public static IHealthChecksBuilder AsksTable(this IHealthChecksBuilder checks) => checks.Asks("table", (provider, stop) =>
        provider.GetRequiredService<RoomTable>().FindAsync(Nothing, Nothing, stop));

    /// <summary>
    /// Adds the check of Service Bus: a link to a queue to which the room may send is opened, for which its right is asked.
    /// </summary>
    public static IHealthChecksBuilder AsksBus(
        this IHealthChecksBuilder checks, string queue) => checks.Asks("bus", async (provider, stop) =>
    {
        await using var sender = provider.GetRequiredService<ServiceBusClient>().CreateSender(queue);
        using var batch = await sender.CreateMessageBatchAsync(stop);
    });

    /// <summary>Adds the check of a container that the room reads: it is asked for a blob that is not there.</summary>
    public static IHealthChecksBuilder AsksContainer(
        this IHealthChecksBuilder checks, string name, Func<IServiceProvider, BlobContainerClient> container) =>
        checks.Asks(name, async (provider, stop) =>
        {
            try
            {
                await container(provider).GetBlobClient(Nothing).GetPropertiesAsync(cancellationToken: stop);
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                // The container answered, and let us read.
            }
        });

    /// <summary>
    /// Adds the check of a container that the room only writes: a write whose condition can't hold is refused for that alone.
    /// </summary>
    public static IHealthChecksBuilder AsksWriteOnlyContainer(
        this IHealthChecksBuilder checks, string name, Func<IServiceProvider, BlobContainerClient> container) =>
        checks.Asks(name, async (provider, stop) =>
        {
            try
            {
                var never = new BlobRequestConditions { IfMatch = new ETag("\"0x0\"") };
                await container(provider).GetBlobClient(Nothing)
                    .UploadAsync(BinaryData.Empty, new BlobUploadOptions { Conditions = never }, stop);
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ConditionNotMet)
            {
                // The right to write was looked at before the condition was.
                // https://learn.microsoft.com/rest/api/storageservices/specifying-conditional-headers-for-blob-service-operations
            }
        });

    private sealed class Check(IServiceProvider provider, Func<IServiceProvider, CancellationToken, Task<HealthStatus>> ask) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            new(await ask(provider, cancellationToken));
    }
}
