using System.Net;
using System.Security.Cryptography;
using System.Text;
using Hotline.Contracts;
using Hotline.Local.Demo.WebForm;

namespace Hotline.Tests.Intake.WebForm;

/// <summary>The form against the running intake worker, as a browser without scripts uses it.</summary>
[Trait("Speed", "slow")]
public sealed class FormTests(SharedParts parts)
{
    private const string Action = "/report";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_is_a_tip_with_every_answer_and_has_a_receipt()
    {
        await using var line = await Line.BorrowAsync(parts);
        var taken = await ReportAsync(line, Sound());
        Assert.Equal((HttpStatusCode.OK, "Tenemos su informe"), (taken.Status, taken.Heading));
        Assert.Matches(@"^\d{4} \d{4} \d{4} \d{4}$", taken.Receipt);
        Assert.Empty(taken.Complaints);

        var tips = await line.WaitForTipsAsync(tips => tips.Count == 4);
        Assert.Single(tips.Select(part => part.Tip).Distinct());
        Assert.All(tips, part => Assert.Equal((Channel.Web, "es"), (part.Channel, part.Language)));
        var statement = await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Statement));
        Assert.Equal(("Publicaron mi dirección.\nY mi placa.", "+15005550006"), ((string?)statement["text"], (string?)statement["from"]));
        Assert.Equal(
            """{"when":"anoche","where":"example.org","target":"mi familia","appeared":["link","letter"],"link":"https://example.org/x","isTarget":"yes"}""",
            statement["answers"]!.ToJsonString());
    }

    [Fact]
    public async Task Every_question_is_asked_by_the_page_and_its_answer_is_sealed()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var page = await browser.OpenAsync(Action, Stop);
        Assert.All(FormQuestions.All, question =>
            Assert.Contains($"name=\"{question.Field}\"", page.Html, StringComparison.Ordinal));
        await browser.SendAsync(
            page, Action, FormQuestions.All.Select(question => (question.Field, AnswerTo(question))).Prepend(("what", "It is on the wall.")),
            [], Stop);
        var tips = await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.Statement));
        var answers = (await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Statement)))["answers"]!;
        Assert.All(FormQuestions.All, question => Assert.Equal(
            AnswerTo(question), (string?)(question.By == Answering.Many ? answers[question.Member]![0] : answers[question.Member])));

        static string AnswerTo(FormQuestion question) => question.Choices is [.., var last] ? last.Value : $"Of {question.Name}.";
    }

    [Fact]
    public async Task Every_file_of_a_report_is_kept_byte_for_byte_by_its_name_and_what_it_is()
    {
        await using var line = await Line.BorrowAsync(parts);
        var sound = Sound();
        await ReportAsync(line, sound);
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 4);
        var files = await Task.WhenAll(tips.Where(part => part.Kind == PartKind.Attachment).Select(line.OpenAsync));
        foreach (var (type, name, bytes) in new[] { ("image/png", "foto ñ.txt", SampleFiles.Png), ("audio/wav", "voz.wav", sound) })
        {
            var file = Assert.Single(files, file => (string?)file["contentType"] == type);
            Assert.Equal((name, bytes.Length), ((string?)file["name"], (int?)file["length"]));
            Assert.Equal(bytes, await line.OpenBlobAsync((string)file["blob"]!));
        }
    }

    [Fact]
    public async Task A_double_click_a_retry_and_a_reload_are_one_tip_and_other_content_is_one_part_more()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var page = await browser.OpenAsync(Action, Stop);
        var same = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => browser.SendAsync(
            page, Action, [("what", "They posted my address.")], [new FormFile("a.png", new MemoryStream(SampleFiles.Png))], Stop)));
        Assert.All(same, taken => Assert.NotNull(taken.Receipt));
        Assert.Equal(3, same.Select(taken => taken.Receipt).Distinct().Count());
        var more = await browser.SendAsync(
            page, Action, [("what", "They posted my address, and my plate.")], [new FormFile("a.png", new MemoryStream(SampleFiles.Png))], Stop);
        var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Kind == PartKind.Receipt) == 3 && tips.Count(part => part.Kind == PartKind.Statement) == 2);
        Assert.Null(more.Receipt);
        Assert.Single(tips.Select(part => part.Tip).Distinct());
        Assert.Equal(2, tips.Count(part => part.Kind == PartKind.Statement));
        Assert.Single(tips, part => part.Kind == PartKind.Attachment);
    }

    [Fact]
    public async Task Any_file_is_kept_as_it_came_under_its_own_name_with_or_without_words()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var bomb = (byte[])SampleFiles.Png.Clone();
        bomb[16] = bomb[20] = 0x7F;
        (string Name, byte[] Bytes)[] sent =
        [
            ("IMG_0001.MOV", [0, 0, 0, 20, .. "ftypqt  \0\0\0\0qt  "u8, .. new byte[90]]), ("page.svg", [.. "<svg onload='alert(1)'/>"u8]),
            ("bomb.png", bomb), ("tool.exe", [.. "MZ\x90\0"u8, .. new byte[90]]), ("list.zip", [0x50, 0x4B, 3, 4, .. new byte[90]]),
            ("noise", RandomNumberGenerator.GetBytes(3000)), ("one", [7]),
        ];
        foreach (var words in new[] { "See the files.", "" })
        {
            var taken = await browser.SendAsync(
                await browser.OpenAsync(Action, Stop), Action, words.Length > 0 ? [("what", words)] : [],
                sent.Select(file => new FormFile(file.Name, new MemoryStream(file.Bytes))), Stop);
            Assert.Equal(HttpStatusCode.OK, taken.Status);
            Assert.Empty(taken.Complaints);
        }

        var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Kind == PartKind.Attachment) == 2 * sent.Length);
        var kept = new List<(string?, string)>();
        foreach (var part in tips.Where(part => part.Kind == PartKind.Attachment))
        {
            var content = await line.OpenAsync(part);
            kept.Add(((string?)content["name"], Convert.ToHexString(await line.OpenBlobAsync((string)content["blob"]!))));
        }

        Assert.Equal(
            sent.Concat(sent).Select(file => (file.Name, Convert.ToHexString(file.Bytes))).Order().ToList(), kept.Order().ToList()!);
    }

    [Fact]
    public async Task A_file_that_is_refused_says_why_and_everything_else_is_kept()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var taken = await browser.SendAsync(
            await browser.OpenAsync(Action, Stop), Action, [("what", "See the picture.")],
            [
                new FormFile("long.png", new MemoryStream([.. SampleFiles.Png, .. new byte[7 << 20]])),
                new FormFile("none.png", new MemoryStream()), new FormFile("good.png", new MemoryStream(SampleFiles.Png)),
            ], Stop);
        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.Equal(["long.png: all files together are over 7 MB", "none.png: it is empty"], taken.Complaints);
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 3);
        Assert.Equal("good.png", (string?)(await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Attachment)))["name"]);
        Assert.Single(await line.BlobsAsync());
    }

    [Fact]
    public async Task What_must_be_mended_comes_back_with_every_word_and_nothing_is_stored()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        (string, string)[] fields = [("where", "\"><script>alert(1)</script>"), ("appeared", "phone"), ("istarget", "unsure")];
        var empty = await browser.SendAsync(
            await browser.OpenAsync(Action, Stop), Action, fields, [new FormFile("a.zip", new MemoryStream())], Stop);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.Contains("Tell us what happened.", empty.Complaints);
        Assert.Contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>", empty.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", empty.Html, StringComparison.Ordinal);
        Assert.Equal(2, empty.Html.Split(" checked").Length - 1);
        await AssertNothingIsStoredAsync(line);
    }

    [Fact]
    public async Task A_form_whose_trap_is_filled_in_comes_back_with_its_words_and_nothing_is_stored()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var trapped = await browser.SendAsync(
            await browser.OpenAsync(Action, Stop), Action, [("what", "It is on the wall."), ("website", "x")],
            [new FormFile("a.png", new MemoryStream(SampleFiles.Png))], Stop);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, trapped.Status);
        Assert.Contains("It is on the wall.", trapped.Html, StringComparison.Ordinal);
        await AssertNothingIsStoredAsync(line);
    }

    [Fact]
    public async Task A_change_of_language_keeps_every_word_in_the_same_form_and_nothing_is_stored()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var page = await browser.OpenAsync(Action, Stop);
        var spanish = await browser.SendAsync(page, Action, [("what", "It is on the wall."), ("switch", "es")], [], Stop);
        Assert.Equal("Informe de una amenaza", spanish.Heading);
        Assert.Contains("It is on the wall.", spanish.Html, StringComparison.Ordinal);
        Assert.Equal(page.HiddenFields(Action)[0], spanish.HiddenFields(Action)[0]);
        await AssertNothingIsStoredAsync(line);
    }

    [Fact]
    public async Task Storage_away_gives_the_form_back_and_the_same_form_is_taken_later()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var page = await browser.OpenAsync(Action, Stop);
        line.Storage.Fails = StorageProxy.Fault.Refusing;
        var down = await browser.SendAsync(page, Action, [("what", "They will be at the school at nine.")], [], Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, down.Status);
        Assert.Contains("They will be at the school at nine.", down.Html, StringComparison.Ordinal);
        var withFile = await browser.SendAsync(
            page, Action, [("what", "They will be at the school at nine.")], [new("a.png", new MemoryStream(SampleFiles.Png))], Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, withFile.Status);
        Assert.Contains("They will be at the school at nine.", withFile.Html, StringComparison.Ordinal);
        Assert.Contains("choose them again", withFile.Html, StringComparison.Ordinal);
        line.Storage.Fails = StorageProxy.Fault.None;
        await Eventually.TrueAsync(
            async () => (await browser.SendAsync(down, Action, [("what", "They will be at the school at nine.")], [],
                Stop)).Status == HttpStatusCode.OK, Stop);
        await line.WaitForTipsAsync(tips => tips.Count(part => part.Kind == PartKind.Statement) == 1);
    }

    [Fact]
    public async Task Sixty_files_are_ten_that_are_kept_and_fifty_that_are_named()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var taken = await browser.SendAsync(
            await browser.OpenAsync(Action, Stop), Action, [("what", "The whole folder.")],
            [.. Enumerable.Range(0, 60).Select(n => new FormFile($"picture-{n}.png", new MemoryStream(SampleFiles.Png)))], Stop);
        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.Equal(50, Enumerable.Range(0, 60).Count(n => taken.Html.Contains($"picture-{n}.png", StringComparison.Ordinal)));
        Assert.Equal(10, (await line.BlobsAsync()).Count);
    }

    [Fact]
    public async Task The_files_of_a_form_over_the_limit_are_written_nowhere_and_its_words_come_back()
    {
        await using var line = await Line.BorrowAsync(parts, ("Hotline__WebForm__MaxPerAddress", "1"));
        await CountingWindow.WaitForRoomAsync(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(40), Stop);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var first = await browser.SendAsync(await browser.OpenAsync(Action, Stop), Action, [("what", "The first.")], [], Stop);
        Assert.Equal(HttpStatusCode.OK, first.Status);
        line.Storage.ForgetRequests();
        var second = await browser.SendAsync(
            await browser.OpenAsync(Action, Stop), Action, [("what", "The second."), ("contact", "At the school office.")],
            [new("film.png", new MemoryStream([.. SampleFiles.Png, .. new byte[3_000_000]]))], Stop);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.Status);
        Assert.Contains("The second.", second.Html, StringComparison.Ordinal);
        Assert.Contains("At the school office.", second.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(line.Storage.Requests, request => request.Contains($"/{line.Evidence.Name}/", StringComparison.Ordinal)
            && request.StartsWith("PUT", StringComparison.Ordinal) && request.Contains(".png", StringComparison.Ordinal));
        Assert.DoesNotContain(line.Storage.Requests, request => request.StartsWith("PUT", StringComparison.Ordinal)
            && request.Contains("attachment-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_that_is_cut_short_leaves_no_blob_of_it()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var id = Guid.NewGuid().ToString("N");
        foreach (var end in new[] { "",
            "\r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"b.png\"\r\n\r\n" + Encoding.Latin1.GetString(SampleFiles.Png) })
        {
            using var cut = new ByteArrayContent(Encoding.Latin1.GetBytes(
                $"--b\r\nContent-Disposition: form-data; name=\"submission\"\r\n\r\n{id}\r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.png\"\r\n\r\n"
                + Encoding.Latin1.GetString(SampleFiles.Png) + end));
            cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
            using var answer = await http.PostAsync(new Uri(Action, UriKind.Relative), cut, Stop);
            Assert.Equal((HttpStatusCode.BadRequest, "The form is broken or was cut short.\n"),
                (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop)));
        }

        await BreakOffAsync(line, id);
        using var whole = await http.GetAsync(new Uri(Action, UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Empty(await line.BlobsAsync());
        Assert.Empty(await line.ReportRowsAsync());
    }

    private static byte[] Sound()
    {
        var sound = RandomNumberGenerator.GetBytes(5_000_000);
        "RIFF\0\0\0\0WAVEfmt "u8.CopyTo(sound);
        return sound;
    }

    private static async Task<VisitedPage> ReportAsync(Line line, byte[] sound)
    {
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        return await browser.SendAsync(
            await browser.OpenAsync("/report?lang=es", Stop), Action,
            [
                ("what", "Publicaron mi dirección.\r\nY mi placa."), ("when", "anoche"), ("where", "example.org"), ("target", "mi familia"),
                ("appeared", "link"), ("appeared", "letter"), ("appeared", "made up"),
                ("link", "https://example.org/x"), ("istarget", "yes"),
                ("contact", "+15005550006"),
            ],
            [new FormFile("foto ñ.txt", new MemoryStream(SampleFiles.Png), "text/plain"),
                new FormFile("../../voz.wav", new MemoryStream(sound))], Stop);
    }

    private static async Task AssertNothingIsStoredAsync(Line line)
    {
        Assert.Empty(await line.ReportRowsAsync());
        Assert.Empty(await line.BlobsAsync());
    }

    // Five megabytes of a file of eight, and the connection is gone: some blocks are staged by then, none may be committed.
    private static async Task BreakOffAsync(Line line, string id)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(line.Intake.Url.Host, line.Intake.Url.Port, Stop);
        await using var stream = socket.GetStream();
        var start = $"--b\r\nContent-Disposition: form-data; name=\"submission\"\r\n\r\n{id}\r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.wav\"\r\n\r\nRIFF0000WAVE";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /report HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 7900000\r\n\r\n{start}"),
            Stop);
        await stream.WriteAsync(new byte[5_000_000], Stop);
        await Task.Delay(500, Stop);
        socket.Client.LingerState = new System.Net.Sockets.LingerOption(true, 0);
    }
}
