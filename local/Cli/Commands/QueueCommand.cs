using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Hotline.Contracts;
using Hotline.Local.Line;
using Hotline.Local.Line.Keys;
using Hotline.Local.Loopback;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;
using Hotline.Review.Table;
using Hotline.Review.Tips;
using Spectre.Console;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline queue</c>: what waits for review, on the queue or accepted and not closed. It peeks: nothing is taken.</summary>
internal static partial class QueueCommand
{
    private const int MaxShown = 200;

    public static Command Build()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON lines, one a part." };
        var command = new Command("queue", "Show what waits for review, opened with the private key") { json };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(json), stop));
        return command;
    }

    private static async Task<int> RunAsync(bool json, CancellationToken stop)
    {
        var line = RunningLine.Find(Folders.Data);
        using var opener = new Opener(SealingKeys.In(Folders.Keys).PrivatePem);
        var evidence = new BlobContainerClient(line.Storage, "evidence");
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("Where", "Received", "Tip", "Part", "Channel", "Language", "Content");
        var waiting = (await PeekAsync(line, stop)).Select(part => (Where: "queue", Part: part)).ToList();
        var accepted = (await AcceptedAsync(line, stop)).Select(part => (Where: "accepted", Part: part));
        foreach (var (where, part) in waiting.Concat(accepted).OrderBy(found => found.Part.Received))
        {
            var content = await OpenAsync(opener, evidence, part, stop);
            if (json)
                Console.WriteLine(new JsonObject
                {
                    ["where"] = where,
                    ["received"] = part.Received,
                    ["tip"] = part.Tip?.Value,
                    ["part"] = part.Id.Value,
                    ["kind"] = part.Kind.ToString(),
                    ["channel"] = part.Channel.ToString(),
                    ["language"] = part.Language,
                    ["content"] = content,
                }.ToJsonString(Readable));
            else
                table.AddRow(
                    where, $"{part.Received.ToLocalTime():HH:mm:ss}", part.Tip?.Value[..8] ?? "none", part.Kind.ToString(),
                    part.Channel.ToString(), part.Language ?? "",
                    Markup.Escape(content is null ? "does not open with the keys here" : Shorten(Describe(part, content))));
        }

        if (!json && table.Rows.Count == 0)
            Console.WriteLine("Nothing waits for review.");
        else if (!json)
            AnsiConsole.Write(table);
        return 0;
    }

    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static async Task<IReadOnlyList<Part>> PeekAsync(RunningLine line, CancellationToken stop)
    {
        await using var bus = Deployment.BusOf(line.ServiceBus);
        await using var receiver = bus.CreateReceiver("tips");
        var parts = new List<Part>();
        try
        {
            long from = 0;
            while (await receiver.PeekMessagesAsync(100, from, stop) is { Count: > 0 } page)
            {
                parts.AddRange(page.Select(message => TryRead(message.Body.ToString())).OfType<Part>());
                from = page[^1].SequenceNumber + 1;
            }
        }
        catch (ServiceBusException e)
        {
            throw new CommandException($"The queue can't be reached ({e.Reason}). Does ./hotline still run in the other terminal?");
        }

        return parts;
    }

    // What Review has accepted and nobody has closed.
    private static async Task<IReadOnlyList<Part>> AcceptedAsync(RunningLine line, CancellationToken stop)
    {
        var table = new RoomTable(new TableClient(line.Storage, "Review"), ReviewKeys.ReviewShards);
        var parts = new List<Part>();
        await foreach (var tip in table.EachShardAsync(ReviewKeys.View(StateRow.Open), stop))
            await foreach (var row in table.RangeAsync(tip.PartitionKey, ReviewKeys.PartsOf(StateRow.Read(tip).Id), stop))
                if (PartRow.EnvelopeOf(row) is { } envelope && TryRead(envelope) is { Channel: not Channel.Console } part)
                    parts.Add(part);
        return parts;
    }

    // Null, and said, where it is nothing that a room of the line sent, or of a later version.
    private static Part? TryRead(string envelope)
    {
        try
        {
            return Envelope.Read(envelope);
        }
        catch (Exception e) when (e is FormatException or NewerVersionException)
        {
            Console.Error.WriteLine($"One message is left out. {e.Message}");
            return null;
        }
    }

    // Null where it is sealed to another key, or was changed.
    private static async Task<JsonNode?> OpenAsync(Opener opener, BlobContainerClient evidence, Part part, CancellationToken stop)
    {
        var jwe = part.Sealed ?? (await evidence.GetBlobClient(part.Blob).DownloadContentAsync(stop)).Value.Content.ToString();
        try
        {
            return JsonNode.Parse(opener.Open(SealHeader.Of(part.Tip, part.Id, part.Kind), jwe))!;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The beginning of a text, as one line of it: a long report is thousands of lines, and whole in --json.</summary>
    internal static string Shorten(string text)
    {
        var line = Whitespace().Replace(text, " ").Trim();
        if (line.Length <= MaxShown)
            return line;
        var end = char.IsHighSurrogate(line[MaxShown - 1]) ? MaxShown - 1 : MaxShown; // Never half an emoji.
        return $"{line[..end]} … ({text.Length} characters)";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    // What a reviewer would see.
    private static string Describe(Part part, JsonNode content) => part.Kind switch
    {
        PartKind.Statement => (string)content["text"]!,
        PartKind.Transcript => (string?)content["text"] ?? $"no transcript: {(string?)content["failure"]}",
        PartKind.Recording => $"{content["seconds"]} s, {content["length"]} bytes",
        PartKind.Attachment => $"{content["contentType"]}, {content["length"]} bytes",
        PartKind.CallSummary => $"{content["status"]} after {content["seconds"]} s",
        PartKind.Receipt => "given",
        PartKind.Consent => (string)content["word"]!,
        _ => "",
    };
}
