using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hotline.Local.Cli.Commands;
using Hotline.Local.Line;
using Hotline.Local.Loopback;
using Hotline.Tests.EndToEnd.Chaos;

namespace Hotline.Tests.Local.Cli.Commands;

/// <summary>Commands × what can be wrong around them, as typed: a data folder, a setting, a line that is gone, Ctrl-C.</summary>
[Trait("Speed", "slow")]
public sealed class RefusedCommandTests : IDisposable
{
    private static readonly string[] NoSettings = [];

    private readonly string folder = Directory.CreateTempSubdirectory("refused-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/proc/hotline", "run")] // Can't be made.
    [InlineData("/proc/hotline", "keys", "rotate")]
    [InlineData("/sys", "run")] // Nothing can be written there.
    [InlineData("/dev/null", "run")] // A file.
    public Task A_data_folder_that_can_not_be_used_is_named(string data, params string[] typed) =>
        AssertRefusedAsync($"The data folder {data} can't be used: ", data, NoSettings, typed);

    [Theory]
    [InlineData("Set Hotline__PublicUrl to the origin", "Hotline__PublicUrl=notaurl")]
    [InlineData("Set Hotline__PublicUrl to the origin", "Hotline__PublicUrl=https://tips.example.org/path")]
    [InlineData("Set ServiceBus to a Service Bus connection string.", "ServiceBus=rubbish")]
    [InlineData("Set ServiceBus to a Service Bus connection string.", "ServiceBus=Endpoint=nowhere")]
    [InlineData("Set Hotline__Storage__ConnectionString to a storage", "Hotline__Storage__ConnectionString=rubbish")]
    public Task A_setting_that_can_not_be_used_is_named(string sentence, string setting) =>
        AssertRefusedAsync(sentence, folder, [setting], "run");

    [Theory]
    [InlineData("does not answer", "report", "--say", "They posted her address.")]
    [InlineData("does not answer", "text", "--say", "They posted her address.")]
    [InlineData("does not answer", "demo")]
    [InlineData("can't be reached", "demo", "--tips", "3")]
    [InlineData("can't be reached", "calls")]
    [InlineData("can't be reached", "queue")]
    [InlineData("can't be reached", "undelivered")]
    [InlineData("can't be reached", "line", "list")]
    public async Task A_line_that_is_gone_without_its_farewell_is_said_to_be(string sentence, params string[] typed)
    {
        var nobody = new Uri($"http://127.0.0.1:{LoopbackWeb.FreePort()}/");
        Save(nobody);
        await AssertRefusedAsync(sentence, folder, NoSettings, typed);
    }

    [Fact]
    public async Task A_file_of_the_running_line_that_is_cut_off_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "running.json"), """{"Intake":"http""", Stop);
        await AssertRefusedAsync("running.json can't be read", folder, NoSettings, "queue");
    }

    [Fact]
    public Task A_folder_that_can_not_be_made_is_named() =>
        AssertRefusedAsync("/proc/keys-of-a-line", folder, NoSettings, "keys", "new", "--out", "/proc/keys-of-a-line");

    [Fact]
    public async Task Ctrl_C_stops_a_command_with_a_word()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as Linux does.");
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Save(new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/"));
        // Whoever starts the tests in the background has them ignore Ctrl-C, and so what they start.
        var start = Typed(folder, NoSettings, "report", "--say", "They posted her address.");
        start.FileName = "env";
        start.ArgumentList.Insert(0, "dotnet");
        start.ArgumentList.Insert(0, "--default-signal=INT");
        using var process = Process.Start(start)!;
        using (await silent.AcceptTcpClientAsync(Stop))
        {
            ProcessPart.Signal(process.Id, "INT");
            var said = await process.StandardError.ReadToEndAsync(Stop);
            await process.WaitForExitAsync(Stop);
            Assert.Equal((130, "Stopped."), (process.ExitCode, said.Trim()));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Save(Uri address) => new RunningLine(
        address, address, address,
        $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;BlobEndpoint={address}a;TableEndpoint={address}a",
        $"Endpoint=sb://localhost:{address.Port};SharedAccessKeyName=a;SharedAccessKey=a;UseDevelopmentEmulator=true", Line.Number, address)
        .Save(folder);

    private static async Task AssertRefusedAsync(string sentence, string data, string[] settings, params string[] typed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The folders are Linux's.");
        using var process = Process.Start(Typed(data, settings, typed))!;
        var printed = process.StandardOutput.ReadToEndAsync(Stop);
        var said = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Assert.Equal((1, 1), (process.ExitCode, said.Trim().Split('\n').Length));
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        await printed;
    }

    private static ProcessStartInfo Typed(string data, string[] settings, params string[] typed)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. typed])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["HOTLINE_DATA"] = data, ["HOTLINE_ROOT"] = Oracle.Root, ["HOTLINE_APP"] = SharedParts.App, ["TWILIO_ACCOUNT_SID"] = "",
            },
        };
        foreach (var setting in settings)
            start.Environment[setting.Split('=', 2)[0]] = setting.Split('=', 2)[1];
        return start;
    }
}
