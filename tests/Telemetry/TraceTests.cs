using Hotline.Contracts;
using Hotline.Local.Twilio.Account;
using Hotline.Tests.Telemetry.Otlp;
using Metrics = Hotline.Platform.Telemetry.Metrics;

namespace Hotline.Tests.Telemetry;

/// <summary>One report is one trace through both rooms, by their real workers.</summary>
[Trait("Speed", "slow")]
public sealed class TraceTests(SharedParts parts)
{
    private const int Internal = 1;
    private const int Server = 2;
    private const int Producer = 4;
    private const int Consumer = 5;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recording_is_one_trace_from_twilio_s_webhook_through_outbox_and_queues_to_its_acceptance_and_clean_up()
    {
        await using var collector = await Collector.StartAsync(Stop);
        await using var line = await Line.StartAsync(parts, collector.Settings);
        await line.StartReviewAsync(collector.Settings);
        // Two webhooks bring a recording, and the first one's trace is what goes on.
        line.Twilio.Misbehaviour.Dropped.Add(WebhookKind.Recording);
        await line.Twilio.CallAsync(new CallScript { Says = ["They will come tonight."] }, null, Stop);
        var recording = line.Twilio.Remembers("Recordings").Single()["sid"];

        // From the end to the beginning: each was exported before the one that follows it.
        var cleaned = await collector.WaitForAsync(
            span => span.Name == "process intake" && span.Text("messaging.message.id") == $"cleanup-{recording}");
        var ordered = await UnderAsync(collector, cleaned, "send intake", Producer);
        var accepted = await UnderAsync(collector, ordered, "accept part", Internal);
        var taken = await UnderAsync(collector, accepted, "process tips", Consumer);
        var sent = await UnderAsync(collector, taken, "send tips", Producer);
        var imported = await UnderAsync(collector, sent, "process intake", Consumer);
        var left = await UnderAsync(collector, imported, "send intake", Producer);
        var webhook = await UnderAsync(collector, left, "POST /twilio/voice/recorded", Server);

        Assert.Equal($"import-{recording}", left.Text("messaging.message.id"));
        Assert.Equal($"recording-{recording}", taken.Text("messaging.message.id"));
        Assert.Equal(("servicebus", "tips", "process"),
            (taken.Text("messaging.system"), taken.Text("messaging.destination.name"), taken.Text("messaging.operation.type")));
        Assert.Equal("Recording", accepted.Text(Metrics.Kind));
        Assert.Contains(accepted.Attributes, attribute => attribute is { Key: Metrics.TipDelayName, Value.DoubleValue: > 0 });
        Assert.Equal(("TakeRecording", "/twilio/voice/recorded", 200L),
            (webhook.Text(Metrics.Function), webhook.Text("http.route"), Status(webhook)));
        Assert.Equal(
            ["hotline-intake", "hotline-review"],
            collector.Services.Where(made => made.Span.TraceId.Equals(webhook.TraceId)).Select(made => made.Service).Distinct().Order());
    }

    [Fact]
    public async Task What_the_sweep_sends_later_stays_in_its_trace_and_is_counted()
    {
        await using var collector = await Collector.StartAsync(Stop);
        await using var line = await Line.StartAsync(parts, collector.Settings);
        await line.StopBrokerAsync();
        var text = await line.Twilio.TextAsync(new TextScript { Body = "Kept in the outbox." }, null, Stop);
        var failed = await collector.WaitForAsync(span => IsOf(span, "send tips", text.Sid));
        // One whose answer was late is sent again by Twilio; the trace is of the one that stored the text.
        var webhook = await collector.WaitForAsync(span => span.Name == "POST /twilio/messages/receive" && failed.IsUnder(span));
        Assert.Equal(2, failed.Status.Code);
        // A stop, as of a new deployment, leaves nothing but the row.
        await line.RestartIntakeAsync(collector.Settings);
        await line.StartBrokerAsync();
        await line.StartReviewAsync(collector.Settings);

        var taken = await collector.WaitForAsync(span => IsOf(span, "process tips", text.Sid));
        var sent = await UnderAsync(collector, taken, "send tips", Producer);
        Assert.True(sent.IsUnder(webhook));
        Assert.NotEqual(failed.SpanId, sent.SpanId);
        await Eventually.TrueAsync(() => collector.Metrics.Any(metric => metric.Name == "hotline.outbox.swept"), Stop);
        Assert.Contains(collector.Metrics, metric => metric.Name == "hotline.outbox.left");
        Assert.Contains(collector.Spans, span => span.Name == "SweepOutbox" && span.Kind == Internal);
    }

