using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Local;

/// <summary>Makes the small web servers of the stand-ins.</summary>
internal static class LoopbackWeb
{
    /// <summary>A builder that logs where we say and leaves signals alone: whoever started the server stops it, in its order.</summary>
    public static WebApplicationBuilder CreateBuilder(ILoggerFactory logs)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        return builder;
    }

    /// <summary>A port on 127.0.0.1 that nothing listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Leaves the process's signals to whoever started the server.</summary>
    internal sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
