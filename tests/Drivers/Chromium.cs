namespace Hotline.Tests.Drivers;

/// <summary>The browser that the tests drive.</summary>
internal static class Chromium
{
    /// <summary>Where it is; a test that needs one is skipped, and says so, where there is none.</summary>
    public static string Find()
    {
        string?[] places =
        [
            // The shell draws no window of its own: half the work of a whole Chromium.
            Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium-headless-shell", "/usr/bin/chromium",
            "/usr/bin/google-chrome",
        ];
        var found = places.FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, "No Chromium is installed; set CHROMIUM to one.");
        return found!;
    }

    /// <summary>A whole one, and what shows its window and types into it; the test is skipped, and says so, where any is missing.</summary>
    public static string FindWindowed()
    {
        var found = new[] { "/usr/bin/chromium", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, "No Chromium with a window is installed: install the package chromium.");
        foreach (var tool in new[] { "Xvfb", "xdotool" })
            Assert.SkipUnless(File.Exists($"/usr/bin/{tool}"), $"{tool} is missing: install the packages xvfb and xdotool.");
        return found!;
    }
}
