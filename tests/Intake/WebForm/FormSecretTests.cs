using System.Net;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Local.Demo.WebForm;

namespace Hotline.Tests.Intake.WebForm;

/// <summary>The submission's secret is the browser's alone, and codes in a form reach nobody.</summary>
[Trait("Speed", "slow")]
public sealed class FormSecretTests(SharedParts parts)
{
    private const string Fetch = "/report/receipt";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_secret_is_in_no_row_blob_message_or_log_and_fetches_a_receipt_only_while_there_is_none_and_for_an_hour()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var page = await browser.OpenAsync("/report", Stop);
        var secret = page.HiddenFields("/report").Single(field => field.Name == "submission").Value;
        var taken = await browser.SendAsync(
            page, "/report", [("what", "They posted my address.")], [new FormFile("a.png", new MemoryStream(SampleFiles.Png))], Stop);
        Assert.NotNull(taken.Receipt);
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 3);
        var rows = await line.RowsAsync();
        var contents = await Task.WhenAll(tips.Select(line.OpenAsync));
        Assert.DoesNotContain(
            rows.SelectMany(row => row.Select(column => $"{column.Value}")).Concat(await line.BlobsAsync()).Concat(line.Log.Lines)
                .Concat(tips.Select(part => Envelope.Write(part))).Concat(contents.Select(content => content.ToJsonString()))
                .Append(taken.Html), text => text.Contains(secret, StringComparison.Ordinal));

        // It has a receipt already.
        Assert.Equal(HttpStatusCode.NotFound, (await FetchAsync(secret)).Status);
        // Whoever reads a row's key holds nothing.
        Assert.Equal(HttpStatusCode.NotFound, (await FetchAsync(tips[0].Tip!.Value.Value)).Status);
        var report = rows.Single(row => row.RowKey.StartsWith("report|", StringComparison.Ordinal));
        await ReplaceAsync(report, report.GetDateTimeOffset("Received")!.Value);
        Assert.NotNull((await FetchAsync(secret)).Receipt);
        Assert.Equal(HttpStatusCode.NotFound, (await FetchAsync(secret)).Status);
        await ReplaceAsync(report, DateTimeOffset.UtcNow.AddMinutes(-61));
        Assert.Equal(HttpStatusCode.NotFound, (await FetchAsync(secret)).Status);

        // A page of nobody's: the one that shows the receipt has an id of its own.
        Task<VisitedPage> FetchAsync(string of) =>
            browser.SendAsync(new VisitedPage(HttpStatusCode.OK, ""), Fetch, [("submission", of)], [], Stop);

        async Task ReplaceAsync(TableEntity row, DateTimeOffset received)
        {
            var without = new TableEntity(row.PartitionKey, row.RowKey) { { "Tip", row["Tip"] }, { "Received", received } };
            await line.Table.UpsertEntityAsync(without, TableUpdateMode.Replace, Stop);
        }
    }

    [Fact]
    public async Task No_receipt_is_given_for_an_answer_whatever_else_is_sent_under_its_secret()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var taken = await browser.SendAsync(await browser.OpenAsync("/report", Stop), "/report", [("what", "They posted my address.")], [], Stop);
        var page = await browser.OpenReportAsync(taken.Receipt!, "en", Stop);
        var secret = page.HiddenFields("/receipt").Single(field => field.Name == "submission").Value;
        await browser.SendAsync(page, "/receipt", [("what", "It was on Main Street.")], [], Stop);
        foreach (var words in new[] { "Something else.", "And something else.", "And something else." })
            Assert.Null((await browser.SendAsync(taken, "/report", [("submission", secret), ("what", words)], [], Stop)).Receipt);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.SendAsync(taken, Fetch, [("submission", secret)], [], Stop)).Status);
    }

    [Fact]
    public async Task A_code_in_any_field_or_files_name_is_cut_and_links_the_report_and_any_spelling_opens_the_page()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var reporter = await Reporter.CallsAsync(line);
        var spelled = $"Receipt: {string.Join(",\n", reporter.Code.Select(digit => (char)('０' + digit - '0')))}";
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenReportAsync(spelled, "en", Stop)).Status);
        var taken = await browser.SendAsync(
            await browser.OpenAsync("/report", Stop), "/report",
            [("what", $"My code: {reporter.Written}. It was him."), ("where", $"see {reporter.Code}")],
            [new FormFile($"{reporter.Written}.png", new MemoryStream(SampleFiles.Png))], Stop);
        Assert.NotNull(taken.Receipt);
        var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Channel == Channel.Web) == 4);
        foreach (var part in tips.Where(part => part.Channel == Channel.Web && part.Kind is PartKind.Statement or PartKind.Attachment))
        {
            var content = (await line.OpenAsync(part)).ToJsonString();
            Assert.DoesNotContain(reporter.Code[..8], content, StringComparison.Ordinal);
            Assert.DoesNotContain(reporter.Written[..9], content, StringComparison.Ordinal);
        }

        var link = await line.OpenAsync(tips.Single(part => part is { Channel: Channel.Web, Kind: PartKind.Link }));
        Assert.Equal(reporter.Tip.Value, (string?)link["earlier"]);
    }
}
