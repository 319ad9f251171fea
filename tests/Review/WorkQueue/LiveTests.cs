using System.Net;
using System.Text.RegularExpressions;
using Hotline.Contracts;
using Hotline.Local.Twilio.Account;
using Hotline.Review.Console;

namespace Hotline.Tests.Review.WorkQueue;

/// <summary>A console that stands open.</summary>
[Trait("Speed", "slow")]
public sealed partial class LiveTests(SharedParts parts)
{
    private const int FewReads = 8;

    // What a page that counts reads alone (docs/performance.md), without the question after it.
    private const int CountedPage = 43;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_open_page_hears_nothing_for_few_reads_until_something_happens()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await Caller.ReportsAsync(line, "They posted her address.");
        using var rosa = await ReviewerBrowser.SignInAsync(line, "rosa-vidal");
        using var ben = await ReviewerBrowser.OfAsync(line, "ben-okafor");
        foreach (var path in new[] { "/review/tips", $"/review/tips/{tip}", "/review/undelivered" })
        {
            // The page carries the tag with which it asks first.
            using var page = await rosa.GetAsync(new Uri(path, UriKind.Relative), Stop);
            var tag = page.Headers.ETag!.Tag;
            Assert.Contains(
                $"data-tag=\"{WebUtility.HtmlEncode(tag)}\"", await page.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
            // A minute may end between two polls: the one that is counted heard nothing.
            await Eventually.TrueAsync(async () =>
            {
                line.ReviewStorage!.ForgetRequests();
                var (status, next) = await PollAsync(rosa, path, tag);
                tag = next;
                return status == HttpStatusCode.NotModified;
            }, Stop);
            Assert.InRange(line.ReviewStorage!.Requests.Count, 1, FewReads);
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{line.ReviewStorage.Requests.Count} reads, {line.ReviewStorage.Entities} entities");
            await ben.OpenAsync($"/review/tips/{tip}");
            await ben.PostAsync($"/review/tips/{tip}/tags", ("tags", path[^8..].Replace("/", "", StringComparison.Ordinal)));
            // What has come to a tip is shown to whoever asks for it.
            Assert.Equal(
                path.EndsWith(tip.Value, StringComparison.Ordinal) ? HttpStatusCode.ResetContent : HttpStatusCode.OK,
                (await PollAsync(rosa, path, tag)).Status);
        }
    }

    [Fact]
    public async Task Counts_follow_what_happens_and_are_shared_until_something_does()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await Caller.ReportsAsync(line, "They posted her address.");
        using var rosa = await ReviewerBrowser.SignInAsync(line, "rosa-vidal");
        using var ben = await ReviewerBrowser.OfAsync(line, "ben-okafor");
        await Eventually.TrueAsync(async () => await UnclaimedAsync(rosa) == "1", Stop);
        await ben.OpenAsync($"/review/tips/{tip}");
        await ben.PostAsync($"/review/tips/{tip}/claim");
        await Eventually.TrueAsync(async () => await UnclaimedAsync(rosa) == "0", Stop);
        await Eventually.TrueAsync(async () =>
        {
            line.ReviewStorage!.ForgetRequests();
            await UnclaimedAsync(rosa);
            return line.ReviewStorage.Requests.Count < CountedPage;
        }, Stop);
    }

    // As an open page asks: again and again, each time with the tag that it was given, until it hears that it has all.
    private static async Task<string> UnclaimedAsync(HttpClient client)
    {
        for (var (tag, page) = ("", ""); ;)
        {
            using var request = Poll("/review/tips", tag);
            using var answer = await client.SendAsync(request, Stop);
            tag = answer.Headers.ETag!.Tag;
            if (answer.StatusCode == HttpStatusCode.NotModified)
                return Unclaimed().Match(page).Groups[1].Value;
            page = await answer.Content.ReadAsStringAsync(Stop);
        }
    }

    [GeneratedRegex("<span>Unclaimed</span>\\s*<span class=\"count[^\"]*\">([0-9+]+)<")]
    private static partial Regex Unclaimed();

    /// <summary>
    /// The figure of docs/performance.md: from Twilio's or the speech service's transcript to the row of an open console.
    /// </summary>
    [Theory(Explicit = true)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(50)]
    public async Task Callers_at_once_are_on_an_open_console_soon_after_their_transcripts(int callers)
    {
        await using var line = await Line.StartAsync(parts, ("Hotline__Receipts__Ready", "60"));
        await line.StartReviewAsync();
        using var rosa = await ReviewerBrowser.SignInAsync(line, "rosa-vidal");
        // What starts up and what is compiled on the way is not what is measured.
        foreach (var first in new[] { 1, callers })
            await CallAsync(line, first);
        await Task.Delay(TimeSpan.FromSeconds(20), Stop);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var (heard, seen) = (new Dictionary<string, DateTimeOffset>(), new Dictionary<string, DateTimeOffset>());
        var console = Task.Run(async () =>
        {
            for (var tag = ""; !done.IsCancellationRequested; await Task.Delay(1000, CancellationToken.None))
            {
                using var request = Poll("/review/tips?sort=newest", tag);
                using var answer = await rosa.SendAsync(request, Stop);
                if (answer.StatusCode != HttpStatusCode.OK)
                    continue;
                tag = answer.Headers.ETag!.Tag;
                var page = await answer.Content.ReadAsStringAsync(Stop);
                // The transcript's words make the row urgent.
                foreach (var row in page.Split("id=\"tip-").Skip(1).Where(row => row.Contains("Urgent", StringComparison.Ordinal)))
                    seen.TryAdd(row[..32], DateTimeOffset.UtcNow);
            }
        }, Stop);
        var tips = await CallAsync(line, callers);
        await Eventually.TrueAsync(() => tips.TrueForAll(tip => seen.ContainsKey(tip.Value)), Stop);
        await done.CancelAsync();
        await console;
        foreach (var row in (await line.RowsAsync()).Where(row => row.RowKey.StartsWith("evidence|", StringComparison.Ordinal)))
            heard[row.GetString("Tip")] = row.GetDateTimeOffset("Transcribed")!.Value;
        var waits = tips.ConvertAll(tip => (seen[tip.Value] - heard[tip.Value]).TotalSeconds).Order().ToList();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{callers} callers: p50 {waits[callers / 2]:0.00} s, p90 {waits[callers * 9 / 10]:0.00} s, p99 {waits[^1]:0.00} s");
    }

    private static async Task<List<TipId>> CallAsync(Line line, int callers)
    {
        var calls = await Task.WhenAll(Enumerable.Range(0, callers).Select(n => line.Twilio.CallAsync(
            new CallScript { Says = ["Someone posted my supervisor's home address and said they would burn it down tonight."],
                From = $"+1500555{4700 + n}" }, null, Stop)));
        return [.. calls.Select(call => TipOf.Call(call.Sid))];
    }

    private static async Task<(HttpStatusCode Status, string Tag)> PollAsync(HttpClient client, string path, string tag)
    {
        using var request = Poll(path, tag);
        using var answer = await client.SendAsync(request, Stop);
        return (answer.StatusCode, answer.Headers.ETag!.Tag);
    }

    private static HttpRequestMessage Poll(string path, string tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add(ReviewerGate.BackgroundHeader, "1");
        if (tag.Length > 0)
            request.Headers.IfNoneMatch.Add(new(tag));
        return request;
    }
}
