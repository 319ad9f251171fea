using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Twilio.Clients;
using Twilio.Http;

namespace Hotline.Platform.Twilio;

/// <summary>Registers what talks to Twilio.</summary>
public static class TwilioServices
{
    /// <summary>What answers webhooks and fetches what was reported: REST, the callbacks' URLs, recordings and media.</summary>
    public static IServiceCollection AddTwilio(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddTwilioRest(configuration);
        services.AddSingleton<IValidateOptions<TwilioOptions>, TwilioOptionsCheck>();
        services.AddSingleton<Callbacks>();
        services.AddSingleton(provider => new TwilioMedia(
            Http(provider), provider.GetRequiredService<ITwilioRestClient>(), provider.GetRequiredService<IOptions<TwilioOptions>>()));
        services.AddSingleton<TwilioCopies>().AddSingleton<TwilioLists>();
        return services;
    }

    /// <summary>REST alone, by the SDK over one resilient <see cref="System.Net.Http.HttpClient"/>; the room checks its settings.</summary>
    public static IServiceCollection AddTwilioRest(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TwilioOptions>().Bind(configuration.GetSection("Hotline:Twilio")).ValidateOnStart();
        services.AddTransient<ApiUrlHandler>();
        var client = services.AddHttpClient(nameof(TwilioMedia), http => http.Timeout = Timeout.InfiniteTimeSpan);
        client.AddHttpMessageHandler<ApiUrlHandler>();
        client.AddStandardResilienceHandler().Configure(resilience => resilience.Retry.DisableForUnsafeHttpMethods());
        services.AddSingleton<ITwilioRestClient>(provider => new TwilioRestClient(
            Options(provider).ApiKeySid, Options(provider).ApiKeySecret, Options(provider).AccountSid,
            httpClient: new SystemNetHttpClient(Http(provider))));
        return services;
    }

    private static TwilioOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<TwilioOptions>>().Value;

    private static System.Net.Http.HttpClient Http(IServiceProvider provider) =>
        provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(TwilioMedia));
}
