using System.Security.Cryptography;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Hotline.Contracts;
using Hotline.Intake.Table;
using Hotline.Local.FunctionsHost;
using Hotline.Local.Line;
using Hotline.Local.ServiceBus;
using Hotline.Local.SignIn;
using Hotline.Local.Speech;
using Hotline.Local.Twilio;
using Hotline.Local.Twilio.Account;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;
using Hotline.Review.Table;
using Microsoft.Extensions.Logging;

namespace Hotline.Tests.Drivers;

/// <summary>
/// A running line: the published app's real intake worker under the local host, its own tables, containers, broker and simulator,
/// and a proxy before the shared Azurite that counts, checks the real service's limits, and fails on request. A test that changes none of
/// its processes borrows one, as clean as a new one; a test that stops, kills or reconfigures something starts one of its own.
/// </summary>
internal sealed partial class Line : IAsyncDisposable
{
    public const string Number = "+15005550100";
    public const string PublicUrl = "https://hotline.example.org";

    /// <summary>Storage is waited for as briefly as a deployment does, for tests of just that.</summary>
    public static readonly (string Name, string Value) UsualWait =
        ("Hotline__Storage__Timeout", new StorageOptions().Timeout.ToString());

    /// <summary>The line has Twilio transcribe.</summary>
    public static readonly (string Name, string Value)[] Transcribed =
        [("Hotline__Lines__0__Number", Number), ("Hotline__Lines__0__Transcript", "Twilio")];

    // Otherwise storage has 20 s to answer and Twilio waits four times as long: many tests share one Azurite on a busy machine.
    private static readonly (string Name, string Value) LongWait = ("Hotline__Storage__Timeout", "00:00:20");
    private const double Unhurried = 4;
    private static readonly RSA Key = RSA.Create(2048);
    private readonly string name = $"t{Guid.NewGuid():N}"[..20];
    private readonly ILoggerFactory logs;
    private readonly SharedParts parts;
    private HeldPort? brokersPort;
    private IReadOnlyList<SimulatedNumber> numbers = [];
    private Dictionary<string, string> intakeSettings = [];
    private Dictionary<string, string> reviewSettings = [];

    private Line(SharedParts parts)
    {
        this.parts = parts;
        logs = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(Log));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("line").FullName;

    public LogLines Log { get; } = new();

    public StorageProxy Storage { get; private set; } = null!;

    /// <summary>The storage itself, past the proxy.</summary>
    public string StorageAccount => parts.Azurite.ConnectionString;

    /// <summary>What stands between the review app and Azurite.</summary>
    public StorageProxy? ReviewStorage { get; private set; }

    public ServiceBusBroker Broker { get; private set; } = null!;

    public TwilioSimulator Twilio { get; private set; } = null!;

    public SpeechStandIn Speech { get; private set; } = null!;

    public FunctionAppHost Intake { get; private set; } = null!;

    /// <summary>The review app, where a test has started it.</summary>
    public FunctionAppHost? Review { get; private set; }

    /// <summary>Who signs the reviewers' tokens.</summary>
    public TokenIssuer? Issuer { get; private set; }

    public Webhook Webhook { get; private set; } = null!;

    /// <summary>What it is started with beside settings.</summary>
    public required LineSetup Options { get; init; }

    public TableClient Table { get; private set; } = null!;

    public BlobContainerClient Evidence { get; private set; } = null!;

    public TableClient ReviewTable { get; private set; } = null!;

    public RoomTable ReviewRoom => new(ReviewTable, ReviewKeys.ReviewShards);

    public BlobContainerClient Parts { get; private set; } = null!;

    public BlobContainerClient Events { get; private set; } = null!;

    /// <summary>Review's private keys, and another one.</summary>
    public static string PrivateKeys(RSA other) => $"{Key.ExportPkcs8PrivateKeyPem()}\n{other.ExportPkcs8PrivateKeyPem()}";

    public Opener Opener { get; } = new(Key.ExportPkcs8PrivateKeyPem());

    /// <summary>Borrows a line whose review app is off: what it takes waits on <c>tips</c>, until the test starts one of its own.</summary>
    /// <param name="parts">What all tests share.</param>
    /// <param name="settings">Settings beside the usual ones.</param>
    public static Task<Line> BorrowAsync(SharedParts parts, params (string Name, string Value)[] settings) =>
        parts.Lines.BorrowAsync(LineRooms.Intake, settings);

    /// <summary>Borrows a line of both rooms.</summary>
    /// <inheritdoc cref="BorrowAsync"/>
    public static Task<Line> BorrowBothAsync(SharedParts parts, params (string Name, string Value)[] settings) =>
        parts.Lines.BorrowAsync(LineRooms.Both, settings);

