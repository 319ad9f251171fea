using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hotline.Tips;

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
        var expected = seen["reports"]!.AsArray().Select(report =>
            $"{report!["what"]}: {string.Join(' ', report["files"]!.AsObject().Select(file => $"{file.Key} {file.Value}"))}");
        var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Kind == PartKind.Attachment) >= 6);
        var reports = new List<string>();
        foreach (var report in tips.GroupBy(part => part.Tip).Where(report => report.Any(part => part.Kind == PartKind.Statement)))
        {
            var words = await line.OpenAsync(report.Single(part => part.Kind == PartKind.Statement));
            var file = await line.OpenAsync(report.Single(part => part.Kind == PartKind.Attachment));
            var sha = Convert.ToHexStringLower(SHA256.HashData(await line.OpenBlobAsync((string)file["blob"]!)));
            reports.Add($"{words["text"]}: {file["name"]} {sha}");
        }

        Assert.Equal(expected.Order(), reports.Order());
    }
}
