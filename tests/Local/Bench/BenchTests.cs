using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Hotline.Local.Bench;
using Hotline.Local.Line;
using Hotline.Local.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tests.Local.Bench;

/// <summary><c>./hotline bench</c> and <c>load</c> as typed, with few requests: that they work, never how fast.</summary>
[Trait("Speed", "slow")]
public sealed partial class BenchTests(SharedParts parts)
{
    private static readonly string Nowhere = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Speed", "long")]
    public async Task One_round_is_measured_and_shown()
    {
        var (code, printed) = await TypedLine.RunAsync(
            Nowhere, "bench", "--pairs", "1", "--webhooks", "50", "--rate", "10", "--seconds", "1", "--starts", "1");
        Assert.True(code == 0, printed);
        Assert.Equal(["0", "0", "0", "0", "0"], Row(printed, "Not answered well"));
        string[] rows =
        [
            "CPU, mean of the three, ms", "CPU, the three in turn, 10 a second, ms", "p99, a call, 10 a second, ms", "p99, a text, 10 a second, ms",
            "Start to the first TwiML, ms", "Peak memory, MB", "Peak memory without receipts, MB",
        ];
        Assert.All(rows, row => Assert.All(Row(printed, row), cell => Assert.True(Number(cell) > 0, printed)));
        Assert.True(Number(Row(printed, "CPU, a first text with its receipt made, ms")[0]) > 0, printed);
        // What the design says, what the plain versions do, and that the empty worker does nothing.
        Assert.Equal(["1 + 0", "1 + 0", "1 + 0", "1 + 0", "0 + 0"], Row(printed, "Storage requests + messages, a call"));
        Assert.Equal(["2 + 1", "0 + 1", "0 + 1", "0 + 1", "0 + 0"], Row(printed, "Storage requests + messages, a transcript"));
        Assert.Equal(["2 + 1", "1 + 1", "1 + 1", "1 + 1", "0 + 0"], Row(printed, "Storage requests + messages, a text"));
        // Each aim is judged; a row may have three.
        Assert.Equal(16, Verdict().Count(printed));
    }

    [Fact]
    [Trait("Speed", "long")]
    public async Task Stretches_and_a_burst_are_measured_and_shown()
    {
        var (code, printed) = await TypedLine.RunAsync(
            Nowhere, "load", "--rates", "3", "5", "--seconds", "2", "--burst", "10", "--burst-seconds", "1");
        Assert.True(code == 0, printed);
        foreach (var (rate, calls) in new[] { ("3", "6"), ("5", "10"), ("10", "10") })
        {
            var cells = Cells(printed).Single(cells => cells.Length > 10 && cells[1] == rate);
            Assert.Equal([calls, "0", "0", "0", "0"], new[] { cells[2], cells[7], cells[9], cells[10], cells[11] });
        }

        Assert.Contains("knee", printed, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, Verdict().Count(printed));
    }

    [Theory]
    [InlineData(0, 0, 0, 1)]
    [InlineData(1, 1, 0, 2)]
    [InlineData(3, 1, 0, 4)]
    [InlineData(9, 0, 1, 4)] // rc=3: no more than three retries.
    public async Task A_transcript_that_is_not_taken_is_brought_again_as_Twilio_does(int refusals, int taken, int lost, int requests)
    {
        using var app = new Refusing(refusals);
        using var client = new HttpClient(app) { BaseAddress = new Uri(SignedWebhook.PublicUrl) };
        var (retries, webhook) = (new Retries(), new SignedWebhook(Step.Transcript, "transcript", [], ""));
        var latencies = new Latencies();
        await Asking.SendAsync(client, webhook, Stopwatch.GetTimestamp(), latencies, Stop, retries);
        Assert.Equal((taken, lost), (retries.Taken, retries.Lost));
        Assert.Equal(requests, app.Requests);
        Assert.Equal(refusals > 0 ? 1 : 0, latencies.Failures.GetValueOrDefault("503"));
    }

    [Theory]
    [InlineData(0.7, "0.50 × plain Node, at most 0.7: met")]
    [InlineData(0.4, "0.50 × plain Node, at most 0.4: missed")]
    public void An_aim_is_judged_by_what_was_measured(double most, string verdict) =>
        Assert.Equal(verdict, new Aim(Contender.PlainNode, most).Judge([2], _ => [4]));

    [Theory]
    [InlineData("Give --pairs a number from 1 to 10000", "bench", "--pairs", "0")]
    [InlineData("Give --rates a number from 1 to 1000", "load", "--rates", "5", "0")]
    public async Task What_can_not_be_measured_is_said_in_a_sentence(string sentence, params string[] arguments)
    {
        var (code, printed) = await TypedLine.RunAsync(Nowhere, arguments);
        Assert.Equal(1, code);
        Assert.Contains(sentence, printed, StringComparison.Ordinal);
    }

    [Fact]
    public Task The_plain_Node_version_takes_what_Twilio_signs_and_stores_it() => TakesWhatIsSignedAsync(
        Contender.PlainNode,
        bus => Apps.StartNodeAsync(Path.Combine(Oracle.Root, "tests", "benchmarks", "peer"), parts.Azurite.ConnectionString, bus, Stop));

