using System.Globalization;
using Hotline.Contracts;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.EndToEnd;

/// <summary>The app down, or its storage, while people report: nothing is lost, and what the fallback took says so.</summary>
[Trait("Speed", "slow")]
public sealed class FaultTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_fallback_took_while_the_app_was_down_are_tips_that_say_so()
    {
        await using var line = await Line.StartAsync(parts, new LineSetup { HasFallback = true });
        await line.StopIntakeAsync();
        var calls = await CallAsync(line, 4, TimeSpan.Zero);
        var text = await line.Twilio.TextAsync(
            new TextScript { From = "+15005550031", Body = "They posted her address.", Media = [new MediaFile("image/jpeg", [1, 2, 3])] },
            null, Stop);
        Assert.Contains(text.Lines, said => said.Who == "hotline" && said.Text.Contains("We have your text", StringComparison.Ordinal));
        await line.StartIntakeAgainAsync();
        await line.ReconcileAsync();

        var tips = await line.WaitForTipsAsync(tips => tips.Count == (4 * 3) + 2);
        AssertTaken(tips, calls, overFallback: true);
        Assert.All(tips.Where(part => part.Tip == TipOf.Text(text.Sid)), part => Assert.True(part.OverFallback));
        Assert.All(tips.Where(part => part.Kind == PartKind.Recording), part => Assert.Null(part.Language));
        await Reconciling.AssertNothingMoreAsync(line, tips.Count, line.ReconcileAsync);

        await line.StartReviewAsync();
        using var reviewer = await ReviewerBrowser.OfAsync(line, "sam-lindqvist");
        var tip = TipOf.Call(calls[0].Sid);
        await Eventually.TrueAsync(
            async () => (await reviewer.OpenAsync($"/review/tips/{tip}")).Page.Contains(
                "over the fallback", StringComparison.Ordinal), Stop);
    }

    [Theory]
    [InlineData("presses", 0)]
    [InlineData("says", 1)]
    public async Task A_caller_whom_the_app_leaves_in_the_middle_keeps_what_was_said_to_both(string step, int own)
    {
        await using var line = await Line.BorrowAsync(parts);
        line.AddFallback();
        var app = line.Twilio.ConnectTo;
        var call = await line.Twilio.CallAsync(
            new CallScript { Keys = ["2"], Says = ["Lo dijeron ayer.", "Y hoy otra vez."] },
            said =>
            {
                if (said.Who == "caller" && said.Does.StartsWith(step, StringComparison.Ordinal))
                    line.Twilio.ConnectTo = new Uri("http://127.0.0.1:1");
            },
            Stop);
        line.Twilio.ConnectTo = app;
        Assert.Equal(own + 1, call.Recordings.Count);
        await line.ReconcileAsync();
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 1 + (2 * call.Recordings.Count));
        for (var n = 0; n < call.Recordings.Count; n++)
        {
            var part = tips.Single(part => part.Id.Value == $"recording-{call.Recordings[n]}");
            Assert.Equal((n >= own, n >= own ? null : "es"), (part.OverFallback, part.Language));
        }
    }

    [Fact]
    public async Task What_is_said_while_storage_is_down_are_tips_of_the_line_itself()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.AddFallback();
        line.Storage.Fails = StorageProxy.Fault.Refusing;
        var calls = await CallAsync(line, 3, TimeSpan.Zero);
        line.Storage.Fails = StorageProxy.Fault.None;
        Assert.Empty(await line.SettledAsync());
        await line.ReconcileAsync();
        AssertTaken(await line.WaitForTipsAsync(tips => tips.Count == 9), calls, overFallback: false);
    }

    [Fact]
    public async Task A_worker_that_is_killed_while_people_report_loses_none_of_them()
    {
        await using var line = await Line.StartAsync(parts, new LineSetup { HasFallback = true });
        var calling = CallAsync(line, 10, TimeSpan.FromSeconds(5));
        var first = line.Intake.WorkerProcessId;
        for (var kills = 0; kills < 2; kills++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1.5), Stop);
            var killed = line.Intake.WorkerProcessId;
            line.KillWorker();
            await Eventually.TrueAsync(() => line.Intake.WorkerProcessId != killed, Stop);
        }

        var calls = await calling;
        Assert.NotEqual(first, line.Intake.WorkerProcessId);
        await line.ReconcileAsync();
        await line.WaitForTipsAsync(tips => calls.All(call => Came(tips, call)));
    }

    [Fact]
    public Task Minutes_of_both_scaled_down_to_seconds_lose_nothing() => LoseNothingAsync(
        TimeSpan.FromSeconds(20), 6, TimeSpan.FromSeconds(10), 4, [("Hotline__Reconciliation__After", "00:00:02")],
        line => line.ReconcileAsync());

    // The figures that an operator is promised, in their real minutes, with the settings and the timer of a deployment.
    [Fact]
    [Trait("Speed", "long")]
    public Task The_app_down_for_ten_minutes_while_fifty_call_and_storage_for_five_while_twenty_speak_loses_none_of_the_seventy() => LoseNothingAsync(
        TimeSpan.FromMinutes(10), 50, TimeSpan.FromMinutes(5), 20, [("Hotline__Reconciliation__After", "00:02:00")], null);

    private async Task LoseNothingAsync(
        TimeSpan appDown, int overFallback, TimeSpan storageDown, int speakers, (string, string)[] settings, Func<Line, Task>? reconcile)
    {
        await using var line = await Line.StartAsync(
            parts, new LineSetup { HasFallback = true, Timers = reconcile is null ? null : LineSetup.SweepAlone }, settings);
        await line.StopIntakeAsync();
        var left = await CallAsync(line, overFallback, appDown);
        await line.StartIntakeAgainAsync();
        line.Storage.Fails = StorageProxy.Fault.Refusing;
        var spoken = await CallAsync(line, speakers, storageDown);
        line.Storage.Fails = StorageProxy.Fault.None;
        Assert.All(left.Concat(spoken), call => Assert.False(call.HeardError));

        var all = left.Concat(spoken).ToList();
        Assert.Equal(overFallback + speakers, all.Count);
        IReadOnlyList<Part> tips = [];
        var limit = DateTimeOffset.UtcNow.AddMinutes(30);
        for (; !all.All(call => Came(tips, call)); await Task.Delay(TimeSpan.FromSeconds(2), Stop))
        {
            Assert.True(DateTimeOffset.UtcNow < limit, $"{all.Count(call => !Came(tips, call))} of {all.Count} are no tips.");
            if (reconcile is not null)
                await reconcile(line);
            tips = await line.TipsAsync();
        }

        AssertTaken(tips, left, overFallback: true);
        AssertTaken(tips, spoken, overFallback: false);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{all.Count} of {all.Count} are tips; {left.Length} say that they came over the fallback.");
    }

    private static bool Came(IEnumerable<Part> tips, ConversationResult call) =>
        new[] { PartKind.Recording, PartKind.Transcript, PartKind.CallSummary }.All(kind =>
            tips.Any(part => part.Kind == kind && part.Tip == TipOf.Call(call.Sid)));

    private static void AssertTaken(IReadOnlyList<Part> tips, ConversationResult[] calls, bool overFallback) => Assert.All(calls, call =>
    {
        Assert.Single(call.Recordings);
        Assert.True(Came(tips, call));
        var recording = tips.Single(part => part.Kind == PartKind.Recording && part.Tip == TipOf.Call(call.Sid));
        Assert.Equal((call.Recordings[0], overFallback), (recording.Id.Value["recording-".Length..], recording.OverFallback));
    });

    // Callers spread over a span of time.
    private static Task<ConversationResult[]> CallAsync(Line line, int count, TimeSpan over) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(async n =>
        {
            await Task.Delay(over * n / count, Stop);
            var from = string.Create(CultureInfo.InvariantCulture, $"+1500557{n:D4}");
            return await line.Twilio.CallAsync(new CallScript { From = from, Says = [$"Caller {n} speaks of a threat."] }, null, Stop);
        }));
}
