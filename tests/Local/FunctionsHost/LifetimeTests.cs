using System.Diagnostics;
using System.Net;
using Hotline.Local.FunctionsHost;
using Microsoft.Extensions.Logging;

namespace Hotline.Tests.Local.FunctionsHost;

public sealed class LifetimeTests
{
    private static CancellationToken Stop => ProbeApp.Stop;

    [Fact]
    public async Task A_running_invocation_survives_a_stop()
    {
        await using var app = await ProbeApp.StartAsync();
        var sent = new TaskCompletionSource();
        using var content = new SlowContent("a", sent.Task, "b");
        var answering = app.Client.PostAsync("digest", content, Stop);
        await app.SeesAsync("digesting");

        var stopping = app.Host.StopAsync();
        await Eventually.TrueAsync(() => IsRefusedAsync(app.Host.Url), Stop);
        Assert.False(stopping.IsCompleted);
        sent.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await answering).StatusCode);
        await stopping;
    }

    [Fact]
    public async Task What_outlasts_the_drain_is_cancelled()
    {
        await using var app = await ProbeApp.StartAsync(change: options => options with { DrainTimeout = TimeSpan.FromMilliseconds(200) });
        var answering = app.Client.GetAsync("wait/never", Stop);
        await app.SeesAsync("waiting at never");
        await app.Host.StopAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, (await answering).StatusCode);
        Assert.Contains(app.Logs.Entries, entry => entry.Message == "cancelled at never");
    }

    [Fact]
    public async Task A_stopped_worker_is_gone()
    {
        await using var app = await ProbeApp.StartAsync();
        using var worker = Process.GetProcessById(app.Host.WorkerProcessId);
        await app.Host.StopAsync();
        Assert.True(worker.HasExited);
        Assert.DoesNotContain(app.Logs.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_worker_that_is_killed_is_replaced()
    {
        await using var app = await ProbeApp.StartAsync();
        var first = app.Host.WorkerProcessId;
        var lost = app.Client.GetAsync("wait/never", Stop);
        await app.SeesAsync("waiting at never");
        using (var worker = Process.GetProcessById(first))
            worker.Kill();

        Assert.Equal(HttpStatusCode.BadGateway, (await lost).StatusCode);
        await Eventually.TrueAsync(async () => await app.AnsweringProcessAsync() is { } process && process != first, Stop);
        Assert.NotEqual(first, app.Host.WorkerProcessId);
        var said = Assert.Single(app.Logs.Entries, entry => entry.Event.Id == 411);
        Assert.Equal(LogLevel.Warning, said.Level);
        Assert.StartsWith($"The worker of probe died: process {first}, exit code 137.", said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_waits_for_the_next_worker()
    {
        await using var app = await ProbeApp.StartAsync(change: options => options with { WorkerWait = TimeSpan.FromMinutes(2) });
        using (var worker = Process.GetProcessById(app.Host.WorkerProcessId))
            worker.Kill();
        await Eventually.TrueAsync(() => app.Logs.Entries.Any(entry => entry.Event.Id == 411), Stop);
        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync("notes", Stop)).StatusCode);
    }

    [Fact]
    public async Task A_worker_whose_settings_change_ends_with_its_last_invocation_and_the_next_takes_over_at_once()
    {
        await using var app = await ProbeApp.StartAsync(change: options => options with { DrainTimeout = TimeSpan.FromMinutes(5) });
        var first = app.Host.WorkerProcessId;
        var sent = new TaskCompletionSource();
        using var content = new SteadyContent(sent.Task);
        var answering = app.Client.PostAsync("digest", content, Stop);
        await app.SeesAsync("digesting");
        using var retiring = Process.GetProcessById(first);

        await app.Host.ChangeSettingsAsync(ProbeApp.Settings(), Stop);
        Assert.NotEqual(first, await app.AnsweringProcessAsync());
        Assert.False(retiring.HasExited);
        sent.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await answering).StatusCode);
        await Eventually.TrueAsync(() => retiring.HasExited, Stop);
        Assert.DoesNotContain(app.Logs.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_worker_that_does_not_start_with_changed_settings_leaves_the_one_before_it_at_work()
    {
        await using var app = await ProbeApp.StartAsync();
        var first = app.Host.WorkerProcessId;
        var changed = ProbeApp.Settings(new() { ["Probe__Complaint"] = "Set Probe:Door to Open." });
        var failure = await Assert.ThrowsAsync<FunctionAppException>(() => app.Host.ChangeSettingsAsync(changed, Stop));
        Assert.Contains("Set Probe:Door to Open.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(first, await app.AnsweringProcessAsync());
    }

    [Fact]
    public async Task A_function_that_takes_too_long_ends_with_its_worker_and_the_next_one_answers()
    {
        using var folder = new ProbeCopy("""{ "version": "2.0", "functionTimeout": "00:00:01", "extensions": { "http": { "routePrefix": "" } } }""");
        await using var app = await ProbeApp.StartAsync(change: options => options with { AppDirectory = folder.Path });
        var first = await app.AnsweringProcessAsync();
        // Whoever waits hears of it, by an error or by an answer that is cut off where it had begun.
        var ended = await Record.ExceptionAsync(async () => (await app.Client.GetAsync("wait/never", Stop)).EnsureSuccessStatusCode());
        Assert.True(Assert.IsType<HttpRequestException>(ended).StatusCode is null or >= HttpStatusCode.InternalServerError);
        await Eventually.TrueAsync(async () => await app.AnsweringProcessAsync() is { } process && process != first, Stop);
    }

    [Fact]
    public async Task Routes_begin_with_the_prefix_of_host_json()
    {
        using var folder = new ProbeCopy("""{ "version": "2.0" }""");
        await using var app = await ProbeApp.StartAsync(change: options => options with { AppDirectory = folder.Path });
        Assert.Equal("hello ana", await app.Client.GetStringAsync("api/people/ana", Stop));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("people/ana", Stop)).StatusCode);
    }

    [Theory]
    [InlineData("Warning")]
    [InlineData("Error")]
    public async Task A_workers_log_keeps_its_category_and_level(string level)
    {
        await using var app = await ProbeApp.StartAsync();
        await app.Client.PostAsync($"log/{level}/Some.Category", null, Stop);
        await Eventually.TrueAsync(() => app.Logs.Entries.Any(entry => entry.Category == "Some.Category"), Stop);
        var entry = Assert.Single(app.Logs.Entries, entry => entry.Category == "Some.Category");
        Assert.Equal(Enum.Parse<LogLevel>(level), entry.Level);
        Assert.Equal(7, entry.Event.Id);
        Assert.Equal($"said at {level}", entry.Message);
        Assert.Contains("InvalidOperationException: why", entry.Exception!.ToString(), StringComparison.Ordinal);
    }

    private static async Task<bool> IsRefusedAsync(Uri url)
    {
        try
        {
            using var client = new HttpClient();
            await client.GetAsync(url, Stop);
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }
}
