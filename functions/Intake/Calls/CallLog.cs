using System.Globalization;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Evidence;
using Hotline.Intake.Lines;
using Hotline.Intake.Table;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Calls;

/// <summary>
/// The calls' metadata and what each webhook of a call adds to its tip. Every webhook is one transaction with a marker of its own; a row's
/// columns are one fact each, so that neither order nor repetition matters.
/// </summary>
public sealed class CallLog(TipDrop drop, IOptions<LinesOptions> lines, TimeProvider time)
{
    /// <summary>A call begins.</summary>
    public Task AnsweredAsync(CallEvent webhook, CallStep step, CancellationToken stop)
    {
        var (call, tip) = (webhook.Call, TipId.OfCall(webhook.Call));
        return drop.DropAsync(
            Marked(call, "answer").Merge(IntakeKeys.Call(call), new TableEntity
            {
                { "Tip", tip.Value },
                { "Account", webhook.Account },
                { "Line", webhook.Line },
                { "Number", drop.SealNumber(tip, IntakeKeys.Call(call), webhook.From) },
                { "Started", time.GetUtcNow() },
                { "Country", webhook.Country },
                { "Verdict", webhook.Verdict },
                { "Transcript", step.Transcript.ToString() },
                { StatusColumn(webhook.Status ?? "ringing"), time.GetUtcNow() },
            }),
            stop);
    }

    /// <summary>A language was chosen.</summary>
    public Task ChoseAsync(CallEvent webhook, CallStep step, CancellationToken stop) => drop.DropAsync(
        Marked(webhook.Call, "menu").Merge(IntakeKeys.Call(webhook.Call), new TableEntity
        {
            { "Tip", TipId.OfCall(webhook.Call).Value }, { "Line", webhook.Line }, { "Language", step.Language.Code },
            { "PathMenu", time.GetUtcNow() },
        }),
        stop);

    /// <summary>The receipt of an earlier report was found: should every word of the recording be lost, its tip is known.</summary>
    public Task ReturnedAsync(CallEvent webhook, CallStep step, CancellationToken stop) => drop.DropAsync(
        Marked(webhook.Call, "code").Merge(IntakeKeys.Call(webhook.Call), new TableEntity
        {
            { "Tip", TipId.OfCall(webhook.Call).Value }, { "Line", webhook.Line }, { "Language", step.Language.Code },
            { "Earlier", step.Earlier?.Value },
        }),
        stop);

    /// <summary>
    /// A recording is there, and with it, that the call adds to an earlier tip. The step's request and the callback race; both say the
    /// same, under a marker each.
    /// </summary>
    /// <exception cref="TwilioFormException">It names no recording.</exception>
    public Task RecordedAsync(CallEvent webhook, CallStep step, string source, CancellationToken stop)
    {
        var evidence = EvidenceRow.Of(RecordingOf(webhook), webhook.Call, webhook.Account!) with
        {
            Language = step.Language.Code, Seconds = webhook.RecordingSeconds, Transcript = step.Transcript,
        };
        var columns = new TableEntity { { "Line", webhook.Line }, { RecordedColumn(step.Take), time.GetUtcNow() } };
        return RecordedAsync(evidence, webhook.Call, source, columns, step.Earlier, stop);
    }

    /// <summary>A recording is at Twilio of which no webhook told: under the callback's marker, which may still come.</summary>
    public Task FoundRecordingAsync(MissedRecording recording, CallSid call, string line, ReconciledFrom origin, CancellationToken stop)
    {
        var columns = new TableEntity { { "Line", line } };
        if (recording.Take is { } take)
            columns[RecordedColumn(take)] = time.GetUtcNow();
        origin.AddTo(columns);
        return RecordedAsync(recording.Evidence, call, "recording", columns, recording.Earlier, stop);
    }

    private async Task RecordedAsync(
        EvidenceRow evidence, CallSid call, string source, TableEntity columns, TipId? earlier, CancellationToken stop)
    {
        columns["Tip"] = evidence.Tip.Value;
        columns["Language"] = evidence.Language;
        var transaction = evidence.AddTo(Marked(call, source, evidence.Sid).Merge(IntakeKeys.Call(call), columns), time.GetUtcNow());
        if (earlier is { } answered)
            transaction.Announce(
                await drop.SealAsync(evidence.Draft(PartKind.Link, call.Value, new LinkContent(answered.Value)), stop));
        await drop.DropAsync(transaction, stop);
    }

