using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Sealing;
using Hotline.Review.Ledger;
using Hotline.Review.Table;

namespace Hotline.Review.Tips;

/// <summary>What reviewers write is a part like any other: sealed, kept in the journal before its act, and never changed.</summary>
public sealed class AuthoredParts(ISealer sealer, PartJournal parts, TimeProvider time)
{
    /// <summary>Keeps a text. The same text of the same reviewer on the same revision is the same part: a double click is one.</summary>
    /// <param name="tip">The tip.</param>
    /// <param name="kind">Note, correction or question.</param>
    /// <param name="text">The words.</param>
    /// <param name="of">The part that it is about; null where there is none.</param>
    /// <param name="actor">Who wrote it.</param>
    /// <param name="revision">The tip's revision that the writer saw.</param>
    /// <returns>The part's id, and its row.</returns>
    public async Task<(string Id, (string Row, TableEntity Columns) Row)> KeepAsync(
        TipId tip, PartKind kind, string text, string? of, Actor actor, int revision, CancellationToken stop)
    {
        var source = SHA256.HashData(Encoding.UTF8.GetBytes($"{tip}\n{kind}\n{of}\n{actor.Id}\n{revision}\n{text}"));
        var id = PartId.Of(kind, Convert.ToHexStringLower(source.AsSpan(..16)));
        var sealedText = sealer.Seal(
            SealHeader.Of(tip, id, kind),
            JsonSerializer.SerializeToUtf8Bytes(new WrittenContent(text, of), PartContents.Default.WrittenContent));
        var envelope = Envelope.Write(new Part(tip, id, kind, Channel.Console, null, time.GetUtcNow(), sealedText));
        var kept = await parts.KeepAsync(tip.Value, id.Value, envelope, stop);
        return (id.Value, (ReviewKeys.Part(tip, id), PartRow.Columns(kept)));
    }
}
