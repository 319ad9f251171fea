using System.Text.Json;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Drop;

/// <summary>The one way into a tip: content is sealed before its first write, and state and announcement are one transaction.</summary>
public sealed class TipDrop(Outbox outbox, ISealer sealer, EvidenceBlobs blobs, TimeProvider time)
{
    // A column holds 32 Ki characters; what is longer lies in a blob and the envelope names it.
    private const int MaxCharacters = 30_000;

    /// <summary>Seals a part's content into the message that brings it to Review.</summary>
    public async Task<OutboxMessage> SealAsync<T>(PartDraft<T> draft, CancellationToken stop)
    {
        var id = PartId.Of(draft.Kind, draft.Source);
        var content = JsonSerializer.SerializeToUtf8Bytes(draft.Content, typeof(T), PartContents.Default);
        var jwe = sealer.Seal(SealHeader.Of(draft.Tip, id, draft.Kind), content);
        var blob = jwe.Length > MaxCharacters ? await blobs.KeepTextAsync(draft.Tip, id, jwe, stop) : null;
        var part = new Part(
            draft.Tip, id, draft.Kind, draft.Channel, draft.Language, time.GetUtcNow(), blob is null ? jwe : null, blob, draft.OverFallback);
        return new OutboxMessage(Queues.Tips, id.Value, Envelope.Write(part), Envelope.ContentType, part.Received);
    }

    /// <summary>Seals a reporter's number for the row of a call or text; only Review can read it.</summary>
    public string SealNumber(TipId? tip, string row, string number) =>
        sealer.Seal(new SealHeader(tip?.Value, row, "number"), System.Text.Encoding.UTF8.GetBytes(number));

    /// <summary>Stores state and announcement together, and sends what it announces; a repeat sends what is stored and not sent yet.</summary>
    /// <param name="transaction">The transaction, whose first row is its marker.</param>
    /// <returns>Null when it is stored; the index of the row that was there already when nothing is.</returns>
    public async Task<int?> DropAsync(Transaction transaction, CancellationToken stop)
    {
        var conflict = await outbox.CommitAsync(transaction, stop);
        if (conflict == 0)
            await outbox.SendEarlierAttemptAsync(transaction, stop);
        return conflict;
    }
}
