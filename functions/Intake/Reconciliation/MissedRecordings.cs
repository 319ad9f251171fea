using System.Globalization;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Calls;
using Hotline.Intake.Drop;
using Hotline.Intake.Evidence;
using Hotline.Intake.Lines;
using Hotline.Intake.Table;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Microsoft.Extensions.Options;
using Twilio.Rest.Api.V2010.Account;

namespace Hotline.Intake.Reconciliation;

/// <summary>
/// Takes the recordings of which neither the call's step nor the callback told, and asks for the transcripts that have not come.
/// </summary>
public sealed class MissedRecordings(
    RoomTable table, TwilioLists twilio, CallErrorReader notes, CallLog calls, EvidenceStore evidence, IOptions<LinesOptions> lines,
    Languages languages, TimeProvider time)
{
    /// <summary>Looks at the account's recordings, call by call: one read each, and one for the call where something is missing.</summary>
    public async Task TakeAsync(IEnumerable<RecordingResource> listed, IReadOnlyList<ServedLine> served, ReconciliationPass pass, CancellationToken stop)
    {
        foreach (var call in listed.Where(recording => recording.Source.ToString() == "RecordVerb").GroupBy(recording => recording.CallSid))
            await pass.TryAsync(
                call.Key, call.Min(BeganOf), () => TakeAsync(CallOf(call.Key), call, served, pass, stop), stop, "-recordings");
    }

    private async Task TakeAsync(
        CallSid call, IEnumerable<RecordingResource> recordings, IReadOnlyList<ServedLine> served, ReconciliationPass pass, CancellationToken stop)
    {
        var missed = new List<RecordingResource>();
        foreach (var recording in recordings.Reverse().OrderBy(BeganOf))
        {
            if (await pass.IsEarlyAsync(recording.Sid, BeganOf(recording), EndedOf(recording), stop)
                || recording.Status.ToString() != "completed")
                continue;
            if (await FindAsync(call, recording.Sid, stop) is { } known)
                await AskAsync(call, known, pass, stop);
            else
                missed.Add(recording);
        }

        if (missed.Count > 0)
            await TakeAsync(call, missed, served, pass, stop);
    }

    private async Task TakeAsync(
        CallSid call, List<RecordingResource> missed, IReadOnlyList<ServedLine> served, ReconciliationPass pass, CancellationToken stop)
    {
        var row = await table.FindAsync(IntakeKeys.ShardOf(call), IntakeKeys.Call(call), stop);
        if ((row?.GetString("Line") ?? await LineOfAsync(call, served, stop)) is not { } line)
            return;
        var faults = await notes.ReadAsync(call, missed.Min(BeganOf), stop);
        var taken = row?.Keys.Count(column => column.StartsWith("PathRecorded", StringComparison.Ordinal)) ?? 0;
        foreach (var recording in missed)
        {
            taken++;
            var isOwn = taken <= faults.OwnRecordings;
            var brought = isOwn ? OwnOf(call, recording, line, taken, row, faults) : FallbackOf(call, recording, line);
            var why = new ReconciledFrom(
                time.GetUtcNow(),
                isOwn ? faults.ErrorOf(WebhookRoutes.Recorded, WebhookRoutes.Recording) : (faults.Earlier ?? faults.Later)?.Error, !isOwn);
            await calls.FoundRecordingAsync(brought, call, line, why, stop);
            pass.Reconciled(PartKind.Recording, recording.Sid, why);
            await AskAsync(call, brought.Evidence, pass, stop);
        }
    }

    // What a failed webhook's URL says of the call, else what earlier ones have left on its row.
    private MissedRecording OwnOf(
        CallSid call, RecordingResource recording, string line, int take, TableEntity? row, FailedWebhooks faults)
    {
        var step = faults.Later?.Step;
        var language = step?.Language.Code ?? row?.GetString("Language");
        var transcript = step?.Transcript
            ?? new CallStep(languages.First, lines.Value.TranscriptOf(line)).In(languages.Of(language)).Transcript;
        return new MissedRecording(
            Evidence(call, recording) with { Language = language, Transcript = transcript }, take, step is null ? TipId.Parse(row?.GetString("Earlier")) : step.Earlier);
    }

    // The fallback greets in both languages, and Twilio transcribes nothing of it.
    private MissedRecording FallbackOf(CallSid call, RecordingResource recording, string line)
    {
        var transcript = lines.Value.TranscriptOf(line) == TranscriptSource.Speech ? TranscriptSource.Speech : TranscriptSource.None;
        return new MissedRecording(Evidence(call, recording) with { Transcript = transcript, OverFallback = true }, null, null);
    }

    private static EvidenceRow Evidence(CallSid call, RecordingResource recording) => EvidenceRow.Of(
        RecordingSid.Parse(recording.Sid) ?? throw new FormatException("Twilio lists a recording without a sid."), call,
        recording.AccountSid) with
    {
        Seconds = int.TryParse(recording.Duration, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null,
    };

    private static CallSid CallOf(string? sid) =>
        CallSid.Parse(sid) ?? throw new FormatException("Twilio lists a recording without its call.");

    // The speech service's is an order on the queue, which is not lost; Twilio's own is a callback, which can be.
    private async Task AskAsync(CallSid call, EvidenceRow known, ReconciliationPass pass, CancellationToken stop)
    {
        if (known is { Transcript: TranscriptSource.Twilio, Transcribed: null, Asked: null, Cleaned: null })
        {
            await evidence.AskAsync(IntakeKeys.ShardOf(call), known, stop);
            pass.Asked(known.Sid);
        }
    }

    // A transcript that came first has made the row, and says nothing of the recording.
    private async Task<EvidenceRow?> FindAsync(CallSid call, string recording, CancellationToken stop) =>
        await table.FindAsync(IntakeKeys.ShardOf(call), IntakeKeys.Evidence(recording), stop) is { } row
        && row.ContainsKey(nameof(EvidenceRow.Sid)) ? EvidenceRow.From(row) : null;

    private async Task<string?> LineOfAsync(CallSid call, IReadOnlyList<ServedLine> served, CancellationToken stop) =>
        await twilio.CallAsync(call.Value, stop) is { Direction: "inbound" } log && served.Any(line => line.Number == log.To) ? log.To : null;

    private static DateTimeOffset BeganOf(RecordingResource recording) =>
        TwilioLists.Utc(recording.DateCreated ?? recording.StartTime) ?? DateTimeOffset.MinValue;

    private static DateTimeOffset? EndedOf(RecordingResource recording) =>
        recording.Status.ToString() is "in-progress" or "paused" or "stopped" or "processing" ? null
        : TwilioLists.Utc(recording.DateUpdated) ?? BeganOf(recording);
}
