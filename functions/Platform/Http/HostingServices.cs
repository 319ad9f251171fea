using Hotline.Platform.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Platform.Http;

/// <summary>Registers what both rooms need.</summary>
public static class HostingServices
{
    /// <summary>The clock, the settings of both rooms, and logs that hold no URL.</summary>
    public static IServiceCollection AddHosting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System).AddSingleton<RequestsInHand>();
        services.AddOptions<HotlineOptions>().Bind(configuration.GetSection("Hotline")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HotlineOptions>, HotlineOptionsCheck>();
        // The host's own minimum is the one that counts (240 B/s after 5 s): a second one here would end what the host still takes.
        services.Configure<KestrelServerOptions>(static server => server.Limits.MinRequestBodyDataRate = null);
        // Each log line is a message to the host, and the clients' own lines name addresses.
        services.AddLogging(logging => logging
            .AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning)
            .AddFilter("Polly", LogLevel.Error)
            // What fails is said by its name (Readiness), not with messages that hold addresses.
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)
            // The keys lie in storage of which Review alone has the rights; it says so at each new one.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            // Our no-store stands where it says that it puts its own.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error));
        return services;
    }
}
