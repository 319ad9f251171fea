using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Hotline.Local.Twilio.Account;
using Hotline.Review.Ledger;
using Hotline.Review.SignIn;

namespace Hotline.Tests.Review.Pages;

/// <summary>What the console's pages are around the tips: saved views, refusals, players, by the real review worker.</summary>
[Trait("Speed", "slow")]
public sealed partial class ConsoleTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_saved_view_is_in_the_rail_of_its_owner_until_they_delete_it()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        using var ben = await ReviewerBrowser.OfAsync(line, "ben-okafor");

        await rosa.OpenAsync("/review/tips?view=open&language=es&sort=newest");
        var query = WebUtility.HtmlDecode(Query().Match(rosa.Page).Groups[1].Value);
        await rosa.PostAsync("/review/views", ("name", "Spanish, done"), ("query", query));

        Assert.Equal(HttpStatusCode.OK, rosa.Status);
        Assert.Contains(
            "<a href=\"/review/tips?view=open&language=es&sort=newest\" aria-current=\"page\"><span>Spanish, done</span>",
            rosa.Page, StringComparison.Ordinal);
        await rosa.PostAsync("/review/views", ("name", "Señales"), ("query", "view=open&tag=señal y más"));
        Assert.Equal(HttpStatusCode.OK, rosa.Status);
        Assert.Contains("Señales", WebUtility.HtmlDecode(rosa.Page), StringComparison.Ordinal);
        Assert.DoesNotContain("Spanish, done", (await ben.OpenAsync("/review/tips")).Page, StringComparison.Ordinal);
        await (await rosa.OpenAsync("/review/tips")).PostAsync("/review/views", ("name", "Spanish, done"), ("query", ""));
        Assert.Equal(HttpStatusCode.OK, rosa.Status);
        Assert.DoesNotContain("Spanish, done", rosa.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_video_plays_by_ranges_as_a_sound_does_and_each_only_as_what_it_is()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        byte[] video = [0, 0, 0, 24, .. "ftypisom"u8, .. Enumerable.Range(0, 2000).Select(n => (byte)n)];
        var script = new TextScript { Body = "They filmed her door.", Media = [new("video/mp4", video)] };
        var text = await line.Twilio.TextAsync(script, null, Stop);
        var tip = TipOf.Text(text.Sid);
        var attachment = "";
        await Eventually.TrueAsync(async () =>
        {
            var row = (await ReviewRows.FindAsync(line, $"part|{tip}|attachment-")).SingleOrDefault();
            return (attachment = row?.RowKey.Split('|')[2] ?? "").Length > 0;
        }, Stop);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        var path = $"/review/tips/{tip}/parts/{Uri.EscapeDataString(attachment)}/";

        await rosa.OpenAsync($"/review/tips/{tip}");
        Assert.Contains($"<video controls preload=\"none\" src=\"{path}video\"", rosa.Page, StringComparison.Ordinal);
        Assert.Equal(video, (await rosa.FetchAsync(path + "video")).Bytes);
        var part = await rosa.FetchAsync(path + "video", (1000, 1499));
        Assert.Equal((HttpStatusCode.PartialContent, $"bytes 1000-1499/{video.Length}"), (part.Status, part.Range));
        Assert.Equal(video[1000..1500], part.Bytes);
        Assert.Equal(HttpStatusCode.NotFound, (await rosa.FetchAsync(path + "sound")).Status);
        Assert.Single(
            await ReviewRows.FindAsync(line, $"event|tip-{tip}|"), row =>
                row.GetString("Event").Contains("\"Opened\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_may_not_see_a_page_reads_a_page_that_leads_back_and_a_script_reads_a_line()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        using var client = await ReviewerBrowser.SignInAsync(line, "ada-moreau");
        var queue = new Uri("/review/tips", UriKind.Relative);

        var told = await client.GetAsync(queue, Stop);
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        var shown = await client.GetAsync(queue, Stop);

        Assert.Equal(HttpStatusCode.Forbidden, told.StatusCode);
        Assert.Equal("Your role does not allow this.\n", await told.Content.ReadAsStringAsync(Stop));
        var page = await shown.Content.ReadAsStringAsync(Stop);
        Assert.Equal((HttpStatusCode.Forbidden, "text/html"), (shown.StatusCode, shown.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<a class=\"button primary\" href=\"/review\">", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/review/audit\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/review/tips\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/review/undelivered\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_has_the_policy()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        using var client = await ReviewerBrowser.SignInAsync(line, "rosa-vidal");
        foreach (var path in new[] { "tips", "tips/none", "audit", "undelivered", "assets/console.css", "session" })
        {
            using var answer = await client.GetAsync(new Uri($"/review/{path}", UriKind.Relative), Stop);
            Assert.Equal((path, ConsoleHeaders.Policy), (path, answer.Headers.GetValues("Content-Security-Policy").Single()));
            Assert.Equal((path, "nosniff"), (path, answer.Headers.GetValues("X-Content-Type-Options").Single()));
        }
    }

    [Fact]
    public async Task The_audit_goes_back_from_a_moment_and_says_parts_in_words()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await Caller.ReportsAsync(line, "They posted her address.");
        using var sam = await ReviewerBrowser.OfAsync(line, "sam-lindqvist");
        await sam.OpenAsync($"/review/tips/{tip}");
        var last = (await ReviewRows.FindAsync(line, $"event|tip-{tip}|"))[^1];
        var moment = LedgerEvent.Read(last.GetString("Event")).At.AddTicks(-1).UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

        var all = (await sam.OpenAsync($"/review/audit?tip={tip}")).Page;
        var before = (await sam.OpenAsync($"/review/audit?tip={tip}&after={Uri.EscapeDataString(moment)}")).Page;

        Assert.Contains("looked at the tip", all, StringComparison.Ordinal);
        Assert.DoesNotContain("looked at the tip", before, StringComparison.Ordinal);
        Assert.Contains("call summary", before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tip_is_given_to_nobody_who_may_not_read_it()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await Caller.ReportsAsync(line, "They posted her address.");
        foreach (var person in new[] { "ada-moreau", "ben-okafor" })
            (await ReviewerBrowser.OfAsync(line, person)).Dispose();
        using var sam = await ReviewerBrowser.OfAsync(line, "sam-lindqvist");

        await sam.OpenAsync($"/review/tips/{tip}");
        Assert.Contains("<option value=\"ben-okafor\">", sam.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada Moreau", sam.Page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await sam.PostAsync($"/review/tips/{tip}/assign", ("to", "ada-moreau"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await sam.PostAsync($"/review/tips/{tip}/assign", ("to", "ben-okafor"))).Status);
        Assert.Contains("Ben Okafor holds this tip.", sam.Page, StringComparison.Ordinal);
    }

    [GeneratedRegex("name=\"query\" value=\"([^\"]+)\"")]
    private static partial Regex Query();
}
