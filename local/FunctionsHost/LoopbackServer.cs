using System.Net;
using Hotline.Local.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.FunctionsHost;

/// <summary>
/// A web server on 127.0.0.1 inside this process: no one's appsettings, variables or signals reach it, and its owner says how long a stop
/// may take. It logs warnings only, since its information lines quote each request's query.
/// </summary>
internal static class LoopbackServer
{
    /// <summary>Begins one; port 0 takes any free one.</summary>
    public static WebApplicationBuilder NewBuilder(int port, HttpProtocols protocols, ILoggerFactory logs)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, endpoint => endpoint.Protocols = protocols));
        builder.Logging.AddProvider(new PassOn(logs)).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, LoopbackWeb.NoSignals>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        return builder;
    }

    /// <summary>Where it listens, once it has started.</summary>
    public static string GetAddress(this WebApplication server) =>
        server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private sealed class PassOn(ILoggerFactory logs) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => logs.CreateLogger(categoryName);

        // The factory is the owner's.
        public void Dispose()
        {
        }
    }
}
