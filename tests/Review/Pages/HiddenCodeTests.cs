using System.Net;
using Hotline.Intake.Receipts;

namespace Hotline.Tests.Review.Pages;

/// <summary>Digits that may be a receipt's and could not be tried.</summary>
[Trait("Speed", "slow")]
public sealed class HiddenCodeTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_are_hidden_until_a_reviewer_asks_with_a_reason_which_is_an_event()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var code = string.Join(' ', ReceiptCode.New().Groups);
        var report = await new WebReport(line, "hidden").SaysAsync($"It was him, {code}.", reach: code, hidesCodes: true);
        var path = $"/review/tips/{report.Tip}";
        var original = $"{path}/parts/{await report.AttachesAsync("chat.txt", System.Text.Encoding.UTF8.GetBytes($"My receipt: {code}"))}/original";
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{report.Tip}|")).Count == 2, Stop);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        var page = (await rosa.OpenAsync(path)).Page;
        Assert.Contains("It was him", page, StringComparison.Ordinal);
        Assert.Contains("Hidden digits", page, StringComparison.Ordinal);
        Assert.DoesNotContain(code, page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await rosa.FetchAsync(original)).Status);
        Assert.DoesNotContain(code, (await rosa.PostAsync($"{path}/codes", ("reason", " "))).Page, StringComparison.Ordinal);
        await rosa.OpenAsync(path);
        Assert.Contains(code, (await rosa.PostAsync($"{path}/codes", ("reason", "It may be his plate."))).Page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await rosa.FetchAsync(original)).Status);
        page = (await rosa.OpenAsync(path)).Page;
        Assert.DoesNotContain(code, page, StringComparison.Ordinal);
        Assert.Contains("It may be his plate.", page, StringComparison.Ordinal);
    }
}
