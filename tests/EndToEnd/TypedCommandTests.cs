using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Local.Line.Keys;
using Hotline.Review.Table;

namespace Hotline.Tests.EndToEnd;

/// <summary>
/// An operator's commands, as typed, beside a whole running line; and as for a deployment, by the names of its storage and bus.
/// </summary>
[Trait("Speed", "slow")]
public sealed partial class TypedCommandTests
{
    private static readonly string Nowhere = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

    private static int texters = 1000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_running_line_is_rotated_amid_traffic_counted_verified_and_made_again()
    {
        await using var line = await TypedLine.StartAsync();
        var old = line.Addresses.Keys!.Intake;
        await AssertRotatedAmidTrafficAsync(line, old);
        await AssertCountedAndVerifiedAsync(line, old);
        await AssertTheSameByNamesAloneAsync(line);
        await AssertToldWhatAForeignPairLacksAsync(line, old);
        await AssertMadeAgainAsync(line);
        await AssertALostEventIsFoundAsync(line);
    }

    [Theory]
    [InlineData("The hotline is not running here", "keys", "list")]
    [InlineData("The hotline is not running here", "audit", "verify")]
    [InlineData("The hotline is not running here", "rebuild")]
    [InlineData("Give --review-storage as a storage account's name", "audit", "verify", "--review-storage", "https://example.org/")]
    [InlineData("Give --review-storage as a storage account's name", "rebuild", "--review-storage", "UseDevelopment=maybe")]
    [InlineData("Give --intake-storage, --review-storage, --bus and --keys", "keys", "list", "--bus", "hotline")]
    [InlineData("There is no sealing-public.pem beside", "keys", "list", "--intake-storage", "tips", "--review-storage", "tips", "--bus", "tips",
        "--keys", "/nowhere")]
    [InlineData("Unrecognized command or argument 'twice'", "keys", "rotate", "twice")]
    [InlineData("Required command was not provided", "keys")]
    [InlineData("can't be reached", "audit", "verify", "--review-storage", "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;"
        + "BlobEndpoint=http://127.0.0.1:9/a;TableEndpoint=http://127.0.0.1:9/a")]
    public async Task What_can_not_be_done_is_said_in_a_sentence(string sentence, params string[] arguments)
    {
        var (code, printed) = await TypedLine.RunAsync(Nowhere, arguments);
        Assert.Equal(1, code);
        Assert.Contains(sentence, printed, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", printed, StringComparison.Ordinal);
    }

    private static async Task AssertRotatedAmidTrafficAsync(TypedLine line, string old)
    {
        var told = new ConcurrentBag<TipId> { await TextAsync(line) };
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var traffic = ReportUntilAsync(line, told, over.Token);
        await Eventually.TrueAsync(() => told.Count > 2, Stop);

        var rotated = await line.RunAsync("keys", "rotate");
        Assert.Equal(0, rotated.Code);
        var (now, after) = (line.Addresses.Keys!.Intake, told.Count);
        Assert.NotEqual(old, now);
        Assert.Matches($"Review takes it … done\\.\\s+Intake takes it … done\\.\\s+Intake seals to {now} now", rotated.Printed);
        await Eventually.TrueAsync(() => told.Count > after + 2, Stop);
        await over.CancelAsync();
        await traffic;
        foreach (var tip in told)
            await Eventually.TrueAsync(async () => await RowsAsync(line, $"part|{tip}|") > 0, Stop);
        Assert.Equal(0, await RowsAsync(line, "undelivered|"));
    }

    // What came last is copied to the events soon; until then the audit sees it in the table alone, which is in order.
    private static async Task AssertCountedAndVerifiedAsync(TypedLine line, string old)
    {
        var listed = await line.RunAsync("keys", "list");
        Assert.True(listed.Code == 0, listed.Printed);
        Assert.Matches($"{line.Addresses.Keys!.Intake} │ Intake, Review .* No: Intake seals to it", listed.Printed);
        Assert.Matches($"{old} │ Review .* No: it is still named", listed.Printed);
        Assert.Matches("[0-9]+ events in [0-9]+ chains: all in order", (await line.RunAsync("audit", "verify")).Printed);
    }

    // As for a deployment, where no line runs.
    private static async Task AssertTheSameByNamesAloneAsync(TypedLine line)
    {
        await Eventually.TrueAsync(
            async () => (await TypedLine.RunAsync(Nowhere, ["keys", "list", .. Places(line), "--keys", Path.Combine(line.Data, "keys")]))
                == await line.RunAsync("keys", "list"), Stop);
        var verified = await TypedLine.RunAsync(Nowhere, "audit", "verify", "--review-storage", line.Addresses.Storage);
        Assert.Equal(WithoutTime(await line.RunAsync("audit", "verify")), WithoutTime(verified));
        Assert.Equal(0, verified.Code);
    }

    private static async Task AssertToldWhatAForeignPairLacksAsync(TypedLine line, string old)
    {
        var foreign = Directory.CreateTempSubdirectory("foreign-").FullName;
        KeyPair.New().SaveTo(foreign);
        var lacking = await TypedLine.RunAsync(Nowhere, ["keys", "list", .. Places(line), "--keys", foreign]);
        Assert.Equal(1, lacking.Code);
        Assert.Matches($"{old} │ nobody .* No: give it to Review", lacking.Printed);
        Directory.Delete(foreign, recursive: true);
    }

    private static async Task AssertMadeAgainAsync(TypedLine line)
    {
        var storage = line.Addresses.Storage;
        await Eventually.TrueAsync(async () => await RowsAsync(line, "outbox|") == 0, Stop);
        var refused = await TypedLine.RunAsync(Nowhere, "rebuild", "--review-storage", storage);
        Assert.Equal(1, refused.Code);
        Assert.Contains("give --replace", refused.Printed, StringComparison.Ordinal);
        var parts = await RowsAsync(line, "part|");
        var made = await TypedLine.RunAsync(Nowhere, "rebuild", "--replace", "--review-storage", storage);
        Assert.Equal(0, made.Code);
        Assert.Matches("The table is made again: [0-9]+ events in [0-9]+ chains", made.Printed);
        Assert.Equal(parts, await RowsAsync(line, "part|"));
        Assert.Equal(0, (await TypedLine.RunAsync(Nowhere, "audit", "verify", "--review-storage", storage)).Code);
    }

    private static async Task AssertALostEventIsFoundAsync(TypedLine line)
    {
        var row = await Review(line)
            .QueryAsync<TableEntity>("RowKey ge 'event|' and RowKey lt 'event~'", cancellationToken: Stop).FirstAsync(Stop);
        await Review(line).DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Stop);
        Assert.Equal(1, (await TypedLine.RunAsync(Nowhere, "audit", "verify", "--review-storage", line.Addresses.Storage)).Code);
    }

