using System.Net;
using Hotline.Contracts;
using Hotline.Review.Console;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.Evidence;

/// <summary>Whoever reads is in the journal, however they ask.</summary>
[Trait("Speed", "slow")]
public sealed class OpeningTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_part_is_noted_once_a_quarter_of_an_hour_for_each_reviewer_and_act()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var (tip, part) = (TipOf.Text("SM1"), new PartId("recording-RE1"));
        await review.AcceptAsync(review.Statement(tip, "SM1", "They posted her address."));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => OpensAsync("rosa", new OpenedEvent(part))));
        Assert.Equal(1, await CountAsync());
        await OpensAsync("ben", new OpenedEvent(part));
        await OpensAsync("rosa", new DownloadedEvent(part));
        Assert.Equal(3, await CountAsync());
        review.Time.Advance(TimeSpan.FromMinutes(16));
        await OpensAsync("rosa", new OpenedEvent(part));
        Assert.Equal(4, await CountAsync());

        Task OpensAsync(string who, PartEvent opened) => review.Journal.OpenedAsync(tip, opened, new Actor(who, who, null), Stop);

        async Task<int> CountAsync() =>
            (await review.Reader.EventsAsync(tip, Stop)).Count(e => e.Act is EventKind.Opened or EventKind.Downloaded);
    }

    [Fact]
    public async Task All_of_a_recording_but_its_first_byte_is_noted_like_all_of_it()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await Caller.ReportsAsync(line, "They posted her address and will come tonight.");
        var recording = (await ReviewRows.FindAsync(line, $"part|{tip}|recording-")).Single().RowKey.Split('|')[2];
        using var rosa = await ReviewerBrowser.SignInAsync(line, "rosa-vidal");
        foreach (var range in new[] { "bytes=1-", "bytes=-100", "bytes=2-3,5-" })
        {
            using var request = Background($"/review/tips/{tip}/parts/{recording}/sound");
            request.Headers.TryAddWithoutValidation("Range", range);
            using var answer = await rosa.SendAsync(request, Stop);
            Assert.True((await answer.Content.ReadAsByteArrayAsync(Stop)).Length > 1);
            Assert.Single(await EventsAsync(line, tip), e => e.Act == EventKind.Opened);
        }
    }

    [Fact]
    public async Task A_page_that_asks_by_itself_gets_no_word_that_its_reviewer_was_not_shown()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await Caller.ReportsAsync(line, "They posted her address.");
        using var rosa = await ReviewerBrowser.SignInAsync(line, "rosa-vidal");
        using var ben = await ReviewerBrowser.OfAsync(line, "ben-okafor");
        Assert.Equal((HttpStatusCode.ResetContent, ""), await PollAsync());
        Assert.DoesNotContain(await EventsAsync(line, tip), e => e.Act == EventKind.Viewed);

        await rosa.GetAsync(new Uri($"/review/tips/{tip}", UriKind.Relative), Stop);
        Assert.Contains("They posted her address.", (await PollAsync()).Page, StringComparison.Ordinal);
        await ben.OpenAsync($"/review/tips/{tip}");
        Assert.Equal(HttpStatusCode.OK, (await PollAsync()).Status);
        await ben.PostAsync($"/review/tips/{tip}/note", ("text", "The street is ours."));
        Assert.Equal((HttpStatusCode.ResetContent, ""), await PollAsync());

        // A refused act answers the page too: whoever is shown it there is noted.
        await ben.OpenAsync($"/review/tips/{tip}");
        await new WebReport(line, "answer").SaysAsync("They came to the door.", of: tip);
        await Eventually.TrueAsync(async () => (await EventsAsync(line, tip)).Any(e => e.What is AcceptedEvent { Channel: Channel.Web }), Stop);
        var before = await ViewsAsync();
        Assert.Contains(
            "They came to the door.", (await ben.PostAsync($"/review/tips/{tip}/note", ("text", " "))).Page, StringComparison.Ordinal);
        Assert.Equal(before + 1, await ViewsAsync());

        async Task<int> ViewsAsync() => (await EventsAsync(line, tip)).Count(e => e.Act == EventKind.Viewed && e.Who == "ben-okafor");

        async Task<(HttpStatusCode Status, string Page)> PollAsync()
        {
            using var request = Background($"/review/tips/{tip}");
            using var answer = await rosa.SendAsync(request, Stop);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
        }
    }

    private static HttpRequestMessage Background(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add(ReviewerGate.BackgroundHeader, "1");
        return request;
    }

    private static async Task<IReadOnlyList<LedgerEvent>> EventsAsync(Line line, TipId tip) =>
        [.. (await ReviewRows.FindAsync(line, $"event|{TipJournal.ScopeOf(tip)}|")).Select(row => LedgerEvent.Read(row.GetString("Event")))];
}
