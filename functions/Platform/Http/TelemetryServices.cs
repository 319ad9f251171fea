using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Hotline.Platform.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Hotline.Platform.Http;

/// <summary>Registers telemetry, where a setting says where it goes.</summary>
public static class TelemetryServices
{
    private const string Insights = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>
    /// Exports to Application Insights (<c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>) and to a collector
    /// (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>); without either it registers nothing, and nothing is recorded.
    /// </summary>
    public static FunctionsApplicationBuilder AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        var insights = !string.IsNullOrEmpty(builder.Configuration[Insights]);
        var collector = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        if (!insights && !collector)
            return builder;
        builder.UseMiddleware<TraceFunctions>();
        // By it the host leaves the worker's logs to the worker: https://learn.microsoft.com/azure/azure-functions/opentelemetry-howto
        builder.Services.Configure<WorkerOptions>(worker => worker.Capabilities["WorkerOpenTelemetryEnabled"] = bool.TrueString);
        // Of logs too only our own words: what libraries warn of may name addresses.
        builder.Services.AddLogging(logging => logging
            .AddFilter<OpenTelemetryLoggerProvider>(null, LogLevel.None)
            .AddFilter<OpenTelemetryLoggerProvider>(nameof(Hotline), LogLevel.Information));
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService($"hotline-{builder.Configuration["Hotline:Room"]}".ToLowerInvariant()))
            .WithTracing(traces => traces.AddSource(Tracing.Name))
            .WithMetrics(metrics => metrics.AddMeter(Tracing.Name))
            .WithLogging(logs => logs.AddProcessor(new RedactedLogs()),
                logs => (logs.IncludeFormattedMessage, logs.IncludeScopes) = (true, false));
        if (collector)
            telemetry.WithTracing(traces => traces.AddOtlpExporter()).WithMetrics(metrics => metrics.AddOtlpExporter())
                .WithLogging(logs => logs.AddOtlpExporter());
        if (insights)
            telemetry.UseAzureMonitorExporter(
                options => Configure(options, builder.Configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"]));
        return builder;
    }

    // Whoever looks for a report wants all of its trace, so none is sampled; by identity where the resource takes no key.
    private static void Configure(AzureMonitorExporterOptions options, string? authentication)
    {
        (options.TracesPerSecond, options.SamplingRatio, options.EnableLiveMetrics) = (null, 1, false);
        if (authentication?.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase) == true)
            options.Credential = new DefaultAzureCredential();
    }
}
