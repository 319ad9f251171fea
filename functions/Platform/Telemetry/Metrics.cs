using System.Diagnostics;
using System.Diagnostics.Metrics;
using Hotline.Contracts;

namespace Hotline.Platform.Telemetry;

/// <summary>What the line counts and measures. None of it tells one report, reporter or reviewer from another.</summary>
public static class Metrics
{
    /// <summary>The attribute that names a function.</summary>
    public const string Function = "hotline.function";

    /// <summary>The attribute that holds an answer's status.</summary>
    public const string Status = "http.response.status_code";

    /// <summary>The attribute that names a queue.</summary>
    public const string Queue = "messaging.destination.name";

    /// <summary>The attribute that names a kind of part.</summary>
    public const string Kind = "hotline.part.kind";

    /// <summary>The attribute that says whether an objective was kept (docs/slo.md): <c>true</c> or <c>false</c>.</summary>
    public const string Within = "hotline.within";

    /// <summary>From a part's receipt to its acceptance, in seconds: a measure, and an attribute of the span <c>accept part</c>.</summary>
    public const string TipDelayName = "hotline.tip.delay";

    private static readonly TimeSpan WebhookObjective = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TipObjective = TimeSpan.FromMinutes(2);

    private static readonly Meter Meter = new(Tracing.Name);

    private static readonly Counter<long> Webhooks = Meter.CreateCounter<long>(
        "hotline.webhooks", "{request}", "Webhooks, by whether they were answered in time.");

    private static readonly Counter<long> Tips = Meter.CreateCounter<long>(
        "hotline.tips", "{part}", "Content of tips, by whether it was with the reviewers in time.");

    private static readonly Counter<long> Canaries = Meter.CreateCounter<long>(
        "hotline.canaries", "{call}", "Canary calls, by whether they came whole in time.");

    private static readonly Histogram<double> WebhookDuration = Meter.CreateHistogram(
        "hotline.webhook.duration", "s", "How long Twilio waited for an answer.", null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15] });

    private static readonly Histogram<double> TipDelay = Meter.CreateHistogram(
        TipDelayName, "s", "How long a part was on its way from its receipt to the reviewers.", null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21600, 86400, 172800],
        });

    private static readonly Counter<long> Left = Meter.CreateCounter<long>(
        "hotline.outbox.left", "{message}", "Messages that could not be sent at once.");

    private static readonly Counter<long> Swept = Meter.CreateCounter<long>(
        "hotline.outbox.swept", "{message}", "Messages that the sweep sent.");

    private static readonly Counter<long> PutOff = Meter.CreateCounter<long>(
        "hotline.messages.put_off", "{message}", "Messages whose work was put off.");

    private static readonly Counter<long> Rejected = Meter.CreateCounter<long>(
        "hotline.messages.rejected", "{message}", "Messages whose work can't be done.");

    private static readonly Counter<long> Reconciled = Meter.CreateCounter<long>(
        "hotline.reconciled", "{part}", "What lay at Twilio and no webhook had brought.");

    /// <summary>A webhook was answered.</summary>
    public static void Answered(string function, int status, TimeSpan after)
    {
        WebhookDuration.Record(after.TotalSeconds, new(Function, function), new KeyValuePair<string, object?>(Status, status));
        Count(Webhooks, status < 500 && after <= WebhookObjective);
    }

    /// <summary>A part was accepted, by the work of a span. A canary's counts as no tip: nobody reported it.</summary>
    public static void Accepted(PartKind kind, TimeSpan after, bool isCanary, Activity? span)
    {
        span?.SetTag(TipDelayName, after.TotalSeconds);
        if (isCanary)
            return;
        TipDelay.Record(after.TotalSeconds, new KeyValuePair<string, object?>(Kind, kind.ToString()));
        if (kind.HasContent())
            Count(Tips, after <= TipObjective);
    }

    /// <summary>A canary call came whole in time, or did not.</summary>
    public static void Called(bool within) => Count(Canaries, within);

    /// <summary>A message stays in the outbox for the sweep.</summary>
    public static void WasLeft(string queue) => Add(Left, queue);

    /// <summary>The sweep sent a message.</summary>
    public static void WasSwept(string queue) => Add(Swept, queue);

    /// <summary>A queue's message was put off.</summary>
    public static void WasPutOff(string queue) => Add(PutOff, queue);

    /// <summary>A queue's message was rejected.</summary>
    public static void WasRejected(string queue) => Add(Rejected, queue);

    /// <summary>Reconciliation brought something of this kind.</summary>
    public static void WasReconciled(PartKind kind) => Reconciled.Add(1, new KeyValuePair<string, object?>(Kind, kind.ToString()));

    /// <summary>How many receipts are ready, asked whenever measures are exported.</summary>
    public static void WatchReceipts(Func<int> ready) =>
        Meter.CreateObservableGauge("hotline.receipts.ready", ready, "{receipt}", "Receipts that wait for a report.");

    private static void Count(Counter<long> counter, bool within) =>
        counter.Add(1, new KeyValuePair<string, object?>(Within, within ? "true" : "false"));

    private static void Add(Counter<long> counter, string queue) => counter.Add(1, new KeyValuePair<string, object?>(Queue, queue));
}