    /// <summary>Twilio has no recording. Where nothing was heard, nothing is missing; where recording failed, the tip says so.</summary>
    /// <exception cref="TwilioFormException">It names no recording.</exception>
    public async Task MissedRecordingAsync(CallEvent webhook, CallStep step, string status, CancellationToken stop)
    {
        var (call, recording, tip) = (webhook.Call, RecordingOf(webhook).Value, TipId.OfCall(webhook.Call));
        var transaction = Marked(call, "recording", $"{recording}-{status}").Merge(IntakeKeys.Call(call), new TableEntity
        {
            { "Tip", tip.Value },
            { string.Create(CultureInfo.InvariantCulture, $"PathMissed{step.Take}"), status },
        });
        if (status == "failed")
        {
            var content = new MissingContent(recording, PartKind.Recording, call.Value, 1, MissingReason.Failed);
            transaction.Announce(await drop.SealAsync(
                new PartDraft<MissingContent>(tip, PartKind.Missing, recording, Channel.Phone, content) { Language = step.Language.Code },
                stop));
        }
        else
        {
            transaction.Merge(IntakeKeys.Evidence(recording), new TableEntity { { nameof(EvidenceRow.IsAbsent), true } });
        }

        await drop.DropAsync(transaction, stop);
    }

    /// <summary>The call's state changed; the last state makes the <see cref="PartKind.CallSummary"/>.</summary>
    /// <param name="webhook">What Twilio told of it.</param>
    /// <param name="status">The state.</param>
    /// <param name="origin">How it was found; null when a webhook told it.</param>
    /// <param name="isOverLimit">Whether its number calls too often.</param>
    public async Task ChangedAsync(CallEvent webhook, string status, CancellationToken stop, ReconciledFrom? origin = null, bool isOverLimit = false)
    {
        var (call, tip, at) = (webhook.Call, TipId.OfCall(webhook.Call), webhook.At ?? time.GetUtcNow());
        var columns = new TableEntity
        {
            { "Tip", tip.Value }, { "Account", webhook.Account }, { "Line", webhook.Line }, { StatusColumn(status), at },
            { "Seconds", webhook.Seconds },
        };
        var transaction = Marked(call, "status", $"{webhook.Sequence}-{status}").Merge(IntakeKeys.Call(call), columns);
        if (IsLast(status))
        {
            columns["Ended"] = at;
            origin?.AddTo(columns);
            var goes = lines.Value.Of(webhook.Line).CallsLog == CallsLog.Delete ? transaction.Partition : null;
            var summary = new CallSummaryContent(
                webhook.From, webhook.Line ?? "", status, webhook.Seconds, at, call.Value, goes, isOverLimit);
            transaction.Announce(await drop.SealAsync(
                new PartDraft<CallSummaryContent>(tip, PartKind.CallSummary, call.Value, Channel.Phone, summary), stop));
        }

        await drop.DropAsync(transaction, stop);
    }

    /// <summary>Whether a call ends with a status.</summary>
    public static bool IsLast(string status) => status is "completed" or "busy" or "no-answer" or "failed" or "canceled";

    private static Transaction Marked(CallSid call, string step, string sequence = "0") =>
        new Transaction(IntakeKeys.ShardOf(call)).Insert(IntakeKeys.Seen(call.Value, step, sequence));

    private static RecordingSid RecordingOf(CallEvent webhook) =>
        webhook.Recording ?? throw new TwilioFormException("The form lacks RecordingSid.");

    private static string RecordedColumn(int take) => string.Create(CultureInfo.InvariantCulture, $"PathRecorded{take}");

    // A column name takes letters, digits and underscores.
    // Twilio's statuses are words with hyphens; of anything else no column can be named, and a caller is answered all the same.
    private static string StatusColumn(string status) =>
        status.Length <= 30 && status.All(c => char.IsAsciiLetter(c) || c == '-') ? $"Status_{status.Replace('-', '_')}" : "Status_unknown";
}
