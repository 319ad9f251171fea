using System.Net;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Local.Twilio.Account;
using Hotline.Review.Canary;
using Hotline.Review.Ledger;
using Hotline.Review.Retention;
using Hotline.Review.Tips;
using Hotline.Tests.Telemetry;
using Microsoft.Extensions.Options;

namespace Hotline.Tests.Review.Canary;

/// <summary>Calls of our own through the whole line, by the real workers and the simulator.</summary>
[Trait("Speed", "slow")]
public sealed class CanaryTests(SharedParts parts)
{
    private const string Number = "+15005550190";
    private static readonly string[] Lists =
        ["open|", "late|", "free|", "closed|", "dormant|", "number|", "like|", "waiting|", "escalated|", "mine|"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_goes_through_the_whole_line_is_shown_to_nobody_and_closed_by_the_line_and_dropped_later()
    {
        await using var line = await StartAsync(("Hotline__Canary__KeptFor", "00:00:00.001"));
        var tip = await CallAsync(line);
        await ClosedAsync(line, tip, "canary");
        await Eventually.TrueAsync(async () => await PartsAsync(line, tip) == 4, Stop);
        foreach (var list in Lists)
            Assert.Empty(await ReviewRows.FindAsync(line, list));
        Assert.Single(await ReviewRows.FindAsync(line, "checked|"));
        Assert.Contains(line.Log.Lines, logged => logged.Contains($"Canary {tip} came whole", StringComparison.Ordinal));

        using var supervisor = await ReviewerBrowser.OfAsync(line, "sam-lindqvist");
        foreach (var path in new[] { "/review", "/review/tips?view=closed", "/review/tips?view=open" })
            Assert.DoesNotContain(tip.Value, (await supervisor.OpenAsync(path)).Page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await supervisor.OpenAsync($"/review/tips/{tip}")).Status);
        var recording = (await ReviewRows.FindAsync(line, $"part|{tip}|recording")).Single().RowKey.Split('|')[2];
        Assert.Equal(HttpStatusCode.NotFound, (await supervisor.FetchAsync($"/review/tips/{tip}/parts/{recording}/sound")).Status);
        Assert.DoesNotContain(await EventsAsync(line, tip), e => e.Act is EventKind.Viewed or EventKind.Opened);

        using var auditor = await ReviewerBrowser.OfAsync(line, "ada-moreau");
        Assert.Contains("called itself", (await auditor.OpenAsync($"/review/audit?tip={tip}")).Page, StringComparison.Ordinal);
        Assert.Empty((await ReviewRows.Audit(line).VerifyAsync(Stop)).Findings);

        await line.FireAsync(nameof(DropDormantTips));
        await Eventually.TrueAsync(async () => await PartsAsync(line, tip) == 0, Stop);
        Assert.Empty(await ReviewRows.FindAsync(line, "checked|"));
        await ReviewRows.AssertRebuiltAsync(line);
    }

