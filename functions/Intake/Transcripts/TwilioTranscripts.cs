using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Evidence;
using Hotline.Intake.Table;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Transcripts;

/// <summary>Keeps Twilio's own transcripts.</summary>
public sealed class TwilioTranscripts(TipDrop drop, TimeProvider time)
{
    /// <summary>Keeps one, or word that there is none.</summary>
    public async Task KeepAsync(TwilioTranscript transcript, string language, CancellationToken stop)
    {
        var (call, recording, heard) = transcript;
        var tip = TipId.OfCall(call);
        var outcome = heard is null ? "failure" : "text";
        var content = new TranscriptContent(
            recording.Value, "Twilio", heard, heard is null ? "Twilio heard no words in it." : null, []);
        var part = await drop.SealAsync(
            new PartDraft<TranscriptContent>(tip, PartKind.Transcript, $"{recording}-twilio-{outcome}", Channel.Phone, content)
            {
                Language = language,
            },
            stop);
        await drop.DropAsync(
            new Transaction(IntakeKeys.ShardOf(call)).Insert(IntakeKeys.Seen(call.Value, "transcript", $"{recording}-{outcome}"))
                .Merge(IntakeKeys.Evidence(recording.Value), new TableEntity
                {
                    { "Tip", tip.Value }, { nameof(EvidenceRow.Transcribed), time.GetUtcNow() },
                })
                .Announce(part),
            stop);
    }
}
