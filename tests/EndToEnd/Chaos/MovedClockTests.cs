using System.Diagnostics;
using System.Text.Json;
using Hotline.Local.Bench;
using Hotline.Local.Loopback;
using Hotline.Tests.Local.FunctionsHost;

namespace Hotline.Tests.EndToEnd.Chaos;

/// <summary>A clock that goes wrong is what the process goes by, and all that is wrong with it.</summary>
[Trait("Speed", "slow")]
public sealed class MovedClockTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_app_goes_by_its_moved_clock_and_rests_when_it_has_nothing_to_do()
    {
        Assert.SkipUnless(MovedClock.IsThere, "The package faketime is not installed.");
        var folder = Directory.CreateTempSubdirectory("hotline-clock-");
        var clock = new MovedClock(Path.Combine(folder.FullName, "clock"));
        clock.Move(TimeSpan.Zero);
        var port = LoopbackWeb.FreePort();
        await using (var app = new ProcessPart(
            "the probe", JsonSerializer.Serialize(new HostOrder(ProbeApp.BuildOutput, port, ProbeApp.Settings())), "host")
        {
            Environment = clock.Environment,
        })
        {
            await app.StartAsync(Stop);
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
            foreach (var minutes in new[] { 0, 4, -4, 0 })
            {
                clock.Move(TimeSpan.FromMinutes(minutes));
                await Eventually.TrueAsync(async () => Math.Abs(await OffAsync(http) - minutes) < 1, Stop);
            }

            // A tenth of a core at the most, in one of some seconds: code is compiled in the background for a while.
            using var worker = Process.GetProcessById(app.ChildIds[0]);
            await Eventually.TrueAsync(async () => await ShareAsync(worker) < 0.1, Stop);
        }

        folder.Delete(recursive: true);
    }

    // In minutes.
    private static async Task<double> OffAsync(HttpClient http)
    {
        using var answer = await http.GetAsync(new Uri("echo", UriKind.Relative), Stop);
        return (answer.Headers.Date!.Value - DateTimeOffset.UtcNow).TotalMinutes;
    }

    private static async Task<double> ShareAsync(Process process)
    {
        process.Refresh();
        var (used, begun) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(1000, Stop);
        process.Refresh();
        return (process.TotalProcessorTime - used) / Stopwatch.GetElapsedTime(begun);
    }
}
