using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Lines;
using Hotline.Intake.Table;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Evidence;

/// <summary>What is known of recordings and media, and what becomes of them.</summary>
public sealed class EvidenceStore(RoomTable table, TipDrop drop, TimeProvider time)
{
    /// <summary>The row that a work order names; null when there is none.</summary>
    public async Task<EvidenceRow?> FindAsync(WorkOrder order, CancellationToken stop) =>
        await table.FindAsync(order.Shard, IntakeKeys.Evidence(order.Evidence), stop) is { } row ? EvidenceRow.From(row) : null;

    /// <summary>It is stored here: the part goes to Review, and a recording to the speech service.</summary>
    /// <param name="order">The order to fetch it.</param>
    /// <param name="evidence">Its row.</param>
    /// <param name="blob">Where it lies.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="isShort">Whether it is shorter than Twilio said, for as long as it was waited for.</param>
    public async Task ImportedAsync(
        WorkOrder order, EvidenceRow evidence, StoredBlob blob, string contentType, bool isShort, CancellationToken stop)
    {
        var content = new EvidenceContent(
            evidence.Sid, blob.Name, blob.Version, blob.Length, blob.Sha256, contentType, evidence.Seconds, order.Shard)
        {
            Parent = evidence.Parent, IsShort = isShort,
        };
        var part = await drop.SealAsync(
            evidence.Draft(evidence.Kind, evidence.Sid, content) with { OverFallback = evidence.OverFallback }, stop);
        var now = time.GetUtcNow();
        var transaction = new Transaction(order.Shard)
            .Insert(IntakeKeys.Seen(evidence.Sid, "imported", "0"))
            .Merge(IntakeKeys.Evidence(evidence.Sid), new TableEntity
            {
                { nameof(EvidenceRow.Imported), now }, { "Blob", blob.Name }, { "Version", blob.Version }, { "Length", blob.Length },
                { nameof(EvidenceRow.IsShort), isShort },
            })
            .Announce(part);
        if (evidence is { Kind: PartKind.Recording, Transcript: TranscriptSource.Speech })
            transaction.Announce(new TranscribeRecording(order.Shard, evidence.Sid).ToMessage(now));
        await drop.DropAsync(transaction, stop);
    }

    /// <summary>It never came: the tip learns that it is missing, and why. What comes after all is shown all the same.</summary>
    public async Task MissedAsync(WorkOrder order, EvidenceRow evidence, MissingReason reason, CancellationToken stop)
    {
        var content = new MissingContent(evidence.Sid, evidence.Kind, evidence.Parent, 1, reason);
        var part = await drop.SealAsync(evidence.Draft(PartKind.Missing, evidence.Sid, content), stop);
        await drop.DropAsync(new Transaction(order.Shard).Insert(IntakeKeys.Seen(evidence.Sid, "missed", "0")).Announce(part), stop);
    }

    /// <summary>The speech service has answered, or never will.</summary>
    public async Task TranscribedAsync(WorkOrder order, EvidenceRow evidence, TranscriptContent transcript, CancellationToken stop)
    {
        var outcome = transcript.Text is null ? "failure" : "text";
        var part = await drop.SealAsync(
            evidence.Draft(PartKind.Transcript, $"{evidence.Sid}-speech-{outcome}", transcript), stop);
        await drop.DropAsync(
            new Transaction(order.Shard)
                .Insert(IntakeKeys.Seen(evidence.Sid, "speech", outcome))
                .Merge(IntakeKeys.Evidence(evidence.Sid), new TableEntity { { nameof(EvidenceRow.Transcribed), time.GetUtcNow() } })
                .Announce(part),
            stop);
    }

    /// <summary>Twilio's transcript of a recording has not come: it is asked for, once.</summary>
    public Task AskAsync(string shard, EvidenceRow evidence, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        return drop.DropAsync(
            new Transaction(shard)
                .Merge(IntakeKeys.Evidence(evidence.Sid), new TableEntity { { nameof(EvidenceRow.Asked), now } })
                .Announce(new TranscribeRecording(shard, evidence.Sid).ToMessage(now)),
            stop);
    }

    /// <summary>Twilio has it no more.</summary>
    public Task CleanedAsync(WorkOrder order, CancellationToken stop) => drop.DropAsync(
        new Transaction(order.Shard).Merge(
            IntakeKeys.Evidence(order.Evidence), new TableEntity { { nameof(EvidenceRow.Cleaned), time.GetUtcNow() } }), stop);
}
