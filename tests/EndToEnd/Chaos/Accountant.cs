using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Hotline.Contracts;
using Hotline.Local.Demo.WebForm;
using Hotline.Local.Speech;
using Hotline.Platform.Sealing;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;

namespace Hotline.Tests.EndToEnd.Chaos;

/// <summary>What the accountant found.</summary>
/// <param name="Missing">What was accepted and reviewers do not have.</param>
/// <param name="Twice">What they have more than once.</param>
/// <param name="Altered">What they have otherwise than it was given.</param>
/// <param name="Undelivered">What waits for a person to redrive it, by queue and reason: not lost, and not seen.</param>
/// <param name="Bytes">How many bytes of evidence were opened and compared.</param>
internal sealed record Account(
    IReadOnlyList<string> Missing, IReadOnlyList<string> Twice, IReadOnlyList<string> Altered,
    IReadOnlyList<string> Undelivered, long Bytes)
{
    public bool IsWhole => Missing.Count == 0 && Twice.Count == 0 && Altered.Count == 0 && Undelivered.Count == 0;

    public override string ToString() =>
        $"{Missing.Count} missing, {Twice.Count} twice, {Altered.Count} altered, {Undelivered.Count} undelivered\n"
        + string.Join('\n', Missing.Concat(Twice).Concat(Altered).Concat(Undelivered).Take(20));
}

/// <summary>
/// Compares what reporters gave with what reviewers have, by the review room's own rows and the private key: there, once, bit for bit.
/// </summary>
internal sealed class Accountant(ChaosWorld world)
{
    // Each takes 0.2 s of a core, by the receipt's own design.
    private const int ReceiptsOpened = 40;
    private readonly Dictionary<string, string?> opened = [];
    private readonly HashSet<string> shown = [];
    private readonly HashSet<string> wrongLengths = [];
    private long bytes;

    /// <summary>Compares.</summary>
    public async Task<Account> CountAsync(IReadOnlyCollection<Given> given, CancellationToken stop)
    {
        using var opener = new Opener(world.Keys.PrivatePem);
        var rows = await world.ReviewTable.QueryAsync<TableEntity>(cancellationToken: stop).ToListAsync(stop);
        var parts = rows.Where(row => row.RowKey.StartsWith("part|", StringComparison.Ordinal)).ToLookup(row => row.RowKey.Split('|')[2]);
        var (missing, twice, altered) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var report in given)
            foreach (var (part, expected) in Expected(report))
                await CompareAsync($"{part} of a {report.Kind}", parts[part].ToList(), expected);
        var statements = Of("statement-").ToLookup(row => row.RowKey.Split('|')[1]);
        foreach (var form in given.Where(report => report.Kind is "form" or "answer"))
            await CompareAsync($"the words of a {form.Kind}", [.. statements[TipId.OfSubmission(form.Sid).Value]], form.Words);
        foreach (var form in given.Where(report => report.Code is not null).OrderBy(report => report.Sid).Take(ReceiptsOpened))
            if (await NotShownAsync(form, stop) is { } what)
                missing.Add(what);
        // Of a call's first recording, which has the reporter's sound for certain.
        foreach (var call in given.Where(report => report is { Kind: "call", Recordings.Count: > 0 }))
        {
            var heard = new List<string?>();
            foreach (var row in Of($"transcript-{call.Recordings[0].Sid}-"))
                heard.Add(await OpenAsync(row));
            if (heard.Count == 0)
                missing.Add("the transcript of a call");
            else if (!heard.Contains(call.Words))
                altered.Add("the transcript of a call");
        }

        // No two files are alike.
        var files = new List<string?>();
        foreach (var row in Of("attachment-"))
            files.Add(await OpenAsync(row));
        var known = files.CountBy(hash => hash ?? "").ToDictionary();
        foreach (var report in given)
            foreach (var file in report.Files)
                (known.GetValueOrDefault(file) switch { 0 => missing, 1 => null, _ => twice })?.Add($"a file of a {report.Kind}");

        // Every recording, a call's second one too, whose sound nobody here made.
        foreach (var row in Of("recording-"))
            await OpenAsync(row);
        altered.AddRange(wrongLengths.Select(_ => "the length of a recording or file"));

        // What a reviewer is told of: how many files a text announced, and none that did not come.
        foreach (var text in given.Where(report => report.Kind == "text"))
            foreach (var row in parts[$"statement-{text.Sid}"].Take(1))
                if ((int?)(await ContentAsync(row))["mediaCount"] != text.Files.Count)
                    altered.Add("how many files a text announced");
        missing.AddRange(Of("missing-").Select(_ => "a file or recording that is said to be missing"));

        // Nor two reports: the same words under another id are the same report again. A word alone is said by many.
        var words = new List<string?>();
        foreach (var row in Of("statement-"))
            words.Add(await OpenAsync(row));
        twice.AddRange(words.CountBy(text => text ?? "").Where(text => text.Value > 1 && !Reporters.WordsAlone.Contains(text.Key))
            .Select(_ => "the words of a report"));
        return new Account(
            missing, twice, altered,
            [
                .. from row in rows
                   where row.RowKey.StartsWith("undelivered|", StringComparison.Ordinal)
                   select $"undelivered from {row.GetString("Source")}: {row.GetString("Reason")}",
            ],
            bytes);

        IEnumerable<TableEntity> Of(string kind) =>
            parts.Where(part => part.Key.StartsWith(kind, StringComparison.Ordinal)).SelectMany(part => part);

