using System.Net;

namespace Hotline.Tests.Review.Casework;

/// <summary>A tip that a supervisor gives to somebody else, as whoever held it sees that.</summary>
[Trait("Speed", "slow")]
public sealed class HandOverTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_holder_is_told_at_once_and_keeps_the_words_that_they_had_written()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var path = $"/review/tips/{await Caller.ReportsAsync(line, "They posted her address and will come tonight.")}";
        using var ben = await ReviewerBrowser.OfAsync(line, "ben-okafor");
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        using var sam = await ReviewerBrowser.OfAsync(line, "sam-lindqvist");
        using var poll = await ReviewerBrowser.SignInAsync(line, "rosa-vidal");
        poll.DefaultRequestHeaders.Add("X-Hotline-Background", "1");
        await rosa.OpenAsync(path);
        await rosa.PostAsync($"{path}/claim");
        await sam.OpenAsync(path);
        await sam.PostAsync($"{path}/assign", ("to", "ben-okafor"));

        using var news = await poll.GetAsync(new Uri(path, UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.ResetContent, news.StatusCode);
        Assert.Equal("Ben%20Okafor", news.Headers.GetValues("X-Hotline-Holder").Single());

        await rosa.PostAsync($"{path}/close", ("disposition", "Referred"), ("reason", "I had called the precinct."));
        Assert.Equal(HttpStatusCode.Conflict, rosa.Status);
        Assert.Contains("gave this tip to Ben Okafor", rosa.Page, StringComparison.Ordinal);
        Assert.Contains("<p class=\"words\">I had called the precinct.</p>", rosa.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("still in its field", rosa.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("gave this tip", (await ben.OpenAsync(path)).Page, StringComparison.Ordinal);
    }
}