    [Fact]
    public async Task Its_parts_may_be_accepted_before_it_is_known_to_be_ours()
    {
        await using var line = await StartAsync();
        var tip = await Caller.ReportsAsync(line, "This is the tip line, calling itself. Nobody reports anything.", Number);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, "like|")).Count > 0, Stop);
        Assert.Single(await ReviewRows.FindAsync(line, "open|"));
        Assert.Single(await ReviewRows.FindAsync(line, "number|"));
        // As Review leaves it for later when the table does not take it.
        var order = RememberCanary.Marked(tip, InProcessReview.Mac).ToMessage(TimeProvider.System.GetUtcNow());
        await using var bus = new ServiceBusClient(line.Broker.ConnectionString);
        await bus.CreateSender(order.Queue).SendMessageAsync(new ServiceBusMessage(order.Body) { MessageId = order.Id }, Stop);
        await ClosedAsync(line, tip, "canary");
        await Eventually.TrueAsync(async () => await PartsAsync(line, tip) == 4, Stop);
        Assert.Equal(EventKind.Accepted, (await EventsAsync(line, tip))[0].Act);
        foreach (var list in Lists)
            Assert.Empty(await ReviewRows.FindAsync(line, list));
        await ReviewRows.AssertRebuiltAsync(line);
    }

    [Fact]
    public async Task A_call_from_the_canary_s_number_that_we_did_not_make_is_a_tip_like_any_other()
    {
        await using var line = await StartAsync();
        var ours = await CallAsync(line);
        await ClosedAsync(line, ours, "canary");
        var theirs = await Caller.ReportsAsync(line, "This is the tip line, calling itself. Nobody reports anything.", Number);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, "like|")).Count > 0, Stop);
        Assert.EndsWith(theirs.Value, Assert.Single(await ReviewRows.FindAsync(line, "open|")).RowKey, StringComparison.Ordinal);
        Assert.DoesNotContain(await EventsAsync(line, theirs), e => e.Act is EventKind.Tested or EventKind.Compared);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        Assert.Equal(HttpStatusCode.OK, (await rosa.OpenAsync($"/review/tips/{theirs}")).Status);
        Assert.DoesNotContain(ours.Value, rosa.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_counted_as_a_canary_and_not_as_a_tip()
    {
        await using var collector = await Collector.StartAsync(Stop);
        await using var line = await StartAsync(collector.Settings);
        var ours = await CallAsync(line);
        await ClosedAsync(line, ours, "canary");
        await Eventually.TrueAsync(() => Counted("hotline.canaries") == 1, Stop);
        var reported = await Caller.ReportsAsync(line, "They posted her address.", "+15005554301");
        await Eventually.TrueAsync(async () => await PartsAsync(line, reported) == 4, Stop);
        // All that was counted until now is in the second export from now.
        var exports = Exports();
        await Eventually.TrueAsync(() => Exports() > exports + 1, Stop);
        // What is accepted before anybody knows that it is ours counts as anybody's.
        var early = (await EventsAsync(line, ours)).TakeWhile(e => e.Act != EventKind.Tested)
            .Count(e => e.What is AcceptedEvent { Kind: PartKind.Recording });
        Assert.Equal((1 + early, 1), (Counted("hotline.tips"), Counted("hotline.canaries")));

        int Exports() => collector.Metrics.Count(metric => metric.Name == "hotline.canaries");

        // What was counted since the start, as exported last.
        long Counted(string name) => (long)(collector.Metrics.LastOrDefault(metric => metric.Name == name)?.Sum.DataPoints
            .Aggregate(0ul, (sum, point) => sum + point.AsInt) ?? 0);
    }

    [Fact]
    public async Task One_that_does_not_come_whole_is_told_once_and_given_up()
    {
        await using var line = await StartAsync(("Hotline__Canary__Within", "00:00:00.001"));
        line.Twilio.Misbehaviour.Dropped.Add(WebhookKind.Answer);
        var tip = await CallAsync(line);
        await line.FireAsync(nameof(CheckCanaries));
        await ClosedAsync(line, tip, "late");
        var next = await CallAsync(line, tip);
        await line.FireAsync(nameof(CheckCanaries));
        await ClosedAsync(line, next, "late");
        Assert.Single(line.Log.Lines, logged => logged.StartsWith("Error", StringComparison.Ordinal)
            && logged.Contains($"Canary {tip} has not come whole", StringComparison.Ordinal));
        Assert.DoesNotContain(line.Log.Lines, logged => logged.Contains(Number[1..], StringComparison.Ordinal));
        // Nothing is on its way any more that would come into the table while it is made again.
        foreach (var came in new[] { tip, next })
            await Eventually.TrueAsync(
                async () => (await EventsAsync(line, came)).Any(
                    e => e.What is AcceptedEvent { Kind: PartKind.CallSummary }), Stop);
        await ReviewRows.AssertRebuiltAsync(line);
    }

    [Fact]
    public async Task One_that_twilio_does_not_make_is_told_and_leaves_nothing()
    {
        await using var line = await StartAsync();
        line.Twilio.Misbehaviour.FailRest(401, resource: "Calls");
        await line.FireAsync(nameof(CallCanary));
        await Eventually.TrueAsync(
            () => line.Log.Lines.Any(logged => logged.StartsWith("Error", StringComparison.Ordinal)
                && logged.Contains("No canary call could be made", StringComparison.Ordinal)), Stop);
        Assert.Empty(await ReviewRows.FindAsync(line, "tip|"));
    }

    [Fact]
    public async Task While_no_number_is_set_nobody_is_called() =>
        await new CallCanary(null!, Options.Create(new CanaryOptions())).RunAsync(Stop);

    private async Task<Line> StartAsync(params (string Name, string Value)[] more)
    {
        var line = await Line.BorrowAsync(parts);
        line.Twilio.Numbers = [.. line.Twilio.Numbers, new SimulatedNumber(Number) { VoiceUrl = new Uri(line.Twilio.Url, "bins/canary") }];
        await line.StartReviewAsync([
            ("Hotline__Canary__Number", Number), ("Hotline__Canary__From", Line.Number),
            ("Hotline__Canary__Intake", Line.PublicUrl), .. more]);
        return line;
    }

    private static async Task<TipId> CallAsync(Line line, params IReadOnlyList<TipId> before)
    {
        await line.FireAsync(nameof(CallCanary));
        await Eventually.TrueAsync(() => Ours(line).Count > before.Count, Stop);
        var tip = Assert.Single(Ours(line), tip => !before.Contains(tip));
        await Eventually.TrueAsync(async () => (await EventsAsync(line, tip)).Any(e => e.Act == EventKind.Tested), Stop);
        return tip;
    }

    // The calls that requests made, as Twilio has them; the other side's are others.
    private static List<TipId> Ours(Line line) =>
        [.. line.Twilio.Remembers("Calls").Where(call => call["direction"] == "outbound-api").Select(call => TipOf.Call(call.Sid))];

    private static async Task ClosedAsync(Line line, TipId tip, string reason)
    {
        await Eventually.TrueAsync(async () => (await EventsAsync(line, tip)).Any(e => e.Act == EventKind.Closed), Stop);
        var closed = Assert.Single(await EventsAsync(line, tip), e => e.Act == EventKind.Closed);
        Assert.Equal((Actor.Line.Id, reason), (closed.Who, closed.As<ClosedEvent>().Canary));
    }

    private static async Task<int> PartsAsync(Line line, TipId tip) => (await ReviewRows.FindAsync(line, $"part|{tip}|")).Count;

    private static async Task<IReadOnlyList<LedgerEvent>> EventsAsync(Line line, TipId tip) =>
        [.. (await ReviewRows.FindAsync(line, $"event|{TipJournal.ScopeOf(tip)}|"))
            .Select(row => LedgerEvent.Read(row.GetString("Event")))];
}
