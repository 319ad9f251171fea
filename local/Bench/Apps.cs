using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hotline.Contracts;
using Hotline.Local.Line;
using Hotline.Local.Line.Keys;
using Hotline.Local.Loopback;

namespace Hotline.Local.Bench;

/// <summary>Starts what is measured.</summary>
internal static class Apps
{
    /// <summary>The folder of the plain version, below the checkout.</summary>
    public static readonly string Peer = Path.Combine(Folders.Root, "tests", "benchmarks", "peer");

    private static readonly Dictionary<Step, string> OurRoutes = new()
    {
        [Step.Call] = WebhookRoutes.Answer,
        [Step.Transcript] = $"{WebhookRoutes.Transcript}?language=en&transcript=Twilio&take=1&asked=0&waits=0",
        [Step.Text] = WebhookRoutes.Message,
    };

    private static readonly Dictionary<Step, string> NodeRoutes = new()
    {
        [Step.Call] = "voice", [Step.Transcript] = "transcript", [Step.Text] = "text",
    };

    // Where the Functions host puts routes whose app says nothing else.
    private static readonly Dictionary<Step, string> PlainRoutes = NodeRoutes.ToDictionary(route => route.Key, route => $"api/{route.Value}");

    private static readonly Dictionary<Step, string> EmptyRoutes = NodeRoutes.ToDictionary(route => route.Key, _ => "api/answer");

    /// <summary>Settings that switch our timers off: their requests are no webhook's.</summary>
    public static readonly IReadOnlyDictionary<string, string> WithoutTimers =
        new[] { "SweepOutbox", "Tick" }
            .ToDictionary(timer => $"AzureWebJobs.{timer}.Disabled", _ => "true");

    /// <summary>The same, and no receipt is made ahead of the text that asks for one.</summary>
    public static readonly IReadOnlyDictionary<string, string> WithoutReceipts =
        new Dictionary<string, string>(WithoutTimers) { ["Hotline__Receipts__Ready"] = "0" };

    // What this machine's line is set to must not reach what is measured.
    private static readonly string[] Foreign = ["Hotline__", "AzureWebJobs", "ServiceBus", "APPLICATIONINSIGHTS_", "OTEL_"];

    /// <summary>Starts one of what is compared; ends when it answers.</summary>
    /// <param name="contender">Which.</param>
    /// <param name="ground">What it stands on.</param>
    /// <param name="storage">The connection string of the account: the ground's own, or one that is counted.</param>
    public static Task<MeasuredApp> StartAsync(Contender contender, Ground ground, string storage, CancellationToken stop) => contender switch
    {
        Contender.Hotline => StartOursAsync(storage, ground.Bus, ground.Keys, stop),
        Contender.PlainNode => StartNodeAsync(Peer, storage, ground.Bus, stop),
        Contender.PlainCSharp or Contender.TemplatePublish => StartPlainAsync(contender, Folders.Root, storage, ground.Bus, stop),
        Contender.EmptyWorker => StartEmptyAsync(Folders.Root, stop),
    };

    /// <summary>Starts our intake worker behind a functions host of its own; ends when it answers.</summary>
    /// <param name="storage">The connection string of an account that is made ready.</param>
    /// <param name="bus">The connection string of its bus.</param>
    /// <param name="keys">What is sealed to.</param>
    /// <param name="more">Further settings; null: none.</param>
    public static Task<MeasuredApp> StartOursAsync(
        string storage, string bus, SealingKeys keys, CancellationToken stop, IReadOnlyDictionary<string, string>? more = null)
    {
        var settings = new LineSettings(Options(0), storage, bus, null).Intake(keys);
        settings["Hotline__Twilio__AccountSid"] = LineSettings.AccountSid;
        settings["Hotline__Twilio__AuthTokens__0"] = LineSettings.AuthToken;
        settings["Hotline__Twilio__ApiKeySid"] = LineSettings.IntakeKeySid;
        settings["Hotline__Twilio__ApiKeySecret"] = LineSettings.ApiKeys[LineSettings.IntakeKeySid];
        AllowFloods(settings);
        foreach (var (name, value) in more ?? new Dictionary<string, string>())
            settings[name] = value;
        return StartWorkerAsync(Contender.Hotline, Folders.App, settings, OurRoutes, stop);
    }

    /// <summary>What our app behind a port is told of this machine.</summary>
    public static LocalOptions Options(int port) => new()
    {
        DataDirectory = "", AppDirectory = Folders.App, AzuritePackage = "", IntakePort = port,
        Environment = new Dictionary<string, string> { ["Hotline__PublicUrl"] = SignedWebhook.PublicUrl },
    };

    /// <summary>What reports here would be a flood, whose callers are spared the storage.</summary>
    public static void AllowFloods(Dictionary<string, string> settings) =>
        settings["Hotline__Floods__MaxPerNumber"] = settings["Hotline__Floods__MaxPerLine"] = "1000000000";

