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

    private static readonly Dictionary<Step, string> PeerRoutes = new()
    {
        [Step.Call] = "voice", [Step.Transcript] = "transcript", [Step.Text] = "text",
    };

    // What this machine's line is set to must not reach what is measured.
    private static readonly string[] Foreign = ["Hotline__", "AzureWebJobs", "ServiceBus", "APPLICATIONINSIGHTS_", "OTEL_"];

    /// <summary>Starts our intake worker behind a functions host of its own; ends when it answers.</summary>
    /// <param name="storage">The connection string of an account that is made ready.</param>
    /// <param name="bus">The connection string of its bus.</param>
    /// <param name="keys">What is sealed to.</param>
    /// <param name="off">Functions that are switched off.</param>
    public static async Task<MeasuredApp> StartOursAsync(
        string storage, string bus, SealingKeys keys, CancellationToken stop, params IEnumerable<string> off)
    {
        var port = LoopbackWeb.FreePort();
        var settings = new LineSettings(Options(port), storage, bus, null).Intake(keys);
        settings["Hotline__Twilio__AccountSid"] = LineSettings.AccountSid;
        settings["Hotline__Twilio__AuthTokens__0"] = LineSettings.AuthToken;
        settings["Hotline__Twilio__ApiKeySid"] = LineSettings.IntakeKeySid;
        settings["Hotline__Twilio__ApiKeySecret"] = LineSettings.ApiKeys[LineSettings.IntakeKeySid];
        AllowFloods(settings);
        foreach (var function in off)
            settings[$"AzureWebJobs.{function}.Disabled"] = "true";
        var info = Info("dotnet", Folders.Root, Path.Combine(AppContext.BaseDirectory, "Hotline.Local.dll"), "host");
        var process = await ChildProcess.StartAsync(info);
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new HostOrder(Folders.App, port, settings)));
        await process.StandardInput.FlushAsync(stop);
        return await WaitAsync(
            new MeasuredApp("Hotline", process, Url(port), OurRoutes),
            async host => int.Parse(await host.StandardOutput.ReadLineAsync(stop) ?? "", CultureInfo.InvariantCulture), stop);
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

    /// <summary>Starts the plain version; ends when it answers.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="storage">The connection string of an account with the table <c>Peer</c>.</param>
    /// <param name="bus">The connection string of a bus with the queue <c>peer</c>.</param>
    /// <exception cref="CommandException">Its packages are not installed.</exception>
    public static async Task<MeasuredApp> StartPeerAsync(string folder, string storage, string bus, CancellationToken stop)
    {
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            throw new CommandException("The plain Node version's packages are missing: npm ci --prefix tests/benchmarks/peer brings them.");
        var port = LoopbackWeb.FreePort();
        var info = Info("node", folder, "server.mjs");
        info.Environment["NODE_ENV"] = "production";
        info.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        info.Environment["PUBLIC_URL"] = SignedWebhook.PublicUrl;
        info.Environment["TWILIO_AUTH_TOKEN"] = LineSettings.AuthToken;
        info.Environment["STORAGE"] = storage;
        info.Environment["SERVICE_BUS"] = bus;
        var process = await ChildProcess.StartAsync(info);
        return await WaitAsync(new MeasuredApp("plain Node", process, Url(port), PeerRoutes), node => Task.FromResult(node.Id), stop);
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
