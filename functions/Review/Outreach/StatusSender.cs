using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;

namespace Hotline.Review.Outreach;

/// <summary>
/// Tells whoever holds a receipt how the tip stands, with proof of what was received: sealed to every receipt of the tip, and no content.
/// </summary>
public sealed class StatusSender(RoomTable table, TipJournal tips, TipReader reader, BusSenders bus, TimeProvider time)
    : IJobHandler<SendStatus>
{
    // Some 170 bytes each: with them the sealed status stays well under what a column of the other room takes.
    private const int MaxParts = 100;

    /// <summary>Tells it. What a later change will tell in any case is not told.</summary>
    public async Task HandleAsync(SendStatus job, CancellationToken stop)
    {
        var (tip, cause, revision) = job;
        if (await tips.FindAsync(cause, stop) is not { } changed || changed.ToldAt > revision)
            return;
        // Read before what it numbers: what comes in between is told again, with a higher one.
        if (await tips.FindAsync(tip, stop) is not { IsCanary: false } before)
            return;
        var answers = before.Answers.Select(answer => TipId.OrNone(answer)).ToList();
        var number = 0;
        foreach (var told in answers.Prepend(tip))
            number += (await Chain.FindAsync(table, TipJournal.ScopeOf(told), stop)).Length;
        var state = (await tips.FindAsync(tip, stop))!;
        var parts = (await reader.PartsAsync(tip, stop)).ToList();
        var receipts = parts.Select(part => part.Content).OfType<ReceiptContent>().ToList();
        foreach (var answer in receipts.Count == 0 ? [] : answers)
            parts.AddRange(await reader.PartsAsync(answer, stop));
        var received = ReceivedOf(parts);
        var earlier = Math.Max(0, received.Count - MaxParts);
        var content = JsonSerializer.SerializeToUtf8Bytes(
            new StatusContent(state.Standing, time.GetUtcNow(), received[earlier..], earlier, number), ReplyJson.Default.StatusContent);
        var keepUntil = state.Stage == TipStage.Closed ? time.GetUtcNow() + Reply.ReceiptLife : DateTimeOffset.MaxValue;
        foreach (var receipt in receipts)
        {
            var reply = new Reply(receipt.Lookup, ReplyKind.Status, number, ReceiptSealer.Seal(receipt.PublicKey, content), keepUntil);
            var id = string.Create(CultureInfo.InvariantCulture, $"{ReplyKind.Status.Word()}-{receipt.Lookup}-{number}");
            await bus.SendAsync(
                Queues.Replies, new OutboxMessage(Queues.Replies, id, reply.ToJson(), "application/json", time.GetUtcNow()).ToBus(), stop);
        }
    }

    private static List<ReceivedPart> ReceivedOf(IEnumerable<OpenedPart> parts) =>
        [.. parts.OrderBy(part => part.Part.Received).Select(ProofOf).OfType<ReceivedPart>()];

    private static ReceivedPart? ProofOf(OpenedPart opened)
    {
        var (kind, at) = (opened.Part.Kind.Word(), opened.Part.Received);
        switch (opened.Content)
        {
            case StatementContent statement:
                var text = Encoding.UTF8.GetBytes(statement.Text);
                return new ReceivedPart(kind, at, text.Length, Convert.ToHexStringLower(SHA256.HashData(text)));
            case EvidenceContent evidence:
                return new ReceivedPart(kind, at, evidence.Length, evidence.Sha256);
            default:
                return null;
        }
    }
}
