namespace Hotline.Tests.Review.Audit;

/// <summary>An auditor reads the reasons that the pages say the audit keeps, and nothing else that was written on a tip.</summary>
[Trait("Speed", "slow")]
public sealed class ReasonTests(SharedParts parts)
{
    [Fact]
    public async Task An_auditor_sees_why_a_number_was_shown_and_no_note()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var path = $"/review/tips/{await Caller.ReportsAsync(line, "They posted her address.", "+15005550177")}";
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        await rosa.OpenAsync(path);
        await rosa.PostAsync($"{path}/number", ("reason", "She asked to be called back."));
        await rosa.OpenAsync(path);
        await rosa.PostAsync($"{path}/note", ("text", "Her street is closed."));
        using var ada = await ReviewerBrowser.OfAsync(line, "ada-moreau");
        var page = (await ada.OpenAsync("/review/audit")).Page;
        Assert.Contains("She asked to be called back.", page, StringComparison.Ordinal);
        Assert.Contains("wrote a note", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Her street", page, StringComparison.Ordinal);
        Assert.DoesNotContain("0177", page, StringComparison.Ordinal);
    }
}