    /// <summary>Starts a line of the test's own.</summary>
    /// <param name="parts">What all tests share.</param>
    /// <param name="settings">Settings beside the usual ones.</param>
    public static Task<Line> StartAsync(SharedParts parts, params (string Name, string Value)[] settings) =>
        StartAsync(parts, new LineSetup(), settings);

    /// <inheritdoc cref="StartAsync(SharedParts, ValueTuple{string, string}[])"/>
    public static async Task<Line> StartAsync(SharedParts parts, LineSetup options, params (string Name, string Value)[] settings)
    {
        var line = new Line(parts) { Options = options };
        await Waits.ForAsync("intake's start", line.OpenAsync(settings));
        return line;
    }

    /// <summary>Stops the intake app and starts it again.</summary>
    public async Task RestartIntakeAsync(params (string Name, string Value)[] settings)
    {
        MustBeOwn();
        await Intake.DisposeAsync();
        await StartIntakeAsync(settings);
    }

    /// <summary>Stops the intake app; what Twilio asks then finds nobody, until it is started again.</summary>
    public ValueTask StopIntakeAsync()
    {
        MustBeOwn();
        return Intake.DisposeAsync();
    }

    /// <summary>Starts the intake app again with the settings that it had.</summary>
    public Task StartIntakeAgainAsync() => StartIntakeAsync([.. intakeSettings.Select(setting => (setting.Key, setting.Value))]);

    /// <summary>Lets the intake app go on with other settings, while whoever reports goes on reporting.</summary>
    public Task ChangeIntakeAsync(CancellationToken stop, params (string Name, string Value)[] changes)
    {
        MustBeOwn();
        return Intake.ChangeSettingsAsync(With(intakeSettings, changes), stop);
    }

    /// <summary>Lets the review app go on with other settings.</summary>
    public Task ChangeReviewAsync(CancellationToken stop, params (string Name, string Value)[] changes)
    {
        if (Rooms == LineRooms.Both)
            MustBeOwn();
        return Review!.ChangeSettingsAsync(With(reviewSettings, changes), stop);
    }

    /// <summary>Stops the broker: nobody listens at its port, and nobody else gets it.</summary>
    public async Task StopBrokerAsync()
    {
        MustBeOwn();
        await Broker.DisposeAsync();
        brokersPort = new HeldPort(Broker.Port);
    }

    /// <summary>Starts the broker on its file, on the port it had.</summary>
    public async Task StartBrokerAsync()
    {
        Broker = await ServiceBusBroker.StartAsync(
            new BrokerOptions { Port = brokersPort?.Number ?? 0, DataFile = Path.Combine(Folder, "queues.db"), Queues = LocalHotline.Queues },
            logs, TimeProvider.System);
        brokersPort?.Dispose();
        brokersPort = null;
    }

    /// <summary>Ends the worker as a crash would: by SIGKILL.</summary>
    public void KillWorker()
    {
        MustBeOwn();
        using var worker = System.Diagnostics.Process.GetProcessById(Intake.WorkerProcessId);
        worker.Kill();
    }

    /// <summary>Has the review app do at once what it does by the clock.</summary>
    /// <param name="timer">The sweep, or a scheduled task.</param>
    public Task FireAsync(string timer) => FireAsync(Review!, ReviewTable, timer);

    /// <summary>The same of the intake app.</summary>
    /// <inheritdoc cref="FireAsync(string)"/>
    public Task FireIntakeAsync(string timer) => FireAsync(Intake, Table, timer);

    /// <summary>What the intake app is configured with.</summary>
    public IReadOnlyDictionary<string, string> IntakeSettings => intakeSettings;

    /// <summary>Starts a second instance of the intake app beside the first.</summary>
    public Task<FunctionAppHost> StartTwinAsync() => FunctionAppHost.StartAsync(
        new FunctionAppOptions { Name = "twin", AppDirectory = SharedParts.App, Settings = intakeSettings }, logs, TimeProvider.System,
        TestContext.Current.CancellationToken);

    /// <summary>The parts that wait on <c>tips</c>, each once.</summary>
    public async Task<IReadOnlyList<Part>> TipsAsync()
    {
        await using var bus = new ServiceBusClient(Broker.ConnectionString);
        await using var receiver = bus.CreateReceiver("tips");
        var parts = new List<Part>();
        for (long from = 0; await receiver.PeekMessagesAsync(200, from, TestContext.Current.CancellationToken) is { Count: > 0 } page;
            from = page[^1].SequenceNumber + 1)
            parts.AddRange(page.Select(message => Envelope.Read(message.Body.ToString())));
        return [.. parts.DistinctBy(part => part.Id)];
    }