    [Fact]
    public async Task Work_that_is_put_off_goes_on_in_the_trace_of_its_first_try()
    {
        await using var collector = await Collector.StartAsync(Stop);
        await using var line = await Line.StartAsync(parts, collector.Settings);
        line.Twilio.Misbehaviour.MediaNotReady = 1;
        await line.Twilio.CallAsync(new CallScript { Says = ["Have patience, for I speak slowly."] }, null, Stop);
        await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.Recording));
        var first = await collector.WaitForAsync(span => IsWork(span, "import-") && span.Text("hotline.outcome") == "put off");
        var again = await collector.WaitForAsync(span => span.IsUnder(first) && span.Name == "process intake");
        Assert.Equal(first.Text("messaging.message.id"), again.Text("messaging.message.id"));
        await Eventually.TrueAsync(() => collector.Metrics.Any(metric => metric.Name == "hotline.messages.put_off"), Stop);
    }

    [Fact]
    public async Task Where_nothing_is_exported_nothing_is_recorded()
    {
        await using var line = await Line.StartAsync(parts);
        await line.StopBrokerAsync();
        await line.Twilio.TextAsync(new TextScript { Body = "Nobody listens." }, null, Stop);
        var rows = (await line.RowsAsync()).Where(row => row.RowKey.StartsWith("outbox|", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.False(row.ContainsKey("TraceParent")));
        await line.StartBrokerAsync();
    }

    [Fact]
    public async Task How_long_webhooks_and_tips_take_is_measured_by_function_status_and_kind()
    {
        await using var collector = await Collector.StartAsync(Stop);
        await using var line = await Line.StartAsync(parts, collector.Settings);
        await line.StartReviewAsync(collector.Settings);
        await line.Twilio.TextAsync(new TextScript { Body = "One." }, null, Stop);
        await line.Webhook.PostAsync("twilio/messages/receive", ("AccountSid", "AC1"));
        await Eventually.TrueAsync(
            () => Points(collector, "hotline.tip.delay").Any(point => point.Text(Metrics.Kind) == "Statement"), Stop);
        var answers = Points(collector, "hotline.webhook.duration")
            .Where(point => point.Text(Metrics.Function) == "ReceiveMessage").ToList();
        Assert.Contains(answers, point => point.Any(attribute => attribute is { Key: Metrics.Status, Value.IntValue: 200 }));
        Assert.Contains(answers, point => point.Any(attribute => attribute is { Key: Metrics.Status, Value.IntValue: 400 }));
        Assert.All(answers, point => Assert.Equal(2, point.Count));
        Assert.Contains(collector.Metrics, metric => metric.Name == "hotline.receipts.ready");
    }

    private static IEnumerable<IReadOnlyList<KeyValue>> Points(Collector collector, string name) =>
        collector.Metrics.Where(metric => metric.Name == name).SelectMany(metric => metric.Histogram.DataPoints)
            .Select(point => point.Attributes);

    private static bool IsOf(Span span, string name, string sid) =>
        span.Name == name && span.Text("messaging.message.id") == $"statement-{sid}";

    private static bool IsWork(Span span, string id) =>
        span.Name == "process intake" && span.Text("messaging.message.id")!.StartsWith(id, StringComparison.Ordinal);

    private static long Status(Span span) => span.Attributes.Single(attribute => attribute.Key == Metrics.Status).Value.IntValue;

    private static async Task<Span> UnderAsync(Collector collector, Span child, string name, int kind)
    {
        var above = await collector.WaitForAsync(child.IsUnder);
        Assert.Equal((name, kind), (above.Name, above.Kind));
        return above;
    }
}
