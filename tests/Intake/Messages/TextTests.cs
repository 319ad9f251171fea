using System.Net;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Intake.Messages;

/// <summary>Texts against the running line.</summary>
[Trait("Speed", "slow")]
public sealed partial class TextTests(SharedParts parts)
{
    private const string Path = "twilio/messages/receive";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_is_a_statement_and_is_answered_with_its_receipt_once()
    {
        await using var line = await Line.BorrowAsync(parts);
        var first = await line.Twilio.TextAsync(new TextScript { Body = "¡Publicaron mi dirección! 😡" }, null, Stop);
        var second = await line.Twilio.TextAsync(new TextScript { Body = "And my plate." }, null, Stop);
        Assert.Empty(first.Errors.Concat(second.Errors));
        Assert.Matches(Receipt(), first.Lines.Single(said => said.Who == "hotline").Text);
        Assert.DoesNotContain(second.Lines, said => said.Who == "hotline");
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 3);
        Assert.Single(tips.Select(part => part.Tip).Distinct());
        var statement = await line.OpenAsync(tips.Single(part => part.Id.Value == $"statement-{first.Sid}"));
        Assert.Equal(("¡Publicaron mi dirección! 😡", "+15005550006", Line.Number),
            ((string?)statement["text"], (string?)statement["from"], (string?)statement["line"]));
        var row = (await line.RowsAsync()).Single(row => row.RowKey == $"message|{first.Sid}");
        Assert.Equal((Line.Number, 0), (row.GetString("Line"), row.GetInt32("Media")));
    }

    [Fact]
    public async Task All_ten_media_of_a_text_open_as_they_were()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Twilio.Misbehaviour.MediaNotReady = 1;
        var media = Enumerable.Range(0, 10)
            .Select(n => new MediaFile("image/jpeg", System.Security.Cryptography.RandomNumberGenerator.GetBytes(1000 + n))).ToList();
        await line.Twilio.TextAsync(new TextScript { Body = "", Media = media }, null, Stop);
        var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Kind == PartKind.Attachment) == 10);
        Assert.Single(tips.Select(part => part.Tip).Distinct());
        var opened = new List<string>();
        foreach (var part in tips.Where(part => part.Kind == PartKind.Attachment))
        {
            var content = await line.OpenAsync(part);
            Assert.Equal("image/jpeg", (string?)content["contentType"]);
            opened.Add(Convert.ToBase64String(await line.OpenBlobAsync((string)content["blob"]!)));
        }

        Assert.Equal(media.Select(m => Convert.ToBase64String(m.Content)).Order(), opened.Order());
    }

    [Fact]
    public async Task Three_first_texts_at_once_are_one_tip()
    {
        await using var line = await Line.StartAsync(parts);
        for (var round = 0; round < 5; round++)
        {
            var from = $"+1500555{1000 + round}";
            var sids = Enumerable.Range(0, 3).Select(_ => Webhook.Sid("SM")).ToList();
            var answers = await Task.WhenAll(sids.Select(sid => line.Webhook.PostAsync(Path, Webhook.Text(sid, "Help us.", from))));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
            Assert.Single(answers, answer => Receipt().IsMatch(answer.Body));
            var rows = (await line.RowsAsync()).Where(row => sids.Any(sid => row.RowKey == $"message|{sid}")).ToList();
            Assert.Equal(3, rows.Count);
            Assert.Single(rows.Select(row => row.GetString("Tip")).Distinct());
        }
    }

    [Fact]
    public async Task Of_three_texts_at_once_that_follow_one_without_a_receipt_one_is_answered_with_it()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.Webhook.PostAsync(Path, Webhook.Text(Webhook.Sid("SM"), "Help us."));
        var thread = (await line.RowsAsync()).Single(row => row.RowKey.StartsWith("thread|", StringComparison.Ordinal));
        thread.Remove("ReceiptBy");
        await line.Table.UpdateEntityAsync(thread, Azure.ETag.All, Azure.Data.Tables.TableUpdateMode.Replace, Stop);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => line.Webhook.PostAsync(Path, Webhook.Text(Webhook.Sid("SM"), "Still here."))));
        Assert.Single(answers, answer => Receipt().IsMatch(answer.Body));
    }

    [Fact]
    public async Task A_text_sent_twice_is_one_part_and_a_lost_answer_is_answered_with_a_receipt_again()
    {
        await using var line = await Line.BorrowAsync(parts);
        var form = Webhook.Text(Webhook.Sid("SM"), "They have my address.");
        var first = await line.Webhook.PostAsync(Path, form);
        var second = await line.Webhook.PostAsync(Path, form);
        Assert.Matches(Receipt(), first.Body);
        Assert.Matches(Receipt(), second.Body);
        Assert.NotEqual(first.Body, second.Body);
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 3);
        Assert.Single(tips, part => part.Kind == PartKind.Statement);
        Assert.Single(tips.Select(part => part.Tip).Distinct());
    }

    [Theory]
    [InlineData("23:50", 1, true)]
    [InlineData("00:10", 23, true)]
    [InlineData("00:10", 25, false)]
    public async Task A_senders_texts_of_24_hours_are_one_tip_across_midnight_too(string first, int hoursLater, bool same)
    {
        await using var line = await Line.StartAsync(parts);
        var (a, b) = (Webhook.Sid("SM"), Webhook.Sid("SM"));
        await line.Webhook.PostAsync(Path, Webhook.Text(a, "First."));
        // The clock is the worker's own: the rows are set back instead, to the day and hour of the first text.
        await ClockAsync(line, TimeOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture), hoursLater);
        await line.Webhook.PostAsync(Path, Webhook.Text(b, "Second."));
        var rows = (await line.RowsAsync()).Where(row => row.RowKey == $"message|{a}" || row.RowKey == $"message|{b}")
            .Select(row => row.GetString("Tip"));
        Assert.Equal(same ? 1 : 2, rows.Distinct().Count());
    }

    [Theory]
    [InlineData("anonymous")]
    [InlineData("+266696687")]
    [InlineData("+17378742833")]
    [InlineData("22395")]
    public async Task Withheld_numbers_are_never_put_together(string from)
    {
        await using var line = await Line.BorrowAsync(parts);
        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Matches(Receipt(), (await line.Webhook.PostAsync(Path, Webhook.Text(Webhook.Sid("SM"), "I saw it.", from))).Body);
        var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Kind == PartKind.Statement) == 2);
        Assert.Equal(2, tips.Select(part => part.Tip).Distinct().Count());
    }

    [Fact]
    public async Task A_line_that_answers_carrier_words_itself_does_and_a_word_among_others_is_a_statement()
    {
        await using var line = await Line.StartAsync(
            parts, ("Hotline__Lines__0__Number", Line.Number), ("Hotline__Lines__0__AnswersConsent", "true"));
        Assert.Contains(
            "no more texts", (await line.Webhook.PostAsync(Path, Webhook.Text(Webhook.Sid("SM"), "stop"))).Body, StringComparison.Ordinal);
        await line.Webhook.PostAsync(Path, Webhook.Text(Webhook.Sid("SM"), "Make them stop"));
        Assert.Contains(await line.WaitForTipsAsync(tips => tips.Count == 3), part => part.Kind == PartKind.Statement);
    }

    [Fact]
    public async Task What_has_no_receipt_ready_says_so_and_the_next_text_fetches_it()
    {
        await using var line = await Line.StartAsync(parts, Line.UsualWait);
        // More at once than are made while a texter waits; again where storage stood still, and fewer were answered.
        string? without = null;
        await Eventually.TrueAsync(async () => (without = await TextAtOnceAsync(line, 40)) is not null, Stop);
        await Eventually.TrueAsync(
            async () => Receipt().IsMatch(
                (await line.Webhook.PostAsync(Path, Webhook.Text(Webhook.Sid("SM"), "Again.", without!))).Body), Stop);
    }

    // Who was told to text again; null where nobody was.
    private static async Task<string?> TextAtOnceAsync(Line line, int count)
    {
        var senders = Enumerable.Range(0, count).Select(_ => $"+1500555{Random.Shared.Next(2000, 9999)}").Distinct().ToList();
        var answers = await Task.WhenAll(senders.Select(async from =>
            (From: from, (await line.Webhook.PostAsync(Path, Webhook.Text(Webhook.Sid("SM"), "One of many.", from))).Body)));
        return answers.FirstOrDefault(answer => answer.Body.Contains("Text us again", StringComparison.Ordinal)).From;
    }

    // Moves the thread and the peppers from now to the first text's moment, as if the second text came that many hours later.
    private static async Task ClockAsync(Line line, TimeOnly first, int hoursLater)
    {
        var now = DateTimeOffset.UtcNow;
        var second = first.Add(TimeSpan.FromHours(hoursLater), out var days);
        _ = second;
        var thread = (await line.RowsAsync()).Single(row => row.RowKey.StartsWith("thread|", StringComparison.Ordinal));
        thread["Last"] = now - TimeSpan.FromHours(hoursLater);
        await line.Table.UpdateEntityAsync(thread, Azure.ETag.All, TableUpdateMode.Merge, Stop);
        if (days == 0)
            return;
        // The first text's day is over: its pepper is yesterday's, and the worker's memory of today's goes with a restart.
        var pepper = (await line.RowsAsync()).Single(row => row.PartitionKey == "pepper" && row.RowKey == $"pepper|{now:yyyy-MM-dd}");
        await line.Table.DeleteEntityAsync(pepper.PartitionKey, pepper.RowKey, cancellationToken: Stop);
        await line.Table.UpsertEntityAsync(
            new TableEntity("pepper", $"pepper|{now.AddDays(-1):yyyy-MM-dd}") { ["Pepper"] = pepper.GetBinary("Pepper") },
            TableUpdateMode.Replace, Stop);
        await line.RestartIntakeAsync();
    }

    [GeneratedRegex("\\d{4} \\d{4} \\d{4} \\d{4}")]
    private static partial Regex Receipt();
}