    /// <summary>Forgets what this machine's line is set to, where workers are started by this process itself.</summary>
    public static void ForgetForeign()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsForeign).ToList())
            Environment.SetEnvironmentVariable(name, null);
    }

    /// <summary>Starts the plain version in C#, behind a functions host of its own; ends when it answers.</summary>
    /// <param name="publish">Which of its two publishes.</param>
    /// <param name="root">The checkout.</param>
    /// <param name="storage">The connection string of an account with its table.</param>
    /// <param name="bus">The connection string of a bus with its queue.</param>
    public static Task<MeasuredApp> StartPlainAsync(Contender publish, string root, string storage, string bus, CancellationToken stop) =>
        StartWorkerAsync(
            publish, Published(root, publish),
            publish == Contender.PlainCSharp ? Quiet(PeerSettings(publish, storage, bus)) : PeerSettings(publish, storage, bus), PlainRoutes, stop);

    /// <summary>Starts the worker that does nothing, behind a functions host of its own; ends when it answers.</summary>
    /// <param name="root">The checkout.</param>
    public static Task<MeasuredApp> StartEmptyAsync(string root, CancellationToken stop) => StartWorkerAsync(
        Contender.EmptyWorker, Published(root, Contender.EmptyWorker), Quiet([]), EmptyRoutes, stop);

    /// <summary>Starts the plain version in Node; ends when it answers.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="storage">The connection string of an account with its table.</param>
    /// <param name="bus">The connection string of a bus with its queue.</param>
    /// <exception cref="CommandException">Its packages are not installed.</exception>
    public static async Task<MeasuredApp> StartNodeAsync(string folder, string storage, string bus, CancellationToken stop)
    {
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            throw new CommandException("The plain Node version's packages are missing: npm ci --prefix tests/benchmarks/peer brings them.");
        var port = LoopbackWeb.FreePort();
        var info = Info("node", folder, "server.mjs");
        info.Environment["NODE_ENV"] = "production";
        info.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in PeerSettings(Contender.PlainNode, storage, bus))
            info.Environment[name] = value;
        var process = await ChildProcess.StartAsync(info);
        return await WaitAsync(
            new MeasuredApp(Contender.PlainNode.Name(), process, Url(port), NodeRoutes), node => Task.FromResult(node.Id), stop);
    }

    /// <summary>The assembly of a contender's own code; null: it is none of .NET.</summary>
    public static string? Assembly(Contender contender) => contender switch
    {
        Contender.Hotline => Path.Combine(Folders.App, "Hotline.Functions.dll"),
        Contender.PlainNode => null,
        Contender.PlainCSharp or Contender.TemplatePublish => Path.Combine(Published(Folders.Root, contender), "Plain.dll"),
        Contender.EmptyWorker => Path.Combine(Published(Folders.Root, contender), "Empty.dll"),
    };

    // Each line that is logged is a message to the host: ours leaves the frameworks' out, too.
    private static Dictionary<string, string> Quiet(Dictionary<string, string> settings) =>
        new(settings) { ["Logging__LogLevel__Default"] = "Warning" };

    private static Dictionary<string, string> PeerSettings(Contender peer, string storage, string bus) => new()
    {
        ["PUBLIC_URL"] = SignedWebhook.PublicUrl, ["TWILIO_AUTH_TOKEN"] = LineSettings.AuthToken,
        ["STORAGE"] = storage, ["SERVICE_BUS"] = bus, ["STORE"] = peer.Store()!,
    };

    // ./hotline publishes each there.
    private static string Published(string root, Contender contender)
    {
        var folder = Path.Combine(root, "artifacts", contender.Store() ?? "empty");
        return File.Exists(Path.Combine(folder, "worker.config.json"))
            ? folder : throw new CommandException($"The {contender.Name()} is not published to {folder}: ./hotline bench does it.");
    }

    private static async Task<MeasuredApp> StartWorkerAsync(
        Contender contender, string app, IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<Step, string> routes,
        CancellationToken stop)
    {
        var port = LoopbackWeb.FreePort();
        var info = Info("dotnet", Folders.Root, Path.Combine(AppContext.BaseDirectory, "Hotline.Local.dll"), "host");
        var process = await ChildProcess.StartAsync(info);
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new HostOrder(app, port, settings)));
        await process.StandardInput.FlushAsync(stop);
        return await WaitAsync(
            new MeasuredApp(contender.Name(), process, Url(port), routes)
            {
                // Sent rows are collected for some seconds before they are removed.
                Rests = TimeSpan.FromSeconds(contender == Contender.Hotline ? 8 : 0.3),
            },
            async host => int.Parse(await host.StandardOutput.ReadLineAsync(stop) ?? "", CultureInfo.InvariantCulture), stop);
    }

    private static async Task<MeasuredApp> WaitAsync(MeasuredApp app, Func<Process, Task<int>> processOf, CancellationToken stop)
    {
        try
        {
            await app.WaitAsync(processOf, stop);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static ProcessStartInfo Info(string program, string folder, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var name in info.Environment.Keys.Where(IsForeign).ToList())
            info.Environment.Remove(name);
        return info;
    }

    private static bool IsForeign(string name) => Foreign.Any(foreign => name.StartsWith(foreign, StringComparison.Ordinal));

    private static Uri Url(int port) => new($"http://127.0.0.1:{port}/");
}
