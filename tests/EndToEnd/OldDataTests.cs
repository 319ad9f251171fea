using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Hotline.Local.Demo.WebForm;
using Hotline.Review.Table;
using Hotline.Tests.EndToEnd.Chaos;

namespace Hotline.Tests.EndToEnd;

/// <summary>
/// What a line wrote before the house had floors is read, accepted, answered, verified and made again. <c>OldData/README.md</c> says how it
/// was made.
/// </summary>
[Trait("Speed", "slow")]
public sealed partial class OldDataTests
{
    private static readonly DateTimeOffset Made = new(2026, 11, 30, 14, 31, 0, TimeSpan.Zero);

    // Of a text, and of the form; both wait on the queue when the line starts.
    private static readonly (string Receipt, string Says)[] Waiting =
        [("7795 9577 8771 4515", "They posted my address again."), ("4851 4725 9676 5041", "It is on a page of example.org.")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_read_accepted_verified_answered_and_made_again()
    {
        Assert.SkipUnless(MovedClock.IsThere, "The package faketime is not installed: receipts would be too old.");
        var data = Directory.CreateTempSubdirectory("old-").FullName;
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(Oracle.Root, "tests", "EndToEnd", "OldData", "line-2026-11-30.zip"), data, Stop);
        var clock = new MovedClock(Path.Combine(data, "clock"));
        clock.Move(Made.AddMinutes(5) - DateTimeOffset.UtcNow);
        await using var line = await TypedLine.StartAsync(data, clock.Environment);

        using var http = new HttpClient { BaseAddress = line.Addresses.Intake };
        var reporter = new FormVisitor(http);
        using var rosa = new ReviewerBrowser(await ReviewerBrowser.SignInAsync(line.Addresses.Review, "rosa-vidal"));
        await Eventually.TrueAsync(async () => (await TipsAsync(line)).Count == 68, Stop);
        foreach (var tip in await TipsAsync(line))
        {
            await rosa.OpenAsync($"/review/tips/{tip}");
            Assert.Equal(HttpStatusCode.OK, rosa.Status);
        }

        foreach (var (receipt, says) in Waiting)
        {
            var tip = "";
            await Eventually.TrueAsync(async () => (tip = await FindAsync(says)) != "", Stop);
            var more = $"I know more about it: {receipt[..4]}x.";
            await AnswersAsync(receipt, more);
            await Eventually.TrueAsync(() => ReadsAsync(tip, more), Stop);
        }

        Assert.Contains("all in order", (await line.RunAsync("audit", "verify")).Printed, StringComparison.Ordinal);
        var rebuilt = await line.RunAsync("rebuild", "--replace", "--review-storage", line.Addresses.Storage);
        Assert.True(rebuilt.Code == 0, rebuilt.Printed);
        Assert.Contains("all in order", (await line.RunAsync("audit", "verify")).Printed, StringComparison.Ordinal);

        async Task<string> FindAsync(string says)
        {
            var found = new List<string>();
            foreach (var tip in await TipsAsync(line))
                if (await ReadsAsync(tip, says))
                    found.Add(tip);
            return found.Count == 0 ? "" : Assert.Single(found);
        }

        async Task<bool> ReadsAsync(string tip, string words) =>
            Markup().Replace((await rosa.OpenAsync($"/review/tips/{tip}")).Page, "").Contains(words, StringComparison.Ordinal);

        async Task AnswersAsync(string receipt, string words)
        {
            VisitedPage? page = null;
            await Eventually.TrueAsync(
                async () => (page = await reporter.OpenReportAsync(receipt, "en", Stop)).Html.Contains("We have it", StringComparison.Ordinal), Stop);
            Assert.Equal("We have what you added", (await reporter.SendAsync(page!, "/receipt", [("what", words)], [], Stop)).Heading);
        }
    }

    // Marks within a sentence, with what they say beside its words.
    [GeneratedRegex("<span class=\"vh\">[^<]*</span>|<sup[^>]*>[^<]*</sup>|<[^>]*>")]
    private static partial Regex Markup();

    private static async Task<IReadOnlyList<string>> TipsAsync(TypedLine line)
    {
        var (from, before) = ReviewKeys.TipRange;
        return await new TableClient(line.Addresses.Storage, "Review")
            .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey ge {from} and RowKey lt {before}"), cancellationToken: Stop)
            .Select(row => row.RowKey[from.Length..]).ToListAsync(Stop);
    }
}
