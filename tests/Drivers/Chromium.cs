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
}
