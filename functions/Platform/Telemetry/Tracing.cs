using System.Diagnostics;
using Hotline.Contracts;

namespace Hotline.Platform.Telemetry;

/// <summary>
/// The traces of the line: spans of our own alone, since those of the libraries name addresses, rows and blobs. Where nothing is exported
/// nobody listens, and no span is made.
/// </summary>
public static class Tracing
{
    /// <summary>The name of the line's activity source and of its meter.</summary>
    public const string Name = "Hotline";

    /// <summary>Where spans begin.</summary>
    public static ActivitySource Source { get; } = new(Name);

    private static readonly string[] OfReceipts = [PartKind.Receipt.Word(), .. Enum.GetValues<ReplyKind>().Select(kind => kind.Word())];

    /// <summary>Begins a span below one that another process, or an earlier moment, has left.</summary>
    /// <param name="name">Its name; as few as there are kinds of work.</param>
    /// <param name="kind">What it is to the one above it.</param>
    /// <param name="traceParent">
    /// The one above it (https://www.w3.org/TR/trace-context/#traceparent-header); what isn't one is ignored.
    /// </param>
    public static Activity? Start(string name, ActivityKind kind, string? traceParent) =>
        Source.StartActivity(name, kind, ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent) ? parent : default);

    /// <summary>Begins a span of a message (https://opentelemetry.io/docs/specs/semconv/messaging/azure-messaging/).</summary>
    public static Activity? StartMessage(string operation, ActivityKind kind, string queue, string id, string? traceParent) =>
        Start($"{operation} {queue}", kind, traceParent)?
            .SetTag("messaging.system", "servicebus").SetTag("messaging.operation.type", operation)
            .SetTag("messaging.destination.name", queue).SetTag("messaging.message.id", Redact(id));

    /// <summary>
    /// What may be told of a message's id: those of a receipt's part and of what is said to a receipt hold the key of its row.
    /// </summary>
    public static string Redact(string id) =>
        Array.Find(OfReceipts, kind => id.StartsWith($"{kind}-", StringComparison.Ordinal)) ?? id;

    /// <summary>Notes on a span that its work failed, in words that may be told.</summary>
    public static void Fail(this Activity? span, Exception failure) => span?
        .SetStatus(ActivityStatusCode.Error, failure.GetType().Name)
        .AddEvent(new ActivityEvent("exception", tags: [.. RedactedException.Of(failure)]));
}
