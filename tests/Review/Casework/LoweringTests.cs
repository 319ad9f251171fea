using System.Net;
using System.Runtime.InteropServices;
using Hotline.Contracts;
using Hotline.Local.Speech;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.Casework;

/// <summary>What comes last (docs/decisions/020-abuse.md), and that it is all there.</summary>
[Trait("Speed", "slow")]
public sealed class LoweringTests(SharedParts parts)
{
    private const string Harasser = "+15005554801";
    private const string Blocked = "Blocked number";
    private const string Many = "Many at once";
    private const string Same = "Same words";
    private const string Silent = "Nothing heard";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_number_is_blocked_by_a_supervisor_for_a_reason_and_by_nobody_else()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await Caller.ReportsAsync(line, "They posted her address.", Harasser);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        using var sam = await ReviewerBrowser.OfAsync(line, "sam-lindqvist");
        var path = $"/review/tips/{tip}";
        Assert.DoesNotContain("Block its number", (await rosa.OpenAsync(path)).Page, StringComparison.Ordinal);
        await rosa.PostAsync($"{path}/block", ("blocked", "yes"), ("reason", "He calls all night."));
        Assert.Equal(HttpStatusCode.Forbidden, rosa.Status);
        Assert.Equal((2, false), await PriorityAsync(line, tip));

