using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Intake.Receipts;
using Hotline.Platform.Sealing;

namespace Hotline.Tests.Intake.Receipts;

/// <summary>Taking the whole intake storage, queues and configuration after the fact, no reply can be opened without its code.</summary>
[Trait("Speed", "slow")]
public sealed class TakenIntakeTests(SharedParts parts)
{
    private const string Question = "Which street was it, Zebrafinch7Quorum?";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Taking_the_whole_intake_storage_queues_and_configuration_after_the_fact_no_reply_can_be_opened_without_its_code()
    {
        await using var line = await Line.StartAsync(parts);
        var temp = Directory.CreateDirectory(Path.Combine(line.Folder, "temp")).FullName;
        await line.RestartIntakeAsync(("TMPDIR", temp), ("DOTNET_EnableDiagnostics", "0"));
        var reporter = await Reporter.CallsAsync(line);
        await reporter.AskAsync(Question);
        await reporter.StandAsync("asked", 2);
        // It is used by phone and by text, so that whatever use leaves behind is taken too.
        var heard = await line.Twilio.CallAsync(
            new() { From = "+15005550011", Keys = ["3", reporter.Code], Says = ["It was on Main Street, at night."] }, null, Stop);
        Assert.Contains(heard.Lines, said => said.Text == Question);
        await line.Twilio.TextAsync(new() { From = "+15005550012", Body = $"{reporter.Written} Main Street." }, null, Stop);
        await line.Twilio.TextAsync(new() { From = "+15005550013", Body = reporter.Code }, null, Stop);
        await Eventually.TrueAsync(
            async () => !(await line.RowsAsync()).Any(row => row.RowKey.StartsWith("outbox|", StringComparison.Ordinal)), Stop);

        var code = ReceiptCode.Parse(reporter.Code)!.Value;
        var (key, binding) = (ReceiptKeys.Of(code).Questions, ReceiptKeys.Of(code).Binding);
        var secrets = Secrets(reporter, key, binding).ToList();
        var taken = await TakeAsync(line);
        Assert.Empty(Found(taken, secrets));
        Assert.NotEmpty(Found([("planted", [.. "junk"u8, .. key.D!, .. "junk"u8])], secrets));

        // The replies are among what was taken; the code opens them, and what intake is configured with does not.
        var sealedToIt = (await line.RowsAsync()).Where(row => row.RowKey.Contains(reporter.Lookup, StringComparison.Ordinal))
            .SelectMany(row => new[] { row.GetString("Sealed"), row.GetString("Status") }).OfType<string>().ToList();
        Assert.Equal(2, sealedToIt.Count);
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.All(sealedToIt, jwe =>
        {
            Assert.NotEmpty(ReceiptOpener.Open(key, jwe));
            Assert.ThrowsAny<CryptographicException>(() => ReceiptOpener.Open(another.ExportParameters(true), jwe));
        });
    }

    // What opens a reply, or is it: the code, the key that it gives, and the words.
    private static IEnumerable<(string Name, byte[] Bytes)> Secrets(Reporter reporter, ECParameters key, byte[] binding) =>
    [
        ("the code", Encoding.ASCII.GetBytes(reporter.Code)),
        ("the code", Encoding.ASCII.GetBytes(reporter.Written)),
        ("the code", Encoding.ASCII.GetBytes(reporter.Written.Replace(' ', '-'))),
        ("the code", Encoding.ASCII.GetBytes(reporter.Written.Replace(" ", "%20"))),
        ("the code", Encoding.ASCII.GetBytes(reporter.Written.Replace(' ', '+'))),
        ("the key", key.D!),
        ("the key", Encoding.ASCII.GetBytes(Convert.ToHexString(key.D!))),
        ("the key", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key.D!))),
        ("the key", Encoding.ASCII.GetBytes(Convert.ToBase64String(key.D!)[..42])),
        ("the key", Encoding.ASCII.GetBytes(Convert.ToBase64String(key.D!)[..42].Replace('+', '-').Replace('/', '_'))),
        ("the row's key", binding),
        ("the row's key", Encoding.ASCII.GetBytes(Convert.ToBase64String(binding)[..42])),
        ("the words", Encoding.ASCII.GetBytes("Zebrafinch7Quorum")),
    ];

    private static IEnumerable<string> Found(
        IEnumerable<(string Name, byte[] Bytes)> taken, IReadOnlyList<(string Name, byte[] Bytes)> secrets) =>
        from place in taken
        from secret in secrets
        where place.Bytes.AsSpan().IndexOf(secret.Bytes) >= 0
            || (secret.Name is "the code" or "the words" && LeakSearch.Holds(place.Bytes, Encoding.ASCII.GetString(secret.Bytes)))
        select $"{place.Name}: {secret.Name}";

    private static async Task<IReadOnlyList<(string Name, byte[] Bytes)>> TakeAsync(Line line)
    {
        var taken = new List<(string, byte[])>
        {
            ("the configuration", Encoding.UTF8.GetBytes(
                string.Join('\n', line.IntakeSettings.Select(setting => $"{setting.Key}={setting.Value}")))),
            ("the logs", Encoding.UTF8.GetBytes(string.Join('\n', line.Log.Lines))),
        };
        foreach (var row in await line.RowsAsync())
            foreach (var (name, value) in row)
                taken.Add(($"{row.RowKey.Split('|')[0]} {name}", value is byte[] bytes ? bytes : Encoding.UTF8.GetBytes(
                    Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")));
        await foreach (var blob in line.Evidence.GetBlobsAsync(cancellationToken: Stop))
            taken.Add(("a blob", (await line.Evidence.GetBlobClient(blob.Name).DownloadContentAsync(Stop)).Value.Content.ToArray()));
        foreach (var file in Directory.EnumerateFiles(line.Folder, "*", SearchOption.AllDirectories))
            taken.Add((Path.GetFileName(file), await LeakSearch.ReadSharedAsync(file)));
        Assert.Contains(taken, place => place.Item1 == "queues.db");
        return taken;
    }
}
