using Hotline.Delivery;
using Hotline.Hosting;
using Hotline.Sealing;
using Hotline.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hotline;

/// <summary>The private half: what it registers.</summary>
public static class ReviewRoom
{
    /// <summary>Registers the room.</summary>
    public static IServiceCollection AddReviewRoom(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDelivery(configuration, "Review", Keys.ReviewShards);
        services.AddSingleton(provider => new Opener(provider.GetRequiredService<IOptions<HotlineOptions>>().Value.SealingKeys));
        return services;
    }
}