    private static string[] Places(TypedLine line) =>
        ["--intake-storage", line.Addresses.Storage, "--review-storage", line.Addresses.Storage, "--bus", line.Addresses.ServiceBus];

    // "Copied until" goes on with the copies.
    private static string WithoutTime((int Code, string Printed) said) => string.Join(
        '\n', said.Printed.Split('\n').Where(line => !line.StartsWith("Copied until", StringComparison.Ordinal)).Prepend($"{said.Code}"));

    private static async Task ReportUntilAsync(TypedLine line, ConcurrentBag<TipId> told, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
            told.Add(await TextAsync(line));
    }

    private static async Task<TipId> TextAsync(TypedLine line)
    {
        // One number twice would be one tip.
        var from = $"+1500555{Interlocked.Increment(ref texters)}";
        var (code, printed) = await line.RunAsync("text", "--say", "They posted her address.", "--from", from);
        Assert.True(code == 0, printed);
        return TipOf.Text(Sid().Match(printed).Value);
    }

    private static TableClient Review(TypedLine line) => new(line.Addresses.Storage, "Review");

    private static async Task<int> RowsAsync(TypedLine line, string kind)
    {
        var rows = 0;
        foreach (var shard in ReviewKeys.ReviewShards)
            rows += await Review(line).QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {shard} and RowKey ge {kind} and RowKey lt {kind + "~"}"),
                cancellationToken: Stop).CountAsync(Stop);
        return rows;
    }

    [GeneratedRegex("^(SM|MM)[0-9a-f]{32}", RegexOptions.Multiline)]
    private static partial Regex Sid();
}