    /// <summary>Waits until the parts on <c>tips</c> are as wanted.</summary>
    public async Task<IReadOnlyList<Part>> WaitForTipsAsync(Func<IReadOnlyList<Part>, bool> wanted)
    {
        IReadOnlyList<Part> tips = [];
        await Eventually.TrueAsync(async () => wanted(tips = await TipsAsync()), TestContext.Current.CancellationToken);
        return tips;
    }

    /// <summary>Opens a part's content as JSON.</summary>
    public async Task<System.Text.Json.Nodes.JsonNode> OpenAsync(Part part)
    {
        var jwe = part.Sealed ?? (await Evidence.GetBlobClient(part.Blob)
            .DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString();
        return System.Text.Json.Nodes.JsonNode.Parse(Opener.Open(SealHeader.Of(part.Tip, part.Id, part.Kind), jwe))!;
    }

    /// <summary>Opens a sealed blob.</summary>
    public async Task<byte[]> OpenBlobAsync(string blob)
    {
        var client = new BlobServiceClient(parts.Azurite.ConnectionString, new SpecializedBlobClientOptions
        {
            ClientSideEncryption =
                new ClientSideEncryptionOptions(ClientSideEncryptionVersion.V2_0) { KeyResolver = new BlobKeyUnwrapper(Opener),
                    KeyWrapAlgorithm = BlobSealer.KeyWrap },
        });
        return (await client.GetBlobContainerClient(Evidence.Name).GetBlobClient(blob)
            .DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToArray();
    }

    /// <summary>A sealed blob as it lies there, with the private key, for others to open.</summary>
    public static async Task<object> BlobQuestionAsync(BlobClient blob)
    {
        var there = (await blob.DownloadContentAsync(TestContext.Current.CancellationToken)).Value;
        return new
        {
            blob = Convert.ToBase64String(there.Content), encryptiondata = there.Details.Metadata[BlobSealer.Metadata],
            privateKey = Key.ExportPkcs8PrivateKeyPem(),
        };
    }

    /// <summary>The names of all blobs that Intake has written.</summary>
    public async Task<IReadOnlyList<string>> BlobsAsync() =>
        await Evidence.GetBlobsAsync(cancellationToken: TestContext.Current.CancellationToken).Select(blob => blob.Name)
            .ToListAsync(TestContext.Current.CancellationToken);

    /// <summary>The rows that reports leave in the intake table: all but the day's pepper, which a borrowed line may have.</summary>
    public async Task<IReadOnlyList<TableEntity>> ReportRowsAsync() =>
        [.. (await RowsAsync()).Where(row => row.PartitionKey != IntakeKeys.Peppers)];

    /// <summary>All rows of the intake table, read past the proxy.</summary>
    public async Task<IReadOnlyList<TableEntity>> RowsAsync() =>
        await Table.QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

    /// <summary>Gives a borrowed line back, and ends one of the test's own.</summary>
    public ValueTask DisposeAsync()
    {
        TellWhatWentWrong();
        return Shelf is { } shelf ? LinePool.ReturnAsync(this, shelf) : EndAsync();
    }

    // Shown with a test that fails, and with no other.
    private void TellWhatWentWrong()
    {
        if (TestContext.Current.TestOutputHelper is not { } output)
            return;
        foreach (var line in Log.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)
            || line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal)).TakeLast(40))
            output.WriteLine(line);
    }

    /// <summary>Ends it for good.</summary>
    internal async ValueTask EndAsync()
    {
        await Intake.DisposeAsync();
        if (Review is not null)
            await Review.DisposeAsync();
        if (Issuer is not null)
            await Issuer.DisposeAsync();
        await Twilio.DisposeAsync();
        await Speech.DisposeAsync();
        await Broker.DisposeAsync();
        brokersPort?.Dispose();
        await Storage.DisposeAsync();
        if (ReviewStorage is not null)
            await ReviewStorage.DisposeAsync();
        Webhook.Dispose();
        Opener.Dispose();
        logs.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task FireAsync(FunctionAppHost app, TableClient table, string timer)
    {
        var stop = TestContext.Current.CancellationToken;
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("x-functions-key", app.MasterKey);
        var address = new Uri(app.Url, $"admin/functions/{await DueNow.MakeAloneAsync(table, timer, stop)}");
        using var answer = await http.PostAsync(address, null, stop);
        answer.EnsureSuccessStatusCode();
    }
}
