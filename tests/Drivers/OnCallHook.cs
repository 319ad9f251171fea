using System.Collections.Concurrent;
using System.Net;
using Hotline.Local.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tests.Drivers;

/// <summary>A webhook of whoever is on call: keeps all that it is sent, and answers as it is told.</summary>
internal sealed class OnCallHook : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string Body, string Headers)> told = new();
    private readonly ConcurrentQueue<int> answers = new();
    private readonly WebApplication web;

    private OnCallHook()
    {
        var builder = LoopbackWeb.CreateBuilder(NullLoggerFactory.Instance);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        web = builder.Build();
        web.MapFallback("{*path}", (Delegate)TakeAsync);
    }

    /// <summary>All that came, in its order.</summary>
    public IReadOnlyList<(string Path, string Body, string Headers)> Told => [.. told];

    public static async Task<OnCallHook> StartAsync()
    {
        var hook = new OnCallHook();
        await hook.web.StartAsync(TestContext.Current.CancellationToken);
        return hook;
    }

    public string Url(string path) => $"{web.Urls.First()}{path}";

    /// <summary>Answers the next requests so; those behind them with 200.</summary>
    public void Answer(params int[] statuses)
    {
        foreach (var status in statuses)
            answers.Enqueue(status);
    }

    public ValueTask DisposeAsync() => web.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        told.Enqueue((request.Path, await reader.ReadToEndAsync(), string.Join(
            '\n', request.Headers.Select(header => $"{header.Key}: {header.Value}"))));
        var status = answers.TryDequeue(out var asked) ? asked : StatusCodes.Status200OK;
        if (status is StatusCodes.Status302Found)
            request.HttpContext.Response.Headers.Location = "/elsewhere";
        return Results.StatusCode(status);
    }
}
