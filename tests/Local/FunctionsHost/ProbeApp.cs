using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Local.FunctionsHost;
using Microsoft.Extensions.Logging;

namespace Hotline.Tests.Local.FunctionsHost;

/// <summary>The probe under the host: tests/Probe, run as a real worker.</summary>
internal sealed class ProbeApp : IAsyncDisposable
{
    private readonly ILoggerFactory factory;

    private ProbeApp(FunctionAppHost host, CapturedLogs logs, ILoggerFactory factory)
    {
        (Host, Logs, this.factory) = (host, logs, factory);
        Client = new HttpClient { BaseAddress = host.Url, Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>Where the probe was built, in the same configuration as the tests.</summary>
    public static string BuildOutput { get; } = FindBuildOutput();

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public FunctionAppHost Host { get; }

    public CapturedLogs Logs { get; }

    public HttpClient Client { get; }

    public static async Task<ProbeApp> StartAsync(
        Dictionary<string, string>? settings = null, Func<FunctionAppOptions, FunctionAppOptions>? change = null)
    {
        var logs = new CapturedLogs();
        var factory = logs.NewFactory();
        var options = new FunctionAppOptions { Name = "probe", AppDirectory = BuildOutput, Settings = Settings(settings) };
        var host = await FunctionAppHost.StartAsync(change?.Invoke(options) ?? options, factory, TimeProvider.System, Stop);
        return new ProbeApp(host, logs, factory);
    }

    /// <summary>
    /// Without a queue, with a timer that is not due, and with one function switched off, unless the test says otherwise.
    /// </summary>
    public static Dictionary<string, string> Settings(Dictionary<string, string>? changes = null)
    {
        var settings = new Dictionary<string, string>
        {
            ["Probe__Schedule"] = "0 0 0 1 1 *",
            ["Probe__Queue"] = "work",
            ["AzureWebJobs.Work.Disabled"] = "true",
            ["AzureWebJobs.Hidden.Disabled"] = "true",
        };
        foreach (var (name, value) in changes ?? [])
            settings[name] = value;
        return settings;
    }

    /// <summary>What the probe has noted so far.</summary>
    public async Task<string[]> NotesAsync() => (await Client.GetFromJsonAsync<string[]>("notes", Stop))!;

    /// <summary>Lets the functions go on that wait at a gate.</summary>
    public async Task OpenAsync(string gate) => (await Client.PostAsync($"open/{gate}", null, Stop)).EnsureSuccessStatusCode();

    /// <summary>Waits until the probe has noted what is asked for, and returns all that it has noted.</summary>
    public Task<string[]> SeesAsync(string note) => SeesAsync(notes => notes.Any(line => line.Contains(note, StringComparison.Ordinal)));

    /// <inheritdoc cref="SeesAsync(string)"/>
    public async Task<string[]> SeesAsync(Func<string[], bool> enough)
    {
        string[] notes = [];
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await Client.GetAsync("notes", Stop);
                // A worker that has just died answers nothing, and the next one begins a new list.
                return answer.IsSuccessStatusCode && enough(notes = (await answer.Content.ReadFromJsonAsync<string[]>(Stop))!);
            },
            Stop);
        return notes;
    }

    /// <summary>The worker that answers the next request; null where none does.</summary>
    public async Task<int?> AnsweringProcessAsync()
    {
        try
        {
            var answer = await Client.GetAsync("echo/x", Stop);
            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("process").GetInt32() : null;
        }
        catch (HttpRequestException)
        {
            return null; // Cut off by a worker that is on its way out.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        factory.Dispose();
        foreach (var entry in Logs.Entries)
            TestContext.Current.TestOutputHelper?.WriteLine($"{entry.Level} {entry.Category}: {entry.Message}");
    }

    private static string FindBuildOutput()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Oracle.Root, "tests", "Probe", "bin", framework.Parent!.Name, framework.Name);
    }
}
