using System.Security.Cryptography;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Hotline.Local.Azurite;
using Hotline.Local.FunctionsHost;
using Hotline.Local.Line.Keys;
using Hotline.Local.ServiceBus;
using Hotline.Local.SignIn;
using Hotline.Local.Speech;
using Hotline.Local.Twilio;
using Hotline.Local.Twilio.Account;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.Line;

/// <summary>
/// The whole line on one machine: what the cloud does for us, each part left out where a real one is configured, and the function app as
/// two apps with two identities, as deployed.
/// </summary>
internal sealed class LocalHotline : IAsyncDisposable
{
    /// <summary>The queues of the line, as infra/modules/messaging.bicep makes them: a test compares.</summary>
    public static readonly IReadOnlyList<QueueOptions> Queues =
        [new("tips"), new("intake"), new("review"), new("replies"), new("rejected")];

    private readonly Stack<IAsyncDisposable> parts = new();
    private readonly LocalOptions options;
    private readonly ILoggerFactory logs;
    private readonly Action<string> say;
    private readonly string masterKey = RandomNumberGenerator.GetHexString(32, lowercase: true);

    private LocalHotline(LocalOptions options, ILoggerFactory logs, Action<string> say) =>
        (this.options, this.logs, this.say) = (options, logs, say);

    /// <summary>Where its parts are.</summary>
    public RunningLine Addresses { get; private set; } = null!;

    /// <summary>Ends when a part without which the line can't go on has ended by itself, with its name.</summary>
    public Task<string> Broken { get; private set; } = new TaskCompletionSource<string>().Task;

    /// <summary>Starts all parts; ends when the line answers.</summary>
    public static async Task<LocalHotline> StartAsync(LocalOptions options, ILoggerFactory logs, Action<string> say, CancellationToken stop)
    {
        var line = new LocalHotline(options, logs, say);
        try
        {
            await line.OpenAsync(stop);
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Without the lock the addresses are another line's.
        if (parts.Count > 0)
            RunningLine.Forget(options.DataDirectory);
        while (parts.TryPop(out var part))
            await part.DisposeAsync();
    }

    private async Task OpenAsync(CancellationToken stop)
    {
        Add(DataLock.Take(options.DataDirectory));
        RunningLine.Forget(options.DataDirectory);
        // The first address that is said is where one meets the line: its page waits until the line is there.
        var twilio = options.Real("Hotline__Twilio__AccountSid") is null ? await StartTwilioAsync(stop) : null;
        var folder = Path.Combine(options.DataDirectory, "keys");
        var keys = SealingKeys.In(folder);
        var storage = options.Real("Hotline__Storage__ConnectionString") ?? await StartAzuriteAsync(stop);
        var bus = options.Real("ServiceBus") ?? await StartBrokerAsync();
        await MakeTablesAsync(storage, stop);
        var settings = new LineSettings(options, storage, bus, twilio);
        if (options.Real("Hotline__Speech__Endpoint") is null && twilio is not null
            && options.Real("Hotline__Lines__0__Transcript") is not "Twilio" and not "None")
        {
            var speech = Add(await SpeechStandIn.StartAsync(0, twilio.TranscriptOf, logs, stop));
            settings = settings with { Speech = speech.Url };
            say($"Speech service   {speech.Url} (stand-in)");
        }

        var intake = await StartAppAsync("intake", options.IntakePort, settings.Intake(keys), null, stop);
        var issuer = options.Real("Hotline__SignIn__Issuer") is null
            ? Add(await TokenIssuer.StartAsync(logs, TimeProvider.System, stop)) : null;
        var review = await StartAppAsync(
            "review", options.ReviewPort, settings.Review(keys, issuer),
            issuer is null ? null : new LocalSignIn(issuer, TimeProvider.System).InvokeAsync, stop);
        if (twilio is not null)
            twilio.Numbers = settings.Numbers();
        // Named as its public address is, which the pages' origin must be.
        var console = new UriBuilder(review.Url) { Host = "localhost" }.Uri;
        Addresses = new RunningLine(intake.Url, console, twilio?.Url, storage, bus, options.Line, settings.PublicUrl)
        {
            Keys = keys.Names(),
            MasterKey = masterKey,
        };
        Addresses.Save(options.DataDirectory);
        Add(new FollowedKeys(folder, keys, logs, new RoomsKeys(
            (changed, token) => review.ChangeSettingsAsync(settings.Review(changed, issuer), token),
            (changed, token) => intake.ChangeSettingsAsync(settings.Intake(changed), token),
            names => (Addresses = Addresses with { Keys = names }).Save(options.DataDirectory))));
    }

    private T Add<T>(T part) where T : IAsyncDisposable
    {
        parts.Push(part);
        return part;
    }

    private async Task<string> StartAzuriteAsync(CancellationToken stop)
    {
        say("Storage          starting Azurite …");
        var azurite = Add(await AzuriteServer.StartAsync(options.AzuritePackage, Path.Combine(options.DataDirectory, "azurite"), stop));
        Broken = azurite.Exited.ContinueWith(_ => "Azurite", TaskScheduler.Default);
        say($"Storage          {azurite.TableUrl} tables, {azurite.BlobUrl} blobs (Azurite)");
        return azurite.ConnectionString;
    }

    private async Task<string> StartBrokerAsync()
    {
        var broker = Add(await ServiceBusBroker.StartAsync(
            new BrokerOptions { DataFile = Path.Combine(options.DataDirectory, "broker", "queues.db"), Queues = Queues },
            logs, TimeProvider.System));
        say($"Service Bus      localhost:{broker.Port} (stand-in)");
        return broker.ConnectionString;
    }

    private async Task<TwilioSimulator> StartTwilioAsync(CancellationToken stop)
    {
        var twilio = Add(await TwilioSimulator.StartAsync(
            new SimulatorOptions
            {
                AccountSid = LineSettings.AccountSid,
                AuthToken = LineSettings.AuthToken,
                ApiKeys = LineSettings.ApiKeys,
                DataDirectory = Path.Combine(options.DataDirectory, "twilio"),
                Bins = FallbackDocuments.Bins,
            },
            logs, TimeProvider.System, stop));
        say($"Phone            {twilio.Phone}");
        say($"Twilio           {twilio.Url} (simulator)");
        return twilio;
    }

    private async Task<FunctionAppHost> StartAppAsync(
        string name, int port, IReadOnlyDictionary<string, string> settings, Func<HttpContext, RequestDelegate,
        Task>? front, CancellationToken stop)
    {
        say($"{char.ToUpperInvariant(name[0]) + name[1..],-16} starting …");
        var host = Add(await FunctionAppHost.StartAsync(
            new FunctionAppOptions
            {
                Name = name, AppDirectory = options.AppDirectory, Port = port, Settings = settings, Front = front, MasterKey = masterKey,
            },
            logs, TimeProvider.System, stop));
        say($"{char.ToUpperInvariant(name[0]) + name[1..],-16} {host.Url}");
        return host;
    }

    private static async Task MakeTablesAsync(string storage, CancellationToken stop)
    {
        foreach (var table in new[] { "Intake", "Review" })
            await new TableClient(storage, table).CreateIfNotExistsAsync(stop);
        foreach (var container in new[] { "evidence", "parts", "events", "keys" })
            await new BlobContainerClient(storage, container).CreateIfNotExistsAsync(cancellationToken: stop);
    }
}
