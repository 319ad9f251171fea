using System.Net;
using System.Security.Cryptography;
using Hotline.Contracts;
using Hotline.Local.Demo.WebForm;
using Hotline.Platform.Sealing;

namespace Hotline.Tests.Intake.WebForm;

/// <summary>Files that come before their form, sealed and in slices.</summary>
[Trait("Speed", "slow")]
public sealed class SliceTests(SharedParts parts)
{
    private static readonly byte[] File = [.. SampleFiles.Png, .. RandomNumberGenerator.GetBytes((5 << 19) + 77)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Slices_in_any_order_and_twice_are_one_file_that_the_sdk_opens_byte_for_byte()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var page = await browser.OpenAsync("/report", Stop);
        var upload = await browser.UploadAsync(
            page, "/report", new FormFile("film.png", new MemoryStream(File)), pieces => [.. pieces.Reverse(), pieces[1]], Stop);
        Assert.Empty(await line.BlobsAsync());
        Assert.Empty(await line.TipsAsync());
        var taken = await browser.SendAsync(page, "/report", [("what", "See the film."), ("upload", upload.Field())], [], Stop);
        Assert.Equal((HttpStatusCode.OK, 0), (taken.Status, taken.Complaints.Count));
        // The same form once more: its answer was lost.
        Assert.Equal(
            HttpStatusCode.OK,
            (await browser.SendAsync(page, "/report", [("what", "See the film."), ("upload", upload.Field())], [], Stop)).Status);
        var tips = await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.Attachment));
        var content = await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Attachment));
        Assert.Equal(("film.png", (long)File.Length, ""), ((string?)content["name"], (long)content["length"]!, (string?)content["sha256"]));
        Assert.Equal(File, await line.OpenBlobAsync(Assert.Single(await line.BlobsAsync())));
    }

    [Fact]
    public async Task Node_opens_it_by_what_the_decision_says()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var page = await browser.OpenAsync("/report", Stop);
        var upload = await browser.UploadAsync(page, "/report", new FormFile("film.png", new MemoryStream(File)), null, Stop);
        await browser.SendAsync(page, "/report", [("upload", upload.Field())], [], Stop);
        var blob = line.Evidence.GetBlobClient(Assert.Single(await line.BlobsAsync()));
        var found = await Oracle.AskAsync("blob-open.mjs", await Line.BlobQuestionAsync(blob), Stop);
        Assert.Equal(
            ("2.1", "2.1", (long)File.Length, Convert.ToHexStringLower(SHA256.HashData(File))),
            ((string?)found["version"], (string?)found["agent"], (long)found["length"]!, (string?)found["sha256"]));
    }

    [Fact]
    public async Task Review_finds_length_hash_and_type_and_shows_what_it_found()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        // Intake's storage names none here, as where the answer to its commit was lost.
        line.ReviewStorage!.Version = "2026-11-30T10:00:00.0000000Z";
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var page = await browser.OpenAsync("/report", Stop);
        var upload = await browser.UploadAsync(page, "/report", new FormFile("film.png", new MemoryStream(File)), null, Stop);
        var taken = await browser.SendAsync(page, "/report", [("upload", upload.Field())], [], Stop);
        var sha = Convert.ToHexStringLower(SHA256.HashData(File));
        // The receipt's page proves what Review has.
        await Eventually.TrueAsync(
            async () => (await browser.OpenReportAsync(taken.Receipt!, "en", Stop)).Html.Contains(sha, StringComparison.Ordinal), Stop);
        using var client = await ReviewerBrowser.SignInAsync(line, "rosa-vidal");
        var row = Assert.Single(await ReviewRows.FindAsync(line, "tip|"));
        var attachment = (await ReviewRows.FindAsync(line, "part|")).Single(part => part.RowKey.Contains("|attachment-", StringComparison.Ordinal));
        var address = $"/review/tips/{row.RowKey["tip|".Length..]}/parts/{attachment.RowKey.Split('|')[^1]}/original";
        Assert.Equal(File, await client.GetByteArrayAsync(new Uri(address, UriKind.Relative), Stop));
        Assert.Equal([line.ReviewStorage.Version], line.ReviewStorage.Versions.Distinct());
        using var rosa = new ReviewerBrowser(client);
        Assert.Contains("/picture", (await rosa.OpenAsync($"/review/tips/{row.RowKey["tip|".Length..]}")).Page, StringComparison.Ordinal);
        await ReviewRows.AssertRebuiltAsync(line);
    }

    [Theory]
    [InlineData("altered")]
    [InlineData("missing")]
    [InlineData("last")]
    [InlineData("another's")]
    [InlineData("none")]
    public async Task Tickets_that_do_not_make_the_file_whole_give_the_form_back_with_every_word_and_nothing_is_stored(string how)
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var page = await browser.OpenAsync("/report", Stop);
        var upload = await browser.UploadAsync(page, "/report", new FormFile("film.png", new MemoryStream(File)), null, Stop);
        var other = await browser.UploadAsync(page, "/report", new FormFile("film.png", new MemoryStream(File)), null, Stop);
        var tickets = upload.Tickets.ToArray();
        var last = tickets[1].Split('.');
        tickets = how switch
        {
            "altered" => [tickets[0], string.Join('.', [last[0], last[1], last[2], new string('0', 64), last[4]]), tickets[2]],
            "missing" => [tickets[0], tickets[2]],
            "last" => [tickets[0], tickets[1]],
            "another's" => [tickets[0], other.Tickets.ElementAt(1), tickets[2]],
            _ => ["20260101.0.29..", ".", "ä"],
        };
        var back = await browser.SendAsync(page, "/report", [("what", "See the film."), ("upload", upload.Field(tickets))], [], Stop);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, back.Status);
        Assert.Contains("A file did not arrive whole.", back.Html, StringComparison.Ordinal);
        Assert.Contains("See the film.", back.Html, StringComparison.Ordinal);
        Assert.Empty(await line.BlobsAsync());
        Assert.Empty(await line.TipsAsync());
        // With its own tickets it is taken all the same.
        var taken = await browser.SendAsync(page, "/report", [("what", "See the film."), ("upload", upload.Field())], [], Stop);
        Assert.Equal(HttpStatusCode.OK, taken.Status);
    }

    [Theory]
    [InlineData("bare", 400)]
    [InlineData("long", 413)]
    [InlineData("elsewhere", 400)]
    [InlineData("headers", 400)]
    public async Task What_is_no_slice_is_refused_in_a_sentence(string what, int status)
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var sealedSlice = (await new FormUpload("", [], "").SealAsync(new MemoryStream(new byte[100]), 1, Stop))[0].Bytes;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/report/slices")
        {
            Content = new ByteArrayContent(what switch
            {
                "bare" => new byte[500],
                "long" => new byte[SealedSlice.MaxBytes + 1],
                _ => sealedSlice,
            }),
        };
        if (what != "headers")
            request.Headers.Add("X-Submission", new string('a', 32));
        request.Headers.Add("X-Upload", new string('b', 32));
        request.Headers.Add("X-First", what == "elsewhere" ? "7" : "0");
        using var answer = await http.SendAsync(request, Stop);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains("slice", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Empty(await line.BlobsAsync());
    }

    [Fact]
    public async Task An_address_sends_so_many_megabytes_an_hour_and_no_row_is_written_for_a_slice()
    {
        await using var line = await Line.BorrowAsync(parts, ("Hotline__WebForm__MaxMegabytesPerAddress", "2"));
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var upload = await browser.UploadAsync(
            await browser.OpenAsync("/report", Stop), "/report", new FormFile("film.png", new MemoryStream(File)), null, Stop);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], upload.Answers.Select(answer => answer.Status));
        Assert.Single(await line.ReportRowsAsync()); // What the address has sent.
    }
}
