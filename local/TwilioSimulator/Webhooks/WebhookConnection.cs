using System.Net.Sockets;

namespace Hotline.Local.Twilio.Webhooks;

/// <summary>The HTTP client of the webhooks: each request says how long its connection may take.</summary>
internal static class WebhookConnection
{
    /// <summary>The option in which a request says it.</summary>
    public static readonly HttpRequestOptionsKey<TimeSpan> Limit = new("ct");

    /// <summary>A client that follows nothing, keeps nothing and asks no proxy.</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectCallback = ConnectAsync,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (context.InitialRequestMessage.Options.TryGetValue(Limit, out var longest))
            limit.CancelAfter(longest);
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, limit.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException("The connection took too long.");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
