using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Hotline.Local.Azurite;
using Hotline.Local.FunctionsHost;
using Hotline.Local.Line;
using Hotline.Local.Line.Keys;
using Hotline.Local.SignIn;
using Hotline.Local.Speech;
using Hotline.Local.Twilio;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Drivers;

/// <content>How its parts are set up and started.</content>
internal sealed partial class Line
{
    private async Task OpenAsync((string Name, string Value)[] settings)
    {
        var stop = TestContext.Current.CancellationToken;
        Table = new TableClient(parts.Azurite.ConnectionString, name);
        Evidence = new BlobContainerClient(parts.Azurite.ConnectionString, name);
        await Table.CreateAsync(stop);
        await Evidence.CreateAsync(cancellationToken: stop);
        Storage = await StorageProxy.StartAsync(parts.Azurite.BlobUrl, parts.Azurite.TableUrl, stop);
        await StartBrokerAsync();
        Twilio = await TwilioSimulator.StartAsync(
            new SimulatorOptions
            {
                AccountSid = LineSettings.AccountSid, AuthToken = LineSettings.AuthToken, ApiKeys = LineSettings.ApiKeys,
                Bins = FallbackDocuments.Bins, TimeoutScale = settings.Contains(UsualWait) ? 1 : Unhurried,
            },
            logs, TimeProvider.System, stop);
        Speech = await SpeechStandIn.StartAsync(0, Twilio.TranscriptOf, logs, stop);
        await StartIntakeAsync(settings);
    }

    /// <summary>Starts the review app, with its own table and containers.</summary>
    public Task StartReviewAsync(params (string Name, string Value)[] more) => StartReviewAsync(front: true, more);

    /// <summary>Starts the review app, with the sign-in page before it or without.</summary>
    public async Task StartReviewAsync(bool front, params (string Name, string Value)[] more)
    {
        if (Rooms == LineRooms.Both)
            MustBeOwn();
        var stop = TestContext.Current.CancellationToken;
        Issuer ??= await TokenIssuer.StartAsync(logs, TimeProvider.System, stop);
        ReviewTable = new TableClient(parts.Azurite.ConnectionString, $"r{name}");
        Parts = new BlobContainerClient(parts.Azurite.ConnectionString, $"p{name}");
        Events = new BlobContainerClient(parts.Azurite.ConnectionString, $"e{name}");
        await ReviewTable.CreateIfNotExistsAsync(stop);
        await Parts.CreateIfNotExistsAsync(cancellationToken: stop);
        await Events.CreateIfNotExistsAsync(cancellationToken: stop);
        await new BlobContainerClient(parts.Azurite.ConnectionString, $"k{name}").CreateIfNotExistsAsync(cancellationToken: stop);
        ReviewStorage ??= await StorageProxy.StartAsync(parts.Azurite.BlobUrl, parts.Azurite.TableUrl, stop);
        var settings = Settings(ReviewStorage)
            .Review(new SealingKeys("", Key.ExportPkcs8PrivateKeyPem(), Convert.ToBase64String(new byte[32])), Issuer);
        settings["Hotline__Storage__Table"] = ReviewTable.Name;
        settings["Hotline__Storage__Evidence"] = name;
        settings["Hotline__Storage__Parts"] = Parts.Name;
        settings["Hotline__Storage__Events"] = Events.Name;
        settings["Hotline__Storage__Keys"] = $"k{name}";
        settings["Hotline__Retry__FirstDelay"] = "00:00:01";
        settings["Hotline__Retry__MaxDelay"] = "00:00:02";
        reviewSettings = settings = With(settings, [LongWait, .. more]);
        Review = await Waits.ForAsync("review's start", FunctionAppHost.StartAsync(
            new FunctionAppOptions
            {
                Name = "review", AppDirectory = SharedParts.App, Settings = settings,
                Timers = Options.Timers,
                Front = front ? new LocalSignIn(Issuer, TimeProvider.System).InvokeAsync : null,
            },
            logs, TimeProvider.System, stop));
    }

    /// <summary>Gives the number its fallback in the simulator's Bins.</summary>
    public void AddFallback() => Twilio.Numbers =
    [
        numbers[0] with { VoiceFallbackUrl = new Uri(Twilio.Url, "bins/voice"), SmsFallbackUrl = new Uri(Twilio.Url, "bins/text") },
    ];

    private static Dictionary<string, string> With(Dictionary<string, string> settings, (string Name, string Value)[] changes)
    {
        var changed = new Dictionary<string, string>(settings);
        foreach (var (setting, value) in changes)
            changed[setting] = value;
        return changed;
    }

    private LineSettings Settings(StorageProxy storage) => new(
        new LocalOptions
        {
            DataDirectory = Folder, AppDirectory = SharedParts.App, AzuritePackage = "",
            Environment = new Dictionary<string, string> { ["Hotline__PublicUrl"] = PublicUrl },
        },
        AzuriteServer.ConnectionStringTo(storage.BlobUrl, storage.TableUrl), Broker.ConnectionString, Twilio)
    { Speech = Speech.Url };

    private async Task StartIntakeAsync((string Name, string Value)[] more)
    {
        var stop = TestContext.Current.CancellationToken;
        var settings = Settings(Storage).Intake(new SealingKeys(Key.ExportSubjectPublicKeyInfoPem(), "", ""));
        settings["Hotline__Storage__Table"] = settings["Hotline__Storage__Evidence"] = name;
        settings["Hotline__Retry__FirstDelay"] = "00:00:01";
        settings["Hotline__Retry__MaxDelay"] = "00:00:02";
        // Reconciliation runs when a test asks for it, and leaves no time for webhooks that may still come.
        settings["Hotline__Reconciliation__After"] = "00:00:00";
        intakeSettings = settings = With(settings, [LongWait, .. more]);
        Intake = await FunctionAppHost.StartAsync(
            new FunctionAppOptions { Name = "intake", AppDirectory = SharedParts.App, Settings = settings, Timers = Options.Timers },
            logs, TimeProvider.System, stop);
        Webhook?.Dispose();
        Webhook = new Webhook(Intake.Url);
        Twilio.ConnectTo = Intake.Url;
        Twilio.Numbers = numbers =
        [
            new SimulatedNumber(Number)
            {
                VoiceUrl = new Uri($"{PublicUrl}/twilio/voice/answer#rc=1&rp=all&ct=1500&rt=5000"),
                StatusCallback = new Uri($"{PublicUrl}/twilio/voice/status#rc=3&rp=all&ct=2000&rt=8000"),
                SmsUrl = new Uri($"{PublicUrl}/twilio/messages/receive#rc=3&rp=all&ct=2000&rt=5000"),
            },
        ];
        if (Options.HasFallback)
            AddFallback();
    }
}
