using System.Security.Cryptography;
using System.Text;
using Hotline.Contracts;

namespace Hotline.Tests.Review.Outreach;

/// <summary>What whoever holds a receipt learns of their tip, by the real review worker.</summary>
[Trait("Speed", "slow")]
public sealed class StatusTests(SharedParts parts)
{
    private static readonly byte[] Letter = [.. "%PDF-1.7 "u8, .. Enumerable.Range(0, 500).Select(n => (byte)n)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_receipt_learns_each_step_with_proof_and_the_numbers_only_rise()
    {
        await using var line = await Line.StartAsync(parts);
        await line.StartReviewAsync();
        await line.StopIntakeAsync();
        var report = await new WebReport(line, "s1").SaysAsync("Publicaron su dirección.");
        await report.AttachesAsync("letter.pdf", Letter);
        // The receipt comes last: it must be told what came before.
        var code = await report.TakesReceiptAsync();
        await using var replies = new Replies(line, code);
        var (received, _) = await replies.StatusAsync(status => status.Received.Count == 2);
        Assert.Equal("received", received.State);
        var text = Encoding.UTF8.GetBytes("Publicaron su dirección.");
        Assert.Equal(
            [("statement", text.Length, Hex(text)), ("attachment", Letter.Length, Hex(Letter))],
            received.Received.Select(part => (part.Kind, (int)part.Length, part.Sha256)));

        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        var path = $"/review/tips/{report.Tip}";
        await ActAsync(rosa, path, "claim");
        await replies.StatusAsync(status => status.State == "reading");
        await ActAsync(rosa, path, "question", ("text", "Which street was it?"));
        await replies.StatusAsync(status => status.State == "asked");

        // The answer is a tip of its own; its parts are proved to the receipt of the tip that it answers.
        var answer = new WebReport(line, "s2");
        await answer.SaysAsync("Elm Street.");
        await answer.AnswersAsync(report.Tip);
        var (answered, _) = await replies.StatusAsync(status => status.State == "answered" && status.Received.Count == 3);
        Assert.Equal(Hex("Elm Street."u8.ToArray()), answered.Received[^1].Sha256);
        await answer.AttachesAsync("more.pdf", Letter);
        await replies.StatusAsync(status => status.Received.Count == 4);

        await ActAsync(rosa, path, "close", ("disposition", "Referred"), ("reason", "Told the precinct."));
        var (closed, _) = await replies.StatusAsync(status => status.State == "closed");
        Assert.Equal(4, closed.Received.Count);
        Assert.Single(replies.Seen, reply => reply.Kind == ReplyKind.Question);
        var numbers = replies.Seen.Where(reply => reply.Kind == ReplyKind.Status).Select(reply => reply.Number).ToList();
        Assert.Equal(numbers.Order(), numbers);
        // While the tip is open its receipt does not expire.
        var expires = replies.Seen.Where(reply => reply.Kind == ReplyKind.Status)
            .Select(reply => reply.KeepUntil < DateTimeOffset.UtcNow.AddDays(91)).ToList();
        Assert.Equal(expires.Count - 1, expires.IndexOf(true));
        Assert.All(replies.Seen, reply => Assert.InRange(reply.Sealed.Length, 1, 30_000));
        await ReviewRows.AssertRebuiltAsync(line);
    }

    [Fact]
    public async Task What_a_reviewer_links_is_proved_to_nobody_and_what_the_reporter_may_not_know_is_not_told()
    {
        await using var line = await Line.StartAsync(parts);
        await line.StartReviewAsync();
        await line.StopIntakeAsync();
        var report = await new WebReport(line, "s1").SaysAsync("They posted her address.");
        var other = await new WebReport(line, "s2").SaysAsync("They posted my address.");
        await using var replies = new Replies(line, await report.TakesReceiptAsync());
        await replies.StatusAsync(status => status.Received.Count == 1);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        var path = $"/review/tips/{report.Tip}";
        await ActAsync(rosa, path, "link", ("tip", other.Tip.Value), ("reason", "The same page."));
        await ActAsync(rosa, path, "tags", ("tags", "doxing"));
        await ActAsync(rosa, path, "note", ("text", "Seen before."));
        await ActAsync(rosa, path, "claim");
        var (reading, _) = await replies.StatusAsync(status => status.State != "received");
        Assert.Equal(("reading", 1), (reading.State, reading.Received.Count));
        Assert.Equal(2, replies.Seen.Count);
    }

    [Fact]
    public async Task Of_very_many_parts_the_latest_hundred_are_proved_and_the_seal_stays_short()
    {
        await using var line = await Line.StartAsync(parts);
        await line.StartReviewAsync();
        await line.StopIntakeAsync();
        var report = await new WebReport(line, "s1").SaysAsync("The first.");
        for (var n = 0; n < 104; n++)
            await new WebReport(line, $"s1-{n}").SaysAsync($"Number {n}.", of: report.Tip);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{report.Tip}|")).Count == 105, Stop);
        await using var replies = new Replies(line, await report.TakesReceiptAsync());
        var (status, _) = await replies.StatusAsync(_ => true);
        Assert.Equal(100, status.Received.Count);
        Assert.DoesNotContain(status.Received, part => part.Sha256 == Hex("The first."u8.ToArray()));
        Assert.InRange(replies.Seen[^1].Sealed.Length, 10_000, 30_000);
    }

    private static async Task ActAsync(ReviewerBrowser desk, string path, string act, params (string Name, string Value)[] fields)
    {
        await desk.OpenAsync(path);
        await desk.PostAsync($"{path}/{act}", fields);
        Assert.Equal(System.Net.HttpStatusCode.OK, desk.Status);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
