using System.Net;
using System.Net.Sockets;
using Hotline.Local.FunctionsHost;
using Hotline.Local.FunctionsHost.Rpc;

namespace Hotline.Tests.Local.FunctionsHost;

public sealed class StartTests
{
    private static readonly AppSettings NoSettings = new(new Dictionary<string, string>());

    [Fact]
    public async Task A_worker_that_exits_says_why()
    {
        var failure = await FailsAsync(new() { ["Probe__Complaint"] = "Set Probe:Door to Open." });
        Assert.Contains("'probe' exited with code 3", failure, StringComparison.Ordinal);
        Assert.Contains("Set Probe:Door to Open.", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_lost_its_port_to_another_program_is_started_again()
    {
        var mark = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var probe = await ProbeApp.StartAsync(new() { ["Probe__PortTakenOnce"] = mark });
        Assert.Contains(probe.Logs.Entries, entry => entry.Message.Contains("Address already in use", StringComparison.Ordinal));
        File.Delete(mark);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        Assert.StartsWith(
            $"Port {port} is taken: ", await FailsAsync(null, options => options with { Port = port }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_an_app_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("hotline-empty-");
        var failure = await FailsAsync(null, options => options with { AppDirectory = folder.FullName });
        Assert.Contains($"no host.json in {folder.FullName}: build or publish", failure, StringComparison.Ordinal);
        folder.Delete();
    }

    [Fact]
    public async Task A_schedule_that_is_none_is_quoted() =>
        Assert.Contains("Tick has the schedule 'now and then'",
            await FailsAsync(new() { ["Probe__Schedule"] = "now and then" }), StringComparison.Ordinal);

    [Fact]
    public async Task A_connection_that_is_missing_is_named() =>
        Assert.Contains(
            "Set the app setting 'Bus'", await FailsAsync(new() { ["AzureWebJobs.Work.Disabled"] = "false" }), StringComparison.Ordinal);

    [Fact]
    public void A_setting_that_a_trigger_lacks_is_named() =>
        Refuses("Set the app setting 'Missing'", """{"name":"timer","type":"timerTrigger","schedule":"%Missing%"}""");

    [Theory]
    [InlineData("state AuthorizationLevel.Anonymous", """{"name":"request","type":"httpTrigger","authLevel":"Function"}""")]
    [InlineData("state AuthorizationLevel.Anonymous", """{"name":"request","type":"httpTrigger"}""")]
    [InlineData("has a blobTrigger", """{"name":"blob","type":"blobTrigger","path":"x"}""")]
    [InlineData("take one message", """{"name":"body","type":"serviceBusTrigger","queueName":"work","cardinality":"Many"}""")]
    [InlineData("take one message", """{"name":"body","type":"serviceBusTrigger","queueName":"work","isSessionsEnabled":true}""")]
    [InlineData("can't read", """{"name":"body","type":"serviceBusTrigger","topicName":"news"}""")]
    [InlineData("has no trigger", """{"name":"$return","type":"http","direction":"Out"}""")]
    public void A_function_that_this_host_would_serve_otherwise_is_refused(string reason, string binding) => Refuses(reason, binding);

    [Theory]
    [InlineData("AzureWebJobs.Late.Disabled", "true", true)]
    [InlineData("azurewebjobs.late.disabled", "True", true)]
    [InlineData("AzureWebJobs__Late__Disabled", "1", true)]
    [InlineData("AzureWebJobs.Late.Disabled", "false", false)]
    [InlineData("AzureWebJobs.Other.Disabled", "true", false)]
    public void A_function_is_disabled_by_setting(string name, string value, bool disabled)
    {
        var settings = new AppSettings(new Dictionary<string, string> { [name] = value });
        var timer = Described("""{"name":"timer","type":"timerTrigger","schedule":"0 * * * * *"}""");
        Assert.Equal(disabled, Function.Read(timer, settings).IsDisabled);
    }

    private static void Refuses(string reason, string binding)
    {
        var failure = Assert.Throws<FunctionAppException>(() => Function.Read(Described(binding), NoSettings));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    private static RpcFunctionMetadata Described(string binding) => new() { Name = "Late", RawBindings = { binding } };

    private static async Task<string> FailsAsync(
        Dictionary<string, string>? settings, Func<FunctionAppOptions, FunctionAppOptions>? change = null) =>
        (await Assert.ThrowsAsync<FunctionAppException>(() => ProbeApp.StartAsync(settings, change))).Message;
}
