using Azure.Core;
using Azure.Storage.Blobs;
using Hotline.Contracts;
using Hotline.Platform.Http.Health;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;
using Hotline.Review.Files;
using Hotline.Review.Ledger;
using Hotline.Review.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hotline.Rooms;

/// <summary>What the private room needs to accept a tip and show it.</summary>
public static class ReviewHealth
{
    /// <summary>Adds its checks.</summary>
    public static IServiceCollection AddReviewHealth(this IServiceCollection services)
    {
        services.AddReadiness().AsksTable().AsksBus(Queues.Review)
            .AsksContainer("evidence", provider => provider.GetRequiredService<SealedContainer>().Client)
            .AsksContainer("parts", provider => provider.GetRequiredService<PartContainer>().Client)
            .AsksContainer("events", provider => provider.GetRequiredService<EventContainer>().Client)
            .AsksContainer("form-keys", FormKeys)
            .Asks("opener", (provider, _) => Task.Run(provider.GetRequiredService<Opener>().Prove, CancellationToken.None))
            .Asks("sign-in", (provider, stop) => provider.GetRequiredService<IdTokens>().KeysAsync(stop));
        return services;
    }

    private static BlobContainerClient FormKeys(IServiceProvider provider)
    {
        var storage = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        return StorageClients.Container(storage, storage.Keys, new BlobClientOptions(), provider.GetRequiredService<TokenCredential>());
    }
}
