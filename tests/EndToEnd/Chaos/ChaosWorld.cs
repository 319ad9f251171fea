using Azure;
using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Hotline.Local.Azurite;
using Hotline.Local.Bench;
using Hotline.Local.Line;
using Hotline.Local.Line.Keys;
using Hotline.Local.Loopback;
using Hotline.Local.SignIn;
using Hotline.Local.Speech;
using Hotline.Local.Twilio;
using Hotline.Local.Twilio.Account;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tests.EndToEnd.Chaos;

/// <summary>A function app: its functions host, whose child is the worker, where it answers, and the clock that both go by.</summary>
internal sealed record ChaosApp(ProcessPart Host, Uri Url, MovedClock Clock);

/// <summary>
/// A whole line in processes of its own: two intake apps, the review app, the broker, Azurite behind a proxy for each room. Twilio's
/// simulator and the speech service's stand in this process: what callers said is known here, whatever breaks there.
/// </summary>
internal sealed class ChaosWorld(ChaosOptions options) : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chaos").FullName;
    private readonly CancellationTokenSource stopping = new();
    private TokenIssuer? issuer;
    private Task balancing = Task.CompletedTask;

    public SkewedTime TwilioTime { get; } = new();

    public TwilioSimulator Twilio { get; private set; } = null!;

    public SpeechStandIn Speech { get; private set; } = null!;

    public AzuriteServer Azurite { get; private set; } = null!;

    public StorageProxy IntakeStorage { get; private set; } = null!;

    public StorageProxy ReviewStorage { get; private set; } = null!;

    public ProcessPart Broker { get; private set; } = null!;

    private const string MasterKey = "chaos";

    public IReadOnlyList<ChaosApp> Intakes { get; private set; } = [];

    public ChaosApp Review { get; private set; } = null!;

    public SealingKeys Keys { get; private set; } = null!;

    /// <summary>The disk of the broker; null where no small one can be had.</summary>
    public SmallDisk? BrokerDisk { get; private set; }

    public TableClient ReviewTable => new(Azurite.ConnectionString, "Review");

    public TableClient IntakeTable => new(Azurite.ConnectionString, "Intake");

    public BlobContainerClient Container(string name) => new(Azurite.ConnectionString, name);

    /// <summary>Starts it.</summary>
    public static async Task<ChaosWorld> StartAsync(ChaosOptions options, CancellationToken stop)
    {
        var world = new ChaosWorld(options);
        try
        {
            await world.OpenAsync(stop);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the emulator as its maker asks, and starts it again on its data.</summary>
    public async Task RestartAzuriteAsync(CancellationToken stop)
    {
        await Azurite.DisposeAsync();
        Azurite = await Azurite.StartAgainAsync(Package, Path.Combine(folder, "azurite"), stop);
    }

    /// <summary>Does now what an app does by the clock; an app that is down does nothing.</summary>
    public static async Task<bool> TryFireAsync(ChaosApp app, TableClient table, string timer, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Add("x-functions-key", MasterKey);
        try
        {
            var function = await DueNow.MakeAsync(table, timer, stop);
            using var answer = await http.PostAsync(new Uri(app.Url, $"admin/functions/{function}"), null, stop);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or RequestFailedException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await balancing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        IAsyncDisposable?[] parts = [Review?.Host, .. Intakes.Select(app => app.Host), Twilio, Speech, issuer, Broker, IntakeStorage,
            ReviewStorage, Azurite, BrokerDisk];
        foreach (var part in parts.OfType<IAsyncDisposable>())
            await part.DisposeAsync();
        stopping.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string Package => Path.Combine(Oracle.Root, "local", "Azurite");

    private async Task OpenAsync(CancellationToken stop)
    {
        Keys = SealingKeys.In(Path.Combine(folder, "keys"));
        Azurite = await AzuriteServer.StartAsync(Package, Path.Combine(folder, "azurite"), stop);
        foreach (var table in new[] { IntakeTable, ReviewTable })
            await table.CreateIfNotExistsAsync(stop);
        foreach (var container in new[] { "evidence", "parts", "events", "keys" })
            await Container(container).CreateIfNotExistsAsync(cancellationToken: stop);
        IntakeStorage = await StorageProxy.StartAsync(Azurite.BlobUrl, Azurite.TableUrl, stop);
        ReviewStorage = await StorageProxy.StartAsync(Azurite.BlobUrl, Azurite.TableUrl, stop);
        BrokerDisk = SmallDisk.TryMount(Path.Combine(folder, "broker"));
        Broker = new ProcessPart(
            "the broker", null, "broker", "--port", Text(LoopbackWeb.FreePort()), "--data", Path.Combine(folder, "broker", "queues.db"));
        await Broker.StartAsync(stop);
        Twilio = await TwilioSimulator.StartAsync(
            new SimulatorOptions
            {
                AccountSid = LineSettings.AccountSid, AuthToken = LineSettings.AuthToken, ApiKeys = LineSettings.ApiKeys,
                Bins = FallbackDocuments.Bins,
                DataDirectory = Path.Combine(folder, "twilio"),
            },
            NullLoggerFactory.Instance, TwilioTime, stop);
        Speech = await SpeechStandIn.StartAsync(0, Twilio.TranscriptOf, NullLoggerFactory.Instance, stop);
        issuer = await TokenIssuer.StartAsync(NullLoggerFactory.Instance, TimeProvider.System, stop);
        var local = new LocalOptions
        {
            DataDirectory = folder, AppDirectory = SharedParts.App, AzuritePackage = Package,
            Environment = new Dictionary<string, string> { ["Hotline__PublicUrl"] = Line.PublicUrl },
        };
        LineSettings Through(StorageProxy proxy) => new(
            local, AzuriteServer.ConnectionStringTo(proxy.BlobUrl, proxy.TableUrl), Broker.Said, Twilio) { Speech = Speech.Url };
        var settings = Through(IntakeStorage);
        Twilio.Numbers = settings.Numbers();
        var intake = settings.Intake(Keys);
        // All who report sit at one address.
        intake["Hotline__WebForm__MaxPerAddress"] = intake["Hotline__WebForm__MaxMegabytesPerAddress"] =
            intake["Hotline__Receipts__AttemptsPerSource"] = "100000";
        intake["Hotline__Receipts__Ready"] = "8";
        intake["Hotline__Reconciliation__After"] = "00:00:20"; // No webhook is later here.
        foreach (var (name, value) in options.Intake)
            intake[name] = value;
        var review = Through(ReviewStorage).Review(Keys, issuer);
        foreach (var app in new[] { intake, review })
            (app["Hotline__Retry__FirstDelay"], app["Hotline__Retry__MaxDelay"]) = ("00:00:01", "00:00:05");
        Intakes = [await AppAsync("the first intake", intake, stop), await AppAsync("the second intake", intake, stop)];
        Review = await AppAsync("review", review, stop);
        Twilio.ConnectTo = Intakes[0].Url;
        balancing = BalanceAsync(stopping.Token);
    }

    private async Task<ChaosApp> AppAsync(string name, Dictionary<string, string> settings, CancellationToken stop)
    {
        var port = LoopbackWeb.FreePort();
        var clock = new MovedClock(Path.Combine(folder, $"clock-{port}"));
        clock.Move(TimeSpan.Zero);
        var host = new ProcessPart(name, JsonSerializer.Serialize(new HostOrder(SharedParts.App, port, settings)
            {
                MasterKey = MasterKey, Instances = options.AreGrouped ? 1 : null,
            }),
            "host") { Environment = clock.Environment };
        await host.StartAsync(stop);
        return new ChaosApp(host, new Uri($"http://127.0.0.1:{port}/"), clock);
    }

    // As a front end that does not look whether an instance answers.
    private async Task BalanceAsync(CancellationToken stop)
    {
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            Twilio.ConnectTo = Intakes[n % Intakes.Count].Url;
            await Task.Delay(37, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
