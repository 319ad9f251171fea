using System.Text.Json.Nodes;
using Hotline.Contracts;

namespace Hotline.Tests.Intake.WebForm;

/// <summary>The form in a real browser.</summary>
[Trait("Speed", "slow")]
public sealed class FormBrowserTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_can_fill_it_in_and_come_back()
    {
        var chromium = Chromium.Find();
        await using var line = await Line.BorrowAsync(parts);
        var (picture, sound, empty) =
            (Path.Combine(line.Folder, "picture.png"), Path.Combine(line.Folder, "voicemail.wav"), Path.Combine(line.Folder, "empty.zip"));
        await File.WriteAllBytesAsync(picture, SampleFiles.Png, Stop);
        await File.WriteAllBytesAsync(sound, [.. "RIFF\0\0\0\0WAVEfmt "u8, .. new byte[3_000_000]], Stop);
        await File.WriteAllBytesAsync(empty, [], Stop);
        var seen = await Oracle.AskAsync("form.mjs", new JsonObject
        {
            ["chromium"] = chromium, ["base"] = line.Intake.Url.ToString().TrimEnd('/'), ["empty"] = empty,
            ["files"] = new JsonArray(picture, sound), ["pictures"] = Path.Combine(Oracle.Root, "artifacts", "form"),
        }, Stop);
        Assert.Empty(seen["failures"]!.AsArray().Select(said => said!.ToString()));
        Assert.Empty(seen["violations"]!.AsArray().Select(said => said!.ToString()));
        Assert.Empty(seen["complaints"]!.AsArray().Select(said => said!.ToString()));
        Assert.Equal(30, (int)seen["states"]!);

        var reports = seen["reports"]!.AsArray().Select(said => said!.ToString()).ToList();
        var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Kind == PartKind.Statement) == reports.Count);
        var statements = await Task.WhenAll(tips.Where(part => part.Kind == PartKind.Statement).Select(line.OpenAsync));
        Assert.Equal(reports.Order(), statements.Select(statement => (string)statement["text"]!).Order());
        Assert.Equal(8, tips.Count(part => part.Kind == PartKind.Attachment));
        Assert.Equal(4, tips.Count(part => part.Kind == PartKind.Link));
        Assert.All(statements.Where(statement => ((string)statement["text"]!).StartsWith("Report of ", StringComparison.Ordinal)), statement =>
        {
            Assert.Equal("contact of it", (string?)statement["from"]);
            Assert.Equal(
                """{"when":"when of it","where":"where of it","target":"target of it","appeared":["link"],"link":"https://example.org/thread/1","isTarget":"unsure"}""",
                statement["answers"]!.ToJsonString());
        });
    }
}
