using System.Net;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Local.Line;
using Hotline.Local.Twilio.Account;
using Hotline.Platform.Messaging;

namespace Hotline.Tests.Intake.Evidence;

/// <summary>What stays at Twilio until Review has opened its copy, and goes then.</summary>
[Trait("Speed", "slow")]
public sealed class CleanUpTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Once_review_has_opened_a_recording_it_and_its_transcription_are_gone_and_a_second_word_changes_nothing()
    {
        await using var line = await Line.BorrowAsync(parts, Line.Transcribed);
        await line.Twilio.CallAsync(new CallScript { Says = ["They said they would burn it down."] }, null, Stop);
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 4);
        var accepted = await AcceptedAsync(line, tips.Single(part => part.Kind == PartKind.Recording));
        Assert.Single(line.Twilio.Remembers("Recordings"));
        Assert.Single(line.Twilio.Remembers("Transcriptions"));

        await SendAsync(line, accepted);
        await Eventually.TrueAsync(async () => await CleanedAsync(line, $"evidence|{accepted.Source}") is not null, Stop);
        Assert.Empty(line.Twilio.Remembers("Recordings"));
        Assert.Empty(line.Twilio.Remembers("Transcriptions"));
        Assert.Single(line.Twilio.Remembers("Calls")); // The line's setting says nothing.

        var cleaned = await CleanedAsync(line, $"evidence|{accepted.Source}");
        await SendAsync(line, accepted, accepted);
        await SettledAsync(line);
        Assert.Equal(cleaned, await CleanedAsync(line, $"evidence|{accepted.Source}"));
        Assert.Empty(await RejectedAsync(line));
        Assert.Equal(4, (await line.TipsAsync()).Count);
    }

    [Fact]
    public async Task Once_review_has_opened_a_text_its_words_and_media_are_gone_and_ours_go_when_they_arrived()
    {
        await using var line = await Line.BorrowAsync(parts);
        var text = await line.Twilio.TextAsync(
            new TextScript { Body = "They have my address.", Media = [new("image/png", [1, 2, 3]), new("image/png", [4, 5, 6])] },
            null, Stop);
        Assert.Empty(text.Errors);
        var reply = line.Twilio.Remembers("Messages").Single(message => message["direction"] == "outbound-reply");
        await Eventually.TrueAsync(() => BodyOf(line, reply.Sid) == "", Stop);
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 4);
        Assert.Equal("They have my address.", BodyOf(line, text.Sid));
        Assert.Equal(2, line.Twilio.Remembers("Media").Count);

        foreach (var part in tips.Where(part => part.Kind is PartKind.Statement or PartKind.Attachment))
            await SendAsync(line, await AcceptedAsync(line, part));
        await Eventually.TrueAsync(() => BodyOf(line, text.Sid) == "" && line.Twilio.Remembers("Media").Count == 0, Stop);
        Assert.Equal(2, line.Twilio.Remembers("Messages").Count);
        await Eventually.TrueAsync(async () => (await line.RowsAsync()).Count(row => row.ContainsKey("Cleaned")) == 4, Stop);
    }

    [Theory]
    [InlineData("Twilio")]
    [InlineData("Speech")]
    public async Task A_recording_waits_for_its_transcript(string source)
    {
        await using var line = await Line.BorrowAsync(parts, OfLine("Transcript", source));
        line.Twilio.Misbehaviour.Dropped.Add(WebhookKind.Transcript);
        for (var time = 0; time < 6; time++)
            line.Speech.Fail(503);
        var call = await line.Twilio.CallAsync(new CallScript { Says = ["They said they would burn it down."] }, null, Stop);
        var tips = await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.Recording));
        var accepted = await AcceptedAsync(line, tips.Single(part => part.Kind == PartKind.Recording));
        await SendAsync(line, accepted);
        await Eventually.TrueAsync(() => line.Log.Lines.Any(
            logged => logged.Contains($"cleanup-{accepted.Source} of intake is put off", StringComparison.Ordinal)), Stop);
        Assert.Single(line.Twilio.Remembers("Recordings"));

        if (source == "Twilio")
        {
            var (path, form) = Webhook.OfCall(call.Sid, accepted.Source)["transcription"];
            await line.Webhook.PostAsync(path, form);
        }

        await Eventually.TrueAsync(() => line.Twilio.Remembers("Recordings").Count == 0, Stop);
        var transcript = await line.OpenAsync(
            (await line.WaitForTipsAsync(tips => tips.Count == 4)).Single(part => part.Kind == PartKind.Transcript));
        Assert.Equal((source, "They said they would burn it down."), ((string?)transcript["source"], (string?)transcript["text"]));
    }

    [Fact]
    public async Task A_transcript_that_never_comes_is_waited_for_no_longer_than_set()
    {
        await using var line = await Line.StartAsync(
            parts, OfLine("Transcript", "Twilio", ("Hotline__Retry__TranscriptAfter", "00:00:03")));
        line.Twilio.Misbehaviour.Dropped.Add(WebhookKind.Transcript);
        await line.Twilio.CallAsync(new CallScript { Says = ["They said they would burn it down."] }, null, Stop);
        var tips = await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.Recording));
        await SendAsync(line, await AcceptedAsync(line, tips.Single(part => part.Kind == PartKind.Recording)));
        await Eventually.TrueAsync(() => line.Twilio.Remembers("Recordings").Count == 0, Stop);
        Assert.Empty(line.Twilio.Remembers("Transcriptions"));
    }

    [Fact]
    public async Task Ours_without_word_of_their_delivery_go_when_it_was_waited_for_long_enough()
    {
        await using var line = await Line.StartAsync(parts, ("Hotline__Retry__DeliveryAfter", "00:00:04"));
        line.Twilio.Misbehaviour.Unreported = true;
        await line.Twilio.TextAsync(new TextScript { Body = "They have my address." }, null, Stop);
        var reply = line.Twilio.Remembers("Messages").Single(message => message["direction"] == "outbound-reply");
        await Eventually.TrueAsync(() => line.Log.Lines.Any(
            logged => logged.Contains($"cleanup-{reply.Sid} of intake is put off", StringComparison.Ordinal)), Stop);
        Assert.Contains("Receipt:", BodyOf(line, reply.Sid), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => BodyOf(line, reply.Sid) == "", Stop);
    }

    [Fact]
    public async Task A_line_that_says_so_leaves_no_call_in_the_log()
    {
        await using var line = await Line.StartAsync(parts, OfLine("CallsLog", "Delete"));
        var call = await line.Twilio.CallAsync(new CallScript { Says = ["They said they would burn it down."] }, null, Stop);
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 4);
        Assert.Single(line.Twilio.Remembers("Calls"));
        await SendAsync(line, await AcceptedAsync(line, tips.Single(part => part.Kind == PartKind.CallSummary)));
        await Eventually.TrueAsync(async () => await CleanedAsync(line, $"call|{call.Sid}") is not null, Stop);
        Assert.Empty(line.Twilio.Remembers("Calls"));
        Assert.Single(line.Twilio.Remembers("Recordings"));
    }

    [Fact]
    public async Task An_order_for_what_nobody_knows_or_nobody_can_have_opened_is_rejected_with_its_reason()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Twilio.Misbehaviour.MediaNotReady = int.MaxValue;
        await line.Twilio.CallAsync(new CallScript { Says = ["They said they would burn it down."] }, null, Stop);
        var row = (await line.RowsAsync()).Single(row => row.RowKey.StartsWith("evidence|", StringComparison.Ordinal));
        var early = new PartAccepted(row.PartitionKey, row.GetString("Sid"));
        var (recording, message, other) = (Webhook.Sid("RE"), Webhook.Sid("SM"), Webhook.Sid("XX"));
        await SendAsync(line, early, new("0", recording), new("0", message), new("0", other));
        IReadOnlyDictionary<string, string> rejected = new Dictionary<string, string>();
        await Eventually.TrueAsync(async () => (rejected = await RejectedAsync(line)).Keys.Count(
            id => id.StartsWith("cleanup-", StringComparison.Ordinal)) == 4, Stop); // The import may be rejected too, by then.
        Assert.Equal("This evidence was never stored here, so nobody can have opened it.", rejected[$"cleanup-{early.Source}"]);
        Assert.Equal("No row names this evidence.", rejected[$"cleanup-{recording}"]);
        Assert.Equal("No row names this message.", rejected[$"cleanup-{message}"]);
        Assert.Equal("The order names nothing that lies at Twilio.", rejected[$"cleanup-{other}"]);
        Assert.Single(line.Twilio.Remembers("Recordings"));
    }

    [Fact]
    public async Task A_status_that_comes_twice_or_in_another_order_is_one_row_and_one_that_twilio_does_not_have_is_refused()
    {
        await using var line = await Line.BorrowAsync(parts);
        var sid = Webhook.Sid("SM");
        foreach (var status in new[] { "delivered", "sent", "delivered" })
            Assert.Equal(HttpStatusCode.OK, (await line.Webhook.PostAsync("twilio/messages/status", Form(status))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await line.Webhook.PostAsync("twilio/messages/status", Form("vanished"))).Status);
        // Twilio has no such message, and so nothing of it is left there.
        await Eventually.TrueAsync(async () => await CleanedAsync(line, $"message|{sid}") is not null, Stop);
        Assert.Equal("delivered", (await line.RowsAsync()).Single(row => row.RowKey == $"message|{sid}").GetString("Final"));

        (string, string)[] Form(string status) =>
            [("AccountSid", LineSettings.AccountSid), ("MessageSid", sid), ("MessageStatus", status),
                ("From", Line.Number), ("To", "+15005550006")];
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(401)]
    public async Task An_api_that_throttles_or_is_down_or_refuses_the_key_only_takes_longer(int status)
    {
        await using var line = await Line.BorrowAsync(parts, Line.Transcribed);
        await line.Twilio.CallAsync(new CallScript { Says = ["They said they would burn it down."] }, null, Stop);
        await line.Twilio.TextAsync(new TextScript { Body = "They have my address.", Media = [new("image/png", [1, 2, 3])] }, null, Stop);
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 7);
        foreach (var resource in new[] { "Transcriptions", "Recordings", "Messages", "Media" })
            line.Twilio.Misbehaviour.FailRest(status, times: 3, resource);
        foreach (var part in tips.Where(part => part.Kind is PartKind.Statement or PartKind.Attachment or PartKind.Recording))
            await SendAsync(line, await AcceptedAsync(line, part));
        await Eventually.TrueAsync(
            () => line.Twilio.Remembers("Recordings").Count + line.Twilio.Remembers("Transcriptions").Count
                + line.Twilio.Remembers("Media").Count == 0
                && line.Twilio.Remembers("Messages").All(message => message["body"] == ""),
            Stop);
        Assert.Contains(line.Log.Lines, logged => logged.Contains("cleanup-RE", StringComparison.Ordinal) && logged.Contains(
            "is put off", StringComparison.Ordinal));
        Assert.Empty(await RejectedAsync(line));
    }

    private static (string Name, string Value)[] OfLine(string setting, string value, params (string Name, string Value)[] more) =>
        [("Hotline__Lines__0__Number", Line.Number), ($"Hotline__Lines__0__{setting}", value), .. more];

    // What Review says of a part that it opened, from what is sealed in it.
    private static async Task<PartAccepted> AcceptedAsync(Line line, Part part)
    {
        var content = await line.OpenAsync(part);
        return new PartAccepted((string)content["shard"]!, (string)content["source"]!);
    }

    private static async Task SendAsync(Line line, params PartAccepted[] accepted)
    {
        await using var bus = new ServiceBusClient(line.Broker.ConnectionString);
        await using var sender = bus.CreateSender("intake");
        foreach (var message in accepted.Select(part => part.ToMessage(DateTimeOffset.UtcNow)))
            await sender.SendMessageAsync(
                new ServiceBusMessage(message.Body) { MessageId = message.Id, ContentType = message.ContentType }, Stop);
    }

    private static Task SettledAsync(Line line) => Eventually.TrueAsync(async () => (await PeekAsync(line, "intake")).Count == 0, Stop);

    private static async Task<IReadOnlyDictionary<string, string>> RejectedAsync(Line line) =>
        (await PeekAsync(line, "rejected"))
            .ToDictionary(message => message.MessageId, message => (string)message.ApplicationProperties["reason"]);

    private static async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(Line line, string queue)
    {
        await using var bus = new ServiceBusClient(line.Broker.ConnectionString);
        await using var receiver = bus.CreateReceiver(queue);
        return await receiver.PeekMessagesAsync(100, 0, Stop);
    }

    private static async Task<DateTimeOffset?> CleanedAsync(Line line, string row) =>
        (await line.RowsAsync()).SingleOrDefault(found => found.RowKey == row)?.GetDateTimeOffset("Cleaned");

    private static string? BodyOf(Line line, string message) =>
        line.Twilio.Remembers("Messages").Single(found => found.Sid == message)["body"];
}
