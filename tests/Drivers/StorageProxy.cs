using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hotline.Local.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tests.Drivers;

/// <summary>
/// Stands between the worker and Azurite: counts the requests, refuses what the real service would (the emulator does not enforce its
/// limits: https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model), and is down on request.
/// </summary>
internal sealed class StorageProxy : IAsyncDisposable
{
    private readonly HttpClient client =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly List<WebApplication> servers = [];
    private readonly ConcurrentQueue<string> requests = new();
    private readonly ConcurrentQueue<string> breaches = new();
    private readonly ConcurrentQueue<string> versions = new();
    private readonly Lock flight = new();
    private int entities;
    private int inFlight;
    private long since;
    private long busy;
    private int losing;

    /// <summary>
    /// How it fails: not at all, at once (503), by never answering, after 1.2 s each time, every other request (503), or as if we were wrong (400).
    /// </summary>
    public enum Fault
    {
        None,
        Refusing,
        Silent,
        Slow,
        Throttling,
        Blaming,
    }

    public Uri BlobUrl { get; private set; } = null!;

    public Uri TableUrl { get; private set; } = null!;

    /// <summary>How it fails now.</summary>
    public volatile Fault Fails;

    /// <summary>Method and path of every request, in order.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <summary>How many entities were returned.</summary>
    public int Entities => entities;

    /// <summary>For how long at least one request was on its way.</summary>
    public TimeSpan Busy => TimeProvider.System.GetElapsedTime(0, busy);

    /// <summary>
    /// The version that every blob has, as in an account that keeps versions (which the emulator can't); null in one that keeps none.
    /// </summary>
    public string? Version { get; set; }

    /// <summary>The versions that were asked for.</summary>
    public IReadOnlyCollection<string> Versions => versions;

    /// <summary>What the real service would have refused.</summary>
    public IReadOnlyCollection<string> Breaches => breaches;

    public static async Task<StorageProxy> StartAsync(Uri blobs, Uri tables, CancellationToken stop)
    {
        var proxy = new StorageProxy();
        proxy.BlobUrl = await proxy.ServeAsync(blobs, checks: false, stop);
        proxy.TableUrl = await proxy.ServeAsync(tables, checks: true, stop);
        return proxy;
    }

    /// <summary>Stores the next transaction and never answers it.</summary>
    public void LoseNextAnswer() => losing = 1;

    /// <summary>Fails no more, and forgets what it counted; a breach of the service's limits fails the test that made it.</summary>
    public void Clear()
    {
        (Fails, losing, Version) = (Fault.None, 0, null);
        versions.Clear();
        ForgetRequests();
        var found = breaches.ToList();
        breaches.Clear();
        Assert.Empty(found);
    }

    public void ForgetRequests()
    {
        requests.Clear();
        (entities, busy) = (0, 0);
    }

    public async ValueTask DisposeAsync()
    {
        Fails = Fault.Refusing;
        foreach (var server in servers)
            await server.DisposeAsync();
        client.Dispose();
        Assert.Empty(breaches);
    }

    private async Task<Uri> ServeAsync(Uri target, bool checks, CancellationToken stop)
    {
        var builder = LoopbackWeb.CreateBuilder(NullLoggerFactory.Instance);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var server = builder.Build();
        servers.Add(server);
        server.Run(async context =>
        {
            Fly(1);
            try
            {
                await PassAsync(context, target, checks);
            }
            finally
            {
                Fly(-1);
            }
        });
        await server.StartAsync(stop);
        return new Uri($"{server.Urls.First()}/");
    }

    private void Fly(int change)
    {
        lock (flight)
        {
            if (inFlight > 0)
                busy += TimeProvider.System.GetTimestamp() - since;
            (inFlight, since) = (inFlight + change, TimeProvider.System.GetTimestamp());
        }
    }

    private async Task PassAsync(HttpContext context, Uri target, bool checks)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        requests.Enqueue($"{context.Request.Method} {raw.Split('?')[0]}");
        if (Fails == Fault.Silent)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Fails == Fault.Slow)
            await Task.Delay(TimeSpan.FromSeconds(1.2)).ConfigureAwait(ConfigureAwaitOptions.None);
        // Throttled, the service refuses some, and a good client waits
        // (https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes).
        if (Fails is Fault.Refusing or Fault.Silent || (Fails == Fault.Throttling && Random.Shared.Next(2) == 0))
        {
            context.Response.StatusCode = 503;
            return;
        }

        if (Fails == Fault.Blaming)
        {
            context.Response.StatusCode = 400;
            return;
        }

        if (context.Request.Query["versionid"].ToString() is { Length: > 0 } asked)
            versions.Enqueue(asked);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (checks)
            Check(Encoding.UTF8.GetString(body.ToArray()));
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method),
            new Uri(target, raw)) { Content = new ByteArrayContent(body.ToArray()) };
        foreach (var (name, values) in context.Request.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            if (!name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
                context.Response.Headers[name] = values.ToArray();
        if (Version is { } version)
            context.Response.Headers["x-ms-version-id"] = version;
        var bytes = await response.Content.ReadAsByteArrayAsync(context.RequestAborted);
        if (checks && context.Request.Method == "GET")
            Interlocked.Add(ref entities, Encoding.UTF8.GetString(bytes).Split("\"RowKey\":").Length - 1);
        // Not that which removes what was sent.
        if (raw.Contains("$batch", StringComparison.Ordinal) && !Encoding.UTF8.GetString(body.ToArray()).Contains("DELETE ", StringComparison.Ordinal)
            && Interlocked.Exchange(ref losing, 0) == 1)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else if (bytes.Length > 0) // A 204 takes no body, not even an empty one: the connection would be cut under the next request.
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    // A transaction is a multipart body with one JSON entity a line; a single write is one JSON entity.
    private void Check(string body)
    {
        var entities = body.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith('{'))
            .Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        if (body.Length > 4 * 1024 * 1024)
            breaches.Enqueue("A transaction is over 4 MiB.");
        if (entities.Count > 100)
            breaches.Enqueue("A transaction has over 100 entities.");
        foreach (var entity in entities)
        {
            if (entity.ToJsonString().Length > 1024 * 1024 || entity.Count > 255)
                breaches.Enqueue("An entity is over 1 MiB or 252 properties.");
            foreach (var (name, value) in entity)
                if (value is JsonValue text && text.TryGetValue<string>(out var said))
                    CheckText(name, said);
        }
    }

    private void CheckText(string name, string text)
    {
        if (text.Length > 32 * 1024)
            breaches.Enqueue($"{name} is over 64 KiB.");
        if (name is "PartitionKey" or "RowKey" && (text.Length > 512 || text.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c))))
            breaches.Enqueue($"{name} holds a character that the service forbids.");
        if (!name.Contains('@') && !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'))
            breaches.Enqueue($"{name} is no name of a property.");
    }
}
