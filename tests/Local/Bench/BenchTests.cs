using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
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
    public async Task One_pair_is_measured_and_shown()
    {
        var (code, printed) = await TypedLine.RunAsync(
            Nowhere, "bench", "--pairs", "1", "--webhooks", "50", "--rate", "10", "--seconds", "1", "--starts", "1");
        Assert.True(code == 0, printed);
        Assert.Equal(("0", "0"), Row(printed, "Not answered well"));
        string[] rows = ["CPU, a call, ms", "CPU, a transcript, ms", "CPU, a text, ms", "CPU, mean of the three, ms", "Peak memory, MB"];
        foreach (var row in rows)
            Assert.True(Number(Row(printed, row).Ours) > 0 && Number(Row(printed, row).Peers) > 0, printed);
        Assert.True(Number(Row(printed, "CPU, a first text with its receipt made, ms").Ours) > 0, printed);
        // What the design says, and what the plain version does.
        Assert.Equal(("1 + 0", "1 + 0"), Row(printed, "Storage requests + messages, a call"));
        Assert.Equal(("2 + 1", "0 + 1"), Row(printed, "Storage requests + messages, a transcript"));
        Assert.Equal(("4 + 1", "1 + 1"), Row(printed, "Storage requests + messages, a text"));
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
            Assert.Equal((calls, "0", "0"), (cells[2], cells[7], cells[9]));
        }

        Assert.Contains("knee", printed, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait("Speed", "scaled")]
    public async Task A_burst_is_kept_while_its_workers_come_and_go()
    {
        var (code, printed) = await TypedLine.RunAsync(
            Nowhere, "load", "--instances", $"{Amount.Of(2, 3)}", "--burst", "4", "--burst-seconds", $"{Amount.Of(6, 60)}");
        Assert.True(code == 0, printed);
        Assert.Contains($"{Amount.Of(24, 240)} reports in ", printed, StringComparison.Ordinal);
        Assert.Contains("Scaled in: HTTP, DoIntakeWork, KeepReply.", printed, StringComparison.Ordinal);
        Assert.Contains("is killed, process", printed, StringComparison.Ordinal);
        Assert.Contains("0 missing, 0 late, 0 twice.", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Give --instances a number from 2 to 8", "load", "--instances", "1")]
    [InlineData("Give --pairs a number from 1 to 10000", "bench", "--pairs", "0")]
    [InlineData("Give --rates a number from 1 to 1000", "load", "--rates", "5", "0")]
    public async Task What_can_not_be_measured_is_said_in_a_sentence(string sentence, params string[] arguments)
    {
        var (code, printed) = await TypedLine.RunAsync(Nowhere, arguments);
        Assert.Equal(1, code);
        Assert.Contains(sentence, printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plain_version_takes_what_Twilio_signs_and_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory("peer-");
        await using (var broker = await ServiceBusBroker.StartAsync(
            new BrokerOptions { DataFile = Path.Combine(folder.FullName, "queues.db"), Queues = [new("peer")] },
            NullLoggerFactory.Instance, TimeProvider.System))
        {
            var table = new TableClient(parts.Azurite.ConnectionString, "Peer");
            await table.CreateIfNotExistsAsync(Stop);
            await using var peer = await Apps.StartPeerAsync(
                Path.Combine(Oracle.Root, "tests", "benchmarks", "peer"), parts.Azurite.ConnectionString, broker.ConnectionString, Stop);
            using var client = peer.NewClient(1);
            var webhooks = Enum.GetValues<Step>().Select(step => SignedWebhook.New(peer, step, SignedWebhook.Number(1))).ToList();
            var valid = await Oracle.AskAsync(
                "twilio-sim-validate.mjs", new { LineSettings.AuthToken, Requests = webhooks.Select(Told) }, Stop);
            Assert.All(valid["valid"]!.AsArray(), answer => Assert.True((bool)answer!));
            Assert.All(valid["altered"]!.AsArray(), answer => Assert.False((bool)answer!));
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
        }

        folder.Delete(recursive: true);

        static object Told(SignedWebhook webhook) => new
        {
            Url = $"{SignedWebhook.PublicUrl}/{webhook.Target}",
            webhook.Signature,
            Params = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(webhook.Body))
                .ToDictionary(field => field.Key, field => field.Value.ToString()),
        };
    }

    private static (string Ours, string Peers) Row(string printed, string name)
    {
        var cells = Cells(printed).SingleOrDefault(cells => cells.Length > 3 && cells[1] == name);
        Assert.True(cells is not null, $"No row {name} in: {printed}");
        return (cells[2], cells[3]);
    }

    private static IEnumerable<string[]> Cells(string printed) =>
        printed.Split('\n').Select(line => line.Split('│', StringSplitOptions.TrimEntries));

    private static double Number(string cell) => double.Parse(First().Match(cell).Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^[0-9.]+")]
    private static partial Regex First();
}
