using Hotline.Contracts;
using Hotline.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Hotline.Platform.Twilio;

/// <summary>The URLs of this app that we give to Twilio.</summary>
public sealed class Callbacks(IOptions<HotlineOptions> hotline)
{
    private readonly Uri origin = hotline.Value.PublicUrl!;

    /// <summary>The URL of a webhook.</summary>
    /// <param name="route">Of <see cref="WebhookRoutes"/>.</param>
    /// <param name="query">What the step needs; with its question mark.</param>
    public Uri Of(string route, string query = "") => WebhookRoutes.At(origin, route, query);
}
