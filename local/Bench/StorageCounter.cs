using System.Net;
using Hotline.Local.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Yarp.ReverseProxy.Forwarder;

namespace Hotline.Local.Bench;

/// <summary>Stands before Azurite and counts the requests.</summary>
internal sealed class StorageCounter : IAsyncDisposable
{
    private readonly HttpMessageInvoker client =
        new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    private readonly List<WebApplication> servers = [];
    private int requests;

    /// <summary>How many there were.</summary>
    public int Requests => requests;

    /// <summary>The account by way of this.</summary>
    public string ConnectionString { get; private set; } = "";

    public static async Task<StorageCounter> StartAsync(Azurite.AzuriteServer azurite, CancellationToken stop)
    {
        var counter = new StorageCounter();
        var (blobs, tables) = (await counter.ServeAsync(azurite.BlobUrl, stop), await counter.ServeAsync(azurite.TableUrl, stop));
        counter.ConnectionString = Azurite.AzuriteServer.ConnectionStringTo(blobs, tables);
        return counter;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
            await server.DisposeAsync();
        client.Dispose();
    }

    private async Task<Uri> ServeAsync(Uri target, CancellationToken stop)
    {
        var builder = LoopbackWeb.CreateBuilder(NullLoggerFactory.Instance);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddHttpForwarder();
        var server = builder.Build();
        servers.Add(server);
        var forwarder = server.Services.GetRequiredService<IHttpForwarder>();
        server.Run(async (HttpContext http) =>
        {
            Interlocked.Increment(ref requests);
            await forwarder.SendAsync(http, target.ToString(), client);
        });
        await server.StartAsync(stop);
        return new Uri($"{server.Urls.First()}/");
    }
}