        async Task CompareAsync(string what, List<TableEntity> found, string? expected)
        {
            if (found.Count == 0)
                missing.Add(what);
            else if (found.Count > 1)
                twice.Add(what);
            else if (expected is not null && await OpenAsync(found[0]) != expected)
                altered.Add(what);
        }

        // Of evidence the SHA-256 of its bytes, of words the words. What was opened once is not changed any more.
        async Task<string?> OpenAsync(TableEntity row)
        {
            if (opened.TryGetValue(row.RowKey, out var known))
                return known;
            var content = await ContentAsync(row);
            if ((string?)content["blob"] is not { } blob)
                return opened[row.RowKey] = (string?)content["text"] ?? (string?)content["earlier"];
            var evidence = await BytesAsync(blob);
            // A recording is as long as Twilio said, and anything as long as its envelope says.
            if (evidence.Length != (long)content["length"]! || (bool?)content["isShort"] == true
                || ((int?)content["seconds"] is { } seconds && Wav.Seconds(evidence.Span) < seconds - 1))
                wrongLengths.Add(row.RowKey);
            return opened[row.RowKey] = Convert.ToHexStringLower(SHA256.HashData(evidence.Span));
        }

        async Task<JsonNode> ContentAsync(TableEntity row)
        {
            var (tip, part) = (row.RowKey.Split('|')[1], row.RowKey.Split('|')[2]);
            var envelope = PartRow.EnvelopeOf(row)
                ?? (await world.Container("parts").GetBlobClient(PartJournal.NameOf(tip, part))
                    .DownloadContentAsync(stop)).Value.Content.ToString();
            var read = Envelope.Read(envelope);
            var jwe = read.Sealed
                ?? (await world.Container("evidence").GetBlobClient(read.Blob).DownloadContentAsync(stop)).Value.Content.ToString();
            return JsonNode.Parse(opener.Open(SealHeader.Of(read.Tip, read.Id, read.Kind), jwe))!;
        }

        async Task<ReadOnlyMemory<byte>> BytesAsync(string blob)
        {
            var sealing = new SpecializedBlobClientOptions
            {
                ClientSideEncryption = new ClientSideEncryptionOptions(ClientSideEncryptionVersion.V2_0)
                {
                    KeyResolver = new BlobKeyUnwrapper(opener), KeyWrapAlgorithm = BlobSealer.KeyWrap,
                },
            };
            var container = new BlobServiceClient(world.Azurite.ConnectionString, sealing).GetBlobContainerClient("evidence");
            var content = (await container.GetBlobClient(blob).DownloadContentAsync(stop)).Value.Content.ToMemory();
            bytes += content.Length;
            return content;
        }
    }

    // As its writer would look: the receipt opens the report, and proves each of its files by the hash.
    private async Task<string?> NotShownAsync(Given form, CancellationToken stop)
    {
        if (shown.Contains(form.Sid))
            return null;
        using var http = new HttpClient { BaseAddress = world.Intakes[0].Url };
        if (await new FormVisitor(http).OpenReportAsync(form.Code!, "en", stop) is not { Standing: not "" } page)
            return "what a receipt opens";
        if (form.Files.Count(hash => !page.Html.Contains(hash, StringComparison.OrdinalIgnoreCase)) is var unproven and > 0)
            return $"{unproven} of {form.Files.Count} files on the page of a receipt, which says “{page.Standing}”";
        shown.Add(form.Sid);
        return null;
    }

    /// <summary>
    /// How many texts intake has marked as taken, while no row, queue or tip will ever bring them to a reviewer: late is not lost, this is.
    /// </summary>
    public async Task<int> ForgottenAsync(IReadOnlyCollection<Given> given, CancellationToken stop)
    {
        var parts = await world.ReviewTable.QueryAsync<TableEntity>(cancellationToken: stop).Select(row => row.RowKey.Split('|')[^1])
            .ToHashSetAsync(cancellationToken: stop);
        var intake = await world.IntakeTable.QueryAsync<TableEntity>(cancellationToken: stop).Select(row => row.RowKey).ToListAsync(stop);
        var waiting = new HashSet<string>(
            intake.Where(row => row.StartsWith("outbox|", StringComparison.Ordinal)).Select(row => row.Split('|')[^1]));
        await using var bus = new ServiceBusClient(world.Broker.Said);
        await using var queue = bus.CreateReceiver("tips");
        for (long from = 0; await queue.PeekMessagesAsync(200, from, stop) is { Count: > 0 } page; from = page[^1].SequenceNumber + 1)
            waiting.UnionWith(page.Select(message => message.MessageId));
        return given.Count(report => report.Kind == "text" && $"statement-{report.Sid}" is var part && !parts.Contains(part) && !waiting.Contains(part)
            && intake.Exists(row => row.StartsWith($"seen|{report.Sid}|", StringComparison.Ordinal)));
    }

    // What must be there of a report under an id that its source gives; what a form sent is found by its tip.
    private static IEnumerable<(string Part, string? Content)> Expected(Given report) => report.Kind switch
    {
        "text" => [($"statement-{report.Sid}", report.Words)],
        "call" => [($"callsummary-{report.Sid}", null), .. report.Recordings.Select(
            recording => ($"recording-{recording.Sid}", recording.Sha256))],
        "answer" => [($"link-{TipId.OfSubmission(report.Sid)}", TipId.OfSubmission(report.Earlier!).Value)],
        _ => [],
    };
}
