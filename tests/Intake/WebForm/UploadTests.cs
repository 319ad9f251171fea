using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Hotline.Local.Demo.WebForm;

namespace Hotline.Tests.Intake.WebForm;

/// <summary>
/// Large files: what memory comes to while many arrive at once (the figure stands in docs/performance.md), and that none goes to disk.
/// </summary>
[Trait("Speed", "slow")]
public sealed class UploadTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Speed", "long")]
    public async Task Ten_uploads_of_ninety_megabytes_at_once_leave_an_instance_half_of_its_memory()
    {
        await using var line = await Line.StartAsync(parts);
        var temp = Directory.CreateDirectory(Path.Combine(line.Folder, "temp")).FullName;
        // Without the runtime's own pipes there, which nobody could read to their end.
        await line.RestartIntakeAsync(("TMPDIR", temp), ("DOTNET_EnableDiagnostics", "0"));
        using var http = new HttpClient { BaseAddress = line.Intake.Url, Timeout = TimeSpan.FromMinutes(10) };
        var browser = new FormVisitor(http);
        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(async n =>
        {
            var page = await browser.OpenAsync("/report", Stop);
            var film = new byte[90_000_000 + n];
            "planted"u8.CopyTo(film);
            var upload = await browser.UploadAsync(page, "/report", new FormFile($"{n}.mov", new MemoryStream(film)), null, Stop);
            while (upload.Pending.Count > 0) // Refused for now, as the page's script finds too.
                await browser.SendSlicesAsync(page, "/report", upload, upload.Pending, Stop);
            return await browser.SendAsync(page, "/report", [("what", $"Film {n}"), ("upload", upload.Field())], [], Stop);
        }));
        Assert.All(taken, page => Assert.Equal((HttpStatusCode.OK, 0), (page.Status, page.Complaints.Count)));
        Assert.Equal(10, (await line.BlobsAsync()).Count);
        // The real host has each body six times in its memory.
        var host = line.Intake.PeakBodyBytes * 6 >> 20;
        TestContext.Current.TestOutputHelper!.WriteLine($"Worker: {Peak(line)} MiB, bodies in the host: {host} MiB");
        Assert.InRange(Peak(line) + host, 1, 512);
        foreach (var file in Directory.EnumerateFiles(temp, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("planted", await File.ReadAllTextAsync(file, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_over_the_host_s_limit_is_an_empty_500_before_the_app_sees_it_and_is_not_held()
    {
        await using var line = await Line.StartAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        using var content = new ByteArrayContent([]);
        content.Headers.ContentLength = 8_000_001;
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
            [new("film.png", new MemoryStream([.. SampleFiles.Png, .. new byte[6_000_000]]))], Stop);
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
