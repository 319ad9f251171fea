using System.Collections.Concurrent;
using System.Net;
using Hotline.Local.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tests.Local.Twilio;

/// <summary>An app that Twilio calls: answers what a test tells it to, and remembers what came.</summary>
internal sealed class WebApp : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<Received, Task<IResult>>> answers = new();
    private readonly ConcurrentQueue<Received> requests = new();
    private readonly WebApplication web;

    private WebApp()
    {
        var builder = LoopbackWeb.CreateBuilder(NullLoggerFactory.Instance);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        web = builder.Build();
        web.MapFallback("{*path}", (Delegate)ServeAsync);
    }

    public Uri Url => new($"{web.Urls.First()}/");

    public IReadOnlyList<Received> Requests => [.. requests];

    public static async Task<WebApp> StartAsync()
    {
        var app = new WebApp();
        await app.web.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    /// <summary>Answers a path with the verbs of a document.</summary>
    public void Answer(string path, string verbs) => Answer(path, _ => Document(verbs));

    public void Answer(string path, Func<Received, IResult> answer) => answers[path] = received => Task.FromResult(answer(received));

    public void AnswerAsync(string path, Func<Received, Task<IResult>> answer) => answers[path] = answer;

    public static IResult Document(string verbs) =>
        Results.Text($"<?xml version=\"1.0\" encoding=\"utf-8\"?><Response>{verbs}</Response>", "text/xml");

    public IReadOnlyList<Received> To(string path) => [.. requests.Where(request => request.Path == path)];

    public Task StopAsync() => web.StopAsync();

    public ValueTask DisposeAsync() => web.DisposeAsync();

    private async Task<IResult> ServeAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType
            ? (await context.Request.ReadFormAsync())
            .SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? ""))).ToList()
            : [];
        var received = new Received(
            context.Request.Method, context.Request.Path, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), form);
        requests.Enqueue(received);
        return answers.TryGetValue(received.Path, out var answer) ? await answer(received) : Document("");
    }
}

/// <summary>A request that came.</summary>
internal sealed record Received(string Method, string Path, string Target, IReadOnlyDictionary<string, string> Headers,
    IReadOnlyList<KeyValuePair<string, string>> Form)
{
    /// <summary>The posted value under this key; null when there is none.</summary>
    public string? this[string key] => Form.Where(field => field.Key == key).Select(field => field.Value).SingleOrDefault();
}
