using System.Net;
using Hotline.Contracts;

namespace Hotline.Tests.EndToEnd;

/// <summary>A report from the form, at the console of the real review worker.</summary>
[Trait("Speed", "slow")]
public sealed class WebTipTests(SharedParts parts)
{
    private static readonly FormAnswers Answers = Answered.With(
        ("When", "On Tuesday"), ("Target", "Dr. Amara Weiss <b>"), ("Appeared", "link"), ("Appeared", "voicemail"),
        ("Link", "https://example.org/board?he=will+bring+a+gun+tonight"), ("IsTarget", "no"));

    private static readonly byte[] Mp3 = [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 0, .. Enumerable.Range(0, 4000).Select(n => (byte)n)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_answers_are_shown_as_text_and_read_by_the_rules()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var (report, _, _) = await WholeReportAsync(line);
        using var rosa = await PagedAsync(line, report.Tip, 3);
        Assert.Contains("<dt>When</dt><dd lang=\"en\">", rosa.Page.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("online, on voicemail", rosa.Page, StringComparison.Ordinal);
        Assert.Contains("Dr. Amara Weiss &lt;b&gt;", rosa.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"https://example.org", rosa.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<dt>Where</dt>", rosa.Page, StringComparison.Ordinal);
        // The sign's words are found in an answer.
        Assert.Contains("(sign 1", rosa.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_listed_as_what_came_by_the_form()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var report = await new WebReport(line, "w1").SaysAsync("They posted her address.", Answers);
        using var rosa = await PagedAsync(line, report.Tip, 1);
        Assert.Contains("Online form", rosa.Page, StringComparison.Ordinal);
        Assert.Contains(report.Tip.Value, (await rosa.OpenAsync("/review/tips?channel=Web")).Page, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Tip.Value, (await rosa.OpenAsync("/review/tips?channel=Text")).Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_sound_is_played_and_its_other_files_are_downloaded_and_never_shown()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var (report, sound, letter) = await WholeReportAsync(line);
        using var rosa = await PagedAsync(line, report.Tip, 3);
        var path = $"/review/tips/{report.Tip}/parts/";
        var played = await rosa.FetchAsync($"{path}{sound}/sound", (100, 199));
        Assert.Equal((HttpStatusCode.PartialContent, $"bytes 100-199/{Mp3.Length}"), (played.Status, played.Range));
        Assert.Equal(Mp3[100..200], played.Bytes);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await rosa.FetchAsync($"{path}{letter}/picture")).Status);
        Assert.Equal("%PDF-1.7 /JavaScript"u8.ToArray(), (await rosa.FetchAsync($"{path}{letter}/original")).Bytes);
        Assert.Contains(await ReviewRows.FindAsync(line, $"event|tip-{report.Tip}|"), row => row.GetString("Event").Contains(
            "\"Downloaded\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task How_to_reach_its_writer_is_shown_only_for_a_reason()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var (report, _, _) = await WholeReportAsync(line);
        using var rosa = await PagedAsync(line, report.Tip, 3);
        Assert.Contains("How to reach the reporter", rosa.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("4777", rosa.Page, StringComparison.Ordinal);
        Assert.Empty(await ReviewRows.FindAsync(line, "number|"));
        await rosa.PostAsync($"/review/tips/{report.Tip}/number", ("reason", "She asked to be called."));
        Assert.Contains("ask for Mo, +15005554777", rosa.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_stands_in_the_thread_of_what_it_answers_opens_it_again_and_is_looked_at_with_it()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var report = await new WebReport(line, "w1").SaysAsync("They posted her address.");
        await report.TakesReceiptAsync();
        using var rosa = await PagedAsync(line, report.Tip, 2);
        var path = $"/review/tips/{report.Tip}";
        await rosa.PostAsync($"{path}/question", ("text", "Which street was it?"));
        await rosa.OpenAsync(path);
        await rosa.PostAsync($"{path}/close", ("disposition", "Referred"), ("reason", "Told the precinct."));
        var answer = await new WebReport(line, "w2").SaysAsync("It was Elm Street.");
        await answer.AnswersAsync(report.Tip);
        await Eventually.TrueAsync(
            async () => (await rosa.OpenAsync(path)).Page.Contains("It was Elm Street.", StringComparison.Ordinal), Stop);
        Assert.Contains("Was closed · Referred", WebUtility.HtmlDecode(rosa.Page), StringComparison.Ordinal);
        var (first, asked, second) = (rosa.Page.IndexOf("They posted her", StringComparison.Ordinal), rosa.Page.IndexOf("Which street", StringComparison.Ordinal),
            rosa.Page.IndexOf("It was Elm", StringComparison.Ordinal));
        Assert.True(first < asked && asked < second, $"{first} {asked} {second}");
        Assert.Contains(
            await ReviewRows.FindAsync(line, $"event|tip-{answer.Tip}|"), row =>
                row.GetString("Event").Contains("\"Viewed\"", StringComparison.Ordinal));

        // Files of the answer are those of its own tip; a later one wakes the earlier tip again.
        await rosa.PostAsync($"{path}/close", ("disposition", "Referred"), ("reason", "Told the precinct again."));
        var file = await answer.AttachesAsync("street.pdf", [.. "%PDF-1.7"u8]);
        await Eventually.TrueAsync(
            async () => (await rosa.OpenAsync(path)).Page.Contains(
                $"/review/tips/{answer.Tip}/parts/{file}/original", StringComparison.Ordinal), Stop);
        await Eventually.TrueAsync(
            async () => (await rosa.OpenAsync("/review/tips?view=open")).Page.Contains(report.Tip.Value, StringComparison.Ordinal), Stop);

        await rosa.OpenAsync($"/review/tips/{answer.Tip}");
        await rosa.PostAsync($"/review/tips/{answer.Tip}/question", ("text", "Which house?"));
        Assert.Equal(HttpStatusCode.Conflict, rosa.Status);
        Assert.Contains("This tip answers an earlier one: ask there", rosa.Page, StringComparison.Ordinal);
        await ReviewRows.AssertRebuiltAsync(line);
    }

    private static async Task<(WebReport Report, PartId Sound, PartId Letter)> WholeReportAsync(Line line)
    {
        var report = await new WebReport(line, "w1").SaysAsync("They posted her address.", Answers, "ask for Mo, +15005554777");
        return (report, await report.AttachesAsync("voicemail.mp3", Mp3),
            await report.AttachesAsync("../letter\u202Efdp.pdf", [.. "%PDF-1.7 /JavaScript"u8]));
    }

    private static async Task<ReviewerBrowser> PagedAsync(Line line, TipId tip, int count)
    {
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|")).Count == count, Stop);
        return await (await ReviewerBrowser.OfAsync(line, "rosa-vidal")).OpenAsync($"/review/tips/{tip}");
    }
}
