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
    public Task AnsweredAsync(TwilioForm form, CallStep step, CancellationToken stop)
    {
        var call = form.Sid("CallSid");
        var tip = TipId.OfCall(call);
        return drop.DropAsync(
            Marked(call, "answer").Merge(IntakeKeys.Call(call), new TableEntity
            {
                { "Tip", tip.Value },
                { "Account", form["AccountSid"] },
                { "Line", form["To"] },
                { "Number", drop.SealNumber(tip, IntakeKeys.Call(call), form["From"] ?? "") },
                { "Started", time.GetUtcNow() },
                { "Country", form["FromCountry"] },
                { "Verdict", form["StirVerstat"] },
                { "Transcript", step.Transcript.ToString() },
                { StatusColumn(form["CallStatus"] ?? "ringing"), time.GetUtcNow() },
            }),
            stop);
    }

    /// <summary>A language was chosen.</summary>
    public Task ChoseAsync(TwilioForm form, CallStep step, CancellationToken stop)
    {
        var call = form.Sid("CallSid");
        return drop.DropAsync(
            Marked(call, "menu").Merge(IntakeKeys.Call(call), new TableEntity
            {
                { "Tip", TipId.OfCall(call).Value }, { "Line", form["To"] }, { "Language", step.Language.Code },
                { "PathMenu", time.GetUtcNow() },
            }),
            stop);
    }

    /// <summary>The receipt of an earlier report was found: should every word of the recording be lost, its tip is known.</summary>
    public Task ReturnedAsync(TwilioForm form, CallStep step, CancellationToken stop)
    {
        var call = form.Sid("CallSid");
        return drop.DropAsync(
            Marked(call, "code").Merge(IntakeKeys.Call(call), new TableEntity
            {
                { "Tip", TipId.OfCall(call).Value }, { "Line", form["To"] }, { "Language", step.Language.Code },
                { "Earlier", step.Earlier?.Value },
            }),
            stop);
    }

    /// <summary>
    /// A recording is there, and with it, that the call adds to an earlier tip. The step's request and the callback race; both say the
    /// same, under a marker each.
    /// </summary>
    public Task RecordedAsync(TwilioForm form, CallStep step, string source, CancellationToken stop)
    {
        var call = form.Sid("CallSid");
        var evidence = new EvidenceRow(
            form.Sid("RecordingSid"), TipId.OfCall(call), PartKind.Recording, form.Sid("AccountSid"), call, step.Language.Code, null,
            form.Number("RecordingDuration"), step.Transcript);
        var columns = new TableEntity { { "Line", form["To"] }, { RecordedColumn(step.Take), time.GetUtcNow() } };
        return RecordedAsync(evidence, call, source, columns, step.Earlier, stop);
    }

    /// <summary>A recording is at Twilio of which no webhook told: under the callback's marker, which may still come.</summary>
    public Task FoundRecordingAsync(FoundRecording recording, string call, string line, Found found, CancellationToken stop)
    {
        var columns = new TableEntity { { "Line", line } };
        if (recording.Take is { } take)
            columns[RecordedColumn(take)] = time.GetUtcNow();
        found.AddTo(columns);
        return RecordedAsync(recording.Evidence, call, "recording", columns, recording.Earlier, stop);
    }

    private async Task RecordedAsync(
        EvidenceRow evidence, string call, string source, TableEntity columns, TipId? earlier, CancellationToken stop)
    {
        columns["Tip"] = evidence.Tip.Value;
        columns["Language"] = evidence.Language;
        var transaction = evidence.AddTo(Marked(call, source, evidence.Sid).Merge(IntakeKeys.Call(call), columns), time.GetUtcNow());
        if (earlier is { } answered)
            transaction.Announce(await drop.SealAsync(
                evidence.Tip, PartKind.Link, call, Channel.Phone, evidence.Language, new LinkContent(answered.Value),
                PartContents.Default.LinkContent, stop));
        await drop.DropAsync(transaction, stop);
    }

    /// <summary>Twilio has no recording. Where nothing was heard, nothing is missing; where recording failed, the tip says so.</summary>
    public async Task MissedRecordingAsync(TwilioForm form, CallStep step, string status, CancellationToken stop)
    {
        var (call, recording) = (form.Sid("CallSid"), form.Sid("RecordingSid"));
        var tip = TipId.OfCall(call);
        var transaction = Marked(call, "recording", $"{recording}-{status}").Merge(IntakeKeys.Call(call), new TableEntity
        {
            { "Tip", tip.Value },
            { string.Create(CultureInfo.InvariantCulture, $"PathMissed{step.Take}"), status },
        });
        if (status == "failed")
            transaction.Announce(await drop.SealAsync(
                tip, PartKind.Missing, recording, Channel.Phone, step.Language.Code,
                new MissingContent(recording, PartKind.Recording, call, 1, MissingReason.Failed), PartContents.Default.MissingContent, stop));
        else
            transaction.Merge(IntakeKeys.Evidence(recording), new TableEntity { { nameof(EvidenceRow.IsAbsent), true } });
        await drop.DropAsync(transaction, stop);
    }

    /// <summary>The call's state changed; the last state makes the <see cref="PartKind.CallSummary"/>.</summary>
    /// <param name="form">The status callback, or what is in Twilio's log of it.</param>
    /// <param name="status">The state.</param>
    /// <param name="stop">Cuts it short; nothing is stored then, or all of it.</param>
    /// <param name="found">How it was found; null when a webhook told it.</param>
    /// <param name="isOverLimit">Whether its number calls too often.</param>
    public async Task ChangedAsync(TwilioForm form, string status, CancellationToken stop, Found? found = null, bool isOverLimit = false)
    {
        var call = form.Sid("CallSid");
        var tip = TipId.OfCall(call);
        var at = Moment(form["Timestamp"]) ?? time.GetUtcNow();
        var columns = new TableEntity
        {
            { "Tip", tip.Value }, { "Account", form["AccountSid"] }, { "Line", form["To"] }, { StatusColumn(status), at },
            { "Seconds", form.Number("CallDuration") },
        };
        var transaction = Marked(call, "status", $"{form.Number("SequenceNumber") ?? 0}-{status}").Merge(IntakeKeys.Call(call), columns);
        if (IsLast(status))
        {
            columns["Ended"] = at;
            found?.AddTo(columns);
            var goes = lines.Value.Of(form["To"]).CallsLog == CallsLog.Delete ? transaction.Partition : null;
            transaction.Announce(await drop.SealAsync(
                tip, PartKind.CallSummary, call, Channel.Phone, null,
                new CallSummaryContent(
                    form["From"] ?? "", form["To"] ?? "", status, form.Number("CallDuration"), at, call, goes, isOverLimit),
                PartContents.Default.CallSummaryContent, stop));
        }

        await drop.DropAsync(transaction, stop);
    }

    /// <summary>Whether a call ends with a status.</summary>
    public static bool IsLast(string status) => status is "completed" or "busy" or "no-answer" or "failed" or "canceled";

    private static Transaction Marked(string call, string step, string sequence = "0") =>
        new Transaction(IntakeKeys.ShardOf(call)).Insert(IntakeKeys.Seen(call, step, sequence));

    private static string RecordedColumn(int take) => string.Create(CultureInfo.InvariantCulture, $"PathRecorded{take}");

    // A column name takes letters, digits and underscores.
    // Twilio's statuses are words with hyphens; of anything else no column can be named, and a caller is answered all the same.
    private static string StatusColumn(string status) =>
        status.Length <= 30 && status.All(c => char.IsAsciiLetter(c) || c == '-') ? $"Status_{status.Replace('-', '_')}" : "Status_unknown";

    private static DateTimeOffset? Moment(string? rfc2822) =>
        DateTimeOffset.TryParse(rfc2822, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUniversalTime() : null;
}
