using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Evidence;
using Hotline.Intake.Table;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;

namespace Hotline.Intake.Transcripts;

/// <summary>Keeps Twilio's own transcripts.</summary>
public sealed class TwilioTranscripts(TipDrop drop, TimeProvider time)
{
    /// <summary>Keeps one, or word that there is none.</summary>
    public async Task KeepAsync(TwilioForm form, string language, CancellationToken stop)
    {
        var call = form.Sid("CallSid");
        var recording = form.Sid("RecordingSid");
        var heard = form["TranscriptionStatus"] == "completed" && form["TranscriptionText"] is { } text && text != "(blank)" ? text : null;
        var outcome = heard is null ? "failure" : "text";
        var part = await drop.SealAsync(
            TipId.OfCall(call), PartKind.Transcript, $"{recording}-twilio-{outcome}", Channel.Phone, language,
            new TranscriptContent(recording, "Twilio", heard, heard is null ? "Twilio heard no words in it." : null, []),
            PartContents.Default.TranscriptContent, stop);
        await drop.DropAsync(
            new Transaction(IntakeKeys.ShardOf(call)).Insert(IntakeKeys.Seen(call, "transcript", $"{recording}-{outcome}"))
                .Merge(IntakeKeys.Evidence(recording), new TableEntity
                {
                    { "Tip", TipId.OfCall(call).Value }, { nameof(EvidenceRow.Transcribed), time.GetUtcNow() },
                })
                .Announce(part),
            stop);
    }
}
