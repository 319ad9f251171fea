using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.EndToEnd;

/// <summary>Nothing that intake wrote holds a planted word, number or receipt, and the check would see it if it did.</summary>
[Trait("Speed", "slow")]
public sealed class SecrecyTests(SharedParts parts)
{
    private const string Word = "Zebrafinch7Quorum";
    private const string From = "+15005558642";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_intake_wrote_shows_a_word_a_number_or_a_receipt()
    {
        var (found, receipts) = await PlantAndLookAsync();
        Assert.Empty(found);
        Assert.Equal(2, receipts);
    }

    [Fact]
    public async Task The_same_check_finds_all_of_them_where_nothing_is_sealed()
    {
        var (found, _) = await PlantAndLookAsync(("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location));
        Assert.Contains(found, place => place.StartsWith("the table", StringComparison.Ordinal) && place.EndsWith(
            "the number", StringComparison.Ordinal));
        Assert.Contains(
            found, place => place.StartsWith("a blob", StringComparison.Ordinal) && place.EndsWith("the word", StringComparison.Ordinal));
        Assert.Contains(found, place => place.StartsWith("queues.db", StringComparison.Ordinal) && place.EndsWith(
            "the word", StringComparison.Ordinal));
    }

    [Fact]
    public void The_check_sees_what_is_encoded()
    {
        var plain = Encoding.UTF8.GetBytes($"before {Word} after");
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(plain);
        foreach (var hidden in new[] { plain, Encoding.Unicode.GetBytes(Word), Encoding.ASCII.GetBytes(Convert.ToBase64String(plain)),
            Encoding.ASCII.GetBytes(Convert.ToBase64String(plain[1..])), Encoding.ASCII.GetBytes(Convert.ToBase64String(plain[2..])),
            [.. "junk"u8, .. zipped.ToArray()] })
            Assert.True(LeakSearch.Holds(hidden, Word));
        Assert.False(LeakSearch.Holds("nothing of the kind"u8.ToArray(), Word));
    }

    private async Task<(IReadOnlyList<string> Found, int Receipts)> PlantAndLookAsync(params (string, string)[] settings)
    {
        await using var line = await Line.StartAsync(parts, settings);
        var temp = Directory.CreateDirectory(Path.Combine(line.Folder, "temp")).FullName;
        await line.RestartIntakeAsync([.. settings, ("TMPDIR", temp), ("DOTNET_EnableDiagnostics", "0")]);
        var call = await line.Twilio.CallAsync(new CallScript { From = From, Says = [$"They said {Word} to me."] }, null, Stop);
        var text = await line.Twilio.TextAsync(
            new TextScript { From = From, Body = $"{Word}!", Media = [new("image/png", Encoding.UTF8.GetBytes($"a picture of {Word}"))] },
            null, Stop);
        await line.Webhook.PostAsync("twilio/messages/receive?x=1", Webhook.Text("not a sid", Word, From)); // An error's log has no content either.
        await Eventually.TrueAsync(
            async () => (await line.RowsAsync()).Count(row => row.RowKey.StartsWith("seen|", StringComparison.Ordinal)) >= 8, Stop);
        await Eventually.TrueAsync(
            async () => !(await line.RowsAsync()).Any(row => row.RowKey.StartsWith("outbox|", StringComparison.Ordinal)), Stop);

        var codes = call.Lines.Where(said => said.Text.Length == 10 && said.Text.Split(", ").Length == 4).Take(4)
            .Select(said => said.Text.Replace(", ", "")).ToList();
        var needles = new Dictionary<string, string[]>
        {
            ["the word"] = [Word],
            ["the number"] = [
                From, From[1..], From[2..], "500-555-8642", "500 555 8642", "(500) 555-8642", "500.555.8642", Uri.EscapeDataString(From)],
            ["the receipt"] = codes.Count < 4 ? [] : [string.Concat(codes), string.Join(' ', codes), string.Join('-', codes)],
        };
        var places = new List<(string Name, byte[] Bytes)>
        {
            ("the table", Encoding.UTF8.GetBytes(string.Join('\n', (await line.RowsAsync()).Select(row => string.Join('\n', row.Select(column => $"{column.Key}={(column.Value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : Convert.ToString(column.Value, CultureInfo.InvariantCulture))}")))))),
            ("the logs", Encoding.UTF8.GetBytes(string.Join('\n', line.Log.Lines))),
        };
        await foreach (var blob in line.Evidence.GetBlobsAsync(cancellationToken: Stop))
            places.Add(($"a blob {JsonSerializer.Serialize(blob.Metadata)}",
                (await line.Evidence.GetBlobClient(blob.Name).DownloadContentAsync(Stop)).Value.Content.ToArray()));
        foreach (var file in Directory.EnumerateFiles(line.Folder, "*", SearchOption.AllDirectories))
            places.Add((Path.GetFileName(file), await LeakSearch.ReadSharedAsync(file)));
        var found = from place in places
                    from needle in needles
                    where needle.Value.Any(text => LeakSearch.Holds(place.Bytes, text) || LeakSearch.Holds(Encoding.UTF8.GetBytes(place.Name), text))
                    select $"{place.Name}: {needle.Key}";
        var receipts = (codes.Count == 4 ? 1 : 0)
            + (text.Lines.Any(said => said.Who == "hotline" && said.Text.Contains("Receipt:", StringComparison.Ordinal)) ? 1 : 0);
        return ([.. found], receipts);
    }
}
