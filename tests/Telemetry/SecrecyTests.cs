using System.Text;
using Hotline.Local.Twilio.Account;
using Hotline.Platform.Scheduling;
using Hotline.Platform.Telemetry;

namespace Hotline.Tests.Telemetry;

/// <summary>Nothing exported holds a number, a word, a receipt or a URL's query, also not when things fail.</summary>
[Trait("Speed", "slow")]
public sealed class SecrecyTests(SharedParts parts)
{
    private const string Word = "Zebrafinch7Quorum";
    private const string Token = "kw9Query5Token";
    private const string From = "+15005558642";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_exported_holds_a_word_a_number_a_receipt_or_a_query()
    {
        await using var collector = await Collector.StartAsync(Stop);
        (string, string)[] settings = [.. collector.Settings, .. collector.InsightsSettings];
        await using var line = await Line.StartAsync(parts, settings);
        await line.StartReviewAsync(settings);
        var call = await line.Twilio.CallAsync(new CallScript { From = From, Says = [$"They said {Word} to me."] }, null, Stop);
        await line.Twilio.TextAsync(new TextScript { From = From, Body = $"{Word}!" }, null, Stop);
        await line.Webhook.PostAsync($"twilio/messages/receive?x={Token}", Webhook.Text("not a sid", Word, From));
        await line.Webhook.SendAsync($"twilio/voice/answer?x={Token}", Webhook.Caller(Webhook.Sid("CA"), From), "unsigned");
        await FailAsync(line, collector);
        var lookups = (await line.RowsAsync()).Where(row => row.RowKey.StartsWith("receipt|", StringComparison.Ordinal))
            .Select(row => row.RowKey[8..]).ToList();

        // Both exporters have told of a failure, of the work of both rooms, and of each kind of thing.
        await collector.WaitForAsync(span => span.Name == "accept part" && span.Text(Metrics.Kind) == "Receipt");
        await collector.WaitForAsync(
            span => span.Events.Any(happened => happened.Attributes.Text("exception.type") == "Azure.RequestFailedException"));
        await Eventually.TrueAsync(() => collector.Lines.Any(line => line.Line.Attributes.Text("exception.type") is not null), Stop);
        await Eventually.TrueAsync(
            () => Tracked(collector).Contains("exception.type", StringComparison.Ordinal) || Tracked(collector).Contains(
                "\"ExceptionData\"", StringComparison.Ordinal), Stop);
        await Eventually.TrueAsync(() => Tracked(collector).Contains("/twilio/voice/recorded", StringComparison.Ordinal), Stop);
        await Eventually.TrueAsync(() => Tracked(collector).Contains("hotline.webhook.duration", StringComparison.Ordinal), Stop);

        var codes = call.Lines.Where(said => said.Text.Length == 10 && said.Text.Split(", ").Length == 4).Take(4)
            .Select(said => said.Text.Replace(", ", "")).ToList();
        Assert.Equal(4, codes.Count);
        Assert.NotEmpty(lookups);
        string[] planted =
        [
            Word, Token, From[1..], From[2..], "500-555-8642", Uri.EscapeDataString(From), Line.Number[1..],
            string.Concat(codes), string.Join(' ', codes), string.Join('-', codes), .. lookups, "?x=", "language=en", "%20eq%20",
        ];
        Assert.All(collector.Everything, sent => Assert.All(
            planted, secret => Assert.False(Holds(sent.Body, secret), $"{sent.Path} holds {secret}")));
        Assert.All(collector.Lines, line => Assert.StartsWith("Hotline", line.Category, StringComparison.Ordinal));
        Assert.All(collector.Lines, line => Assert.Contains(
            line.Line.Attributes, attribute => attribute is { Key: RedactedLogs.EventId, Value.IntValue: > 0 }));
    }

    [Fact]
    public void The_check_sees_what_is_there() => Assert.True(Holds(Encoding.UTF8.GetBytes($"\0a{Word}b"), Word));

    // A webhook whose first transaction fails, and work that throws what Azure's client says: it names address, table and row.
    private static async Task FailAsync(Line line, Collector collector)
    {
        line.Storage.Fails = StorageProxy.Fault.Refusing;
        line.ReviewStorage!.Fails = StorageProxy.Fault.Refusing;
        await line.Webhook.PostAsync("twilio/messages/receive", Webhook.Text(Webhook.Sid("SM"), Word, From));
        await line.FireAsync("ReleaseLapsedClaims");
        await collector.WaitForAsync(span => span.Name == nameof(Tick) && span.Status?.Code == 2);
        line.Storage.Fails = StorageProxy.Fault.None;
        line.ReviewStorage.Fails = StorageProxy.Fault.None;
    }

    private static string Tracked(Collector collector) => string.Concat(
        collector.Everything.Where(sent => sent.Path.EndsWith("/track", StringComparison.Ordinal)).Select(
            sent => Encoding.UTF8.GetString(sent.Body)));

    private static bool Holds(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
