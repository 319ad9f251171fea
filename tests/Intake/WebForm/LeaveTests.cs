using System.Text.Json.Nodes;

namespace Hotline.Tests.Intake.WebForm;

/// <summary>Leaving the form with real keys, in a window, for a destination that takes four seconds.</summary>
[Trait("Speed", "slow")]
public sealed class LeaveTests(SharedParts parts)
{
    [Fact]
    public async Task Leaving_shows_nothing_of_the_form_at_once_and_no_late_key_stops_it()
    {
        var chromium = Chromium.FindWindowed();
        await using var line = await Line.BorrowAsync(parts);
        var seen = await Oracle.AskAsync("leave.mjs", new JsonObject
        {
            ["chromium"] = chromium, ["base"] = line.Intake.Url.ToString().TrimEnd('/'), ["to"] = "https://www.weather.gov/",
            ["pictures"] = Path.Combine(Oracle.Root, "artifacts", "leave"),
        }, TestContext.Current.CancellationToken);
        Assert.Equal("", string.Join('\n', seen["failures"]!.AsArray()));
    }
}
