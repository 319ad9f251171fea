using System.Net;
using Hotline.Local.Host.Rpc;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Hotline.Local.Host;

/// <summary>Passes requests to the worker's own HTTP port, streamed both ways, while the worker is told of the invocation on its stream.</summary>
internal sealed class HttpListener(IHttpForwarder forwarder, Invoker invoker) : IDisposable
{
    // A worker that is being started again is worth a short wait: Twilio waits longer than that before it tries again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromMinutes(5) };
    private static readonly IReadOnlyDictionary<string, TypedData> Nothing = new Dictionary<string, TypedData>();
    private static readonly RawTransformer Transformer = new();

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        UseProxy = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, UseCookies = false, ActivityHeadersPropagator = null,
    });

    private volatile bool closing;

    /// <summary>The routes; set once the worker has named its functions.</summary>
    public HttpRoutes Routes { get; set; } = new([], "");

    /// <summary>Takes no new request.</summary>
    public void Close() => closing = true;

    /// <summary>Answers one request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (closing || await ReadyAsync(context.RequestAborted) is not { } channel)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "The function app is not running.");
            return;
        }

        if (Routes.Find(context.Request) is not { } found)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var id = Guid.NewGuid().ToString();
        context.Request.Headers["x-ms-invocation-id"] = id;
        var forwarding = forwarder.SendAsync(context, channel.HttpUri, client, Config, Transformer).AsTask();
        var invoking = invoker.InvokeAsync(
            channel, found.Function, id, new TypedData { Http = new RpcHttp() }, MetadataOf(found.Values),
            context.Request.Headers.TraceParent, context.RequestAborted);
        await Task.WhenAll(forwarding, invoking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (await forwarding is not ForwarderError.None && !context.Response.HasStarted)
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "The function app was lost while it answered.");
        else if (invoking.IsFaulted && !context.Response.HasStarted)
            await RefuseAsync(context, StatusCodes.Status500InternalServerError, "The function failed.");
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<WorkerChannel?> ReadyAsync(CancellationToken stop)
    {
        if (invoker.Ready is { } ready)
            return ready;
        try
        {
            return await invoker.WaitAsync(stop).WaitAsync(Patience, stop);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync($"{reason}\n");
    }

    private static IReadOnlyDictionary<string, TypedData> MetadataOf(Microsoft.AspNetCore.Routing.RouteValueDictionary values) =>
        values.Count == 0 ? Nothing : values.ToDictionary(v => v.Key, v => new TypedData { String = v.Value?.ToString() ?? "" });

    // The target goes on as it came: signatures cover it to the letter.
    private sealed class RawTransformer : HttpTransformer
    {
        private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            var target = httpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            proxyRequest.RequestUri = new Uri(destinationPrefix.TrimEnd('/') + target, AsItIs);
        }
    }
}
