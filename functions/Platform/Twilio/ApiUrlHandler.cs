using Microsoft.Extensions.Options;

namespace Hotline.Platform.Twilio;

/// <summary>Sends what the SDK addresses to api.twilio.com to the configured API: the SDK has no setting for a simulator.</summary>
public sealed class ApiUrlHandler(IOptions<TwilioOptions> options) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { Host: "api.twilio.com" } address)
            request.RequestUri = new Uri(options.Value.ApiUrl, address.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
