using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.Loopback;

/// <summary>Makes the small web servers of the stand-ins.</summary>
internal static class LoopbackWeb
{
    // Settings never change here, and each file watch uses one of the 128 inotify instances that Linux allows a user.
    private const string WatchNothing = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>A builder that logs where we say and leaves signals alone: whoever started the server stops it, in its order.</summary>
    public static WebApplicationBuilder CreateBuilder(ILoggerFactory logs)
    {
        var builder = WebApplication.CreateSlimBuilder([WatchNothing]);
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        return builder;
    }

    /// <summary>A port on 127.0.0.1 that nothing listens on now.</summary>
    /// <param name="inARow">How many that follow one another are wanted; the first is returned.</param>
    /// <remarks>
    /// It is below the range from which systems give ports to connections (Linux: from 32768, RFC 6335: from 49152). A port in that range
    /// can be taken before the caller listens on it.
    /// </remarks>
    public static int FreePort(int inARow = 1)
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(10_000, 32_000);
            if (Enumerable.Range(port, inARow).All(IsFree))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Leaves the process's signals to whoever started the server.</summary>
    internal sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
