using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Hotline.Local.WebForm;

namespace Hotline.Tests.Intake.WebForm;

/// <summary>
/// Large forms: what the worker's memory comes to while many arrive at once (the figure stands in docs/performance.md), and that none goes
/// to disk.
/// </summary>
[Trait("Speed", "slow")]
public sealed class UploadTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Speed", "long")]
    public async Task Ten_forms_of_twenty_five_megabytes_at_once()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url, Timeout = TimeSpan.FromMinutes(10) };
        var browser = new FormVisitor(http);
        var before = Peak(line);
        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(async n => await browser.SendAsync(
            await browser.OpenAsync("/report", Stop), "/report", [("what", $"Form {n}")],
            [.. Enumerable.Range(0, 3)
                .Select(file => new FormFile($"{file}.png", new MemoryStream([.. SampleFiles.Png, .. new byte[8_300_000 + n]])))], Stop)));
        Assert.All(taken, page => Assert.Equal(HttpStatusCode.OK, page.Status));
        Assert.All(taken, page => Assert.Empty(page.Complaints));
        TestContext.Current.TestOutputHelper!.WriteLine($"Peak before: {before} MiB, after: {Peak(line)} MiB");
        Assert.Equal(30, (await line.BlobsAsync()).Count);
    }

    [Fact]
    public async Task A_form_over_the_host_s_limit_is_an_empty_500_before_the_app_sees_it_and_is_not_held()
    {
        await using var line = await Line.StartAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        using var content = new ByteArrayContent([]);
        content.Headers.ContentLength = 30_000_001;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/report") { Content = content, Headers = { ExpectContinue = true } };
        using var answer = await http.SendAsync(request, Stop);
        Assert.Equal(
            (HttpStatusCode.InternalServerError, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop)));
        Assert.Equal(0, line.Intake.PeakBodyBytes);
        var browser = new FormVisitor(http);
        await browser.SendAsync(
            await browser.OpenAsync("/report", Stop), "/report", [("what", "A film")],
            [new("film.mov", new MemoryStream(new byte[5_000_000]))], Stop);
        Assert.InRange(line.Intake.PeakBodyBytes, 5_000_000, 5_010_000);
    }

    [Fact]
    public async Task Nothing_of_an_upload_goes_into_a_temporary_file()
    {
        await using var line = await Line.StartAsync(parts);
        var temp = Directory.CreateDirectory(Path.Combine(line.Folder, "temp")).FullName;
        await line.RestartIntakeAsync(("TMPDIR", temp), ("DOTNET_EnableDiagnostics", "0"));
        var written = new ConcurrentBag<string>();
        using var watch = new FileSystemWatcher(temp) { IncludeSubdirectories = true, EnableRaisingEvents = true };
        watch.Created += (_, file) => written.Add(file.Name!);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var taken = await browser.SendAsync(
            await browser.OpenAsync("/report", Stop), "/report", [("what", "A large file")],
            [new("film.png", new MemoryStream([.. SampleFiles.Png, .. new byte[20_000_000]]))], Stop);
        Assert.Equal((HttpStatusCode.OK, 1), (taken.Status, (await line.BlobsAsync()).Count));
        Assert.Empty(written);
        Assert.DoesNotContain(
            OpenFiles(line.Intake.WorkerProcessId), file => file.StartsWith(temp, StringComparison.Ordinal)
                || file.EndsWith("(deleted)", StringComparison.Ordinal) && !file.StartsWith("/memfd:", StringComparison.Ordinal));

        // The watch would have seen one.
        await File.WriteAllTextAsync(Path.Combine(temp, "planted"), "", Stop);
        await Eventually.TrueAsync(() => written.Contains("planted"), Stop);
    }

    private static IEnumerable<string> OpenFiles(int process) =>
        Directory.EnumerateFiles($"/proc/{process}/fd").Select(fd => new FileInfo(fd).LinkTarget).OfType<string>();

    // https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
    private static int Peak(Line line) => int.Parse(
        Regex.Match(File.ReadAllText($"/proc/{line.Intake.WorkerProcessId}/status"), @"VmHWM:\s*(\d+) kB").Groups[1].Value,
        CultureInfo.InvariantCulture) / 1024;
}
