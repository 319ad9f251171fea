using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Hotline.Local.WebForm;
using Hotline.Tests.Running;

namespace Hotline.Tests.Intake.WebForm;

/// <summary>What the worker's memory comes to while many large forms arrive at once; the figure stands in docs/performance.md.</summary>
public sealed class UploadMemoryTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Ten_forms_of_ninety_megabytes_at_once()
    {
        await using var line = await TestLine.StartAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url, Timeout = TimeSpan.FromMinutes(10) };
        var browser = new FormVisitor(http);
        var before = Peak(line);
        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(async n => await browser.SendAsync(
            await browser.OpenAsync("/report", Stop), "/report", [("what", $"Form {n}")],
            [.. Enumerable.Range(0, 3).Select(file => new FormFile($"{file}.png", new MemoryStream([.. FormTests.Png, .. new byte[(30_000_000) + n]])))], Stop)));
        Assert.All(taken, page => Assert.Equal(HttpStatusCode.OK, page.Status));
        Assert.All(taken, page => Assert.Empty(page.Complaints));
        TestContext.Current.TestOutputHelper!.WriteLine($"Peak before: {before} MB, after: {Peak(line)} MB");
        Assert.Equal(30, (await FormTests.BlobsAsync(line)).Count);
    }

    // https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
    private static int Peak(TestLine line) => int.Parse(
        Regex.Match(File.ReadAllText($"/proc/{line.Intake.WorkerProcessId}/status"), @"VmHWM:\s*(\d+) kB").Groups[1].Value, CultureInfo.InvariantCulture) / 1000;
}
