using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Drop;

/// <summary>The one way into a tip: content is sealed before its first write, and state and announcement are one transaction.</summary>
public sealed class TipDrop(Outbox outbox, ISealer sealer, EvidenceBlobs blobs, IOptions<StorageOptions> storage, TimeProvider time)
{
    // A column holds 32 Ki characters; what is longer lies in a blob and the envelope names it.
    private const int MostCharacters = 30_000;

    /// <summary>Seals a part's content into the message that brings it to Review.</summary>
    public Task<OutboxMessage> SealAsync<T>(
        TipId? tip, PartKind kind, string source, Channel channel, string? language, T content, JsonTypeInfo<T> type,
        CancellationToken stop) =>
        SealAsync(tip, kind, source, channel, language, content, type, overFallback: false, stop);

    /// <summary>Seals a part's content into the message that brings it to Review, and says whether Twilio's own fallback took it.</summary>
    public async Task<OutboxMessage> SealAsync<T>(
        TipId? tip, PartKind kind, string source, Channel channel, string? language, T content, JsonTypeInfo<T> type, bool overFallback,
        CancellationToken stop)
    {
        var id = PartId.Of(kind, source);
        var jwe = sealer.Seal(SealHeader.Of(tip, id, kind), JsonSerializer.SerializeToUtf8Bytes(content, type));
        var part = jwe.Length <= MostCharacters
            ? new Part(tip, id, kind, channel, language, time.GetUtcNow(), jwe)
            : new Part(tip, id, kind, channel, language, time.GetUtcNow(), null, await blobs.KeepTextAsync(tip, id, jwe, stop));
        var letter = Envelope.Write(part with { OverFallback = overFallback });
        return new OutboxMessage(Queues.Tips, id.Value, letter, Envelope.ContentType, part.Received);
    }

    /// <summary>Seals a reporter's number for the row of a call or text; only Review can read it.</summary>
    public string SealNumber(TipId? tip, string row, string number) =>
        sealer.Seal(new SealHeader(tip?.Value, row, "number"), System.Text.Encoding.UTF8.GetBytes(number));

    /// <summary>Stores state and announcement together.</summary>
    /// <returns>Null when it is stored; the index of the row that was there already when nothing is.</returns>
    public async Task<int?> DropAsync(Transaction transaction, CancellationToken stop)
    {
        var begun = time.GetTimestamp();
        var conflict = await outbox.CommitAsync(transaction, stop);
        if (conflict == 0 && time.GetElapsedTime(begun) >= storage.Value.Timeout)
            await outbox.HastenAsync(transaction, stop);
        return conflict;
    }
}
