using System.Collections.Concurrent;
using Azure.Data.Tables;
using Hotline.Intake.Reconciliation;
using Hotline.Local.FunctionsHost;
using Hotline.Local.Line;
using Hotline.Local.Loopback;
using Hotline.Local.Twilio;
using Hotline.Local.Twilio.Account;
using Hotline.Platform.Messaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Local.Bench;

/// <summary>
/// The intake app with each group of its functions in workers of its own, and the simulated Twilio before it: what it sends waits on the
/// queue <c>tips</c>, which nobody reads.
/// </summary>
internal sealed class ScaledIntake : IAsyncDisposable
{
    private readonly ConcurrentBag<FunctionRun> runs = [];
    private string storage = "";
    private TwilioSimulator? twilio;
    private FunctionAppHost? host;

    /// <summary>Twilio, which calls and texts it.</summary>
    public TwilioSimulator Twilio => twilio!;

    /// <summary>Its workers' places.</summary>
    public IReadOnlyList<Instance> Instances => host!.Instances;

    /// <summary>What queues and timers have started, and what ended well.</summary>
    public IReadOnlyCollection<FunctionRun> Runs => runs;

    /// <summary>Starts it; ends when it answers.</summary>
    /// <param name="ground">What it stands on.</param>
    /// <param name="instances">How many workers the HTTP functions have, and each queue's function.</param>
    public static async Task<ScaledIntake> StartAsync(Ground ground, int instances, CancellationToken stop)
    {
        var intake = new ScaledIntake();
        try
        {
            await intake.OpenAsync(ground, instances, stop);
            return intake;
        }
        catch
        {
            await intake.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets an instance of a group go.</summary>
    /// <returns>The process that went.</returns>
    public Task<int> ScaleInAsync(string group, CancellationToken stop) => host!.ScaleInAsync(group, stop);

    /// <summary>Asks Twilio for what no webhook brought.</summary>
    public async Task ReconcileAsync(CancellationToken stop)
    {
        var timer = await DueNow.MakeAsync(new TableClient(storage, "Intake"), nameof(ReconcileTwilio), stop);
        await Instances.SelectMany(instance => instance.Listeners).First(listener => listener.Key == timer).Value.RunOnceAsync(null);
    }

    /// <summary>
    /// When what was stored at a moment must be on the bus: by the end of the first sweep that began late enough to take it. Null while
    /// there was none.
    /// </summary>
    public DateTimeOffset? SweptBy(DateTimeOffset stored) => runs
        .Where(run => run.Function == nameof(SweepOutbox) && run.Began >= stored + OutboxSweep.SweepAfter)
        .Select(run => (DateTimeOffset?)run.Ended).Min();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        if (twilio is not null)
            await twilio.DisposeAsync();
    }

    private async Task OpenAsync(Ground ground, int instances, CancellationToken stop)
    {
        Apps.ForgetForeign();
        storage = ground.Azurite.ConnectionString;
        twilio = await TwilioSimulator.StartAsync(
            new SimulatorOptions
            {
                AccountSid = LineSettings.AccountSid, AuthToken = LineSettings.AuthToken, ApiKeys = LineSettings.ApiKeys,
                // No speed is measured, and a machine that starts workers all the time is slow.
                Bins = FallbackDocuments.Bins, TimeoutScale = 4,
            },
            NullLoggerFactory.Instance, TimeProvider.System, stop);
        var line = new LineSettings(Apps.Options(LoopbackWeb.FreePort()), ground.Azurite.ConnectionString, ground.Bus, twilio);
        var settings = line.Intake(ground.Keys);
        Apps.AllowFloods(settings);
        settings["Hotline__Reconciliation__After"] = "00:00:20"; // No webhook is later here.
        host = await FunctionAppHost.StartAsync(
            new FunctionAppOptions
            {
                Name = "intake", AppDirectory = Folders.App, Settings = settings, Instances = instances, Ran = runs.Add,
            },
            NullLoggerFactory.Instance, TimeProvider.System, stop);
        twilio.ConnectTo = host.Url;
        twilio.Numbers = line.Numbers();
    }
}
