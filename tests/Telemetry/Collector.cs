using System.Collections.Concurrent;
using System.IO.Compression;
using Google.Protobuf;
using Hotline.Local.Loopback;
using Hotline.Tests.Telemetry.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tests.Telemetry;

/// <summary>
/// Takes and keeps in memory what the workers export: from the OTLP exporter (protobuf) and from that of Azure Monitor (lines of JSON),
/// both over HTTP. The workers are processes of their own, so that an exporter in memory is at the other end of a socket.
/// </summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> taken = new();
    private readonly WebApplication app;

    private Collector(WebApplication app) => this.app = app;

    /// <summary>The settings of a worker that exports to it, often.</summary>
    public (string, string)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", app.Urls.Single()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_BLRP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
    ];

    /// <summary>The settings of a worker that exports to it as to Application Insights too.</summary>
    public (string, string)[] InsightsSettings =>
    [
        ("APPLICATIONINSIGHTS_CONNECTION_STRING", $"InstrumentationKey={Guid.Empty};IngestionEndpoint={app.Urls.Single()}/"),
        ("APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "true"), ("APPLICATIONINSIGHTS_SDKSTATS_DISABLED", "true"),
    ];

    /// <summary>Everything taken, unpacked, with the path that it was sent to.</summary>
    public IReadOnlyList<(string Path, byte[] Body)> Everything => [.. taken];

    public IReadOnlyList<Span> Spans => [.. Services.Select(service => service.Span)];

    /// <summary>The spans, each with the service that made it.</summary>
    public IReadOnlyList<(string Service, Span Span)> Services =>
    [
        .. from resource in Read("/v1/traces", Traces.Parser).SelectMany(traces => traces.ResourceSpans)
           from span in resource.ScopeSpans.SelectMany(scope => scope.Spans)
           select (resource.Resource.Attributes.Text("service.name")!, span),
    ];

    public IReadOnlyList<Metric> Metrics =>
    [
        .. Read("/v1/metrics", Otlp.Metrics.Parser).SelectMany(metrics => metrics.ResourceMetrics).SelectMany(
            resource => resource.ScopeMetrics)
            .SelectMany(scope => scope.Metrics),
    ];

    /// <summary>The lines of logs, each with its category.</summary>
    public IReadOnlyList<(string Category, LogLine Line)> Lines =>
    [
        .. from scope in Read("/v1/logs", Logs.Parser).SelectMany(logs => logs.ResourceLogs).SelectMany(resource => resource.ScopeLogs)
           from line in scope.LogRecords
           select (scope.Scope.Name, line),
    ];

    public static async Task<Collector> StartAsync(CancellationToken stop)
    {
        var builder = LoopbackWeb.CreateBuilder(NullLoggerFactory.Instance);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector.app.Run(collector.TakeAsync);
        await collector.app.StartAsync(stop);
        return collector;
    }

    /// <summary>Waits for a span.</summary>
    public async Task<Span> WaitForAsync(Func<Span, bool> wanted)
    {
        Span? found = null;
        await Eventually.TrueAsync(() => (found = Spans.FirstOrDefault(wanted)) is not null, TestContext.Current.CancellationToken);
        return found!;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        await using var body = http.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(http.Request.Body, CompressionMode.Decompress)
            : http.Request.Body;
        using var whole = new MemoryStream();
        await body.CopyToAsync(whole, http.RequestAborted);
        taken.Enqueue((http.Request.Path, whole.ToArray()));
        if (http.Request.Path.Value!.EndsWith("/track", StringComparison.Ordinal))
            await http.Response.WriteAsync("""{"itemsReceived":1,"itemsAccepted":1,"errors":[]}""", http.RequestAborted);
    }

    private IEnumerable<T> Read<T>(string path, MessageParser<T> parser)
        where T : IMessage<T> => taken.Where(sent => sent.Path == path).Select(sent => parser.ParseFrom(sent.Body));
}
