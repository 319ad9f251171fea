using System.Diagnostics;
using Hotline.Local.Loopback;

namespace Hotline.Local.Bench;

/// <summary>An app that is measured: a process of its own, answering on this machine.</summary>
internal sealed class MeasuredApp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process started;
    private readonly Task<string> complaints;
    private readonly HttpClient client;

    /// <summary>Takes over a process that was started a moment ago.</summary>
    /// <param name="name">What the tables call it.</param>
    /// <param name="started">The process; its standard output and error are redirected.</param>
    /// <param name="url">Where it will answer.</param>
    /// <param name="routes">Path and query of each webhook, without the first slash.</param>
    public MeasuredApp(string name, Process started, Uri url, IReadOnlyDictionary<Step, string> routes)
    {
        (Name, this.started, Url, Routes) = (name, started, url, routes);
        complaints = started.StandardError.ReadToEndAsync(CancellationToken.None);
        client = NewClient(1);
    }

    /// <summary>What the tables call it.</summary>
    public string Name { get; }

    /// <summary>Where it answers.</summary>
    public Uri Url { get; }

    /// <summary>Path and query of each webhook.</summary>
    public IReadOnlyDictionary<Step, string> Routes { get; }

    /// <summary>The process that is measured.</summary>
    public int ProcessId { get; private set; }

    /// <summary>The functions host before it; null where there is none.</summary>
    public int? HostId => ProcessId == started.Id ? null : started.Id;

    /// <summary>For how long it may rest before it goes on with what its answers left to do.</summary>
    public TimeSpan Rests { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>From the start of its process to its first valid TwiML.</summary>
    public TimeSpan Start { get; private set; }

    /// <summary>A client that asks it, with so many connections at most.</summary>
    public HttpClient NewClient(int connections) => new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = connections, UseProxy = false, UseCookies = false,
    })
    {
        BaseAddress = Url,
        Timeout = Attempt.Patience,
    };

    /// <summary>Asks again and again until it answers valid TwiML.</summary>
    /// <param name="processOf">Finds the process that is measured, once it answers.</param>
    /// <exception cref="CommandException">It does not answer; the message says what it complained of.</exception>
    public async Task WaitAsync(Func<Process, Task<int>> processOf, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await AskAsync(Step.Call, SignedWebhook.Number(0), stop);
                var answered = Stopwatch.GetTimestamp();
                ProcessId = await processOf(started);
                Start = ProcessFigures.Age(ProcessId) - Stopwatch.GetElapsedTime(answered);
                return;
            }
            catch (HttpRequestException) when (!started.HasExited && Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(5, stop);
            }
            catch (HttpRequestException)
            {
                throw new CommandException($"{Name} does not start. {(started.HasExited ? (await complaints).Trim() : "")}".TrimEnd());
            }
        }
    }

    /// <summary>Asks once, and reads the answer as strictly as Twilio would.</summary>
    /// <returns>The answer's document.</returns>
    /// <exception cref="CommandException">It is not what Twilio takes.</exception>
    public async Task<string> AskAsync(Step step, string from, CancellationToken stop)
    {
        using var request = SignedWebhook.New(this, step, from).ToRequest();
        using var answer = await client.SendAsync(request, stop);
        var document = await answer.Content.ReadAsStringAsync(stop);
        if (!answer.IsSuccessStatusCode || document.Length == 0)
            throw new CommandException($"{Name} answers {(int)answer.StatusCode} to a {step}: {document.Trim()}");
        Twilio.Twiml.TwimlDocument.Read(document, answer.Content.Headers.ContentType?.ToString(), step != Step.Text, Url);
        return document;
    }

    /// <summary>Waits until its process has nothing to do: what it still does behind its answers counts.</summary>
    /// <param name="calm">For how long it must have used no more than a fiftieth of a core.</param>
    public async Task SettleAsync(TimeSpan calm, CancellationToken stop)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var before = ProcessFigures.Cpu(ProcessId);
            await Task.Delay(calm, stop);
            if (ProcessFigures.Cpu(ProcessId) - before <= (calm / 50) + TimeSpan.FromMilliseconds(10))
                return;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        // The end of its input ends the host; SIGTERM the plain version.
        started.StandardInput.Close();
        if (HostId is null && !started.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{started.Id}"]);
            await kill.WaitForExitAsync();
        }

        await started.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(15)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!started.HasExited)
            started.Kill(entireProcessTree: true);
        await started.WaitForExitAsync();
        started.Dispose();
    }
}
