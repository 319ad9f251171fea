using Hotline.Tests.Running;

namespace Hotline.Tests.Review;

/// <summary>The whole story in a real browser: a caller reports, two reviewers work on it at once, an auditor verifies.</summary>
[Trait("Speed", "slow")]
public sealed class StoryTests(SharedParts parts)
{
    [Fact(Explicit = true)]
    public async Task A_caller_reports_two_reviewers_work_on_it_and_the_audit_verifies()
    {
        var stop = TestContext.Current.CancellationToken;
        var chromium = new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(chromium is null, "No Chromium is installed; set CHROMIUM to one.");
        await using var line = await TestLine.StartAsync(parts);
        await line.StartReviewAsync();
        var tip = await Desk.CallAsync(line, "Someone posted my supervisor's home address and said they would burn it down tonight.");
        var shots = Directory.CreateDirectory(Path.Combine(Oracle.Root, "artifacts", "story")).FullName;
        // The sign-in page lies at one origin: the address that Review's settings say.
        var told = await Oracle.AskAsync("story.mjs", new { chromium, console = line.Review!.Url.AbsoluteUri, tip = tip.Value, shots }, stop);
        Assert.Equal(
            [
                "rosa claims by the keyboard", "ben sees who holds it", "rosa listens", "rosa asks", "ben is told what changed and keeps what he wrote",
                "ben closes", "ben opens it again", "ada verifies the audit",
            ],
            told["steps"]!.AsArray().Select(step => (string?)step));
        Assert.Empty(told["violations"]!.AsArray().Select(found => (string?)found));
    }
}
