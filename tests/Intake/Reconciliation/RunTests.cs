using Azure.Data.Tables;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Intake.Reconciliation;

/// <summary>How a run goes on, and what it costs.</summary>
[Trait("Speed", "slow")]
public sealed class RunTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Twilio_that_is_busy_for_a_moment_is_waited_for()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Lose(WebhookKind.Message);
        await line.Twilio.TextAsync(new TextScript { Body = "They posted her address." }, null, Stop);
        line.Twilio.Misbehaviour.FailRest(429, times: 2, resource: "Messages", retryAfter: TimeSpan.FromSeconds(1));
        await line.ReconcileAsync();
        await line.WaitForTipsAsync(tips => tips.Count == 1);
        // A run that is put off, and no message of a test before this one.
        Assert.DoesNotContain(line.Log.Lines, logged => logged.Contains("Reconciliation with Twilio is put off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Twilio_that_stays_busy_puts_the_run_off_and_the_next_one_goes_on()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Lose(WebhookKind.Message);
        await line.Twilio.TextAsync(new TextScript { Body = "They posted her address." }, null, Stop);
        line.Twilio.Misbehaviour.FailRest(429, times: 4, resource: "Messages", retryAfter: TimeSpan.FromSeconds(1));
        await line.FireIntakeAsync("ReconcileTwilio");
        await Eventually.TrueAsync(
            () => line.Log.Lines.Any(logged => logged.Contains("Reconciliation with Twilio is put off", StringComparison.Ordinal)), Stop);
        Assert.Empty(await line.SettledAsync());
        await line.ReconcileAsync();
        await line.WaitForTipsAsync(tips => tips.Count == 1);
    }

    [Theory]
    [InlineData(403)] // The key may not read them.
    [InlineData(404)] // The call is deleted.
    public async Task A_call_of_which_Twilio_does_not_tell_why_is_brought_all_the_same(int status)
    {
        await using var line = await Line.BorrowAsync(parts);
        line.LoseAllCallbacks();
        var call = await line.Twilio.CallAsync(new CallScript { Says = ["They said they would burn it down."] }, null, Stop);
        line.Twilio.Misbehaviour.FailRest(status, times: 10, resource: "Notifications");
        await line.ReconcileAsync();
        await line.WaitForTipsAsync(tips => tips.Any(part => part.Id.Value == $"recording-{call.Recordings[0]}"));
    }

    [Fact]
    public async Task A_call_that_Twilio_can_t_tell_of_keeps_no_text_back_and_is_looked_at_again()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.LoseAllCallbacks();
        line.Lose(WebhookKind.Message);
        var call = await line.Twilio.CallAsync(new CallScript { Says = ["They said they would burn it down."] }, null, Stop);
        var text = await line.Twilio.TextAsync(new TextScript { Body = "They posted her address." }, null, Stop);
        // For the call and for its recording, the client's own tries among them.
        line.Twilio.Misbehaviour.FailRest(503, times: 8, resource: "Notifications");
        await line.ReconcileAsync();
        await line.WaitForTipsAsync(tips => tips.Any(part => part.Id.Value == $"statement-{text.Sid}"));
        await Eventually.TrueAsync(
            async () =>
            {
                await line.ReconcileAsync();
                return (await line.TipsAsync()).Any(part => part.Id.Value == $"recording-{call.Recordings[0]}");
            },
            Stop);
    }

    [Fact]
    public async Task A_number_that_leads_here_again_is_looked_back_at()
    {
        await using var line = await Line.StartAsync(parts, ("Hotline__Reconciliation__Overlap", "00:00:00"));
        var (ours, other) =
            (line.Twilio.Numbers[0], new SimulatedNumber("+15005550111") { VoiceUrl = new Uri(line.Twilio.Url, "bins/voice") });
        line.Twilio.Numbers = [ours, other];
        var call = await line.Twilio.CallAsync(new CallScript { To = "+15005550111", Says = ["They would burn it down."] }, null, Stop);
        await Task.Delay(TimeSpan.FromSeconds(2), Stop); // Twilio's times have no fractions.
        await line.ReconcileAsync();
        Assert.Empty(await line.SettledAsync());

        line.Twilio.Numbers = [ours, other with { VoiceUrl = ours.VoiceUrl }];
        await line.ReconcileAsync();
        await line.WaitForTipsAsync(tips => tips.Any(part => part.Id.Value == $"recording-{call.Recordings[0]}"));
    }

    [Fact]
    public async Task A_run_that_is_killed_goes_on_at_the_step_where_it_was()
    {
        await using var line = await Line.StartAsync(
            parts, ("Hotline__Reconciliation__FirstReach", "04:00:00"));
        line.Lose(WebhookKind.Message);
        var old = await line.Twilio.TextAsync(new TextScript { From = "+15005550021", Body = "Three hours ago." }, null, Stop);
        var sent = DateTimeOffset.UtcNow.AddHours(-3);
        line.Twilio.Remembers("Messages").Single(message => message.Sid == old.Sid).Fields["date_sent"] = sent.ToString("r");
        var media = new MediaFile("image/jpeg", [1, 2, 3]);
        var recent = await line.Twilio.TextAsync(new TextScript { From = "+15005550022", Body = "Now.", Media = [media] }, null, Stop);
        line.Twilio.Misbehaviour.FailRest(503, times: 1, resource: "Media", retryAfter: TimeSpan.FromSeconds(20));
        await line.FireIntakeAsync("ReconcileTwilio");
        await line.WaitForTipsAsync(tips => tips.Any(part => part.Id.Value == $"statement-{old.Sid}"));
        await Eventually.TrueAsync(async () => await line.WatermarkAsync() > sent.AddHours(1), Stop);
        var killed = line.Intake.WorkerProcessId;
        line.KillWorker();
        await Eventually.TrueAsync(() => line.Intake.WorkerProcessId != killed, Stop);
        await line.SettledAsync();
        Assert.DoesNotContain(await line.TipsAsync(), part => part.Id.Value == $"statement-{recent.Sid}");
        line.Storage.ForgetRequests();
        await line.ReconcileAsync();
        await line.WaitForTipsAsync(tips => tips.Count == 3);
        Assert.DoesNotContain(line.Storage.Requests, request => request.Contains(old.Sid, StringComparison.Ordinal));
        Assert.Contains(line.Storage.Requests, request => request.Contains(recent.Sid, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_still_going_on_holds_the_watermark_and_nothing_else()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.LoseAllCallbacks();
        var goesOn = await line.Twilio.CallAsync(new CallScript { Says = ["I am still speaking of what I saw."] }, null, Stop);
        var log = line.Twilio.Remembers("Calls").Single(call => call.Sid == goesOn.Sid);
        (log.Fields["status"], log.Fields["end_time"]) = ("in-progress", null);
        var began = DateTimeOffset.Parse(log["start_time"]!, System.Globalization.CultureInfo.InvariantCulture);
        await Task.Delay(TimeSpan.FromSeconds(2), Stop);
        await line.Twilio.CallAsync(new CallScript { From = "+15005550022", Says = ["And another saw the same man there."] }, null, Stop);
        await line.ReconcileAsync();
        await line.WaitForTipsAsync(tips => tips.Count == 5);
        Assert.Equal(began, await line.WatermarkAsync());

        (log.Fields["status"], log.Fields["end_time"]) = ("completed", log["date_updated"]);
        await line.ReconcileAsync();
        await line.WaitForTipsAsync(tips => tips.Count == 6);
        Assert.True(await line.WatermarkAsync() > began);
    }

    [Fact]
    public async Task A_run_that_finds_nothing_asks_storage_twice()
    {
        await using var line = await Line.StartAsync(parts, ("AzureWebJobs.SweepOutbox.Disabled", "true"));
        await line.ReconcileAsync();
        line.Storage.ForgetRequests();
        await line.ReconcileAsync();
        // One reads what is due; then one reads the mark with the first looks beside it, and one writes it. Beside these, rows say when the
        // tasks are due next.
        var requests = line.Storage.Requests.Where(request =>
            !request.StartsWith("POST", StringComparison.Ordinal) && !request.Contains("schedule", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, requests.Count);
        Assert.Contains("watermark", requests[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_led_elsewhere_for_days_has_its_gap_looked_at_when_it_is_back()
    {
        await using var line = await Line.StartAsync(
            parts, ("Hotline__Reconciliation__Overlap", "00:00:00"), ("Hotline__Reconciliation__FirstReach", "00:10:00"));
        var ours = line.Twilio.Numbers[0];
        var other = new SimulatedNumber("+15005550111") { VoiceUrl = ours.VoiceUrl, SmsUrl = ours.SmsUrl };
        line.Twilio.Numbers = [ours, other];
        await line.ReconcileAsync();
        var text = await TextOfAsync(line, DateTimeOffset.UtcNow.AddDays(-2), "+15005550111");
        // As if three days had gone by since that run, and the line had led elsewhere from then on.
        await ChangeMarkAsync(line, "At", DateTimeOffset.UtcNow.AddDays(-3));
        var elsewhere = new Uri(line.Twilio.Url, "bins/voice");
        line.Twilio.Numbers = [ours, other with { VoiceUrl = elsewhere, SmsUrl = elsewhere }];
        await line.ReconcileAsync();
        await line.SettledAsync();
        Assert.Empty(await line.TipsAsync());

        line.Twilio.Numbers = [ours, other];
        await line.ReconcileAsync();
        await line.WaitForTipsAsync(tips => tips.Any(part => part.Id.Value == $"statement-{text}"));
        await Eventually.TrueAsync(async () => (await MarkAsync(line)).GetString("Behind") == "", Stop);
        Assert.Contains("+15005550111", (await MarkAsync(line)).GetString("Lines"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_a_night_two_whole_days_are_compared_however_far_the_watermark_is()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.ReconcileAsync();
        var text = await TextOfAsync(line, DateTimeOffset.UtcNow.AddHours(-47), Line.Number);
        await line.ReconcileAsync();
        Assert.Empty(await line.SettledAsync());
        await line.FireIntakeAsync("CompareTwoDays");
        await line.WaitForTipsAsync(tips => tips.Any(part => part.Id.Value == $"statement-{text}"));
    }

    [Fact]
    public async Task The_words_of_a_text_do_not_wait_for_files_that_Twilio_will_not_list()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Lose(WebhookKind.Message);
        var texts = new List<string>();
        for (var n = 0; n < 4; n++)
            texts.Add((await line.Twilio.TextAsync(
                new TextScript { From = $"+1500555003{n}", Body = $"Picture {n}.", Media = [new MediaFile("image/png", [1, 2, 3])] }, null, Stop)).Sid);
        line.Twilio.Misbehaviour.FailRest(403, times: 1000, resource: "Media");
        await line.ReconcileAsync();
        await line.WaitForTipsAsync(tips => texts.TrueForAll(text => tips.Any(part => part.Id.Value == $"statement-{text}")));
    }

    // A text of another day, whose webhook never came.
    private static async Task<string> TextOfAsync(Line line, DateTimeOffset sent, string to, params MediaFile[] media)
    {
        line.Lose(WebhookKind.Message);
        var text = await line.Twilio.TextAsync(new TextScript { To = to, Body = "They posted her address.", Media = media }, null, Stop);
        line.Twilio.Remembers("Messages").Single(message => message.Sid == text.Sid).Fields["date_sent"] = sent.ToString("r");
        return text.Sid;
    }

    private static async Task<TableEntity> MarkAsync(Line line) =>
        (await line.Table.GetEntityAsync<TableEntity>("watermark", "watermark", cancellationToken: Stop)).Value;

    private static async Task ChangeMarkAsync(Line line, string column, object value)
    {
        var mark = await MarkAsync(line);
        mark[column] = value;
        await line.Table.UpdateEntityAsync(mark, Azure.ETag.All, cancellationToken: Stop);
    }
}
