using System.Text.Json.Nodes;
using Hotline.Contracts;

namespace Hotline.Tests.Intake.WebForm;

/// <summary>What a reporter typed, chose and was given stays, whatever the line, the browser or they do meanwhile.</summary>
[Trait("Speed", "slow")]
public sealed class ReporterBrowserTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Words_files_and_receipts_survive_a_slow_line_a_reload_a_wrong_code_and_another_language()
    {
        var chromium = Chromium.Find();
        await using var line = await Line.BorrowAsync(parts, ("Hotline__Lines__0__Number", Line.Number));
        var (picture, note, empty) =
            (Path.Combine(line.Folder, "picture.png"), Path.Combine(line.Folder, "note.txt"), Path.Combine(line.Folder, "empty.zip"));
        await File.WriteAllBytesAsync(picture, SampleFiles.Png, Stop);
        await File.WriteAllTextAsync(note, "They wrote this.", Stop);
        await File.WriteAllBytesAsync(empty, [], Stop);
        var seen = await Oracle.AskAsync("reporter.mjs", new JsonObject
        {
            ["chromium"] = chromium, ["base"] = line.Intake.Url.ToString().TrimEnd('/'), ["empty"] = empty,
            ["files"] = new JsonArray(picture, note), ["pictures"] = Path.Combine(Oracle.Root, "artifacts", "reporter"),
        }, Stop);
        Assert.Equal("", string.Join('\n', seen["failures"]!.AsArray()));
        Assert.Empty(seen["complaints"]!.AsArray().Select(said => said!.ToString()));

        // Nothing came twice, and nothing that was not sent.
        var sent = seen["sent"]!.AsArray().Select(said => said!.ToString()).Order().ToList();
        var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Kind == PartKind.Statement) >= sent.Count);
        var statements = await Task.WhenAll(tips.Where(part => part.Kind == PartKind.Statement).Select(line.OpenAsync));
        Assert.Equal(sent, statements.Select(statement => (string)statement["text"]!).Order());
        // Of the answer, the form with files, and the slow line.
        Assert.Equal(3, tips.Count(part => part.Kind == PartKind.Attachment));
    }
}
