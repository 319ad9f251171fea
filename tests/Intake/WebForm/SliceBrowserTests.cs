using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hotline.Contracts;

namespace Hotline.Tests.Intake.WebForm;

/// <summary>Files that a real browser seals and sends before the form.</summary>
[Trait("Speed", "slow")]
public sealed class SliceBrowserTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_happens_to_the_line_and_the_files_a_report_is_whole_or_says_what_is_missing()
    {
        var chromium = Chromium.Find();
        await using var line = await Line.BorrowAsync(parts);
        var seen = await Oracle.AskAsync("slices.mjs", new JsonObject
        {
            ["chromium"] = chromium, ["base"] = line.Intake.Url.ToString().TrimEnd('/'), ["folder"] = line.Folder,
        }, Stop);
        Assert.Empty(seen["failures"]!.AsArray().Select(said => said!.ToString()));
        Assert.Empty(seen["complaints"]!.AsArray().Select(said => said!.ToString()));
        var sent = seen["reports"]!.AsArray().Select(report => report!).ToList();
        var expected = sent.Select(report => TextOf((string)report["what"]!, report["files"]!.AsObject().Select(file => $"{file.Key} {file.Value}")));
        var files = sent.Sum(report => report["files"]!.AsObject().Count);
        var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Kind == PartKind.Attachment) >= files);
        var reports = new List<string>();
        foreach (var report in tips.GroupBy(part => part.Tip).Where(report => report.Any(part => part.Kind == PartKind.Statement)))
        {
            var words = await line.OpenAsync(report.Single(part => part.Kind == PartKind.Statement));
            var found = await Task.WhenAll(report.Where(part => part.Kind == PartKind.Attachment).Select(part => FindAsync(line, part)));
            reports.Add(TextOf((string)words["text"]!, found));
        }

        Assert.Equal(expected.Order(), reports.Order());
    }

    private static string TextOf(string words, IEnumerable<string> files) => $"{words}: {string.Join(", ", files.Order())}";

    // By the Blob SDK, and by Node, which knows the decision alone.
    private static async Task<string> FindAsync(Line line, Part part)
    {
        var file = await line.OpenAsync(part);
        var blob = (string)file["blob"]!;
        var sha = Convert.ToHexStringLower(SHA256.HashData(await line.OpenBlobAsync(blob)));
        var found = await Oracle.AskAsync("blob-open.mjs", await Line.BlobQuestionAsync(line.Evidence.GetBlobClient(blob)), Stop);
        Assert.Equal(sha, (string?)found["sha256"]);
        return $"{file["name"]} {sha}";
    }
}
