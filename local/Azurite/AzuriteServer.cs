using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hotline.Local.Loopback;

namespace Hotline.Local.Azurite;

/// <summary>
/// Azurite, the Azure Storage emulator from npm. It keeps its tables in memory and writes them every few seconds, so a SIGKILL of the
/// emulator loses what it has acknowledged; the real service does not.
/// </summary>
internal sealed class AzuriteServer : IAsyncDisposable
{
    private const string Account = "devstoreaccount1";

    // The emulator's published key: https://learn.microsoft.com/azure/storage/common/storage-use-azurite#well-known-storage-account-and-key
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly Process process;
    private readonly (int Blobs, int Queues, int Tables) ports;

    private AzuriteServer(Process process, (int Blobs, int Queues, int Tables) ports) =>
        (this.process, this.ports, BlobUrl, TableUrl) = (process, ports, UrlOf(ports.Blobs), UrlOf(ports.Tables));

    /// <summary>The blob service's origin.</summary>
    public Uri BlobUrl { get; }

    /// <summary>The table service's origin.</summary>
    public Uri TableUrl { get; }

    /// <summary>The connection string of its account.</summary>
    public string ConnectionString => ConnectionStringTo(BlobUrl, TableUrl);

    public int ProcessId => process.Id;

    /// <summary>Ends when it has ended.</summary>
    public Task Exited => process.WaitForExitAsync();

    /// <summary>The connection string of the account by way of other origins, such as a proxy's.</summary>
    public static string ConnectionStringTo(Uri blobs, Uri tables) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={blobs}{Account};TableEndpoint={tables}{Account};";

    /// <summary>Starts it on free ports; ends when it takes connections.</summary>
    /// <param name="package">The folder of its package.json, installed by <c>npm ci</c>.</param>
    /// <param name="data">Where it keeps its data; null keeps them in memory.</param>
    /// <exception cref="InvalidOperationException">Node is missing or Azurite does not start; the message says what to do.</exception>
    public static Task<AzuriteServer> StartAsync(string package, string? data, CancellationToken stop) =>
        StartAsync(package, data, FreePorts(), stop);

    /// <summary>Starts it again where it was.</summary>
    public Task<AzuriteServer> StartAgainAsync(string package, string data, CancellationToken stop) =>
        StartAsync(package, data, ports, stop);

    private static async Task<AzuriteServer> StartAsync(
        string package, string? data, (int Blobs, int Queues, int Tables) ports, CancellationToken stop)
    {
        var (blobs, queues, tables) = ports;
        var info = new ProcessStartInfo("node") { WorkingDirectory = package, RedirectStandardError = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            "node_modules/azurite/dist/src/azurite.js", "--silent", "--skipApiVersionCheck", "--disableTelemetry",
            "--blobPort", Text(blobs), "--queuePort", Text(queues), "--tablePort", Text(tables),
            .. data is null ? ["--inMemoryPersistence"] : new[] { "--location", data },
        ];
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
        var server = new AzuriteServer(await ChildProcess.StartAsync(info), ports);
        var complaints = server.process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await Task.WhenAll(server.WaitAsync(blobs, stop), server.WaitAsync(tables, stop));
        }
        catch (InvalidOperationException)
        {
            var complaint = await complaints;
            await server.DisposeAsync();
            throw new InvalidOperationException($"Azurite did not start. Is Node 18 or later installed? {complaint.Trim()}");
        }

        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // SIGTERM lets it write its tables.
        if (!process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", Text(process.Id)]);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private async Task WaitAsync(int port, CancellationToken stop)
    {
        for (var tries = 0; ; tries++)
        {
            if (process.HasExited || tries == 600)
                throw new InvalidOperationException("It takes no connections.");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, stop);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100, stop);
            }
        }
    }

    private static (int Blobs, int Queues, int Tables) FreePorts()
    {
        var first = LoopbackWeb.FreePort(inARow: 3);
        return (first, first + 1, first + 2);
    }

    private static Uri UrlOf(int port) => new($"http://127.0.0.1:{port}/");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
