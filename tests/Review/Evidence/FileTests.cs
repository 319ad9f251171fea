using System.Net;
using System.Text;
using Hotline.Local.Twilio.Account;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.Evidence;

/// <summary>Files on the page of a tip, by the real workers.</summary>
[Trait("Speed", "slow")]
public sealed class FileTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Words_that_came_as_an_item_of_a_text_are_shown_and_triaged_like_any_other()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var text = await line.Twilio.TextAsync(
            new TextScript
            {
                Body = "",
                Media =
                [
                    new MediaFile("application/smil", [.. "<smil><body><par><text src=\"t.txt\"/></par></body></smil>"u8]),
                    new MediaFile(
                        "text/plain", Encoding.Latin1.GetBytes("Mañana <b>voy a disparar en la escuela</b>. I will shoot up the school.")),
                    new MediaFile("text/x-vcard", [.. "BEGIN:VCARD\r\nFN:Mo Diaz\r\nTEL;CELL:+15005550199\r\nEND:VCARD\r\n"u8]),
                ],
            }, null, Stop);
        Assert.Empty(text.Errors);
        await Eventually.TrueAsync(
            async () => (await ReviewRows.FindAsync(line, "part|"))
                .Count(row => row.RowKey.Contains("|attachment-", StringComparison.Ordinal)) == 3, Stop);
        var state = StateRow.Read((await ReviewRows.FindAsync(line, "tip|")).Single());
        Assert.Equal((1, 2), (state.Priority, state.Attachments));
        using var rosa = await (await ReviewerBrowser.OfAsync(line, "rosa-vidal")).OpenAsync($"/review/tips/{state.Id}");
        Assert.Contains("Mañana", WebUtility.HtmlDecode(rosa.Page), StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", rosa.Page, StringComparison.Ordinal);
        Assert.Contains("(sign 1", rosa.Page, StringComparison.Ordinal);
        Assert.Contains("Name: Mo Diaz\nPhone (cell): +15005550199", WebUtility.HtmlDecode(rosa.Page), StringComparison.Ordinal);
        Assert.DoesNotContain("smil", rosa.Page, StringComparison.OrdinalIgnoreCase);
        await ReviewRows.AssertRebuiltAsync(line);
    }

    [Fact]
    public async Task A_file_of_the_form_is_shown_by_what_it_is_and_saved_under_its_own_name()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var report = await new WebReport(line, "f1").SaysAsync("See the files.");
        var film = await report.AttachesAsync("IMG_1.MOV", [0, 0, 0, 20, .. "ftypqt  \0\0\0\0qt  "u8, .. new byte[90]]);
        var tool = await report.AttachesAsync("list.exe", [.. "MZ\u0001\0"u8, .. new byte[90]]);
        var words = await report.AttachesAsync("chat.txt", [.. "He wrote: I will shoot up the school."u8]);
        var bomb = (byte[])SampleFiles.Png.Clone();
        bomb[16] = bomb[20] = 0x7F;
        var picture = await report.AttachesAsync("bomb.png", bomb);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{report.Tip}|")).Count == 5, Stop);
        Assert.Equal(1, StateRow.Read((await ReviewRows.FindAsync(line, "tip|")).Single()).Priority);
        using var client = await ReviewerBrowser.SignInAsync(line, "rosa-vidal");
        using var rosa = await new ReviewerBrowser(client).OpenAsync($"/review/tips/{report.Tip}");
        var path = $"/review/tips/{report.Tip}/parts/";
        Assert.Contains($"<video controls preload=\"none\" src=\"{path}{film}/video\"", rosa.Page, StringComparison.Ordinal);
        Assert.Equal(1, rosa.Page.Split("can run as a program").Length - 1);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await rosa.FetchAsync($"{path}{picture}/picture")).Status);
        foreach (var (part, name) in new[] { (film, "IMG_1.MOV"), (tool, "list.exe"), (words, "chat.txt"), (picture, "bomb.png") })
        {
            using var answer = await client.GetAsync(new Uri($"{path}{part}/original", UriKind.Relative), Stop);
            Assert.Equal(("attachment", name, "application/octet-stream"), (
                answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileNameStar,
                answer.Content.Headers.ContentType!.MediaType));
        }
    }
}