        Assert.Contains("Block its number", (await sam.OpenAsync(path)).Page, StringComparison.Ordinal);
        await sam.PostAsync($"{path}/block", ("blocked", "yes"), ("reason", " "));
        Assert.Equal(HttpStatusCode.Conflict, sam.Status);
        await BlockAsync(sam, tip, "yes", "He calls all night.");
        Assert.Equal(HttpStatusCode.OK, sam.Status);
        Assert.Equal((4, true), await PriorityAsync(line, tip));
        Assert.Contains("He calls all night.", (await sam.OpenAsync(path)).Page, StringComparison.Ordinal);
        await ReviewRows.AssertRebuiltAsync(line);
    }

    [Fact]
    public async Task A_blocked_number_comes_last_until_it_is_taken_off_and_most_urgent_words_do_not()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        using var sam = await ReviewerBrowser.OfAsync(line, "sam-lindqvist");
        await BlockAsync(sam, await Caller.ReportsAsync(line, "They posted her address.", Harasser), "yes", "He calls all night.");

        var second = await Caller.ReportsAsync(line, "They posted his address too.", Harasser);
        Assert.Equal((4, true), await PriorityAsync(line, second));
        Assert.Contains(Blocked, (await rosa.OpenAsync($"/review/tips/{second}")).Page, StringComparison.Ordinal);
        Assert.Contains(Blocked, (await rosa.OpenAsync("/review/tips")).Page, StringComparison.Ordinal);
        Assert.Contains("his address too", (await rosa.OpenAsync($"/review/tips/{second}")).Page, StringComparison.Ordinal);
        var urgent = await Caller.ReportsAsync(line, "He is at the school with a gun right now and will shoot her.", Harasser);
        Assert.Equal((1, true), await PriorityAsync(line, urgent));
        Assert.Equal((2, false), await PriorityAsync(line, await Caller.ReportsAsync(line, "They posted my address.", "+15005554802")));

        await BlockAsync(sam, second, "no", "It was his son.");
        Assert.Equal((2, false), await PriorityAsync(line, second));
        Assert.Equal((2, false), await PriorityAsync(line, await Caller.ReportsAsync(line, "They posted her address again.", Harasser)));
        await ReviewRows.AssertRebuiltAsync(line);
    }

    [Fact]
    public async Task Who_reports_too_often_and_what_five_others_said_word_for_word_come_last_and_are_there()
    {
        await using var line = await Line.StartAsync(parts, ("Hotline__Floods__MaxPerNumber", "2"));
        await line.StartReviewAsync();
        await CountingWindow.WaitForRoomAsync(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(40), Stop);
        var often = new List<TipId>();
        foreach (var place in new[] { "garage", "library", "harbour", "stadium" })
            often.Add(await Caller.ReportsAsync(line, $"Somebody painted slurs on the {place}.", "+15005554811"));
        Assert.Equal(new[] { often[2], often[3] }, await LoweredAsync(line, often));
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        Assert.Contains(Many, (await rosa.OpenAsync($"/review/tips/{often[3]}")).Page, StringComparison.Ordinal);

        const string Words =
            "Congratulations voter, your extended vehicle warranty expires tonight, press nine and speak with a representative";
        var same = new List<TipId>();
        for (var n = 0; n < 6; n++)
        {
            var text = await line.Twilio.TextAsync(new() { Body = Words, From = $"+1500555{4820 + n}" }, null, Stop);
            same.Add(TipOf.Text(text.Sid));
            // One after the other, so that each finds those before it.
            await Eventually.TrueAsync(async () => await IsComparedAsync(same[^1], same.Count - 1), Stop);
        }

        Assert.Equal(new[] { same[5] }, await LoweredAsync(line, same));
        Assert.Contains(Same, (await rosa.OpenAsync($"/review/tips/{same[5]}")).Page, StringComparison.Ordinal);
        await ReviewRows.AssertRebuiltAsync(line);

        async Task<bool> IsComparedAsync(TipId tip, int before) => before == 0
            ? (await line.ReviewTable.QueryAsync<Azure.Data.Tables.TableEntity>("PartitionKey eq 'like'", cancellationToken: Stop)
                .ToListAsync(Stop))
                .Exists(row => row.RowKey.EndsWith(tip.Value, StringComparison.Ordinal))
            : (await ReviewRows.FindAsync(line, $"event|tip-{tip}|")).Any(
                row => row.GetString("Event").Contains("\"similar\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_recording_in_which_nothing_is_heard_comes_last_until_something_is()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var silence = await line.Twilio.CallAsync(new() { Audio = Sound(_ => 40), Transcript = "", From = "+15005554831" }, null, Stop);
        var whisper = await line.Twilio.CallAsync(
            new() { Audio = Sound(n => (short)(n % 4000 < 200 ? 400 * (n % 2) : 0)), Transcript = "", From = "+15005554832" }, null, Stop);
        var (silent, heard) = (TipOf.Call(silence.Sid), TipOf.Call(whisper.Sid));
        foreach (var tip in new[] { silent, heard })
            await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|recording")).Count > 0, Stop);
        Assert.Equal((4, true), await PriorityAsync(line, silent));
        Assert.Equal((3, false), await PriorityAsync(line, heard));
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        Assert.Contains(Silent, (await rosa.OpenAsync($"/review/tips/{silent}")).Page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_reviewer_set_stands_whatever_lowers_and_when()
    {
        var tip = TipId.Parse("0123456789abcdef0123456789abcdef")!.Value;
        var state = TipState.New(tip);
        var number = 0;
        Tell(new AcceptedEvent(null, PartKind.Statement, Channel.Text, null, new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero))
        {
            Priority = 2, Lowered = [DeprioritisedReason.Many],
        });
        Assert.Equal((4, 2), (state.Priority, state.PriorityByRules));
        Tell(new BlockedEvent(null, null));
        Tell(new PrioritisedEvent(3, null));
        foreach (var happened in new NewEvent[] { new UnblockedEvent(null, null), new BlockedEvent(null, null), new UnblockedEvent(null, null) })
        {
            Tell(happened);
            Assert.Equal(3, state.Priority);
        }

        void Tell(NewEvent happened) => state = state.Apply(new LedgerEvent(
            TipJournal.ScopeOf(tip), number++, DateTimeOffset.UnixEpoch, "sam", "Sam", happened.Act, null, happened.ToFacts(), ""));
    }

    private static async Task BlockAsync(ReviewerBrowser supervisor, TipId tip, string blocked, string reason)
    {
        await supervisor.OpenAsync($"/review/tips/{tip}");
        await supervisor.PostAsync($"/review/tips/{tip}/block", ("blocked", blocked), ("reason", reason));
    }

    private static async Task<IReadOnlyList<TipId>> LoweredAsync(Line line, IEnumerable<TipId> tips)
    {
        var lowered = new List<TipId>();
        foreach (var tip in tips)
            if ((await PriorityAsync(line, tip)).IsLowered)
                lowered.Add(tip);
        return lowered;
    }

    private static async Task<(int Priority, bool IsLowered)> PriorityAsync(Line line, TipId tip)
    {
        var state = StateRow.Read((await ReviewRows.FindAsync(line, $"tip|{tip}")).Single());
        return (state.Priority, !state.Lowered.IsEmpty);
    }

    private static byte[] Sound(Func<int, short> sample) => Wav.Of(
        MemoryMarshal.AsBytes(Enumerable.Range(0, 8000 * 6).Select(sample).ToArray().AsSpan()).ToArray());
}
