using System.Text.Json.Nodes;

namespace Hotline.Tests.Review.Pages;

/// <summary>The pages in a real browser: axe-core's rules for WCAG 2.2 AA, and what the script promises.</summary>
public sealed class BrowserTests
{
    [Fact]
    [Trait("Speed", "slow")]
    [Trait("Speed", "scaled")]
    public async Task The_pages_are_accessible_and_the_script_keeps_its_promises()
    {
        var stop = TestContext.Current.CancellationToken;
        var (chromium, looks) = (Chromium.Find(), Amount.Of(1, 2));
        await PageTests.WriteAllAsync(stop);

        var seen = await Oracle.AskAsync("pages-check.mjs", new { chromium, both = looks == 2 }, stop);

        Assert.Equal(looks * PageTests.Names.Count, (int)seen["pages"]!);
        Assert.Empty(Lines(seen, "violations"));
        Assert.Empty(Lines(seen, "complaints"));
        Assert.Empty(Lines(seen, "failures"));
    }

    private static IEnumerable<string> Lines(JsonNode seen, string of) => seen[of]!.AsArray().Select(line => (string)line!);
}
