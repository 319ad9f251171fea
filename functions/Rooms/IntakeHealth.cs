using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Receipts;
using Hotline.Platform.Http.Health;
using Hotline.Platform.Sealing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hotline.Rooms;

/// <summary>What the public room needs to take a report.</summary>
public static class IntakeHealth
{
    private static readonly SealHeader Header = new(null, "health", "health");

    /// <summary>Adds its checks. Without ready receipts reports are taken all the same.</summary>
    public static IServiceCollection AddIntakeHealth(this IServiceCollection services)
    {
        services.AddReadiness().AsksTable().AsksBus(Queues.Tips)
            .AsksWriteOnlyContainer("evidence", provider => provider.GetRequiredService<EvidenceContainer>().Client)
            .Asks("sealing", (provider, _) =>
                Task.FromResult(provider.GetRequiredService<ISealer>().Seal(Header, "health"u8)))
            .Reports("receipts", (provider, _) => Task.FromResult(
                provider.GetRequiredService<ReceiptPool>().IsLacking ? HealthStatus.Degraded : HealthStatus.Healthy));
        return services;
    }
}
