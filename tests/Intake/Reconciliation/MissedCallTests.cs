using System.Security.Cryptography;
using Hotline.Contracts;
using Hotline.Local.Line;
using Hotline.Local.Speech;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Intake.Reconciliation;

/// <summary>Calls that the line has answered, and of which no webhook told afterwards.</summary>
[Trait("Speed", "slow")]
public sealed class MissedCallTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_whose_callbacks_were_all_lost_is_a_tip_once_and_opens_bit_for_bit()
    {
        await using var line = await Line.BorrowAsync(parts);
        var (call, sound) = await MissAsync(line);
        await line.ReconcileAsync();
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 3);
        Assert.Equal([PartKind.Recording, PartKind.Transcript, PartKind.CallSummary], tips.Select(part => part.Kind).Order());
        Assert.All(tips, part => Assert.Equal((TipOf.Call(call.Sid), false), (part.Tip!.Value, part.OverFallback)));
        var recording = tips.Single(part => part.Kind == PartKind.Recording);
        Assert.Equal(($"recording-{call.Recordings[0]}", "es"), (recording.Id.Value, recording.Language));
        Assert.Equal(sound, await line.OpenBlobAsync((string)(await line.OpenAsync(recording))["blob"]!));
        Assert.StartsWith("Dijeron",
            (string?)(await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Transcript)))["text"], StringComparison.Ordinal);
        var summary = await line.OpenAsync(tips.Single(part => part.Kind == PartKind.CallSummary));
        Assert.Equal(("+15005550021", Line.Number, "completed"),
            ((string?)summary["from"], (string?)summary["line"], (string?)summary["status"]));
        await Reconciling.AssertNothingMoreAsync(line, 3, line.ReconcileAsync);
    }

    [Fact]
    public async Task An_operator_finds_on_the_row_and_in_the_log_what_failed_and_no_number()
    {
        await using var line = await Line.BorrowAsync(parts);
        var (call, _) = await MissAsync(line);
        await line.ReconcileAsync();
        await line.WaitForTipsAsync(tips => tips.Count == 3);
        var row = (await line.RowsAsync()).Single(row => row.RowKey == $"call|{call.Sid}");
        Assert.NotNull(row.GetDateTimeOffset("Reconciled"));
        // Twilio's error of the step that failed.
        Assert.Equal(11200, row.GetInt32("Missed"));
        // The host passes the worker's lines on in its own time.
        await Eventually.TrueAsync(() => line.Log.Lines.Any(
            logged => logged.Contains($"brought a Recording of {call.Recordings[0]}", StringComparison.Ordinal)), Stop);
        Assert.DoesNotContain(line.Log.Lines, logged => logged.Contains("+1500555", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Webhooks_that_come_after_it_add_nothing()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.LoseAllCallbacks();
        var call = await line.Twilio.CallAsync(new CallScript { Says = ["They said they would burn it down."] }, null, Stop);
        await line.ReconcileAsync();
        await line.WaitForTipsAsync(tips => tips.Count == 3);

        var forms = Webhook.OfCall(call.Sid, call.Recordings[0]);
        var hungUp = forms["action"].Form.Select(pair => pair.Item1 == "Digits" ? ("Digits", "hangup") : pair).ToArray();
        await Reconciling.AssertNothingMoreAsync(line, 3, async () =>
        {
            foreach (var step in new[] { "status", "recording", "answer" })
                Assert.Equal(System.Net.HttpStatusCode.OK, (await line.Webhook.PostAsync(forms[step].Path, forms[step].Form)).Status);
            Assert.Equal(System.Net.HttpStatusCode.OK, (await line.Webhook.PostAsync(forms["action"].Path, hungUp)).Status);
        });
    }

    [Fact]
    public async Task What_a_webhook_has_brought_is_not_brought_again()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.Twilio.CallAsync(new CallScript { Says = ["They said they would burn it down."] }, null, Stop);
        await line.Twilio.TextAsync(new TextScript { Body = "They posted her address." }, null, Stop);
        await line.WaitForTipsAsync(tips => tips.Count == 6);
        await Reconciling.AssertNothingMoreAsync(line, 6, line.ReconcileAsync);
        Assert.DoesNotContain(line.Log.Lines, logged => logged.Contains("Reconciliation brought", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Twilios_transcript_whose_callback_was_lost_is_asked_for(bool recordingIsLostToo)
    {
        await using var line = await Line.BorrowAsync(parts, Line.Transcribed);
        line.Lose(WebhookKind.Transcript);
        if (recordingIsLostToo)
            line.LoseAllCallbacks();
        await line.Twilio.CallAsync(new CallScript { Says = ["They said they would burn it down."] }, null, Stop);
        await line.ReconcileAsync();
        var tips = await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.Transcript));
        var transcript = await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Transcript));
        Assert.Equal(("Twilio", "They said they would burn it down."), ((string?)transcript["source"], (string?)transcript["text"]));
        await Reconciling.AssertNothingMoreAsync(line, recordingIsLostToo ? 3 : 4, line.ReconcileAsync);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_adds_to_an_earlier_report_keeps_its_link(bool twilioTells)
    {
        await using var line = await Line.BorrowAsync(parts);
        var reporter = await Reporter.CallsAsync(line, "2");
        line.LoseAllCallbacks();
        var call = await line.Twilio.CallAsync(new CallScript { Keys = ["3", reporter.Code], Says = ["En la calle Mayor."] }, null, Stop);
        if (!twilioTells)
            await ForgetNotesAsync(line, call.Sid);
        await line.ReconcileAsync();
        var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Tip == TipOf.Call(call.Sid)) == 4);
        var link = await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Link));
        Assert.Equal(reporter.Tip.Value, (string?)link["earlier"]);
        Assert.Equal("es", tips.Single(part => part.Id.Value == $"recording-{call.Recordings[0]}").Language);
    }

    [Fact]
    public async Task What_Twilio_holds_for_others_and_what_was_cleaned_up_stays_where_it_is()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Twilio.Numbers =
        [
            line.Twilio.Numbers[0],
            new SimulatedNumber("+15005550111")
            {
                VoiceUrl = new Uri(line.Twilio.Url, "bins/voice"), SmsUrl = new Uri(line.Twilio.Url, "bins/text"),
            },
        ];
        await line.Twilio.CallAsync(new CallScript { To = "+15005550111", Says = ["That is nobody's business but theirs."] }, null, Stop);
        await line.Twilio.TextAsync(new TextScript { To = "+15005550111", Body = "Nobody's business." }, null, Stop);
        var call = await line.Twilio.CallAsync(new CallScript { Says = ["They said they would burn it down."] }, null, Stop);
        await line.WaitForTipsAsync(tips => tips.Count == 4);
        await AcceptAsync(line, call.Recordings[0]);
        await Eventually.TrueAsync(() => line.Twilio.Remembers("Recordings").Count == 1, Stop);
        await Reconciling.AssertNothingMoreAsync(line, 4, line.ReconcileAsync);
        Assert.Equal(2, line.Twilio.Remembers("Recordings").Count + line.Twilio.Remembers("Calls").Count(
            log => log["to"] == "+15005550111"));
    }

    private static async Task<(ConversationResult Call, byte[] Sound)> MissAsync(Line line)
    {
        line.LoseAllCallbacks();
        var sound = Wav.Silence(8);
        RandomNumberGenerator.Fill(sound.AsSpan(44));
        var call = await line.Twilio.CallAsync(
            new CallScript { From = "+15005550021", Keys = ["2"], Audio = sound, Transcript = "Dijeron que la van a quemar." }, null, Stop);
        Assert.Empty(await line.SettledAsync());
        return (call, sound);
    }

    private static async Task AcceptAsync(Line line, string recording)
    {
        var shard = (await line.RowsAsync()).Single(row => row.RowKey == $"evidence|{recording}").PartitionKey;
        await using var bus = new Azure.Messaging.ServiceBus.ServiceBusClient(line.Broker.ConnectionString);
        await bus.CreateSender("intake").SendMessageAsync(
            new(new PartAccepted(shard, recording).Write()) { MessageId = $"cleanup-{recording}" }, Stop);
    }

    private static async Task ForgetNotesAsync(Line line, string call)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(
            System.Text.Encoding.ASCII.GetBytes($"{LineSettings.AccountSid}:{LineSettings.AuthToken}")));
        foreach (var note in line.Twilio.Remembers("Notifications"))
        {
            var path = $"2010-04-01/Accounts/{LineSettings.AccountSid}/Calls/{call}/Notifications/{note.Sid}.json";
            using var answer = await http.DeleteAsync(new Uri(line.Twilio.Url, path), Stop);
            answer.EnsureSuccessStatusCode();
        }
    }
}
