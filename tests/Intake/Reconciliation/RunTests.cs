using Hotline.Local.Twilio;

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
        Assert.DoesNotContain(line.Log.Lines, logged => logged.Contains("is put off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Twilio_that_stays_busy_puts_the_run_off_and_the_next_one_goes_on()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Lose(WebhookKind.Message);
        await line.Twilio.TextAsync(new TextScript { Body = "They posted her address." }, null, Stop);
        line.Twilio.Misbehaviour.FailRest(429, times: 4, resource: "Messages", retryAfter: TimeSpan.FromSeconds(1));
        await Line.FireAsync(line.Intake, "ReconcileTwilio");
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
        await Line.FireAsync(line.Intake, "ReconcileTwilio");
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
        var goesOn = await line.Twilio.CallAsync(new CallScript { Says = ["Still speaking."] }, null, Stop);
        var log = line.Twilio.Remembers("Calls").Single(call => call.Sid == goesOn.Sid);
        (log.Fields["status"], log.Fields["end_time"]) = ("in-progress", null);
        var began = DateTimeOffset.Parse(log["start_time"]!, System.Globalization.CultureInfo.InvariantCulture);
        await Task.Delay(TimeSpan.FromSeconds(2), Stop);
        await line.Twilio.CallAsync(new CallScript { From = "+15005550022", Says = ["And another."] }, null, Stop);
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
        Assert.Equal(2, line.Storage.Requests.Count);
        Assert.All(line.Storage.Requests, request => Assert.Contains("watermark", request, StringComparison.Ordinal));
    }
}