    [Theory]
    [Trait("Speed", "long")]
    [InlineData("PlainCSharp")]
    [InlineData("TemplatePublish")]
    public Task The_plain_version_in_C_sharp_takes_what_Twilio_signs_and_stores_it(string publish)
    {
        var contender = Enum.Parse<Contender>(publish);
        return TakesWhatIsSignedAsync(
            contender, bus => Apps.StartPlainAsync(contender, Oracle.Root, parts.Azurite.ConnectionString, bus, Stop));
    }

    [Fact]
    [Trait("Speed", "long")]
    public void What_is_published_as_ours_runs_as_ours()
    {
        string[] assemblies = [Path.Combine(SharedParts.App, "Hotline.Functions"), Published("plain", "Plain"), Published("empty", "Empty")];
        var settings = assemblies.Select(Runtime).ToList();
        Assert.All(settings, one => Assert.Equal(settings[0], one));
        Assert.NotEqual(settings[0], Runtime(Published("template", "Plain")));

        static string Published(string folder, string assembly) => Path.Combine(Oracle.Root, "artifacts", folder, assembly);
        static string Runtime(string assembly) =>
            JsonNode.Parse(File.ReadAllText($"{assembly}.runtimeconfig.json"))!["runtimeOptions"]!["configProperties"]!.ToJsonString();
    }

    private async Task TakesWhatIsSignedAsync(Contender contender, Func<string, Task<MeasuredApp>> startAsync)
    {
        var (folder, store) = (Directory.CreateTempSubdirectory("peer-"), contender.Store()!);
        await using (var broker = await ServiceBusBroker.StartAsync(
            new BrokerOptions { DataFile = Path.Combine(folder.FullName, "queues.db"), Queues = [new(store)] },
            NullLoggerFactory.Instance, TimeProvider.System))
        {
            var table = new TableClient(parts.Azurite.ConnectionString, store);
            await table.CreateIfNotExistsAsync(Stop);
            await using var peer = await startAsync(broker.ConnectionString);
            using var client = peer.NewClient(1);
            var sids = new[] { SignedWebhook.Sid("CA"), SignedWebhook.Sid("CA"), SignedWebhook.Sid("SM") };
            var webhooks = Enum.GetValues<Step>().Zip(sids, (step, sid) => SignedWebhook.Of(peer, step, SignedWebhook.Number(1), sid)).ToList();
            await AgreesWithTwilioAsync(webhooks);
            foreach (var webhook in webhooks)
            {
                Assert.Contains("<Response", await peer.AskAsync(webhook.Step, SignedWebhook.Number(1), Stop), StringComparison.Ordinal);
                using var signed = webhook.ToRequest();
                using var taken = await client.SendAsync(signed, Stop);
                Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
                using var forged = (webhook with { Signature = webhooks[0].Signature[..^4] + "AAA=" }).ToRequest();
                using var refused = await client.SendAsync(forged, Stop);
                Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            }

            foreach (var (kind, sid) in new[] { ("call", sids[0]), ("message", sids[2]) })
                Assert.Equal(SignedWebhook.Number(1), (await table.GetEntityAsync<TableEntity>(kind, sid, cancellationToken: Stop)).Value["number"]);
            await using var bus = new ServiceBusClient(broker.ConnectionString);
            var messages = await bus.CreateReceiver(store).PeekMessagesAsync(10, cancellationToken: Stop);
            Assert.Equal(4, messages.Count); // A transcript and a text, each asked for twice.
            foreach (var sid in sids[1..])
                Assert.Single(messages, message => IsOf(message, sid));
        }

        folder.Delete(recursive: true);

        static bool IsOf(ServiceBusReceivedMessage message, string sid)
        {
            var told = JsonNode.Parse(message.Body.ToString())!;
            return (string?)(told["call"] ?? told["message"]) == sid && ((string?)told["text"])!.StartsWith("Someone posted", StringComparison.Ordinal);
        }
    }

    private static async Task AgreesWithTwilioAsync(List<SignedWebhook> webhooks)
    {
        var valid = await Oracle.AskAsync(
            "twilio-sim-validate.mjs", new { LineSettings.AuthToken, Requests = webhooks.Select(Told) }, Stop);
        Assert.All(valid["valid"]!.AsArray(), answer => Assert.True((bool)answer!));
        Assert.All(valid["altered"]!.AsArray(), answer => Assert.False((bool)answer!));

        static object Told(SignedWebhook webhook) => new
        {
            Url = $"{SignedWebhook.PublicUrl}/{webhook.Target}",
            webhook.Signature,
            Params = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(webhook.Body))
                .ToDictionary(field => field.Key, field => field.Value.ToString()),
        };
    }

    // Our own figure comes first, then the peers'.
    private static string[] Row(string printed, string name)
    {
        var cells = Cells(printed).SingleOrDefault(cells => cells.Length > 3 && cells[1] == name);
        Assert.True(cells is not null, $"No row {name} in: {printed}");
        return cells[2..^2];
    }

    private static IEnumerable<string[]> Cells(string printed) =>
        printed.Split('\n').Select(line => line.Split('│', StringSplitOptions.TrimEntries));

    private static double Number(string cell) => double.Parse(First().Match(cell).Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^[0-9.]+")]
    private static partial Regex First();

    [GeneratedRegex(": (met|missed)")]
    private static partial Regex Verdict();

    /// <summary>Refuses so many requests, then takes all.</summary>
    private sealed class Refusing(int times) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(Requests++ < times ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK)
            {
                Content = new StringContent("<Response/>"),
            });
    }
}
